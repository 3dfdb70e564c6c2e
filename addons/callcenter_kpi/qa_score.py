"""What a score sheet comes to, in plain arithmetic (metrics: ``qa_score``).

A group has so many percent of the sheet, and each item of it its share of those, by points and weight. The score is
100 × Σ share × points / possible ÷ Σ share, over the items that apply: what does not apply leaves both sums, and gives
nothing away for free. A fatal item has no points; where it failed the score is 0, and what it would have been is kept.
"""

from dataclasses import dataclass

WHOLE = 100.0
EXACT = 0.005  # what the weights may miss the whole by: two decimals are what people type


@dataclass(frozen=True, slots=True)
class Mark:
    """One item as it was judged; ``points`` is None until it is."""

    group: object
    group_weight: float
    possible: float
    points: float | None = None
    weight: float = 1.0
    applies: bool = True
    fatal: bool = False
    failed: bool = False

    @property
    def size(self):
        return 0.0 if self.fatal else self.weight * self.possible


@dataclass(frozen=True, slots=True)
class Result:
    """``score`` None: nothing applies. ``earned`` of ``possible``: in percent of the sheet, of what applies.

    ``groups``: the same by group. ``left``: the items not judged yet; until they are, they have earned nothing.
    """

    score: float | None
    before_fatal: float | None
    failed: bool
    earned: float
    possible: float
    left: int
    groups: dict


def result(marks):
    """Return the Result of a sheet's marks (iterable of Mark)."""
    marks = list(marks)
    sizes = {}
    for mark in marks:
        sizes[mark.group] = sizes.get(mark.group, 0.0) + mark.size
    groups = {group: [0.0, 0.0] for group in sizes}
    for mark in marks:
        if mark.applies and mark.size:
            share = mark.group_weight * mark.size / sizes[mark.group]
            groups[mark.group][0] += share * (mark.points or 0.0) / mark.possible
            groups[mark.group][1] += share
    earned, possible = (sum(sums[column] for sums in groups.values()) for column in (0, 1))
    failed = any(mark.failed for mark in marks if mark.fatal)
    before = WHOLE * earned / possible if possible else None
    return Result(
        score=0.0 if failed else before,
        before_fatal=before,
        failed=failed,
        earned=earned,
        possible=possible,
        left=sum(mark.applies and mark.points is None and not mark.fatal for mark in marks),
        groups={group: tuple(sums) for group, sums in groups.items()},
    )


def adds_up(weights):
    """Tell whether the weights of a sheet's groups are the whole."""
    return abs(sum(weights) - WHOLE) < EXACT
