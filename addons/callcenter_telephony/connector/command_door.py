"""The command that lets an address in again."""

import ipaddress

from .command_base import CommandRefused, Node


async def lift_address(node: Node, address: str) -> str | None:
    """Raises CommandRefused for what is no address."""
    try:
        one = str(ipaddress.ip_address(address))
    except ValueError:
        raise CommandRefused("address", value=f"{address!r:.60}") from None
    return None if await node.door.lift(one) else "it was not refused any more"


HANDLERS = {handler.__name__: handler for handler in (lift_address,)}
