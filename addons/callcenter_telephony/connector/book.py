"""What the reducer keeps of one call, and the row that comes of it."""

import math
from dataclasses import dataclass, field, replace

from .agents import Line
from .calls import Folded
from .ledger import Call
from .merge import Tellings


@dataclass(slots=True)
class Entry:
    key: str
    linkedid: str
    tellings: Tellings = field(default_factory=Tellings)
    folded: Folded = field(default_factory=Folded)
    given: Call | None = None  # the row as given out last
    offered: set[str] = field(default_factory=set)  # Uniqueids of phones whose offer was given out
    aliases: list[str] = field(default_factory=list)  # Linkedids
    first: float = math.inf
    touched: float = 0.0  # when something new was told
    json: str | None = None  # its part of the snapshot, while nothing has changed

    def absorb(self, younger: "Entry") -> None:
        """Take over all that was told of a younger Linkedid."""
        self.tellings.absorb(younger.tellings)
        self.aliases = sorted({*self.aliases, younger.linkedid, *younger.aliases})
        self.offered |= younger.offered
        self.first = min(self.first, younger.first)
        self.touched, self.json = max(self.touched, younger.touched), None


def row_of(entry: Entry, lines: dict[str, Line]) -> Call | None:
    """The call with the wrap-ups that its agents' lines tell. A row given out is never changed afterwards."""
    call = entry.folded.call
    if call is None:
        return None
    spans, seconds = {}, 0.0
    for duty in entry.folded.duties:
        line = lines.get(duty.agent)
        wrap = line.wraps().get((duty.call, duty.leg)) if line is not None else None
        if wrap is not None:
            spans[duty.leg] = wrap.span
            seconds += wrap.seconds if wrap.over else 0.0
    if not spans and not entry.aliases:
        return call
    node = entry.key.partition(":")[0]
    return replace(
        call,
        wrap_s=round(seconds, 6),
        legs=[replace(leg, wrap=spans[leg.key]) if leg.key in spans else leg for leg in call.legs],
        aliases=[f"{node}:{linkedid}" for linkedid in entry.aliases],
    )
