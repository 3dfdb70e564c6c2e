"""Calls of the ledger beside the lines of a carrier's bill. Plain Python: no database, no words for people."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

# sides of one number that follow one another so closely are more than people dial: they are paired in pieces of this
# size, for the work grows with its square
MOST_NEAR = 200


@dataclass(frozen=True)
class Side:
    """A call as one side knows it: who was on the other end, epoch seconds, and how long it was connected."""

    ref: int  # line of the bill, id of the call
    number: str  # key of callcenter_crm.tools.phone
    start: float
    seconds: float


def match(billed, booked, tolerance_s, duration_s):
    """Compare both sides; a line and a call are one if the number is the same and the starts are close enough.

    Of all ways to pair them the one with most pairs is taken, of those the one whose starts are closest: people dial
    the same number twice within a minute.

    :param billed, booked: :class:`Side` each
    :param tolerance_s: by how much the starts may differ
    :param duration_s: by how much the durations may
    :returns: ``{kind: [(billed, booked)]}``; kinds are ``same``, ``duration``, ``only_billed`` and ``only_booked``
    """
    found = defaultdict(list)
    for near in _clusters(billed, booked, tolerance_s):
        for line, call in _pairs(*near, tolerance_s):
            found[_kind(line, call, duration_s)].append((line, call))
    return dict(found)


def _kind(line, call, duration_s):
    if not call:
        return "only_billed"
    if not line:
        return "only_booked"
    return "same" if abs(line.seconds - call.seconds) <= duration_s else "duration"


def _clusters(billed, booked, tolerance_s):
    """Give ``(lines, calls)`` of one number that lie close together: none of them can belong to one of another."""
    both = [(side, True) for side in billed] + [(side, False) for side in booked]
    both.sort(key=lambda row: (row[0].number, row[0].start, row[0].ref))
    cuts = [
        n
        for n, ((a, _), (b, _)) in enumerate(pairwise(both), 1)
        if a.number != b.number or b.start - a.start > tolerance_s
    ]
    for first, last in pairwise([0, *cuts, len(both)]):
        for begin in range(first, last, MOST_NEAR):
            near = both[begin : min(begin + MOST_NEAR, last)]
            yield [side for side, is_line in near if is_line], [side for side, is_line in near if not is_line]


def _pairs(lines, calls, tolerance_s):
    """Give the pairs, and with None beside them the lines and calls without one.

    Both are in order of time, and pairs that cross are never better: so the best of the rests says how to go on.
    """
    best = [[(0, 0.0)] * (len(calls) + 1) for _ in range(len(lines) + 1)]  # (pairs, less the gaps) of the rests
    for i, line in reversed(list(enumerate(lines))):
        for j, call in reversed(list(enumerate(calls))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], _paired(best, i, j, line, call, tolerance_s))
    i = j = 0
    while i < len(lines) and j < len(calls):
        if best[i][j] == _paired(best, i, j, lines[i], calls[j], tolerance_s):
            yield lines[i], calls[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield lines[i], None
            i += 1
        else:
            yield None, calls[j]
            j += 1
    yield from ((line, None) for line in lines[i:])
    yield from ((None, call) for call in calls[j:])


def _paired(best, i, j, line, call, tolerance_s):
    gap = abs(line.start - call.start)
    pairs, closeness = best[i + 1][j + 1]
    return (pairs + 1, closeness - gap) if gap <= tolerance_s else (-1, 0.0)
