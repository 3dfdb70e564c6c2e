"""Working time: sums and moments over breaks, closed days and the change of the clock."""

from datetime import date, datetime

import pytest
from callcenter_crm.tools.working_time import NoWorkingTimeError, WorkingTime, joined, without

OFFICE = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (20, 21, 22, 23))
WEEK = WorkingTime("Asia/Shanghai", {FRIDAY: OFFICE, SATURDAY: (), SUNDAY: (), MONDAY: OFFICE})
HOUR = 3600


def shanghai(day, hour, minute=0):
    """A moment in UTC, given by the clock in Shanghai."""
    return datetime(2026, 11, day, hour - 8, minute)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (shanghai(20, 9), 2, shanghai(20, 11)),
        (shanghai(20, 9), 3, shanghai(20, 12)),
        (shanghai(20, 9), 4, shanghai(20, 14)),
        (shanghai(20, 16), 4, shanghai(23, 11)),
        (shanghai(20, 18), 1, shanghai(23, 9)),
        (shanghai(21, 10), 0, shanghai(23, 8)),
        (shanghai(20, 12), 0, shanghai(20, 13)),
    ],
)
def test_time_passes_while_somebody_works(start, hours, end):
    assert WEEK.after(start, hours * HOUR) == end
    assert WEEK.seconds(start, end) == hours * HOUR


def test_what_does_not_come_is_told():
    with pytest.raises(NoWorkingTimeError):
        WEEK.after(shanghai(20, 9), 16 * HOUR)
    with pytest.raises(NoWorkingTimeError):
        WorkingTime("UTC", {FRIDAY: ()}).after(datetime(2026, 11, 20), 1)


def test_nothing_passes_backwards():
    assert WEEK.seconds(shanghai(20, 11), shanghai(20, 9)) == 0


def test_an_hour_counts_as_it_passes_when_the_clock_changes():
    night = WorkingTime("Europe/Berlin", {date(2026, 10, 25): ((0, 6 * 60),), date(2026, 3, 29): ((0, 6 * 60),)})
    assert night.seconds(datetime(2026, 10, 24, 20), datetime(2026, 10, 25, 12)) == 7 * HOUR
    assert night.seconds(datetime(2026, 3, 28, 20), datetime(2026, 3, 29, 12)) == 5 * HOUR


def test_a_day_of_24_hours_runs_into_the_next():
    always = WorkingTime("Asia/Shanghai", {FRIDAY: ((0, 1440),), SATURDAY: ((0, 1440),)})
    assert always.after(shanghai(20, 20), 10 * HOUR) == datetime(2026, 11, 20, 22)


def test_spans_are_joined_and_cut():
    assert joined([(60, 120), (0, 60), (200, 200), (100, 150)]) == ((0, 150),)
    assert without(OFFICE, [(0, 9 * 60), (11 * 60, 14 * 60)]) == ((540, 660), (840, 1020))
