"""Working time in plain arithmetic.

A *span* is ``(begin, end)`` in minutes since local midnight; the spans of a day are in order and do not touch.
"""

from datetime import datetime, time, timedelta

import pytz

DAY = 24 * 60


class NoWorkingTimeError(Exception):
    """So much working time does not come within the days that are known."""


class WorkingTime:
    """The working time of some days that follow each other, in one time zone.

    ``days``: ``{date: spans}``. Moments are naive UTC, as Odoo keeps them; on the days when the clock changes an
    hour counts as it passes.
    """

    def __init__(self, zone: str, days: dict):
        self._zone = pytz.timezone(zone)
        self._days = days

    def after(self, start: datetime, seconds: float) -> datetime:
        """Return the first moment at which ``seconds`` of working time have passed since ``start``.

        :raise NoWorkingTimeError: not within the days that are known
        """
        left = seconds
        for begin, end in self._spans(start):
            begin = max(begin, start)
            passed = (end - begin).total_seconds()
            if passed >= left and passed > 0:
                return begin + timedelta(seconds=max(left, 0))
            left -= max(passed, 0)
        raise NoWorkingTimeError

    def seconds(self, start: datetime, stop: datetime) -> float:
        """Return the seconds of working time from ``start`` to ``stop``; 0 where ``stop`` is not later."""
        spans = ((max(begin, start), min(end, stop)) for begin, end in self._spans(start))
        return sum(max((end - begin).total_seconds(), 0.0) for begin, end in spans)

    def _spans(self, start: datetime):
        """Yield (begin, end) from the day of ``start`` on."""
        first = pytz.utc.localize(start).astimezone(self._zone).date()
        for date in sorted(date for date in self._days if date >= first):
            midnight = datetime.combine(date, time.min)
            for begin, end in self._days[date]:
                yield self._utc(midnight + timedelta(minutes=begin)), self._utc(midnight + timedelta(minutes=end))

    def _utc(self, local: datetime) -> datetime:
        return self._zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)


def joined(spans):
    """Return spans in order, those that touch as one; empty ones are left out."""
    done = []
    for begin, end in sorted(span for span in spans if span[1] > span[0]):
        if done and begin <= done[-1][1]:
            done[-1] = (done[-1][0], max(end, done[-1][1]))
        else:
            done.append((begin, end))
    return tuple(done)


def without(spans, gone):
    """Return ``spans`` less the minutes in ``gone``."""
    for begin, end in gone:
        parts = [((a, min(b, begin)), (max(a, end), b)) for a, b in spans]
        spans = [part for pair in parts for part in pair if part[1] > part[0]]
    return joined(spans)
