"""What the node knows of single numbers (lists, important customers, own agents): AstDB families below ``cc/``."""

from .ami import Link
from .command_base import CommandRefused
from .members import db_delete, db_put, db_tree

FAMILIES = ("refused", "allowed", "ranges", "vip", "own")


async def change(link: Link, changes: dict[str, str | None]) -> None:
    """``changes``: key below ``cc/`` -> value, None where there is to be none. Raises CommandRefused."""
    for key, value in changes.items():
        family, _, name = key.partition("/")
        if family not in FAMILIES or not name or not set(str(value)) <= set("0123456789&None"):
            raise CommandRefused("entry", key=key[:60])
    for key, value in changes.items():
        family, _, name = key.partition("/")
        if value is None:
            await db_delete(link, f"cc/{family}", name)
        else:
            await db_put(link, f"cc/{family}", name, value)


async def bring_up(link: Link, wanted: dict[str, str]) -> int:
    """Make the families just what is wanted; gives how many entries differed."""
    known = {}
    for family in FAMILIES:
        known |= {f"{family}/{key}": value for key, value in (await db_tree(link, f"cc/{family}")).items()}
    changes = {key: value for key, value in wanted.items() if known.get(key) != value}
    changes |= dict.fromkeys(known.keys() - wanted.keys())
    await change(link, changes)
    return len(changes)
