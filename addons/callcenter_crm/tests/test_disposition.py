from datetime import datetime, timedelta

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.modules.migration import load_script
from odoo.tests.common import tagged
from odoo.tools import mute_logger
from odoo.tools.misc import file_path

from .common import CallcenterCase

NOON = datetime(2026, 11, 22, 12)
LATER = NOON + timedelta(days=2)
OPEN = {"state": "open", "next_at": False}


@tagged("post_install", "-at_install")
class TestDisposition(CallcenterCase):
    def outcome(self, code, **vals):
        outcome = self.env.ref(f"callcenter_crm.disposition_{code}")
        outcome.write(vals)
        return outcome

    def test_the_class_proposes_what_the_contact_becomes(self):
        for category, state in (("valid", "done"), ("pending", "pending"), ("invalid", "invalid")):
            new = self.env["callcenter.disposition"].create({"name": category, "code": category, "category": category})
            self.assertEqual(new.contact_state, state)

    def test_the_administrator_s_choice_goes_before_the_class(self):
        self.assertEqual(self.outcome("solved", contact_state="open").contact_state, "open")

    def test_solved_and_refused_close_the_contact(self):
        for code in ("solved", "refused"):
            self.assertEqual(self.outcome(code)._outcome(NOON), {"state": "done", "next_at": False})

    def test_a_wrong_number_makes_the_contact_invalid(self):
        self.assertEqual(self.outcome("wrong_number")._outcome(NOON), {"state": "invalid", "next_at": False})

    def test_nobody_reached_is_tried_again_after_four_hours(self):
        result = self.outcome("no_contact")._outcome(NOON, attempts=1)
        self.assertEqual(result, {"state": "open", "next_at": NOON + timedelta(hours=4)})

    def test_the_last_attempt_closes_the_contact(self):
        outcome = self.outcome("no_contact", max_attempts=3, max_attempts_state="invalid")
        self.assertEqual(outcome._outcome(NOON, attempts=2)["state"], "open")
        self.assertEqual(outcome._outcome(NOON, attempts=3), {"state": "invalid", "next_at": False})

    def test_without_a_limit_it_is_tried_for_ever(self):
        self.assertEqual(self.outcome("no_contact", max_attempts=0)._outcome(NOON, attempts=99)["state"], "open")

    def test_without_a_time_it_comes_back_at_once(self):
        self.assertEqual(self.outcome("no_contact", retry_after=0)._outcome(NOON), OPEN)

    def test_the_time_to_retry_counts_in_its_unit(self):
        for unit, delta in (("minutes", timedelta(minutes=3)), ("hours", timedelta(hours=3)), ("days", timedelta(3))):
            outcome = self.outcome("no_contact", retry_after=3, retry_unit=unit)
            self.assertEqual(outcome._outcome(NOON)["next_at"], NOON + delta)
            self.assertEqual(outcome.retry_after_min, delta.total_seconds() / 60)

    def test_a_promise_goes_before_the_rule_and_its_limit(self):
        for code in ("solved", "refused", "no_contact"):
            result = self.outcome(code)._outcome(NOON, LATER, attempts=99)
            self.assertEqual(result, {"state": "pending", "next_at": LATER})

    def test_a_required_date_is_missed_in_words(self):
        with self.assertRaisesRegex(UserError, "Call back.*next date"):
            self.outcome("call_back")._outcome(NOON)

    def test_a_promise_for_the_past_is_refused(self):
        for moment in (NOON, NOON - timedelta(minutes=1)):
            with self.assertRaisesRegex(UserError, "over already"):
                self.outcome("call_back")._outcome(NOON, moment)

    def test_negative_times_are_refused(self):
        for name in ("retry_after", "max_attempts", "overdue_min"):
            quiet = mute_logger("odoo.sql_db")
            with self.subTest(name=name), quiet, self.assertRaises(CheckViolation), self.cr.savepoint():
                self.outcome("no_contact", **{name: -1}).flush_recordset()

    def test_an_older_database_gets_the_shipped_rules_and_keeps_its_names(self):
        self.outcome("no_contact", name="Renamed", contact_state="invalid", retry_after=0, max_attempts=0)
        self.outcome("interested", next_required=False)
        self.env.ref("callcenter_crm.disposition_complaint").unlink()
        path = file_path("callcenter_crm/migrations/19.0.1.1.0/post-outcome_rules.py")
        load_script(path, "post-outcome_rules").migrate(self.cr, "19.0.1.0.0")
        again = self.outcome("no_contact")
        self.assertEqual((again.name, again.contact_state, again.retry_after_min), ("Renamed", "open", 240))
        self.assertTrue(self.outcome("interested").next_required)

    def test_only_administrators_set_rules(self):
        for role in ("agent", "leader", "qa", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.rpc(self.users[role], "callcenter.disposition", "write", [self.solved.id], {"retry_after": 1})
        self.rpc(self.users["admin"], "callcenter.disposition", "write", [self.solved.id], {"retry_after": 1})
        self.assertEqual(self.solved.retry_after, 1)
