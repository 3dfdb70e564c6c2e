"""AMI messages as typed events. CEL comes by AMI too and is the same record as in the journal."""

import re

from . import cel
from .events import AgentEvent, AgentKind, ChannelEvent, ChannelKind, Event, Source
from .text import clean, extension, moment

QUARTER_S, SECOND_S = 900, 0.999999
LATEST_S = 600  # what is told later than that tells of a clock that was put back
_CLOCK = re.compile(r"\d{4}-\d\d-\d\d \d\d:(\d\d):(\d\d)", re.ASCII)
_REASONS = {"Auto-Pause": "missed"}  # app_queue's own word
_PEER_STATES = {
    "Reachable": AgentKind.REACHABLE,
    "Registered": AgentKind.REACHABLE,
    "Unreachable": AgentKind.UNREACHABLE,
    "Unregistered": AgentKind.UNREACHABLE,
}
_CEL_COLUMNS = (
    "CallerIDnum",
    "CallerIDname",
    "Exten",
    "Context",
    "Channel",
    "UniqueID",
    "LinkedID",
    "Extra",
    "Peer",
    "UserDefType",
)


def from_ami(message: dict) -> Event | None:
    """The event of one message; None for what does not count. Raises Garbled where a message of ours is not whole.

    A value may be a list when its name stands more than once (a stranger's doing): the first one counts.
    """
    read = _READERS.get(_text(message, "Event"))
    return read(message) if read else None


def reason(text: str) -> str:
    """The code of a pause's reason."""
    return _REASONS.get(text) or clean(text, 80)


def _text(message: dict, name: str) -> str:
    value = message.get(name, "")
    return value if isinstance(value, str) else (value[0] if value else "")


def _cel(message: dict) -> Event | None:
    rest = [_text(message, name) for name in _CEL_COLUMNS]
    return cel.event(Source.AMI, [_text(message, "EventName"), _told(message), *rest])


def _told(message: dict) -> str:
    """When it happened. Timestamp is when the node told it, on a busy one seconds later; EventTime is when it was, in
    whole seconds of a time zone that we need not know, as all zones are whole quarters of an hour apart."""
    told, clock = _text(message, "Timestamp"), _CLOCK.fullmatch(_text(message, "EventTime"))
    if clock is None:
        return told
    late = (moment(told) - 60 * int(clock[1]) - int(clock[2])) % QUARTER_S
    return f"{moment(told) - late + SECOND_S:.6f}" if SECOND_S < late < LATEST_S else told


def _hold(message: dict) -> Event | None:
    kind = ChannelKind.HOLD if message["Event"] == "Hold" else ChannelKind.UNHOLD
    return ChannelEvent(
        kind=kind,
        at=moment(_text(message, "Timestamp")),
        linkedid=clean(_text(message, "Linkedid"), 80),
        uniqueid=clean(_text(message, "Uniqueid"), 80),
        channel=clean(_text(message, "Channel"), 120),
        source=Source.AMI,
    )


def _member(kind: AgentKind, message: dict) -> AgentEvent:
    interface = _text(message, "Interface")
    return AgentEvent(
        kind=kind,
        at=moment(_text(message, "Timestamp")),
        agent=extension(_text(message, "MemberName") or interface),
        source=Source.AMI,
        queue=clean(_text(message, "Queue"), 80),
        interface=clean(interface, 120),
    )


def _added(message: dict) -> Event | None:
    return _member(AgentKind.SIGN_IN, message)


def _removed(message: dict) -> Event | None:
    return _member(AgentKind.SIGN_OUT, message)


def _pause(message: dict) -> Event | None:
    paused = _text(message, "Paused") == "1"
    member = _member(AgentKind.PAUSE if paused else AgentKind.UNPAUSE, message)
    why = reason(_text(message, "PausedReason") or _text(message, "Reason")) if paused else ""
    return AgentEvent(member.kind, member.at, member.agent, Source.AMI, member.queue, why, member.interface)


def _peer(message: dict) -> Event | None:
    kind = _PEER_STATES.get(_text(message, "PeerStatus"))
    peer = _text(message, "Peer")
    if kind is None or not peer.startswith("PJSIP/"):
        return None
    at = moment(_text(message, "Timestamp"))
    return AgentEvent(kind, at, extension(peer), Source.AMI, interface=clean(peer, 120))


_READERS = {
    "CEL": _cel,
    "Hold": _hold,
    "Unhold": _hold,
    "QueueMemberAdded": _added,
    "QueueMemberRemoved": _removed,
    "QueueMemberPause": _pause,
    "PeerStatus": _peer,
}
