"""Commands about queues: what the node knows of numbers, whom a signed-in agent serves, call-back wishes."""

from . import numbers as entries
from .ami_session import ActionFailed
from .command_base import CHANNEL, NUMBER, SAFE, Node, check
from .members import add, db_delete, db_get, db_put, memberships, remove, set_penalty


async def numbers(node: Node, changes: dict | None = None) -> str | None:
    """Entries of single numbers (see numbers.change), or all anew."""
    if changes is not None:
        await entries.change(node.link, changes)
        return None
    return f"{await node.numbers()} entries"


async def serve(node: Node, agent: str, queues: list) -> None:
    """Whom the agent serves has changed: a member who is signed in joins and leaves at once, and stays as paused as he
    is; nobody is signed in or out by it."""
    check(SAFE, agent)
    wanted = {check(SAFE, code): int(penalty) for code, penalty in queues}
    known_as = "&".join(f"{code}:{penalty}" for code, penalty in wanted.items())
    await (db_put(node.link, "cc/queues", agent, known_as) if wanted else db_delete(node.link, "cc/queues", agent))
    held = await memberships(node.link, agent)
    if not held:
        return
    known = {member.queue: member for member in held}
    for code, penalty in wanted.items():
        if code not in known:
            await add(node.link, held[0], code, penalty)
        elif known[code].penalty != penalty:
            await set_penalty(node.link, known[code], penalty)
    for member in held:
        if member.queue not in wanted and wanted:
            await remove(node.link, member)


async def callback_cancel(node: Node, number: str) -> None:
    """Nobody need call this number back any more: the wish and its stand-in go."""
    channel = await db_get(node.link, "cc/standin", check(NUMBER, number))
    await db_delete(node.link, "cc/callback", number)
    await db_delete(node.link, "cc/standin", number)
    if channel:
        try:
            await node.link.action("Hangup", Channel=check(CHANNEL, channel), Cause=16)
        except ActionFailed as error:
            if "no such channel" not in str(error).lower():
                raise
