"""Keeps the node's pauses true to the ledger where the node cannot do it alone."""

import logging
import time

from .ami import Link
from .command_preview import let_go
from .members import (
    Membership,
    apply_wish,
    db_get,
    db_put,
    db_tree,
    in_call,
    memberships,
    next_token,
    pause,
    start_standins,
    start_wrap_timer,
)

_logger = logging.getLogger(__name__)


class Keeper:
    """``reducer`` gives AgentViews: queues, paused, reason, state, wrap_until."""

    def __init__(self, link: Link, reducer):
        self._link, self._reducer = link, reducer

    async def look(self) -> None:
        """Signed out during a call that is over now; missed too many calls in a row, which only the ledger counts."""
        for agent, view in self._reducer.agents().items():
            if not view.queues:
                continue
            if view.paused and view.reason == "offline" and view.state == "not_ready":
                await self._leave(agent)
            elif not view.paused and (view.state, view.state_reason) == ("not_ready", "missed"):
                await self._missed(agent)

    async def missed(self, agent: str) -> None:
        """The node paused the agent for missed calls: that is what holds after the next wrap-up, too."""
        await db_put(self._link, "cc/wish", agent, "not_ready:missed")

    async def after_start(self) -> None:
        """Asterisk came back: timers and stand-ins are gone, who was cut off in a call has none; previews end."""
        views = self._reducer.agents()
        held = _by_agent(await memberships(self._link))
        for agent, token in (await db_tree(self._link, "cc/preview")).items():
            if agent in held:
                await let_go(self._link, agent, held[agent].interface, token)
        for agent, member in held.items():
            view = views.get(agent)
            wrapping = view is not None and view.state == "wrap_up"
            if wrapping or (member.paused and member.reason == "wrap_up"):
                await self._wrap_up(member, getattr(view, "wrap_until", None))
        await start_standins(self._link)

    async def _wrap_up(self, member: Membership, until: float | None) -> None:
        token = await db_get(self._link, "cc/wrap", member.agent)
        if (member.paused, member.reason) != (True, "wrap_up"):
            await pause(self._link, member.interface, True, "wrap_up")
        left = (until or 0.0) - time.time()
        await start_wrap_timer(self._link, member.agent, member.interface, next_token(token or "restart"), left)

    async def _leave(self, agent: str) -> None:
        held = await memberships(self._link, agent)
        if any(in_call(member) for member in held) or await db_get(self._link, "cc/wrap", agent):
            return
        if await db_get(self._link, "cc/wish", agent) == "offline":
            await apply_wish(self._link, agent)

    async def _missed(self, agent: str) -> None:
        held = await memberships(self._link, agent)
        if held and not held[0].paused:
            await self.missed(agent)
            await pause(self._link, held[0].interface, True, "missed")


def _by_agent(members: list[Membership]) -> dict[str, Membership]:
    """One membership an agent, a paused one if there is any."""
    found: dict[str, Membership] = {}
    for member in members:
        if member.agent not in found or member.paused:
            found[member.agent] = member
    return found
