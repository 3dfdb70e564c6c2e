"""What live monitors are to be told: which agents and waits have changed since they were told last.

It goes out in a transaction of its own, some times a second: however many batches are written in between, monitors
get one message a department and queue, with rows as they stand then. The pop does not wait for it.
"""

from collections import OrderedDict

REMEMBERED = 5000  # calls whose waits were told


class Watch:
    """``note`` what was committed, ``tell`` it. Both are called from the store's thread."""

    def __init__(self):
        self._agents: set[int] = set()
        self._calls: dict[int, set[str]] = {}  # queue id → keys of calls
        self._seen: OrderedDict = OrderedDict()  # call key → its waits, as noted last
        self._begun = False

    @property
    def news(self):
        return not self._begun or self._agents or self._calls

    def note(self, batch, names):
        self._agents |= {
            names.agents[state.agent].agent_id
            for state in batch.states
            if state.end is None and state.agent in names.agents
        }
        for call in batch.calls:
            self._agents |= {names.agents[party].agent_id for party in _watching(call) if party in names.agents}
            self._note_waits(call, names)

    def tell(self, env, node_id):
        """Send what is new; ``told`` when that is committed."""
        monitor = env["callcenter.monitor"]
        if not self._begun:
            monitor._tell_reload(env["callcenter.node"].browse(node_id).company_id)
        monitor._tell_agents(self._agents)
        monitor._tell_queues(self._calls)

    def told(self):
        self._begun, self._agents, self._calls = True, set(), {}

    def _note_waits(self, call, names):
        """A call is news when one of its waits has begun or ended; alone what comes after them is not."""
        waits = _waits(call)
        if waits == self._seen.get(call.key, ()):
            return
        for code, *_rest in {*waits, *self._seen.get(call.key, ())}:
            if queue := names.queue_id(code):
                self._calls.setdefault(queue, set()).update((call.key, *call.aliases))
        self._seen[call.key] = waits
        self._seen.move_to_end(call.key)
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)


def _watching(call):
    """Who listens, whispers or barges in: the way of it is no state of the agent's."""
    return {leg.party for leg in call.legs if leg.role == "supervisor" and leg.end is None}


def _waits(call):
    over = call.end is not None
    return tuple(
        (leg.queue or leg.party, leg.key, leg.outcome, leg.end is None and not over)
        for leg in call.legs
        if leg.role == "queue"
    )
