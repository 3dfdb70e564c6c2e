"""What each command of the outbox does on the node. The node's own AstDB keys are described in config/asterisk.

Families: ``cc/wish/<ext>`` the agent's standing wish (``ready``, ``not_ready:<reason>``, ``offline``), which the node
puts back after wrap-up; ``cc/wrap/<ext>`` the token of the running wrap-up; ``cc/queues/<ext>`` what *45 signs in to.
A handler returns a message for the row or None, and raises CommandRefused, AmiError or TimeoutError.
"""

import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from .ami import Link
from .ami_session import ActionFailed
from .events import ChannelEvent, ChannelKind, Source
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

NOT_AGAIN = {"dial"}  # everything else may be done twice without harm
DIAL_SECONDS = 30
_SAFE = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
_NUMBER = re.compile(r"\+?[0-9*#]{1,32}")
_INTERFACE = re.compile(r"PJSIP/[A-Za-z0-9_-]{1,40}")
_CHANNEL = re.compile(r"[A-Za-z0-9_+.@-]+/[A-Za-z0-9_+.@;/-]{1,120}")
_REASONS = {"0": "no such phone", "1": "no answer", "3": "not answered in time", "5": "busy", "8": "congestion"}


class CommandRefused(Exception):
    """The command cannot be carried out; the text is for the person who gave it."""


@dataclass(slots=True)
class Node:
    """What handlers work on: the link, the node's code, and how to configure."""

    link: Link
    code: str
    configure: Callable[[], Awaitable[str]]
    feed: Callable[[list], None] = lambda events: None  # facts that only we know, for the ledger
    channels: Callable[[], dict] = dict  # Reducer.open_channels


async def configure(node: Node) -> str:
    return await node.configure()


async def sign_in(node: Node, agent: str, interface: str, queues: list, reason: str = "") -> None:
    """Be a member of just these queues with just this phone, ready or paused with ``reason``."""
    _check(_SAFE, agent), _check(_INTERFACE, interface)
    wanted = {_check(_SAFE, code): int(penalty) for code, penalty in queues}
    if not wanted:
        raise CommandRefused("agent has no queue to sign in to")
    await _wish(node, agent, f"not_ready:{_check(_SAFE, reason)}" if reason else "ready")
    await db_put(node.link, "cc/queues", agent, "&".join(f"{code}:{penalty}" for code, penalty in wanted.items()))
    held = await memberships(node.link, agent)
    for member in held:
        if member.interface != interface or member.queue not in wanted:
            await remove(node.link, member)
    if await _wrapping(node, agent):
        reason = "wrap_up"
    kept = {member.queue: member for member in held if member.interface == interface}
    for code, penalty in wanted.items():
        await _join(node, agent, interface, code, penalty, reason, kept.get(code))


async def sign_out(node: Node, agent: str) -> str | None:
    """Leave all queues; during a call or wrap-up: no more offers, and leave when that is over."""
    await _wish(node, agent, "offline")
    held = await memberships(node.link, agent)
    if await _busy(node, agent, held):
        await _pause_each(node, held, "offline", await _wrapping(node, agent))
        return "when the call is over"
    for member in held:
        await remove(node.link, member)
    return None


async def ready(node: Node, agent: str) -> str | None:
    """Take offers again; during wrap-up: once it is over."""
    held = await _signed_in(node, agent)
    await _wish(node, agent, "ready")
    if await _wrapping(node, agent):
        return "when wrap-up is over"
    await pause(node.link, held[0].interface, False, "")
    return None


async def not_ready(node: Node, agent: str, reason: str) -> str | None:
    """No offers, for a reason; during a call or wrap-up it becomes the state when that is over."""
    held = await _signed_in(node, agent)
    await _wish(node, agent, f"not_ready:{_check(_SAFE, reason)}")
    wrapping = await _wrapping(node, agent)
    await _pause_each(node, held, reason, wrapping)
    return "when wrap-up is over" if wrapping else None


async def end_wrap_up(node: Node, agent: str) -> None:
    """Stop the node's timer and put back what the agent wishes."""
    await db_delete(node.link, "cc/wrap", _check(_SAFE, agent))
    await apply_wish(node.link, agent)


async def more_time(node: Node, agent: str, seconds: int) -> None:
    """Wrap-up ends ``seconds`` from now. The old timer finds another token than its own and does nothing."""
    held = await _signed_in(node, agent)
    if not (token := await _wrapping(node, agent)):
        raise CommandRefused("wrap-up is over")
    await start_wrap_timer(node.link, agent, held[0].interface, next_token(token), int(seconds))


async def dial(node: Node, agent: str, interface: str, number: str, kind: str, command) -> None:
    """Ring the agent's phone; when it answers, the dialplan's ``cc-out`` dials the number."""
    channel_id = f"cmd-{_check(_SAFE, str(command))}-{node.code}"
    values = {"AGENT": _check(_SAFE, agent), "KIND": _check(_SAFE, kind), "COMMAND": _check(_SAFE, str(command))}
    answer = await node.link.originate(
        DIAL_SECONDS + 10,
        Channel=_check(_INTERFACE, interface),
        ChannelId=channel_id,
        Context="cc-out",
        Exten=_check(_NUMBER, number),
        Priority=1,
        Timeout=DIAL_SECONDS * 1000,
        CallerID=f'"{number}" <{number}>',
        Variable=[f"CC_{name}={value}" for name, value in values.items()]
        + ["PJSIP_HEADER(add,Call-Info)=<sip:auto>;answer-after=0", f"PJSIP_HEADER(add,X-Call-Id)={channel_id}"],
    )
    if answer.get("Response") != "Success":
        reason = _REASONS.get(str(answer.get("Reason")), "not reached")
        raise CommandRefused(f"the agent's phone {interface}: {reason}")


async def hang_up(node: Node, channel: str, agent: str = "", by: str = "agent") -> None:
    """End one channel, in somebody's name; a channel that is gone is what was wanted."""
    _bye(node, _check(_CHANNEL, channel), agent, by)
    try:
        await node.link.action("Hangup", Channel=channel, Cause=16)
    except ActionFailed as error:
        if "no such channel" not in str(error).lower():
            raise


def _bye(node, channel, agent, by) -> None:
    """Asterisk names the wrong side for a hang-up of ours, so the ledger is told who it was."""
    for uniqueid, (linkedid, name, _start) in node.channels().items():
        if name == channel:
            who = {"by": by, "agent": agent}
            node.feed([ChannelEvent(ChannelKind.BYE, time.time(), linkedid, uniqueid, name, Source.AMI, data=who)])


async def _join(node, agent, interface, code, penalty, reason, member: Membership | None) -> None:
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


async def _pause_each(node, held, reason, wrapping) -> None:
    """Wrap-up is a pause of its own and stays as it is."""
    if held and not wrapping:
        await pause(node.link, held[0].interface, True, reason)


async def _signed_in(node, agent) -> list[Membership]:
    if held := await memberships(node.link, _check(_SAFE, agent)):
        return held
    raise CommandRefused(f"agent {agent} is not signed in")


async def _busy(node, agent, held) -> bool:
    return any(in_call(member) for member in held) or bool(await _wrapping(node, agent))


async def _wrapping(node, agent) -> str:
    return await db_get(node.link, "cc/wrap", agent)


async def _wish(node, agent, wish) -> None:
    await db_put(node.link, "cc/wish", _check(_SAFE, agent), wish)


def _check(pattern, value: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise CommandRefused(f"not a name the node can use: {value!r:.60}")
    return value


_ALL = (configure, sign_in, sign_out, ready, not_ready, end_wrap_up, more_time, dial, hang_up)
HANDLERS = {handler.__name__: handler for handler in _ALL}
