"""The channels of one call, read off its facts: when each lived, with whom it was bridged, how it ended."""

from dataclasses import dataclass, field

from .events import ChannelKind as K
from .merge import Fact

Span = tuple[float, float | None]
SHUTDOWN_S = 15.0  # an orderly stop hangs up every channel this long before the last sign of life, at most
INSTANT_S = 0.001


@dataclass(slots=True)
class Channel:
    uniqueid: str
    name: str
    start: float
    last: float  # moment of its last fact
    exten: str = ""  # what it dialled, as its first fact says
    answer: float | None = None
    end: float | None = None
    fault: bool = False  # cut off with the node
    ended_live: bool = False  # AMI told of its end
    cause: int = 0
    source: str = ""  # who hung up, as Asterisk says: a channel's name, dialplan/…, or nothing
    dialstatus: str = ""
    bridges: list[list] = field(default_factory=list)  # [bridge, from, to or None]
    holds: list[tuple[float, bool]] = field(default_factory=list)  # (moment, True = hold, False = back)
    marks: list[Fact] = field(default_factory=list)
    offer: Fact | None = None
    out: Fact | None = None
    inside: Fact | None = None
    dial: Fact | None = None
    standin: Fact | None = None
    bye: Fact | None = None
    watch: Fact | None = None  # the first one, of a supervisor's phone


@dataclass(slots=True)
class Channels:
    """``ended``: the node has said that nothing of this call is left."""

    by_id: dict[str, Channel] = field(default_factory=dict)
    ended: bool = False
    late: bool = False  # some fact is known from the journal only, and came late
    rejoined: bool = False  # a lost phone came back, see rejoin.py


def read(facts: list[Fact], restarts: list[tuple[float, float]], linkedids: tuple[str, ...]) -> Channels:
    """Channels from sorted facts. ``restarts``: (Asterisk came up, last moment known alive before); ``linkedids``: the
    call's own, then those that were joined to it.
    """
    channels = Channels()
    by_id = channels.by_id
    over: dict[str, float] = {}  # Linkedid of which nothing is left -> since when
    for fact in facts:
        event = fact.event
        channels.late |= fact.late
        channel = by_id.get(event.uniqueid)
        if channel is None:
            channel = by_id[event.uniqueid] = Channel(event.uniqueid, event.channel, fact.at, fact.at, event.exten)
        if event.kind is K.LINKEDID_END:
            over[event.data.get("of") or linkedids[0]] = fact.at
            continue
        channel.last = max(channel.last, fact.at)
        reader = _READERS.get(event.kind)
        if reader:
            reader(channel, fact)
    _finish(channels, max(over.values()) if over.keys() >= set(linkedids) else None, restarts)
    alive = any(channel.end is None for channel in by_id.values())
    channels.ended = not alive and (linkedids[0] in over or _all_cut(channels))
    return channels


def together(one: Channel, other: Channel) -> list[Span]:
    """When both were in the same bridge, in order."""
    spans = []
    for bridge, enter, leave in one.bridges:
        for bridge_2, enter_2, leave_2 in other.bridges:
            if bridge != bridge_2:
                continue
            start = max(enter, enter_2)
            ends = [end for end in (leave, leave_2) if end is not None]
            end = min(ends) if ends else None
            if end is None or end > start:
                spans.append((start, end))
    return sorted(spans)


def _finish(channels: Channels, linkedid_end: float | None, restarts: list[tuple[float, float]]) -> None:
    for channel in channels.by_id.values():
        if channel.end is None:
            _cut(channel, restarts)
        else:
            channel.fault |= _shut_down(channel, restarts)
    _cut_through_partner(channels, restarts)
    for channel in channels.by_id.values():
        if channel.end is None and linkedid_end is not None:
            channel.end = max(linkedid_end, channel.start)
        if channel.end is not None:
            for span in channel.bridges:
                span[2] = channel.end if span[2] is None else span[2]


def _all_cut(channels: Channels) -> bool:
    return bool(channels.by_id) and any(channel.fault for channel in channels.by_id.values())


def _cut(channel: Channel, restarts: list[tuple[float, float]]) -> None:
    """A channel of which nothing was heard since before Asterisk came up again died with it, after its last fact: who
    was answered at that moment was answered."""
    for started, alive in restarts:
        if channel.last < started:
            channel.end, channel.fault = max(alive, channel.last + INSTANT_S), True
            return


def _shut_down(channel: Channel, restarts: list[tuple[float, float]]) -> bool:
    """An orderly stop of Asterisk hung it up: nobody is named as who did, and it was the last the node did."""
    return not channel.source and channel.bye is None and _in_a_stop(channel.end, restarts)


def _cut_through_partner(channels: Channels, restarts: list[tuple[float, float]]) -> None:
    """A stop may reach one of two parties first, and the dialplan be done with the other before its turn comes."""
    cut = [channel for channel in channels.by_id.values() if channel.fault]
    for channel in channels.by_id.values():
        if channel.bye is None and channel.source.startswith("dialplan/") and channel.end is not None:
            parted = [end for partner in cut for _start, end in together(channel, partner)[-1:] if end is not None]
            channel.fault |= _in_a_stop(max(parted, default=0), restarts) and _in_a_stop(channel.end, restarts)


def _in_a_stop(at: float, restarts: list[tuple[float, float]]) -> bool:
    return any(alive - SHUTDOWN_S <= at < started for started, alive in restarts)


def _enter(channel: Channel, fact: Fact) -> None:
    channel.bridges.append([fact.event.data.get("bridge", ""), fact.at, None])


def _exit(channel: Channel, fact: Fact) -> None:
    bridge = fact.event.data.get("bridge", "")
    for span in reversed(channel.bridges):
        if span[0] == bridge and span[2] is None:
            span[2] = fact.at
            return


def _hold(channel: Channel, fact: Fact) -> None:
    channel.holds.append((fact.at, fact.event.kind is K.HOLD))


def _answer(channel: Channel, fact: Fact) -> None:
    channel.answer = fact.at


def _hangup(channel: Channel, fact: Fact) -> None:
    data = fact.event.data
    cause = data.get("hangupcause", "")
    channel.cause = int(cause) if cause.isascii() and cause.isdigit() and len(cause) < 4 else 0
    channel.source, channel.dialstatus = data.get("hangupsource", ""), data.get("dialstatus", "")
    channel.end, channel.ended_live = fact.at, fact.ami


def _end(channel: Channel, fact: Fact) -> None:
    if channel.end is None:
        channel.end, channel.ended_live = fact.at, fact.ami
        channel.fault = fact.event.data.get("fault") == "gone"


def _mark(channel: Channel, fact: Fact) -> None:
    channel.marks.append(fact)


def _watch(channel: Channel, fact: Fact) -> None:
    channel.watch = channel.watch or fact
    channel.marks.append(fact)


def _keep(name: str):
    def keep(channel: Channel, fact: Fact) -> None:
        setattr(channel, name, fact)

    return keep


_READERS = {
    K.BRIDGE_ENTER: _enter,
    K.BRIDGE_EXIT: _exit,
    K.ANSWER: _answer,
    K.HOLD: _hold,
    K.UNHOLD: _hold,
    K.HANGUP: _hangup,
    K.END: _end,
    K.OFFER: _keep("offer"),
    K.OUT: _keep("out"),
    K.INTERNAL: _keep("inside"),
    K.DIAL: _keep("dial"),
    K.STANDIN: _keep("standin"),
    K.BYE: _keep("bye"),
    K.WATCH: _watch,
} | dict.fromkeys(
    (
        K.IN, K.REFUSED, K.CLOSED, K.IVR, K.KEY, K.GOAL, K.QUEUE, K.QUEUE_END, K.SURVEY, K.RATING, K.RECORDING,
        K.RECORDING_RULE, K.RECORDING_PAUSE, K.RECORDING_RESUME,
        K.TRANSFER, K.LEFT, K.CONSULT, K.HELD, K.BACK, K.PICKED, K.GIVEN,
        K.WANTED, K.VOICEMAIL, K.MESSAGE, K.MESSAGE_END, K.CALLBACK,
    ),
    _mark,
)  # fmt: skip
