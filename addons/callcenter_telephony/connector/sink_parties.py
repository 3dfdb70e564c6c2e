"""Who is in a call, told to its agents' browsers. Watchers are not: listening goes unnoticed."""

from .sink_names import NOBODY
from .sink_rows import AGENT_ROLES

TOLD_ROLES = (AGENT_ROLES - {"supervisor"}) | {"outside"}
CUSTOMER = "outside"  # key of the leg of an outbound call's customer, who is no news


def parties(env, call, names, reader):
    """Return ``[{role, party, name, since, answered, away}]`` of the call's open legs; numbers as the agent ``reader``
    may see them, moments in ms, ``away`` what keeps a party from the customer: hold, consult or False."""
    user = env["res.users"].browse(reader.user_id)
    return [
        {
            "role": leg.role,
            "party": leg.party if leg.party in names.agents else user._callcenter_number(leg.party),
            "name": _name(env, names.agents.get(leg.party, NOBODY)),
            "since": round(leg.start * 1000),
            "answered": leg.answer is not None and round(leg.answer * 1000),
            "away": away(leg),
        }
        for leg in _open(call)
    ]


def seen(call, mine):
    """Return what of the parties makes a new message: nothing for agent and customer alone, in talk."""
    if mine.end is not None:
        return ()
    others = [(leg.key, leg.answer is not None) for leg in _open(call) if leg is not mine]
    plain = mine.role == "agent" and not away(mine) and not others
    return () if plain else (mine.role, away(mine), *others)


def away(leg):
    """Return ``hold`` or ``consult`` while the party is not with the customer, else False."""
    for name in ("consult", "hold"):
        spans = getattr(leg, name)
        if leg.end is None and spans and spans[-1][1] is None:
            return name
    return False


def _open(call):
    return [leg for leg in call.legs if leg.end is None and leg.role in TOLD_ROLES and leg.key != CUSTOMER]


def _name(env, who):
    return env["callcenter.agent"].browse(who.agent_id).name if who.agent_id else False
