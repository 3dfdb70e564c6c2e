"""One call as a pure function of its facts: the ledger's row with its legs, and what it asked of agents."""

from dataclasses import dataclass, field

from . import callbacks, inbound, outbound, recorded, rejoin
from . import channels as reading
from .channels import Channel, Channels
from .events import ChannelKind as K
from .ledger import Blocked, Call, Offer
from .merge import Fact
from .node_life import NodeLife
from .ports import QueueRule
from .talk import Duty

_INBOUND_MARKS = (K.IN, K.REFUSED, K.CLOSED, K.IVR, K.KEY, K.QUEUE)


@dataclass(slots=True)
class View:
    """All that a fold may look at."""

    key: str
    channels: Channels
    life: NodeLife
    rules: dict[str, QueueRule]

    def rule(self, queue: str) -> QueueRule:
        return self.rules.get(queue) or _DEFAULT_RULE


@dataclass(slots=True)
class Folded:
    """``call`` is None while nothing has said what kind of call this is; ``ended``: nothing is left on the node."""

    call: Call | None = None
    duties: list[Duty] = field(default_factory=list)
    offers: dict[str, Offer] = field(default_factory=dict)  # by the Uniqueid of the phone's channel, while it rings
    blocked: list[tuple[str, Blocked]] = field(default_factory=list)  # (Uniqueid, what was kept from being dialled)
    channels: dict[str, Channel] = field(default_factory=dict)
    ended: bool = False


_DEFAULT_RULE = QueueRule()


def fold(key: str, facts: list[Fact], life: NodeLife, rules: dict[str, QueueRule], aliases: list[str]) -> Folded:
    """The call of ``facts`` (as ``merge.Tellings.facts`` sorts them); ``aliases``: Linkedids that were joined to it.

    Wrap-ups are left to the agents' lines.
    """
    channels = reading.read(facts, life.restarts, (key.partition(":")[2], *aliases))
    away_unseen = rejoin.merge(channels)
    view = View(key, channels, life, rules)
    folded = Folded(blocked=_blocked(key, facts), channels=channels.by_id, ended=channels.ended)
    customer = _customer(channels)
    standin = next((one for one in channels.by_id.values() if one.standin is not None), None)
    if standin is not None and customer is None and callbacks.asked(channels):
        callbacks.fold(view, standin, folded)
    elif customer is not None:
        inbound.fold(view, customer, folded)
    else:
        diallers = [one for one in channels.by_id.values() if one.out or one.inside]
        dialler = min(diallers, key=lambda one: (one.out is None, one.start, one.uniqueid), default=None)
        if dialler is not None:
            outbound.fold(view, dialler, folded)
    if folded.call is not None:
        _finish(folded.call, channels)
        if away_unseen and "hold_unknown" not in folded.call.marks:
            folded.call.marks.append("hold_unknown")
    return folded


def _blocked(key: str, facts: list[Fact]) -> list[tuple[str, Blocked]]:
    node = key.partition(":")[0]
    told = [(fact.at, fact.event) for fact in facts if fact.event.kind is K.BLOCKED]
    return [(event.uniqueid, _block(f"{node}:{event.uniqueid}", at, event.data)) for at, event in told]


def _block(key: str, at: float, data: dict[str, str]) -> Blocked:
    who, number, rule = (data.get(name, "") for name in ("agent", "number", "rule"))
    return Blocked(key, at, who, number, rule, data.get("campaign", ""), data.get("contact", ""))


def _customer(channels: Channels) -> Channel | None:
    """The caller's channel: the one that came in; else, when that mark is lost, the one that was in a flow or queue."""
    for wanted in ((K.IN,), _INBOUND_MARKS):
        for channel in channels.by_id.values():
            if any(fact.event.kind in wanted for fact in channel.marks):
                return channel
    return None


def _finish(call: Call, channels: Channels) -> None:
    call.recordings = recorded.read(channels)
    if channels.rejoined:
        call.marks.insert(0, "rejoined")
    if channels.late:
        call.marks.insert(0, "journal")
    call.legs.sort(key=_leg_order)


def _leg_order(leg) -> tuple:
    return (leg.start, leg.role != "caller", leg.key)
