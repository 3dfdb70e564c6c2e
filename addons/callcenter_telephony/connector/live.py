"""The channels of a running call, as the ledger's open legs name them, and what is done to them over AMI."""

from .command_base import CHANNEL, Node, check
from .ledger import Call, Leg


def customer_of(row: Call) -> str:
    """Of an outbound call the party that was dialled first."""
    roles = ("caller",) if row.direction == "inbound" else ("outside",)
    return next((leg.channel for leg in open_legs(row, roles) if leg.key in ("caller", "outside")), "")


def open_legs(row: Call, roles: tuple[str, ...], live: bool = True) -> list[Leg]:
    """``live``: only those with a channel; a wait and a flow have none of their own."""
    return [leg for leg in row.legs if leg.role in roles and leg.end is None and (leg.channel or not live)]


async def value(node: Node, channel: str, name: str) -> str:
    answer = await node.link.action("Getvar", Channel=check(CHANNEL, channel), Variable=name)
    return str(answer.get("Value") or "").strip()


async def tell(node: Node, channel: str, **values: str) -> None:
    for name, value in values.items():
        await node.link.action("Setvar", Channel=check(CHANNEL, channel), Variable=name, Value=value)


async def move(
    node: Node, channel: str, context: str, other: str = "", other_context: str = "", exten: str = "s"
) -> None:
    """Redirect one channel, or two at a time."""
    more = {}
    if other:
        more = {"ExtraChannel": other, "ExtraContext": other_context, "ExtraExten": "s", "ExtraPriority": 1}
    await node.link.action("Redirect", Channel=channel, Context=context, Exten=exten, Priority=1, **more)
