"""Commands about preview dialling: a contact is reserved for an agent, and is let go again.

The node keeps the reservation by itself (cc-preview in render/subroutines/preview.conf) and tells of it in its journal.
"""

from .ami import Link
from .command_base import INTERFACE, RECORD, SAFE, CommandRefused, Node, check
from .members import db_get, in_call, memberships

LONGEST_S = 3600


async def preview(node: Node, agent: str, interface: str, token: str, seconds: int, pause: bool) -> None:
    """Reserve for ``seconds`` at most; no offers meanwhile where ``pause``. A wrap-up that runs is over by it."""
    held = await memberships(node.link, check(SAFE, agent))
    if not held:
        raise CommandRefused("signed_out", agent=agent)
    if any(in_call(member) for member in held):
        raise CommandRefused("in_call", agent=agent)
    values = {"S": min(max(1, int(seconds)), LONGEST_S), "PAUSE": int(bool(pause))}
    await _begin(node.link, "s", agent, interface, token, **values)


async def release(node: Node, agent: str, interface: str, token: str) -> None:
    """Let go of what ``token`` names; another reservation stays."""
    await let_go(node.link, check(SAFE, agent), interface, token)


async def let_go(link: Link, agent: str, interface: str, token: str) -> None:
    if token and await db_get(link, "cc/preview", agent) == token:
        await _begin(link, "release", agent, interface, token)


async def _begin(link: Link, exten: str, agent: str, interface: str, token: str, **more) -> None:
    values = {"AGENT": agent, "INTERFACE": check(INTERFACE, interface), "TOKEN": check(RECORD, token), **more}
    await link.action(
        "Originate",
        Channel=f"Local/{exten}@cc-preview/n",
        Application="Wait",
        Data="86400",
        Async="true",
        Timeout=(LONGEST_S + 60) * 1000,
        Variable=[f"CC_PREVIEW_{name}={value}" for name, value in values.items()],
    )
