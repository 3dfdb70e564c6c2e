import datetime

from odoo import Command

from .common import TelephonyCase

DAY = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))


class TestHours(TelephonyCase):
    """Working hours as a node gets them: the week, holidays, make-up workdays, time off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["callcenter.special.day"].search([]).active = False
        hours = [("8", "12", "morning"), ("12", "13", "lunch"), ("13", "17", "afternoon")]
        rows = [
            {"name": part, "dayofweek": str(day), "day_period": part, "hour_from": float(a), "hour_to": float(b)}
            for day in range(5)
            for a, b, part in hours
        ]
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Office",
                "tz": "Asia/Shanghai",
                "attendance_ids": [Command.clear(), *(Command.create(row) for row in rows)],
            }
        )
        cls.today = datetime.date(2026, 9, 28)

    def special(self, kind, begin, end=None, **vals):
        vals = {"name": "x", "kind": kind, "date_from": begin, "date_to": end or begin, **vals}
        return self.env["callcenter.special.day"].create(vals)

    def days(self):
        value = self.calendar._as_calendar(self.today)
        return {day.date: (day.spans, day.holiday) for day in value.days}

    def test_the_week_is_told_without_breaks(self):
        value = self.calendar._as_calendar(self.today)
        self.assertEqual((value.timezone, value.weekdays), ("Asia/Shanghai", (DAY,) * 5 + ((),) * 2))
        self.assertEqual(value.days, ())

    def test_holidays_close_and_make_up_workdays_open(self):
        self.special("holiday", "2026-10-01", "2026-10-07")
        self.special("workday", "2026-10-10", like_weekday="3")
        days = self.days()
        self.assertEqual(days["20261001"], ((), True))
        self.assertEqual(days["20261007"], ((), True))
        self.assertEqual(days["20261010"], (DAY, False))
        self.assertEqual(len(days), 8)

    def test_a_day_may_be_of_one_calendar_alone_and_lie_far_ahead(self):
        other = self.calendar.copy()
        self.special("holiday", "2026-10-01", calendar_ids=[Command.set(other.ids)])
        self.special("holiday", "2027-11-01")
        self.special("holiday", "2027-11-05")
        self.assertEqual(set(self.days()), {"20271101"}, "400 days are told, anew each day")

    def test_time_off_of_all_cuts_out_its_hours(self):
        leaves = self.env["resource.calendar.leaves"]
        vals = {"name": "Party", "calendar_id": self.calendar.id}
        leaves.create({**vals, "date_from": "2026-09-30 07:00:00", "date_to": "2026-09-30 15:59:59"})
        leaves.create({**vals, "date_from": "2026-10-12 16:00:00", "date_to": "2026-10-13 15:59:59"})
        days = self.days()
        self.assertEqual(days["20260930"], (((480, 720), (780, 900)), False))
        self.assertEqual(days["20261013"], ((), True))
        self.assertEqual(set(days), {"20260930", "20261013"})

    def test_the_servers_are_told_when_hours_change(self):
        exits = [Command.create({"key": key, "target_code": "b"}) for key in ("open", "closed", "holiday")]
        hours = {"code": "a", "name": "a", "kind": "hours", "calendar_id": self.calendar.id, "choice_ids": exits}
        steps = [Command.create(hours), Command.create({"code": "b", "name": "b", "kind": "hangup"})]
        flow = self.env["callcenter.ivr.flow"].create(
            {"name": "H", "code": "h", "node_id": self.node.id, "step_ids": steps}
        )
        self.assertEqual(flow.publish()["faults"], [])
        self.assertEqual([one.code for one in self.node._node_config().calendars], [str(self.calendar.id)])
        changes = (
            lambda: self.special("holiday", "2026-12-24"),
            lambda: self.calendar.attendance_ids[0].write({"hour_to": 11}),
            lambda: self.env["callcenter.node"]._cron_hours(),
        )
        for change in changes:
            self.env.cr.precommit.run()
            self.env["callcenter.command"].search([]).unlink()
            change()
            self.env.cr.precommit.run()
            self.assertEqual(len(self.commands("configure")), 1)
        self.calendar.attendance_ids.unlink()
        self.assertEqual(self.node._node_config().calendars[0].weekdays, ((),) * 7)
