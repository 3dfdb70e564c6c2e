"""The clock of a story: its own seconds, and those of the day on which it is acted."""

from itertools import pairwise

LONG_S, BEFORE_S, AFTER_S = 60, 5, 5


class Clock:
    """A line of (second of the story, real second) knots; between two of them both clocks go evenly."""

    def __init__(self, knots: list[tuple[float, float]]):
        self._knots = knots

    def real(self, second: float) -> float:
        return _along(self._knots, second)

    def story(self, second: float) -> float:
        return _along([(real, told) for told, real in self._knots], second)


def _along(knots, at: float) -> float:
    for (a, x), (b, y) in pairwise(knots):
        if at <= b or b == knots[-1][0]:
            return x + (at - a) * (y - x) / (b - a)
    raise AssertionError("a clock has two knots at least")


def even(story: dict, times: float = 1) -> Clock:
    """Goes ``times`` as fast as the story's; the settings of its queues are divided alike."""
    return Clock([(0, 0), (story["until"], story["until"] / times)])


def without_the_idle(story: dict) -> Clock:
    """Skips what lies between two happenings more than a minute apart, but for seconds at both ends: nothing begins,
    ends or is measured there by a timer, people just go on talking or waiting."""
    knots, skipped = [(0.0, 0.0)], 0.0
    for before, after in pairwise(_happenings(story)):
        if after - before > LONG_S:
            begin, end = before + AFTER_S, after - BEFORE_S
            knots.append((begin, begin - skipped))
            skipped += end - begin - 1
            knots.append((end, end - skipped))
    knots.append((story["until"], story["until"] - skipped))
    return Clock(knots)


def _happenings(story: dict) -> list[float]:
    expect = story["expect"]
    found = {0, story["until"], *(act["at"] for act in story["acts"])}
    for row in [*expect["legs"], *(row for rows in expect["states"].values() for row in rows)]:
        found |= {row[name] for name in ("start", "answer", "end", "from", "to") if name in row}
        for spans in ([row[name]] for name in ("wrap", "dial") if name in row):
            found |= {at for span in spans for at in span}
    return sorted(found)
