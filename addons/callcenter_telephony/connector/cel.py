"""CEL records as typed events: rows of ``cel.csv`` and, for ``ami_events.py``, the same record by AMI."""

from .events import AgentEvent, AgentKind, ChannelEvent, ChannelKind, Garbled, Source
from .text import clean, extension, extra, moment

COLUMNS = 12
_KINDS = {str(kind): kind for kind in ChannelKind if kind not in (ChannelKind.HOLD, ChannelKind.UNHOLD)}
_BRIDGE = (ChannelKind.BRIDGE_ENTER, ChannelKind.BRIDGE_EXIT)
_OF_AGENTS = {"CC_PREVIEW": AgentKind.PREVIEW, "CC_RELEASE": AgentKind.RELEASE}
# told on a channel of our own about one that talks and has no dialplan: see render/subroutines/record.conf
_FOR_OTHERS = (ChannelKind.RECORDING, ChannelKind.RECORDING_PAUSE, ChannelKind.RECORDING_RESUME)
_HANGUP = ("hangupcause", "hangupsource", "dialstatus")


def from_cel_row(row: list[str]) -> ChannelEvent | AgentEvent | None:
    """One row of ``cel.csv``; None for records that do not count. Raises Garbled for a row that is not whole."""
    if len(row) < COLUMNS:
        raise Garbled(f"a CEL row of {len(row)} columns")
    return event(Source.JOURNAL, row[:COLUMNS])


def event(source: Source, record: list[str]) -> ChannelEvent | AgentEvent | None:
    """The event of one record, its columns in the order of ``cel.csv``. Raises Garbled."""
    name, time, number, caller, exten, context, channel, uniqueid, linkedid, more, _peer, user = record
    name = user if name == "USER_DEFINED" else name
    if name in _OF_AGENTS:
        return _of_agent(source, _OF_AGENTS[name], moment(time), extra(more))
    kind = _KINDS.get(name)
    if kind is None:
        return None
    if not uniqueid or not linkedid:
        raise Garbled(f"a CEL record {kind} without ids")
    data = _data(kind, more)
    if kind in _FOR_OTHERS and "channel" in data:
        linkedid, uniqueid, channel = data.pop("call", linkedid), data.pop("channel"), ""
    return ChannelEvent(
        kind=kind,
        at=moment(time),
        linkedid=clean(linkedid, 80),
        uniqueid=clean(uniqueid, 80),
        channel=clean(channel, 120),
        source=source,
        exten=clean(exten, 80),
        context=clean(context, 80),
        caller_number=clean(number, 80),
        caller_name=clean(caller),
        data=data,
    )


def _of_agent(source: Source, kind: AgentKind, at: float, data: dict[str, str]) -> AgentEvent | None:
    """A fact about an agent that is told on a channel of ours."""
    agent, token, seconds = (data.get(name, "") for name in ("agent", "token", "seconds"))
    if not agent or not token:
        return None
    reason = f"{token}:{seconds}" if kind is AgentKind.PREVIEW else token
    return AgentEvent(kind, at, extension(agent), source, reason=clean(reason, 80))


def _data(kind: ChannelKind, text: str) -> dict[str, str]:
    found = extra(text)
    if kind in _BRIDGE:
        return {"bridge": found.get("bridge_id", "")}
    if kind is ChannelKind.HANGUP:
        return {name: found.get(name, "") for name in _HANGUP}
    if kind is ChannelKind.PICKUP:
        return {"pickup_channel": found.get("pickup_channel", "")}
    return found
