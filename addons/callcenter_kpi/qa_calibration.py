"""How far inspectors differ who scored the same call without seeing each other's marks; pure arithmetic.

Marks are percent of an item's points; ``None``: the item does not apply. Yes or no, and fatal items, are 0 or 100 and
``exact``: nothing lies between. What marks are held against is the reference's mark where somebody is named for it;
else the mean of those who judged, of exact items what more than half said. Whether an item applies goes by more than
half, too; as many on either side is a split, and then nobody agrees.
"""

from dataclasses import dataclass

WHOLE = 100.0
TINY = 1e-6  # of binary fractions


@dataclass(frozen=True, slots=True)
class Measure:
    """What the marks of an item are held against; ``percent`` None: it does not apply, or they are split."""

    percent: float | None = None
    split: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """One mark beside the others; ``difference`` in percent of the points, None where one of both does not apply."""

    percent: float | None
    difference: float | None
    agrees: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """An inspector's part in a call: the score, what it is held against, and the items compared and agreeing."""

    score: float
    against: float
    items: int
    agreed: int
    fatal_apart: int

    @property
    def deviation(self):
        return self.score - self.against


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else None


def centre(marks, reference=None):
    """Return what differences of an item's marks are taken from: the reference's, else the mean of who judged it."""
    return marks[reference] if reference in marks else mean(p for p in marks.values() if p is not None)


def measure(marks, exact=False, reference=None):
    """Return the Measure of an item.

    :param marks: {inspector: percent or None}
    :param reference: the inspector whose mark it is, where one of ``marks``
    """
    if reference in marks:
        return Measure(marks[reference])
    given = [percent for percent in marks.values() if percent is not None]
    left = len(marks) - len(given)
    if left == len(given):
        return Measure(split=True)
    if left > len(given):
        return Measure()
    if not exact:
        return Measure(mean(given))
    middle = mean(given)
    if abs(middle - WHOLE / 2) < TINY:
        return Measure(split=True)
    return Measure(WHOLE if middle > WHOLE / 2 else 0.0)


def judge(marks, exact=False, reference=None, tolerance=0.0):
    """Return ``{inspector: Judged}`` of an item.

    :param tolerance: percent of the points within which a mark agrees; of exact items there is none
    """
    held = measure(marks, exact, reference)
    middle = centre(marks, reference)
    return {
        who: Judged(
            percent,
            None if percent is None or middle is None else percent - middle,
            _agrees(percent, held, 0.0 if exact else tolerance),
        )
        for who, percent in marks.items()
    }


def _agrees(percent, held, tolerance):
    if held.split:
        return False
    if percent is None or held.percent is None:
        return percent is None and held.percent is None
    return abs(percent - held.percent) <= tolerance + TINY


def totals(scores, items, reference=None):
    """Return ``{inspector: Totals}`` of a call; the reference is the measure and has none. Under two there are none.

    :param scores: {inspector: score}
    :param items: [(fatal, {inspector: Judged})]
    """
    if len(scores) < 2:
        return {}
    against = scores[reference] if reference in scores else mean(scores.values())
    found = {}
    for who, score in scores.items():
        if who == reference:
            continue
        mine = [(fatal, judged[who]) for fatal, judged in items if who in judged]
        found[who] = Totals(
            score=score,
            against=against,
            items=len(mine),
            agreed=sum(judged.agrees for _fatal, judged in mine),
            fatal_apart=sum(fatal and not judged.agrees for fatal, judged in mine),
        )
    return found


def overall(rows):
    """Return what an inspector's Totals (iterable) come to: ``deviation`` and ``distance`` are means over the calls."""
    rows = list(rows)
    items, agreed = sum(row.items for row in rows), sum(row.agreed for row in rows)
    return {
        "deviation": mean(row.deviation for row in rows),
        "distance": mean(abs(row.deviation) for row in rows),
        "items": items,
        "agreed": agreed,
        "agreement": agreed / items if items else None,
        "fatal_apart": sum(row.fatal_apart for row in rows),
    }
