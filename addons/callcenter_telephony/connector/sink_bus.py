"""What a Batch means for the agents' browsers: present states, offers, phases of their calls."""

import time
from collections import OrderedDict

from .sink_parties import parties, seen
from .sink_rows import AGENT_ROLES, moment, phase, recording_state

REMEMBERED = 5000  # phases told
NEWS_S = 3600  # what ended longer ago is no news
SETTLED = ("offline", "ready", "not_ready")


class Messenger:
    """Remembers which phases were told, so that each is told once; what was not committed is told again."""

    def __init__(self):
        self._told = OrderedDict()
        self._telling = {}

    def send(self, env, batch, names):
        """Update the agents' present state and send the messages, all in the transaction of ``env``."""
        self._telling = {}
        self._states(env, batch, names)
        self._offers(env, batch, names)
        self._phases(env, batch, names)

    def committed(self):
        """Call it when the transaction of the last ``send`` is committed."""
        for pair, told in self._telling.items():
            self._told[pair] = told
            self._told.move_to_end(pair)
        self._telling = {}
        while len(self._told) > REMEMBERED:
            self._told.popitem(last=False)

    def _states(self, env, batch, names):
        last = {}
        for state in batch.states:
            if state.end is None and state.start >= last.get(state.agent, state).start:
                last[state.agent] = state
        present = [state for state in last.values() if state.agent in names.agents]
        if names.several:
            present = _counting(env, present, names)
        agents, rang = _set_agents(env, present, names, _wrap_seconds(env, present, names))
        agents.filtered(lambda agent: agent.state in SETTLED)._keep_drafts()
        for agent in agents:
            agent._push_state()
        agents._tell_colleagues(rang)

    def _offers(self, env, batch, names):
        offers = {(offer.call, offer.agent): offer for offer in batch.offers if offer.agent in names.agents}
        cards = _cards(env, offers, names)
        for pair, card in cards.items():
            _send(env, names.agents[pair[1]], "callcenter/offer", {**card, "phase": "ringing"})
            self._telling[pair] = ("ringing", None, ())

    def _phases(self, env, batch, names):
        news, calls = {}, {call.key: call for call in batch.calls}
        for call in batch.calls:
            for leg in call.legs:
                if leg.role in AGENT_ROLES and leg.role != "supervisor" and leg.party in names.agents:
                    news[call.key, leg.party] = leg
        stands = {pair: _stand(calls[pair[0]], leg) for pair, leg in news.items()}
        news = {pair: leg for pair, leg in news.items() if self._is_new(pair, leg, stands[pair])}
        fresh = [pair for pair in news if not self._known(pair)]
        cards = _cards(env, fresh, names)
        for pair, leg in news.items():
            self._telling[pair] = stands[pair]
            call = calls[pair[0]]
            message = {
                **cards.get(pair, {}),
                "key": call.key,
                "phase": phase(leg),
                "role": leg.role,
                "result": call.result or False,
                "answered_at": leg.answer is not None and round(leg.answer * 1000),
                "recording": recording_state(call) or "off",
                "parties": parties(env, call, names, names.agents[leg.party]),
            }
            _send(env, names.agents[leg.party], "callcenter/call", message)

    def _is_new(self, pair, leg, stand):
        told = self._known(pair)
        if told is None and phase(leg) == "ended":
            return time.time() - leg.end < NEWS_S
        return told != stand

    def _known(self, pair):
        return self._telling.get(pair) or self._told.get(pair)


def _stand(call, leg):
    """Return what a browser is told of a call: the phase, while the agent talks whether that is recorded, and who
    else is in it."""
    return phase(leg), recording_state(call) if phase(leg) == "talk" else None, seen(call, leg)


def _send(env, party, kind, message):
    env["res.users"].browse(party.user_id)._bus_send(kind, message)


def _cards(env, pairs, names):
    """Return cards by (call key, extension) for those calls that are in the ledger."""
    if not pairs:
        return {}
    agents = env["callcenter.agent"].browse({names.agents[extension].agent_id for _key, extension in pairs})
    agent_of = {agent.extension: agent for agent in agents}
    call_of = {call.key: call for call in env["callcenter.call"].search([("key", "in", [key for key, _ext in pairs])])}
    known = [(key, extension) for key, extension in pairs if key in call_of]
    cards = env["callcenter.agent"]._cards_of([(agent_of[extension], call_of[key]) for key, extension in known])
    return dict(zip(known, cards, strict=True))


def _counting(env, states, names):
    """Return the states that count: of several servers, the one signed in at last says how an agent is."""
    node = env["callcenter.node"].browse(names.node_id)
    counting = []
    for state in states:
        agent = env["callcenter.agent"].browse(names.agents[state.agent].agent_id)
        if agent._counts_at(node, state.state):
            counting.append(state)
            agent._moved(node)
    return counting


def _set_agents(env, states, names, wrap_s):
    """Write the present states on the agents. ``wrap_s`` by (call, extension).

    Returns those that changed, and the ids of those who rang before.
    """
    if not states:
        return env["callcenter.agent"], set()
    rows = [
        (
            names.node_id,
            names.agents[state.agent].agent_id,
            state.state,
            moment(state.start),
            state.sub or None,
            state.reason or None,
            names.reasons.get(state.reason),
            state.call or None,
            wrap_s.get((state.call, state.agent), names.wrap_s),
        )
        for state in states
    ]
    values = env.cr.execute_values(
        """UPDATE callcenter_agent a
              SET state = v.state, state_since = v.since, sub_state = v.sub, reason = v.reason, reason_id = v.reason_id,
                  call_key = v.call, call_id = (SELECT id FROM callcenter_call WHERE key = v.call),
                  at_node_id = v.node,
                  wish = CASE WHEN v.state IN ('offline', 'ready', 'not_ready') THEN NULL ELSE a.wish END,
                  wrap_until = CASE WHEN v.state <> 'wrap_up' THEN NULL
                                    WHEN a.state = 'wrap_up' AND a.state_since = v.since THEN a.wrap_until
                                    ELSE v.since + make_interval(secs => v.wrap_s) END
             FROM (VALUES %s) v(node, id, state, since, sub, reason, reason_id, call, wrap_s)
            WHERE a.id = v.id AND (a.state, a.state_since, a.sub_state, a.reason, a.call_key)
                  IS DISTINCT FROM (v.state, v.since, v.sub, v.reason, v.call)
        RETURNING a.id, (SELECT before.state FROM callcenter_agent before WHERE before.id = a.id)""",
        rows,
        template="(%s, %s, %s, %s::timestamp, %s, %s, %s::int, %s, %s::float)",
        page_size=len(rows),
        fetch=True,
    )
    rang = {agent for agent, before in values if before == "ringing"}
    agents = env["callcenter.agent"].browse(row[0] for row in values)
    agents.invalidate_recordset()  # whoever heard of the calls may have looked at the agents before
    return agents, rang


def _wrap_seconds(env, states, names):
    """Return by (call key, extension) how long the node lets these wrap-ups last."""
    calls = [state.call for state in states if state.state == "wrap_up"]
    if not calls:
        return {}
    env.cr.execute(
        """SELECT c.key, l.party, l.queue_code FROM callcenter_call_leg l JOIN callcenter_call c ON c.id = l.call_id
            WHERE c.key = ANY(%s) AND l.wrap_start IS NOT NULL ORDER BY l.start""",
        (calls,),
    )
    return {(key, party): names.wrap_of(queue) for key, party, queue in env.cr.fetchall()}
