"""Birthdays by the Chinese lunar calendar."""

from datetime import date, timedelta

from lunardate import LunarDate

FIRST_YEAR = 1900


def births(day: date) -> list[date]:
    """Return the dates of birth (Gregorian) of those who have their birthday by the lunar calendar on ``day``.

    Who was born in a leap month has it in the month of the same number; who was born on the 30th, in a month of 29
    days on the 29th. Nobody has it in a leap month. Born in 1900 at the earliest: that is where the tables begin.
    """
    lunar = LunarDate.from_solar_date(day.year, day.month, day.day)
    if lunar.is_leap_month:
        return []
    found = []
    for year in range(FIRST_YEAR, lunar.year + 1):
        for number in _numbers(day, lunar):
            for leap in (False, True):
                try:
                    born = LunarDate(year, lunar.month, number, leap).to_solar_date()
                except ValueError:
                    continue
                if born <= day:
                    found.append(born)
    return found


def _numbers(day, lunar):
    """Return the days of the month that are celebrated on ``day``: also the 30th, on the last day of a short month."""
    tomorrow = day + timedelta(days=1)
    short = lunar.day == 29 and LunarDate.from_solar_date(tomorrow.year, tomorrow.month, tomorrow.day).day == 1
    return (29, 30) if short else (lunar.day,)
