"""When the node was up, seen from the facts: restarts, and the gaps in which nobody listened to AMI."""

from dataclasses import dataclass, field

from .events import NodeEvent, NodeKind

SAME_START_S = 10.0  # starts told this close to one another are one
_SECONDS_KEPT = 900


@dataclass(slots=True)
class NodeLife:
    """``restarts``: (Asterisk came up, last moment it was known alive before). ``gaps``: (AMI lost, linked again).

    Keep the evidence up to date by ``seen``; both lists are functions of what was seen, not of its order.
    """

    starts: list[float] = field(default_factory=list)
    links: list[tuple[float, bool]] = field(default_factory=list)  # (moment, linked), sorted
    _seconds: dict[int, tuple[float, float]] = field(default_factory=dict)  # first and last sign of life within each
    restarts: list[tuple[float, float]] = field(default_factory=list)
    gaps: list[tuple[float, float | None]] = field(default_factory=list)

    @property
    def away(self) -> bool:
        """The link is lost: what ended last may turn out to have been cut off by a restart."""
        return bool(self.gaps) and self.gaps[-1][1] is None

    def seen(self, at: float) -> bool:
        """A sign of life. True when it moves the end of what a restart cut off."""
        second = int(at)
        known = self._seconds.get(second)
        if known is not None and known[0] <= at <= known[1]:
            return False
        self._seconds[second] = (at, at) if known is None else (min(known[0], at), max(known[1], at))
        if known is None and len(self._seconds) > 2 * _SECONDS_KEPT:
            self._seconds = dict(sorted(self._seconds.items())[-_SECONDS_KEPT:])
        return bool(self.starts) and second <= self.starts[-1] and self._settle_restarts()

    def take(self, event: NodeEvent) -> bool:
        """A fact about the node. True when restarts or gaps are others now."""
        if event.kind is NodeKind.STARTED:
            return self._started(event.at)
        moved = False
        if event.kind is not NodeKind.LINKED:
            moved = self.seen(event.at)
        if event.kind is NodeKind.ALIVE:
            return moved
        return self._linked(event.at, event.kind is NodeKind.LINKED) or moved

    def _started(self, at: float) -> bool:
        if at in self.starts:
            return False
        self.starts = sorted([*self.starts, at])[-40:]
        return self._settle_restarts()

    def _settle_restarts(self) -> bool:
        before = self.restarts
        merged: list[float] = []
        for at in self.starts:
            if merged and at - merged[-1] <= SAME_START_S:
                merged.pop()  # the later telling is the finer one: both are no later than the first fact after it
            merged.append(at)
        self.restarts = [(at, self._alive_before(at)) for at in merged]
        return self.restarts != before

    def _alive_before(self, at: float) -> float:
        seen = (one for signs in self._seconds.values() for one in signs if _is_before(one, at))
        return max(seen, default=self._known(at))

    def _known(self, at: float) -> float:
        """What an earlier look said of this start, when its evidence has been dropped since."""
        return next((alive for started, alive in self.restarts if started == at), at)

    def _linked(self, at: float, linked: bool) -> bool:
        if (at, linked) in self.links:
            return False
        self.links = sorted([*self.links, (at, linked)])[-40:]
        self.gaps = []
        lost = None
        for moment, up in self.links:
            if up and lost is not None:
                self.gaps.append((lost, moment))
                lost = None
            elif not up and lost is None:
                lost = moment
        if lost is not None:
            self.gaps.append((lost, None))
        return True

    def dump(self) -> dict:
        recent = sorted(self._seconds.items())[-_SECONDS_KEPT // 3 :]
        return {
            "starts": self.starts,
            "links": self.links,
            "seconds": [signs for _second, signs in recent],
            "restarts": self.restarts,
        }

    @classmethod
    def load(cls, data: dict) -> "NodeLife":
        life = cls(starts=list(data["starts"]), restarts=[tuple(pair) for pair in data["restarts"]])
        life._seconds = {int(last): (first, last) for first, last in data["seconds"]}
        for at, linked in data["links"]:
            life._linked(at, linked)
        return life


def _is_before(sign: float, start: float) -> bool:
    """Whether a sign of life is of the time before a start. What queue_log tells has whole seconds: of the second in
    which Asterisk came up nobody knows whether it was before."""
    return sign < start and not (sign.is_integer() and start < sign + 1)
