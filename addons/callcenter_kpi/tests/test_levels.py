"""Which days coarser sums stand for: by chance, against each day looked at by itself."""

import operator
import random
from datetime import date, datetime, time, timedelta

from odoo.tests.common import BaseCase, tagged

from ..report.levels import Level
from ..report.period import first_day, last_day

ZONE = "Asia/Shanghai"
TODAY = date(2026, 3, 20)
DAYS = [date(2025, 12, 1) + timedelta(days=n) for n in range(200)]
COMPARE = {"=": operator.eq, ">=": operator.ge, "<=": operator.le, "<": operator.lt, ">": operator.gt}


def matches(domain, day):
    values = {"days_ago": (TODAY - day).days, "day": day.isoformat()}
    return all(COMPARE[how](values[name], value) for name, how, value in domain)


@tagged("post_install", "-at_install")
class TestLevels(BaseCase):
    def condition(self, dice):
        name, value = dice.choice((("day", dice.choice(DAYS).isoformat()), ("days_ago", dice.randint(-20, 110))))
        return name, dice.choice(list(COMPARE)), value

    def test_each_day_asked_for_counts_once_and_no_other(self):
        dice, looked_at = random.Random(3), 0
        for _turn in range(1000):
            domain = [self.condition(dice) for _ in range(dice.randint(0, 3))]
            stale = [(datetime.combine(dice.choice(DAYS), time.min), None) for _ in range(dice.randint(0, 4))]
            first, last = first_day(domain, TODAY), last_day(domain, TODAY)
            for level in (Level("day"), Level("month", half_hour=True)):
                if level.fits(domain, ["queue_id"]):
                    looked_at += 1
                    self.look(level, domain, first, last, level.begins(stale, ZONE))
        self.assertGreater(looked_at, 1000)

    def look(self, level, domain, first, last, touched):
        finer = level.finer(first, last, touched)
        for day in DAYS:
            begin = level.begin(day)
            coarse = begin not in finer and (not first or begin >= first) and (not last or begin <= last)
            coarse = coarse and matches(domain, begin)
            fine = any(part <= day <= level.end(part) for part in finer) and matches(domain, day)
            self.assertEqual([coarse, fine].count(True), int(matches(domain, day)), (domain, day, level))
            self.assertFalse(coarse and begin in touched)

    def test_what_a_month_by_half_hour_cannot_tell(self):
        month = Level("month", half_hour=True)
        self.assertTrue(month.fits([("day", ">=", "2026-01-01")], ["half_hour", "day:quarter"]))
        self.assertTrue(month.fits([("agent_id.user_id", "=", 1)], ["queue_id"]))
        for domain, groups in (
            ([], ["day:week"]),
            ([], ["weekday"]),
            ([("day", "=", "2026-01-01")], []),
            (["|", ("day", ">=", "2026-01-01"), ("queue_id", "=", 1)], []),
            ([("offered", ">", 1)], []),
            ([("date", ">", "2026-01-01")], []),
        ):
            self.assertFalse(month.fits(domain, groups), (domain, groups))
        self.assertFalse(Level("month").fits([], ["half_hour"]))
