"""The days of a dashboard and those it is compared with."""

from datetime import date

import pytest
from callcenter_kpi.dashboard_period import before, span

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("kind", "back", "first", "last"),
    [
        ("day", 0, date(2026, 3, 10), date(2026, 3, 10)),
        ("day", 10, date(2026, 2, 28), date(2026, 2, 28)),
        ("week", 0, date(2026, 3, 4), date(2026, 3, 10)),
        ("week", 1, date(2026, 2, 25), date(2026, 3, 3)),
        ("month", 0, date(2026, 3, 1), date(2026, 3, 10)),
        ("month", 1, date(2026, 2, 1), date(2026, 2, 28)),
        ("month", 3, date(2025, 12, 1), date(2025, 12, 31)),
        ("quarter", 0, date(2026, 1, 1), date(2026, 3, 10)),
        ("quarter", 1, date(2025, 10, 1), date(2025, 12, 31)),
    ],
)
def test_the_days_of_a_period(kind, back, first, last):
    assert span(kind, back, TODAY) == (first, last)


@pytest.mark.parametrize(
    ("kind", "now", "then"),
    [
        ("day", (date(2026, 3, 1), date(2026, 3, 1)), (date(2026, 2, 28), date(2026, 2, 28))),
        ("week", (date(2026, 3, 4), date(2026, 3, 10)), (date(2026, 2, 25), date(2026, 3, 3))),
        # a running month: as many days
        ("month", (date(2026, 3, 1), date(2026, 3, 10)), (date(2026, 2, 1), date(2026, 2, 10))),
        ("month", (date(2026, 3, 1), date(2026, 3, 30)), (date(2026, 2, 1), date(2026, 2, 28))),
        # a whole one: the whole one before
        ("month", (date(2026, 2, 1), date(2026, 2, 28)), (date(2026, 1, 1), date(2026, 1, 31))),
        ("month", (date(2026, 1, 1), date(2026, 1, 31)), (date(2025, 12, 1), date(2025, 12, 31))),
        ("quarter", (date(2026, 1, 1), date(2026, 3, 10)), (date(2025, 10, 1), date(2025, 12, 10))),
        ("quarter", (date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 1, 1), date(2026, 3, 31))),
    ],
)
def test_the_days_compared_with(kind, now, then):
    assert before(kind, *now) == then
