from datetime import datetime
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase


class TestSla(TransactionCase):
    """The clock of a work order, by Shanghai's office hours: Monday to Friday 9 to 17."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["callcenter.special.day"].search([]).active = False
        cls.env["callcenter.sla.rule"].search([]).active = False
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
        stage = cls.env["helpdesk.ticket.stage"]
        cls.new, cls.busy, cls.asked, cls.done = (
            stage.create({"name": name, "sequence": n, **flags})
            for n, (name, flags) in enumerate(
                (
                    ("New", {"unattended": True}),
                    ("Busy", {}),
                    ("Asked", {"sla_stands": True}),
                    ("Done", {"closed": True}),
                )
            )
        )

    def at(self, day, hour, minute=0):
        """Let it be that hour in Shanghai, in November 2026 (the 20th is a Friday)."""
        now = self.moment(day, hour, minute)
        self.startPatcher(patch.object(fields.Datetime, "now", staticmethod(lambda *_args: now)))
        return now

    def moment(self, day, hour, minute=0):
        return datetime(2026, 11, day, hour - 8, minute)

    def rule(self, **vals):
        return self.env["callcenter.sla.rule"].create(
            {"name": "Faults", "calendar_id": self.calendar.id, "solve_h": 8, "warn_h": 1, **vals}
        )

    def order(self, **vals):
        vals = {"name": "No power", "description": "since noon", "stage_id": self.new.id, **vals}
        return self.env["helpdesk.ticket"].create(vals)

    def test_limits_count_in_working_hours(self):
        self.rule(answer_h=1)
        self.at(20, 16, 30)
        order = self.order()
        self.assertEqual(order.sla_answer_due, self.moment(23, 9, 30))
        self.assertEqual(order.sla_due, self.moment(23, 16, 30))
        self.assertEqual((order.sla_state, order.sla_warn_at), ("running", self.moment(23, 15, 30)))

    def test_an_agent_s_orders_have_limits_too(self):
        self.rule()
        self.at(20, 16)
        values = {"name": "sla agent", "login": "sla_agent"}
        group = self.env.ref("callcenter_crm.group_agent")
        agent = self.env["res.users"].create({**values, "group_ids": [Command.set(group.ids)]})
        order = self.env["helpdesk.ticket"].with_user(agent).create({"name": "No power", "stage_id": self.new.id})
        self.assertEqual(order.sla_due, self.moment(23, 16))
        order.with_user(agent).stage_id = self.asked
        self.assertEqual(order.sla_state, "waiting")

    def test_a_holiday_does_not_count(self):
        self.env["callcenter.special.day"].create({"name": "x", "kind": "holiday", "date_from": "2026-11-23"})
        self.rule()
        self.at(20, 16)
        self.assertEqual(self.order().sla_due, self.moment(24, 16))

    def test_the_clock_stands_while_the_customer_is_waited_for(self):
        self.rule()
        self.at(23, 9)
        order = self.order()
        self.at(23, 11)
        order.stage_id = self.asked
        self.assertEqual((order.sla_state, order.sla_due, order.sla_left_s), ("waiting", False, 6 * 3600))
        self.at(25, 10)
        order.stage_id = self.busy
        self.assertEqual((order.sla_state, order.sla_due), ("running", self.moment(25, 16)))

    def test_what_is_late_stays_late(self):
        self.rule(solve_h=2)
        self.at(23, 9)
        order = self.order()
        self.at(23, 12)
        order.stage_id = self.asked
        self.assertEqual((order.sla_state, order.sla_due), ("late", self.moment(23, 11)))
        order.stage_id = self.done
        self.assertEqual(order.sla_state, "missed")

    def test_closed_in_time_and_opened_again_it_has_what_was_left(self):
        self.rule()
        self.at(23, 9)
        order = self.order()
        self.at(23, 14)
        order.stage_id = self.done
        self.assertEqual((order.sla_state, order.sla_alarm_at), ("kept", False))
        self.at(24, 9)
        order.stage_id = self.busy
        self.assertEqual((order.sla_state, order.sla_due), ("running", self.moment(24, 12)))

    def test_the_first_rule_that_fits_holds_and_passed_time_stays_passed(self):
        self.rule(name="Urgent", sequence=1, solve_h=4, priority="3")
        usual = self.rule(sequence=2)
        self.at(23, 9)
        order = self.order()
        self.assertEqual(order.sla_rule_id, usual)
        self.at(23, 11)
        order.priority = "3"
        self.assertEqual((order.sla_rule_id.name, order.sla_due), ("Urgent", self.moment(23, 13)))

    def test_an_order_is_answered_when_it_is_taken_on(self):
        self.rule(answer_h=1)
        self.at(23, 9)
        order = self.order()
        self.at(23, 9, 30)
        order.stage_id = self.busy
        self.assertEqual(order.sla_answered, self.moment(23, 9, 30))

    def test_each_alarm_is_told_once(self):
        self.rule(answer_h=1, escalate_h=2)
        self.at(23, 9)
        order = self.order(user_id=self.env.user.id)
        told = []
        self.startPatcher(
            patch.object(type(order), "_sla_notify", lambda ticket, alarm, users: told.append((alarm, ticket)))
        )
        for day, hour in ((23, 10), (23, 12), (23, 16), (23, 17), (24, 9), (24, 10), (24, 11), (24, 12)):
            self.at(day, hour)
            order._cron_sla_alarms()
        mine = [alarm for alarm, ticket in told if ticket == order]
        self.assertEqual(mine, ["unanswered", "warned", "late", "escalated"])
        self.assertEqual((order.sla_state, order.sla_alarm_at), ("late", False))

    def test_state_can_be_searched(self):
        self.rule(solve_h=4)
        self.at(23, 9)
        running, late, waiting, done = (self.order() for _n in range(4))
        waiting.stage_id, done.stage_id = self.asked, self.done
        late._sla_write({"sla_due": self.moment(20, 10)})
        mine = [("id", "in", (running | late | waiting | done).ids)]
        for state, order in (("running", running), ("late", late), ("waiting", waiting), ("kept", done)):
            self.assertEqual(order.sla_state, state)
            self.assertEqual(order.search([*mine, ("sla_state", "=", state)]), order)

    def test_nobody_sets_the_clock(self):
        self.rule()
        order = self.order()
        for vals in ({"sla_due": "2030-01-01 00:00:00"}, {"sla_kept": True}, {"sla_rule_id": False}):
            with self.assertRaises(AccessError):
                order.write(vals)
            with self.assertRaises(AccessError):
                self.order(**vals)

    def test_hours_without_working_time_are_refused(self):
        rule = self.rule()
        empty = self.env["resource.calendar"].create({"name": "Never", "attendance_ids": [Command.clear()]})
        with self.assertRaises(ValidationError):
            rule.calendar_id = empty
        with self.assertRaises(ValidationError):
            self.calendar.attendance_ids = [Command.clear()]

    def test_limits_that_make_no_sense_are_refused(self):
        with self.assertRaises(ValidationError):
            self.rule(answer_h=9)
