"""Compares what the node says now with what the ledger believes, and gives the difference as events."""

from collections import defaultdict

from .ami import Link
from .events import AgentEvent, AgentKind, ChannelEvent, ChannelKind, Event, Source
from .members import Membership, db_put, memberships, remove

_REACH = (AgentKind.REACHABLE, AgentKind.UNREACHABLE)
_UNAVAILABLE = {"4", "5"}
REASONS = {"Auto-Pause": "missed"}


async def agents(link: Link, reducer, now: float) -> list[Event]:
    """Sign-in, pause and reach of every agent that differ, as facts of the moment the node was asked (``now``)."""
    held = defaultdict(list)
    for member in await memberships(link):
        held[member.agent].append(member)
    views = reducer.agents()
    events = []
    for agent in sorted(held.keys() | views.keys()):
        events += differences(agent, held[agent], views.get(agent), now)
    return events


async def leave_all(link: Link, reducer, at: float) -> list[Event]:
    """Everybody out of their queues; the sign-outs, as facts of ``at`` or of the node's last sign of life."""
    at = max([at, *(alive + 0.001 for _started, alive in reducer.life.restarts[-1:])])
    for member in await memberships(link):
        await db_put(link, "cc/wish", member.agent, "offline")
        await remove(link, member)
    return [
        AgentEvent(AgentKind.SIGN_OUT, at, agent, Source.AMI, queue=queue)
        for agent, view in reducer.agents().items()
        for queue in sorted(view.queues)
    ]


def differences(agent: str, held: list[Membership], view, now: float) -> list[Event]:
    """``view``: the reducer's AgentView or None when it does not know the agent."""
    known = view.queues if view else set()
    queues = {member.queue for member in held}
    events = [AgentEvent(AgentKind.SIGN_OUT, now, agent, Source.AMI, queue=queue) for queue in sorted(known - queues)]
    if not held:
        return events
    interface = held[0].interface
    for queue in sorted(queues - known):
        events.append(AgentEvent(AgentKind.SIGN_IN, now, agent, Source.AMI, queue=queue, interface=interface))
    paused = next((REASONS.get(m.reason, m.reason) for m in held if m.paused), None)
    if paused is None:
        if view and view.paused:
            events.append(AgentEvent(AgentKind.UNPAUSE, now, agent, Source.AMI))
    elif not (view and view.paused and view.reason == paused):
        events.append(AgentEvent(AgentKind.PAUSE, now, agent, Source.AMI, reason=paused))
    away = all(member.device in _UNAVAILABLE for member in held)
    kind = AgentKind.UNREACHABLE if away else AgentKind.REACHABLE
    events.append(AgentEvent(kind, now, agent, Source.AMI, interface=interface))
    return events


class Audit:
    """Looks now and then whether node and ledger still agree; what differs at two looks is told as events.

    A channel that the ledger holds open and the node no longer has is ended: its end was never told. It counts only
    when the journal was read to its end.
    """

    settle = 2.0  # seconds: a younger channel may be on its way into the node's list

    def __init__(self):
        self._suspects: set[str] = set()
        self._differ: set[tuple] = set()

    async def look(self, link: Link, reducer, now: float, journal_read: bool) -> list[Event]:
        """The events to feed."""
        return await self._agents(link, reducer, now) + await self._channels(link, reducer, now, journal_read)

    async def _agents(self, link: Link, reducer, now: float) -> list[Event]:
        found = await agents(link, reducer, now)
        differ = {(e.kind, e.agent, e.queue, e.reason) for e in found if e.kind not in _REACH}
        sure, self._differ = differ & self._differ, differ
        return [event for event in found if (event.kind, event.agent, event.queue, event.reason) in sure]

    async def _channels(self, link: Link, reducer, now: float, journal_read: bool) -> list[Event]:
        rows = await link.listing("CoreShowChannels")
        live = {row.get("Uniqueid") for row in rows}
        held = reducer.open_channels()
        gone = {key for key, (_, _, start) in held.items() if key not in live and start < now - self.settle}
        sure = gone & self._suspects if journal_read else set()
        self._suspects = gone - sure
        return [_end(key, held[key], now) for key in sorted(sure)]


def _end(uniqueid: str, held: tuple[str, str, float], now: float) -> ChannelEvent:
    linkedid, channel, _start = held
    data = {"fault": "gone"}
    return ChannelEvent(ChannelKind.END, now, linkedid, uniqueid, channel, Source.JOURNAL, data=data)
