"""Two tellings, one fact: AMI and the journal speak of the same things, with moments a little apart.

What is kept is a pure function of the set of tellings, so that order, duplicates and replays change nothing.
"""

from enum import IntEnum
from typing import NamedTuple

from .events import ChannelEvent, ChannelKind, Source

NEAR_S = 0.05  # a second telling this close moves its fact by nothing that matters at once
LATE_S = 2.0  # a telling this much younger than its fact came late
PAIR_S = 1.0  # the tellings of one fact are at most this far apart

# Facts of the very same moment in the order in which a node makes them.
_ORDER = (
    ChannelKind.START,
    ChannelKind.IN,
    ChannelKind.STANDIN,
    ChannelKind.OUT,
    ChannelKind.BLOCKED,
    ChannelKind.INTERNAL,
    ChannelKind.REFUSED,
    ChannelKind.CLOSED,
    ChannelKind.KEY,
    ChannelKind.GOAL,
    ChannelKind.IVR_END,
    ChannelKind.BRIDGE_EXIT,
    ChannelKind.PICKED,
    ChannelKind.GIVEN,
    ChannelKind.TRANSFER,
    ChannelKind.HELD,
    ChannelKind.CONSULT,
    ChannelKind.BACK,
    ChannelKind.QUEUE_END,
    ChannelKind.LEFT,
    ChannelKind.IVR,
    ChannelKind.CALLBACK,
    ChannelKind.QUEUE,
    ChannelKind.WANTED,
    ChannelKind.VOICEMAIL,
    ChannelKind.MESSAGE,
    ChannelKind.MESSAGE_END,
    ChannelKind.RECORDING,
    ChannelKind.RECORDING_RULE,
    ChannelKind.DIAL,
    ChannelKind.OFFER,
    ChannelKind.ANSWER,
    ChannelKind.PICKUP,
    ChannelKind.WATCH,
    ChannelKind.BLIND_TRANSFER,
    ChannelKind.ATTENDED_TRANSFER,
    ChannelKind.LOCAL_OPTIMIZE,
    ChannelKind.BRIDGE_ENTER,
    ChannelKind.UNHOLD,
    ChannelKind.HOLD,
    ChannelKind.RECORDING_RESUME,
    ChannelKind.RECORDING_PAUSE,
    ChannelKind.SURVEY,
    ChannelKind.RATING,
    ChannelKind.BYE,
    ChannelKind.HANGUP,
    ChannelKind.END,
    ChannelKind.LINKEDID_END,
)
RANK = {kind: rank for rank, kind in enumerate(_ORDER)}


class News(IntEnum):
    """What a telling brings."""

    NOTHING = 0  # it was known
    DETAIL = 1  # the other telling of a known fact: its exact moment
    FACT = 2


class Fact(NamedTuple):
    """One fact, whoever told it. The first three and ``data`` order the facts of a call."""

    at: float
    rank: int
    uniqueid: str
    data_key: tuple
    event: ChannelEvent
    ami: bool  # told by AMI
    late: bool  # known from the journal only, and late


class _Group:
    """All tellings of facts that look alike but for their moments."""

    __slots__ = ("ami", "event", "journal", "late")

    def __init__(self, event: ChannelEvent):
        self.event = event
        self.ami: list[float] = []
        self.journal: list[float] = []
        self.late: set[float] = set()


class Tellings:
    """The tellings of one call."""

    def __init__(self):
        self._groups: dict[tuple, _Group] = {}
        self._merged: dict[tuple, list[Fact]] = {}
        self._sorted: list[Fact] | None = []
        self.ended_by_ami = self.ended_by_journal = False

    def add(self, event: ChannelEvent, late: bool = False) -> News:
        """Take a telling in. ``late``: it came more than LATE_S after its fact."""
        key = (event.uniqueid, event.kind, tuple(sorted(event.data.items())) if event.data else ())
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = _Group(event)
        live = event.source is Source.AMI
        times = group.ami if live else group.journal
        if event.at in times:
            return News.NOTHING
        times.append(event.at)
        if _speaks_for_all(event, group.event):
            group.event = event
        if late and not live:
            group.late.add(event.at)
        if event.kind is ChannelKind.LINKEDID_END:
            self.ended_by_ami |= live
            self.ended_by_journal |= not live
        self._merged[key] = _merge(key, group)
        self._sorted = None
        return News.DETAIL if _is_second_telling(group) else News.FACT

    def facts(self) -> list[Fact]:
        """The facts in the order of the node."""
        if self._sorted is None:
            self._sorted = sorted((fact for facts in self._merged.values() for fact in facts), key=_order)
        return self._sorted

    @property
    def told_by_both(self) -> bool:
        """Both sources have said that nothing is left of the call."""
        return self.ended_by_ami and self.ended_by_journal

    def absorb(self, other: "Tellings") -> None:
        """Take over all that was told of another."""
        for key, group in other._groups.items():
            mine = self._groups.setdefault(key, _Group(group.event))
            if _speaks_for_all(group.event, mine.event):
                mine.event = group.event
            mine.ami += [at for at in group.ami if at not in mine.ami]
            mine.journal += [at for at in group.journal if at not in mine.journal]
            mine.late |= group.late
            self._merged[key] = _merge(key, mine)
        self.ended_by_ami |= other.ended_by_ami
        self.ended_by_journal |= other.ended_by_journal
        self._sorted = None

    def dump(self) -> list[list]:
        """Plain JSON: a row for facts that look alike, with the moments told by AMI, by the journal, and the late."""
        rows = []
        for (uniqueid, kind, _data_key), group in self._groups.items():
            event = group.event
            look = [kind, uniqueid, event.channel, event.exten, event.context, event.caller_number, event.caller_name]
            rows.append([*look, event.data, group.ami, group.journal, sorted(group.late)])
        return rows


def _is_second_telling(group: _Group) -> bool:
    ami, journal = group.ami, group.journal
    return len(ami) == len(journal) == 1 and abs(ami[0] - journal[0]) <= NEAR_S and not group.late


def _speaks_for_all(event: ChannelEvent, other: ChannelEvent) -> bool:
    """The journal's words before AMI's, the first before later ones: which telling came first does not matter."""
    if event.source is not other.source:
        return event.source is Source.JOURNAL
    return event.at < other.at


def _order(fact: Fact) -> tuple:
    return fact[:4]


def _merge(key: tuple, group: _Group) -> list[Fact]:
    uniqueid, kind, data_key = key
    rank = RANK[kind]
    ami, journal, late = group.ami, group.journal, group.late
    if not journal:
        return [Fact(at, rank, uniqueid, data_key, group.event, True, False) for at in ami]
    if not ami:
        return [Fact(at, rank, uniqueid, data_key, group.event, False, at in late) for at in journal]
    told = pair(ami, journal, PAIR_S)
    return [
        Fact(
            at=mine if theirs is None else theirs,
            rank=rank,
            uniqueid=uniqueid,
            data_key=data_key,
            event=group.event,
            ami=mine is not None,
            late=mine is None and theirs in late,
        )
        for mine, theirs in told
    ]


def pair(left: list[float], right: list[float], reach: float) -> list[tuple[float | None, float | None]]:
    """Pair moments one to one, in order, at most ``reach`` apart: as many pairs as can be, then the nearest ones."""
    if len(left) == len(right) == 1:
        one, other = left[0], right[0]
        return [(one, other)] if abs(one - other) <= reach else [(one, None), (None, other)]
    pairs: list[tuple[float | None, float | None]] = []
    for lefts, rights in _clusters(sorted(left), sorted(right), reach):
        if len(lefts) == len(rights) == 1:
            pairs.append((lefts[0], rights[0]))
        else:
            pairs += _align(lefts, rights, reach)
    return pairs


def _clusters(left: list[float], right: list[float], reach: float):
    """Parts of both that have nothing within ``reach`` of another part: aligning is quadratic, a part is small."""
    moments = sorted([(at, 0) for at in left] + [(at, 1) for at in right])
    parts: tuple[list[float], list[float]] = ([], [])
    last = None
    for at, side in moments:
        if last is not None and (at - last > reach or len(parts[0]) + len(parts[1]) >= 200):
            yield parts
            parts = ([], [])
        parts[side].append(at)
        last = at
    if last is not None:
        yield parts


def _align(left: list[float], right: list[float], reach: float) -> list[tuple[float | None, float | None]]:
    # best[i][j]: (pairs, -distance) of the first i and j
    best = [[(0, 0.0)] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, one in enumerate(left, 1):
        for j, other in enumerate(right, 1):
            options = [best[i - 1][j], best[i][j - 1]]
            distance = abs(one - other)
            if distance <= reach:
                pairs, cost = best[i - 1][j - 1]
                options.append((pairs + 1, cost - distance))
            best[i][j] = max(options)
    return _walk_back(left, right, best)


def _walk_back(left, right, best) -> list[tuple[float | None, float | None]]:
    found: list[tuple[float | None, float | None]] = []
    i, j = len(left), len(right)
    while i or j:
        if i and best[i][j] == best[i - 1][j]:
            i -= 1
            found.append((left[i], None))
        elif j and best[i][j] == best[i][j - 1]:
            j -= 1
            found.append((None, right[j]))
        else:
            i, j = i - 1, j - 1
            found.append((left[i], right[j]))
    return found
