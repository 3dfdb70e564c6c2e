"""CEL records as typed events: rows of ``cel.csv`` and, for ``ami_events.py``, the same record by AMI."""

from .events import ChannelEvent, ChannelKind, Garbled, Source
from .text import clean, extra, moment

COLUMNS = 12
_KINDS = {str(kind): kind for kind in ChannelKind if kind not in (ChannelKind.HOLD, ChannelKind.UNHOLD)}
_BRIDGE = (ChannelKind.BRIDGE_ENTER, ChannelKind.BRIDGE_EXIT)
_HANGUP = ("hangupcause", "hangupsource", "dialstatus")


def from_cel_row(row: list[str]) -> ChannelEvent | None:
    """One row of ``cel.csv``; None for records that do not count. Raises Garbled for a row that is not whole."""
    if len(row) < COLUMNS:
        raise Garbled(f"a CEL row of {len(row)} columns")
    return event(Source.JOURNAL, row[:COLUMNS])


def event(source: Source, record: list[str]) -> ChannelEvent | None:
    """The event of one record, its columns in the order of ``cel.csv``. Raises Garbled."""
    name, time, number, caller, exten, context, channel, uniqueid, linkedid, more, _peer, user = record
    kind = _KINDS.get(user if name == "USER_DEFINED" else name)
    if kind is None:
        return None
    if not uniqueid or not linkedid:
        raise Garbled(f"a CEL record {kind} without ids")
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
        data=_data(kind, more),
    )


def _data(kind: ChannelKind, text: str) -> dict[str, str]:
    found = extra(text)
    if kind in _BRIDGE:
        return {"bridge": found.get("bridge_id", "")}
    if kind is ChannelKind.HANGUP:
        return {name: found.get(name, "") for name in _HANGUP}
    if kind is ChannelKind.PICKUP:
        return {"pickup_channel": found.get("pickup_channel", "")}
    return found
