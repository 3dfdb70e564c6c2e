"""What each command of the outbox does on the node. The node's own AstDB keys are described in config/asterisk.

Families: ``cc/wish/<ext>`` the agent's standing wish (``ready``, ``not_ready:<reason>``, ``offline``), which the node
puts back after wrap-up; ``cc/wrap/<ext>`` the token of the running wrap-up; ``cc/queues/<ext>`` what *45 signs in to;
``cc/phone/<ext>`` the interface signed in with, which transfers ring.
A handler returns a message for the row or None, and raises CommandRefused, AmiError or TimeoutError.
"""

from . import command_control, command_door, command_supervise
from .command_base import INTERFACE, SAFE, CommandRefused, Node, check
from .command_calls import dial, hang_up
from .command_preview import let_go, preview, release
from .command_prompts import record_prompt, try_flow
from .command_queues import callback_cancel, numbers, serve
from .command_recording import pause_recording, resume_recording, start_recording
from .members import (
    Membership,
    apply_wish,
    db_delete,
    db_get,
    db_put,
    in_call,
    memberships,
    next_token,
    pause,
    remove,
    start_wrap_timer,
)

NOT_AGAIN = {"dial", "preview", "record_prompt", "try_flow"}  # everything else may be done twice without harm
SIDE_BY_SIDE = NOT_AGAIN | {"configure"}  # wait for no other of their kind here


async def configure(node: Node) -> str:
    return await node.configure()


async def sign_in(node: Node, agent: str, interface: str, queues: list, reason: str = "") -> None:
    """Be a member of just these queues with just this phone, ready or paused with ``reason``."""
    check(SAFE, agent), check(INTERFACE, interface)
    wanted = {check(SAFE, code): int(penalty) for code, penalty in queues}
    if not wanted:
        raise CommandRefused("no_queue")
    await _wish(node, agent, f"not_ready:{check(SAFE, reason)}" if reason else "ready")
    await db_put(node.link, "cc/queues", agent, "&".join(f"{code}:{penalty}" for code, penalty in wanted.items()))
    await db_put(node.link, "cc/phone", agent, interface)
    held = await memberships(node.link, agent)
    for member in held:
        if member.interface != interface or member.queue not in wanted:
            await remove(node.link, member)
    if await _wrapping(node, agent):
        reason = "wrap_up"
    kept = {member.queue: member for member in held if member.interface == interface}
    for code, penalty in wanted.items():
        await join(node, agent, interface, code, penalty, reason, kept.get(code))


async def sign_out(node: Node, agent: str) -> str | None:
    """Leave all queues; during a call or wrap-up: no more offers, and leave when that is over."""
    await _wish(node, agent, "offline")
    held = await memberships(node.link, agent)
    if held:
        await let_go(node.link, agent, held[0].interface, await db_get(node.link, "cc/preview", agent))
    if await _busy(node, agent, held):
        if held:
            await _pause(node, agent, held, "offline")
        return "when the call is over"
    for member in held:
        await remove(node.link, member)
    return None


async def ready(node: Node, agent: str) -> str | None:
    """Take offers again; during wrap-up: once it is over."""
    held = await _signed_in(node, agent)
    await _wish(node, agent, "ready")
    return await _pause(node, agent, held, "")


async def not_ready(node: Node, agent: str, reason: str) -> str | None:
    """No offers, for a reason; during a call or wrap-up it becomes the state when that is over."""
    held = await _signed_in(node, agent)
    await _wish(node, agent, f"not_ready:{check(SAFE, reason)}")
    return await _pause(node, agent, held, reason)


async def end_wrap_up(node: Node, agent: str) -> None:
    """Stop the node's timer and put back what the agent wishes."""
    await db_delete(node.link, "cc/wrap", check(SAFE, agent))
    await apply_wish(node.link, agent)


async def more_time(node: Node, agent: str, seconds: int) -> None:
    """Wrap-up ends ``seconds`` from now. The old timer finds another token than its own and does nothing."""
    held = await _signed_in(node, agent)
    if not (token := await _wrapping(node, agent)):
        raise CommandRefused("wrap_over")
    await start_wrap_timer(node.link, agent, held[0].interface, next_token(token), int(seconds))


async def join(node, agent, interface, code, penalty, reason, member: Membership | None) -> None:
    if member is None:
        await node.link.action(
            "QueueAdd",
            Queue=code,
            Interface=interface,
            MemberName=agent,
            StateInterface=interface,
            Penalty=penalty,
            Paused="true" if reason else "false",
        )
        if reason:  # said again, as the pause of a member who joins is not told with its reason
            await pause(node.link, interface, True, reason, code)
        return
    if member.penalty != penalty:
        await node.link.action("QueuePenalty", Queue=code, Interface=interface, Penalty=penalty)
    if (member.paused, member.reason) != (bool(reason), reason):
        await pause(node.link, interface, bool(reason), reason, code)


async def _pause(node, agent, held, reason) -> str | None:
    """Pause for a reason, or unpause without one. Wrap-up is a pause of its own and stays as it is, also where the node
    begins it while this is under way; so is a preview without offers."""
    if held[0].reason == "preview" and await db_get(node.link, "cc/preview", agent):
        return "when the preview is over"
    if not await _wrapping(node, agent):
        await pause(node.link, held[0].interface, bool(reason), reason)
        if not await _wrapping(node, agent):
            return None
        await pause(node.link, held[0].interface, True, "wrap_up")
    return "when wrap-up is over"


async def _signed_in(node, agent) -> list[Membership]:
    if held := await memberships(node.link, check(SAFE, agent)):
        return held
    raise CommandRefused("signed_out", agent=agent)


async def _busy(node, agent, held) -> bool:
    return any(in_call(member) for member in held) or bool(await _wrapping(node, agent))


async def _wrapping(node, agent) -> str:
    return await db_get(node.link, "cc/wrap", agent)


async def _wish(node, agent, wish) -> None:
    await db_put(node.link, "cc/wish", check(SAFE, agent), wish)


_ALL = (
    configure,
    sign_in,
    sign_out,
    ready,
    not_ready,
    end_wrap_up,
    more_time,
    dial,
    hang_up,
    preview,
    release,
    record_prompt,
    try_flow,
    numbers,
    serve,
    callback_cancel,
    pause_recording,
    resume_recording,
    start_recording,
)
HANDLERS = {handler.__name__: handler for handler in _ALL} | command_control.HANDLERS | command_supervise.HANDLERS
HANDLERS |= command_door.HANDLERS
PROMPT = (
    NOT_AGAIN | command_control.HANDLERS.keys() | command_supervise.HANDLERS.keys()
)  # what is not done at once is not done at all
