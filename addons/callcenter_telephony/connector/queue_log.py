"""Lines of app_queue's log as typed events: ``epoch|call|queue|agent|EVENT|data…``."""

from .ami_events import reason
from .events import AgentEvent, AgentKind, Event, Garbled, NodeEvent, NodeKind, Source
from .text import clean, extension, moment

_AGENT_KINDS = {
    "ADDMEMBER": AgentKind.SIGN_IN,
    "REMOVEMEMBER": AgentKind.SIGN_OUT,
    "PAUSE": AgentKind.PAUSE,
    "UNPAUSE": AgentKind.UNPAUSE,
}


def from_queue_log(line: str) -> Event | None:
    """One line; None for what does not count (CEL tells of calls). Raises Garbled for a line that is not whole."""
    parts = line.rstrip("\r\n").split("|")
    if len(parts) < 5:
        raise Garbled(f"a line of {len(parts)} parts")
    time, _call, queue, agent, name = parts[:5]
    if name == "QUEUESTART":
        return NodeEvent(NodeKind.STARTED, moment(time), Source.JOURNAL)
    kind = _AGENT_KINDS.get(name)
    if kind is None or agent == "NONE":
        return None
    why = reason(parts[5]) if kind is AgentKind.PAUSE and len(parts) > 5 else ""
    return AgentEvent(kind, moment(time), extension(agent), Source.JOURNAL, clean(queue, 80), why)
