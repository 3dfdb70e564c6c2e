import time
from datetime import date, timedelta

from odoo.fields import Domain
from odoo.tests.common import tagged

from ..report.period import first_day
from .common import KpiCase

TODAY = date(2026, 3, 10)


@tagged("post_install", "-at_install")
class TestPeriod(KpiCase):
    def assertFirst(self, expected, domain):
        with self.subTest(domain=domain):
            self.assertEqual(first_day(domain, TODAY), expected)

    def test_the_first_day_of_what_the_filters_ask_for(self):
        self.assertFirst(TODAY, [("days_ago", "=", 0)])
        self.assertFirst(date(2026, 3, 9), [("days_ago", "=", 1), ("queue_id", "=", 1)])
        self.assertFirst(date(2026, 3, 4), [("days_ago", "<", 7)])
        self.assertFirst(date(2026, 3, 3), [("days_ago", "<=", 7)])
        self.assertFirst(date(2026, 3, 8), [("days_ago", "in", [0, 2])])
        self.assertFirst(date(2026, 2, 1), [("day", ">=", "2026-02-01"), ("day", "<", "2026-03-01")])
        self.assertFirst(
            date(2026, 2, 1), ["&", ("day", ">=", date(2026, 2, 1)), "&", ("offered", "=", 1), ("open", "=", 0)]
        )
        self.assertFirst(date(2026, 3, 9), [("day", ">=", "2026-02-01"), ("days_ago", "<", 2)])

    def test_what_does_not_hold_for_all_of_the_search_bounds_nothing(self):
        self.assertFirst(None, [])
        self.assertFirst(None, ["|", ("days_ago", "=", 0), ("queue_id", "=", 1)])
        self.assertFirst(None, ["!", ("days_ago", "=", 0)])
        self.assertFirst(None, [("days_ago", ">", 3)])
        self.assertFirst(None, [("day", "<", "2026-03-01")])
        self.assertFirst(None, [("day", "=", False)])
        self.assertFirst(None, Domain.FALSE)

    def test_a_period_leaves_out_nothing_of_its_days(self):
        now = time.time()
        moments = [now - days * 86400 - hours * 3600 for days in range(4) for hours in (0, 5, 11, 17, 23)]
        calls = self.book(*(self.waiting(moment, 5) for moment in moments))
        for report in ("queue", "agent"):
            model = self.env[f"callcenter.report.{report}"]
            every = model.search([("call_id", "in", calls.ids)])
            for days in range(4):
                since = every.filtered(lambda fact, days=days: fact.days_ago < days)
                found = model.search([("call_id", "in", calls.ids), ("days_ago", "<", days)])
                self.assertEqual(set(found.ids), set(since.ids), f"{report} {days}")
                day = every[0].day - timedelta(days=days)
                found = model.search([("call_id", "in", calls.ids), ("day", "=", day)])
                self.assertEqual(set(found.ids), set(every.filtered(lambda fact, day=day: fact.day == day).ids))

    def test_older_calls_are_not_read(self):
        query = self.env["callcenter.report.queue"]._search([("days_ago", "=", 0)])
        self.assertIn("slot.start", query.select().code)
        query = self.env["callcenter.report.queue"]._search([("offered", "=", 1)])
        self.assertNotIn("slot.start", query.select().code)
