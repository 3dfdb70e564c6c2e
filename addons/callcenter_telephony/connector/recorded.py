"""What was recorded of a call, read off the marks and bridges of its channels."""

from dataclasses import dataclass

from .channels import Channel, Channels, Span
from .events import ChannelKind as K
from .ledger import Recording
from .merge import Fact

_KINDS = (K.RECORDING, K.RECORDING_RULE, K.RECORDING_PAUSE, K.RECORDING_RESUME)


@dataclass(frozen=True, slots=True)
class Live:
    """The recording of a call that runs, None where nothing is recorded, and the customer's channel."""

    call: str
    linkedid: str
    uniqueid: str
    channel: str
    recording: Recording | None


def read(channels: Channels) -> list[Recording]:
    """The files of a call in the order of their begin. MixMonitor writes while the channel is in a bridge."""
    found: dict[str, tuple[Recording, Channel, float]] = {}
    marks = [(fact, one) for one in channels.by_id.values() for fact in one.marks if fact.event.kind in _KINDS]
    for fact, channel in sorted(marks, key=lambda mark: mark[0][:4]):
        data = fact.event.data
        if fact.event.kind is K.RECORDING:
            if file := data.get("file", ""):
                found[file] = Recording(file, rule=data.get("rule", "")), channel, fact.at
        elif fact.event.kind is K.RECORDING_RULE:
            _rule(found, fact)
        else:
            for recording, owner, _at in found.values():
                if owner is channel:
                    _pause(recording, fact)
    for recording, channel, at in found.values():
        _finish(recording, channel, at)
    messages = [message for channel in channels.by_id.values() for message in _messages(channel)]
    return [*messages, *(recording for recording, _channel, _at in found.values())]


def live(linkedid: str, folded) -> list[Live]:
    """The customer's channel of a call (calls.Folded) while it lives, none when it is over."""
    call, channels = folded.call, folded.channels
    if call is None:
        return []
    for recording in reversed(call.recordings):
        if recording.channel and recording.kind == "call":
            return [Live(call.key, linkedid, recording.channel, channels[recording.channel].name, recording)]
    customers = (one for one in channels.values() if one.end is None and (one.dial is not None or _came_in(one)))
    return [Live(call.key, linkedid, one.uniqueid, one.name, None) for one in customers][:1]


def _came_in(channel: Channel) -> bool:
    return any(fact.event.kind in (K.IN, K.QUEUE) for fact in channel.marks)


def _messages(channel: Channel) -> list[Recording]:
    """What was spoken onto a mailbox: from the mark on, to its end or that of the channel."""
    found: list[Recording] = []
    for fact in channel.marks:
        if fact.event.kind is K.MESSAGE and (file := fact.event.data.get("file", "")):
            found.append(Recording(file, kind="voicemail", spans=[(fact.at, channel.end)]))
        elif fact.event.kind is K.MESSAGE_END and found:
            found[-1].spans = [(found[-1].spans[0][0], fact.at)]
    return found


def _rule(found: dict, fact: Fact) -> None:
    """The rules were asked again; what has been recorded by then is kept, as no rule reaches back."""
    for recording, channel, at in found.values():
        if not cut(_bridged(channel, at), [(fact.at, None)]):
            recording.wanted = fact.event.data.get("record") != "0"
            recording.rule = fact.event.data.get("rule", "")


def _pause(recording: Recording, fact: Fact) -> None:
    data, open_now = fact.event.data, recording.paused and recording.paused[-1][1] is None
    if fact.event.kind is K.RECORDING_PAUSE and not open_now:
        recording.paused.append((fact.at, None))
        recording.paused_by.append(data.get("by", ""))
        limit = data.get("limit", "")
        recording.limit = float(limit) if limit.isascii() and limit.isdecimal() and len(limit) < 6 else 0.0
    elif fact.event.kind is K.RECORDING_RESUME and open_now:
        recording.paused[-1] = (recording.paused[-1][0], fact.at)


def _finish(recording: Recording, channel: Channel, at: float) -> None:
    if channel.end is None:
        recording.channel = channel.uniqueid
    elif recording.paused and recording.paused[-1][1] is None:
        recording.paused[-1] = (recording.paused[-1][0], max(channel.end, recording.paused[-1][0]))
    if recording.wanted:
        recording.spans = cut(_bridged(channel, at), recording.paused)


def _bridged(channel: Channel, since: float) -> list[Span]:
    """When the channel was in a bridge, from ``since`` on, in order and without overlaps."""
    spans: list[Span] = []
    for _bridge, enter, leave in sorted(channel.bridges, key=lambda span: span[1]):
        start = max(enter, since, spans[-1][1] if spans and spans[-1][1] is not None else enter)
        if spans and spans[-1][1] is None:
            break
        if leave is None or leave > start:
            spans.append((start, leave))
    return spans


def cut(spans: list[Span], holes: list[Span]) -> list[Span]:
    """What is left of ``spans`` outside ``holes``; both in order, an end of None lies in the future."""
    for hole, until in holes:
        left: list[Span] = []
        for start, end in spans:
            if start < hole:
                left.append((start, hole if end is None else min(end, hole)))
            if until is not None and (end is None or end > until):
                left.append((max(start, until), end))
        spans = left
    return spans
