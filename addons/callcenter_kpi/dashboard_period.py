"""Which days a dashboard shows, and which it compares them with."""

import calendar
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3}
DAYS = {"day": 1, "week": 7}
KINDS = (*DAYS, *MONTHS)


def span(kind, back, today):
    """Return the first and last day of a period.

    :param str kind: ``day``, ``week`` (the seven days until today), ``month`` or ``quarter`` (of the calendar)
    :param int back: how many periods before the running one, 0 or more
    :param datetime.date today: no period goes beyond it
    """
    if kind in DAYS:
        last = today - timedelta(days=DAYS[kind] * back)
        return last - timedelta(days=DAYS[kind] - 1), last
    length = MONTHS[kind]
    begin = today.year * 12 + (today.month - 1) // length * length - length * back
    return _month(begin), min(today, _month(begin + length) - timedelta(days=1))


def before(kind, first, last):
    """Return the days that a period is compared with: of a running month or quarter as many as have gone by."""
    if kind in DAYS:
        return first - timedelta(days=DAYS[kind]), last - timedelta(days=DAYS[kind])
    months = MONTHS[kind]
    begin = first.year * 12 + first.month - 1 - months
    past = (last.year - first.year) * 12 + last.month - first.month
    month = _month(begin + past)
    days = calendar.monthrange(month.year, month.month)[1]
    whole = (last + timedelta(days=1)).day == 1
    return _month(begin), month.replace(day=days if whole else min(last.day, days))


def _month(number):
    return date(number // 12, number % 12 + 1, 1)
