from datetime import date, datetime

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase


class TestWorkingTime(TransactionCase):
    """The hours of a calendar: its week, holidays, make-up workdays and time off of all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["callcenter.special.day"].search([]).active = False
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Office",
                "tz": "Asia/Shanghai",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create({"name": "Day", "dayofweek": str(day), "hour_from": 9, "hour_to": 17})
                    for day in range(5)
                ],
            }
        )

    def hours(self, first, days):
        """Hours worked from the date ``first`` on."""
        start = datetime(first.year, first.month, first.day)
        return self.calendar._working_time(first, days).seconds(start, datetime(2030, 1, 1)) / 3600

    def special(self, kind, begin, end=None, **vals):
        vals = {"name": "x", "kind": kind, "date_from": begin, "date_to": end or begin, **vals}
        return self.env["callcenter.special.day"].create(vals)

    def test_a_week(self):
        self.assertEqual(self.hours(date(2026, 11, 23), 7), 40)

    def test_a_holiday_is_not_worked_and_its_make_up_workday_is(self):
        self.special("holiday", "2026-10-01", "2026-10-07")
        self.assertEqual(self.hours(date(2026, 9, 28), 14), 7 * 8 - 16)
        self.special("workday", "2026-10-10", like_weekday="0")
        self.assertEqual(self.hours(date(2026, 9, 28), 14), 7 * 8 - 16 + 8)

    def test_a_day_may_be_of_other_hours_alone(self):
        self.special("holiday", "2026-11-23", calendar_ids=[Command.set(self.calendar.copy().ids)])
        self.assertEqual(self.hours(date(2026, 11, 23), 7), 40)

    def test_time_off_of_all_is_not_worked(self):
        vals = {"name": "Party", "calendar_id": self.calendar.id, "date_from": "2026-11-23 06:00:00"}
        self.env["resource.calendar.leaves"].create({**vals, "date_to": "2026-11-23 15:59:59"})
        self.assertEqual(self.hours(date(2026, 11, 23), 7), 37)

    def test_the_business_admin_keeps_the_hours_and_an_agent_does_not(self):
        admin, agent = (
            self.env["res.users"].create({"name": name, "login": name, "group_ids": [Command.set([group])]})
            for name, group in (
                ("hours admin", self.env.ref("callcenter_crm.group_admin").id),
                ("hours agent", self.env.ref("callcenter_crm.group_agent").id),
            )
        )
        self.calendar.with_user(admin).name = "Office hours"
        self.special("holiday", "2026-12-31").with_user(admin).name = "Inventory"
        with self.assertRaises(AccessError):
            self.calendar.with_user(agent).name = "Mine"
