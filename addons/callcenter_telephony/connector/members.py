"""Queue memberships and AstDB entries over AMI."""

from dataclasses import dataclass

from .ami import Link
from .ami_session import ActionFailed

_IN_CALL = {"2", "3", "7", "8"}  # device states in use, busy, ringing in use, on hold


@dataclass(frozen=True, slots=True)
class Membership:
    """One agent (by extension) in one queue with one phone."""

    queue: str
    agent: str
    interface: str
    penalty: int = 0
    paused: bool = False
    reason: str = ""
    device: str = "0"


def in_call(member: Membership) -> bool:
    """The phone talks or dials; ringing does not count."""
    return member.device in _IN_CALL


async def memberships(link: Link, agent: str = "") -> list[Membership]:
    """Of one agent (by member name, whatever the phone), or of all."""
    events = await link.listing("QueueStatus", Member=agent or None)
    return [_membership(event) for event in events if event.get("Event") == "QueueMember"]


def _membership(event) -> Membership:
    return Membership(
        queue=event["Queue"],
        agent=event["Name"],
        interface=event["Location"],
        penalty=int(event.get("Penalty") or 0),
        paused=event.get("Paused") == "1",
        reason=event.get("PausedReason", ""),
        device=event.get("Status", "0"),
    )


async def add(link: Link, like: Membership, queue: str, penalty: int) -> None:
    """Make who is a member elsewhere a member of this queue too, with the same phone and pause."""
    await link.action(
        "QueueAdd",
        Queue=queue,
        Interface=like.interface,
        MemberName=like.agent,
        StateInterface=like.interface,
        Penalty=penalty,
        Paused="true" if like.paused else "false",
    )
    if like.paused:  # said again, as the pause of a member who joins is not told with its reason
        await pause(link, like.interface, True, like.reason, queue)


async def set_penalty(link: Link, member: Membership, penalty: int) -> None:
    await link.action("QueuePenalty", Queue=member.queue, Interface=member.interface, Penalty=penalty)


async def remove(link: Link, member: Membership) -> None:
    """Take a member out of a queue; already out is fine."""
    try:
        await link.action("QueueRemove", Queue=member.queue, Interface=member.interface)
    except ActionFailed as error:
        if "not there" not in str(error).lower():
            raise


async def pause(link: Link, interface: str, paused: bool, reason: str, queue: str = "") -> None:
    """Pause or unpause a phone, in one queue or in all."""
    await link.action(
        "QueuePause",
        Interface=interface,
        Paused="true" if paused else "false",
        Reason=reason or None,
        Queue=queue or None,
    )


async def db_put(link: Link, family: str, key: str, value: str) -> None:
    await link.action("DBPut", Family=family, Key=key, Val=value)


async def db_delete(link: Link, family: str, key: str) -> None:
    """An entry that is not there is fine."""
    try:
        await link.action("DBDel", Family=family, Key=key)
    except ActionFailed as error:
        if "not be deleted" not in str(error).lower() and "not found" not in str(error).lower():
            raise


async def db_get(link: Link, family: str, key: str) -> str:
    """The entry's value, empty when there is none."""
    try:
        events = await link.listing("DBGet", Family=family, Key=key)
    except ActionFailed:
        return ""
    return next((event.get("Val", "") for event in events if event.get("Event") == "DBGetResponse"), "")


async def db_tree(link: Link, family: str) -> dict[str, str]:
    """All entries below a family by key without the family."""
    try:
        events = await link.listing("DBGetTree", Family=family)
    except ActionFailed:
        return {}
    prefix = f"/{family}/"
    return {e["Key"].removeprefix(prefix): e.get("Val", "") for e in events if e.get("Event") == "DBGetTreeResponse"}


async def start_wrap_timer(link: Link, agent: str, interface: str, token: str, seconds: float) -> None:
    """Let the node end this wrap-up after ``seconds``, unless ``cc/wrap/<agent>`` has another token by then."""
    await db_put(link, "cc/wrap", agent, token)
    values = {"AGENT": agent, "INTERFACE": interface, "TOKEN": token, "S": max(1, round(seconds))}
    await link.action(
        "Originate",
        Channel="Local/s@cc-wrap-timer/n",
        Application="Wait",
        Data="86400",
        Async="true",
        Timeout=(round(seconds) + 60) * 1000,
        Variable=[f"CC_TIMER_{name}={value}" for name, value in values.items()],
    )


def next_token(token: str) -> str:
    """Another token for the same wrap-up, so that its old timer does nothing: ``X``, ``X~1``, ``X~2``, …"""
    base, _, count = token.partition("~")
    return f"{base}~{int(count or 0) + 1}"


async def start_standins(link: Link) -> None:
    """Let those who are to be called back wait again: their stand-ins are gone with the node, the wishes are not."""
    for number in await db_tree(link, "cc/callback"):
        await link.action(
            "Originate",
            Channel="Local/s@cc-standin/n",
            Application="Wait",
            Data="86400",
            Async="true",
            Timeout=20000,
            Variable=[f"CC_STANDIN={number}", "CC_AFTER=0"],
        )


async def apply_wish(link: Link, agent: str) -> None:
    """Put the agent into the state of the standing wish, now."""
    held = await memberships(link, agent)
    kind, _, reason = (await db_get(link, "cc/wish", agent) or "ready").partition(":")
    if kind == "offline":
        for member in held:
            await remove(link, member)
    elif held:
        await pause(link, held[0].interface, kind == "not_ready", reason)
