"""What every command handler works on, and what names it lets through."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from .ami import Link
from .door import Door
from .ledger import Call
from .refusals import CommandRefused
from .trials import Trials

SAFE = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
NUMBER = re.compile(r"\+?[0-9*#]{1,32}")
RECORD = re.compile(r"[0-9]{1,12}")
INTERFACE = re.compile(r"PJSIP/[A-Za-z0-9_-]{1,40}")
CHANNEL = re.compile(r"[A-Za-z0-9_+.@-]+/[A-Za-z0-9_+.@;/-]{1,120}")


@dataclass(slots=True)
class Node:
    """What handlers work on: the link, the node's code, and how to configure."""

    link: Link
    code: str
    configure: Callable[[], Awaitable[str]]
    feed: Callable[[list], None] = lambda events: None  # facts that only we know, for the ledger
    channels: Callable[[], dict] = dict  # Reducer.open_channels
    trials: Trials | None = None
    call: Callable[[str], Call | None] = lambda key: None  # Reducer.call
    numbers: Callable[[], Awaitable[int]] | None = None  # bring the entries of all numbers up
    recordings: Callable[[], list] = list  # Reducer.recordings
    door: Door | None = None


def check(pattern: re.Pattern, value) -> str:
    """The value, if it is a string of the pattern. Raises CommandRefused."""
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise CommandRefused("name", value=f"{value!r:.60}")
    return value
