"""Lifecycle and level of customers by rules, their history, and what is set by hand."""

from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import AccessError, ValidationError
from odoo.tests.common import tagged
from odoo.tools import SQL

from .pool_common import PoolCase


@tagged("post_install", "-at_install")
class TestLifecycle(PoolCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["callcenter.lifecycle.rule"]

    def rule(self, item="lifecycle_active", **vals):
        target = "lifecycle_id" if item.startswith("lifecycle") else "level_id"
        return self.Rule.create({"name": item, target: self.item(item).id, **vals})

    def fits(self, customer, **vals):
        """Return whether a rule with ``vals`` fits the customer."""
        customer.write({"callcenter_lifecycle_id": False})
        self.Rule.search([]).unlink()
        self.rule(**vals)
        self.Rule._cron_recompute()
        return bool(customer.callcenter_lifecycle_id)

    # what a rule looks at

    def test_the_last_order_is_within_before_or_never(self):
        self.order(self.customer, 40)
        for days, when, fits in (
            (50, "within", True),
            (30, "within", False),
            (30, "before", True),
            (50, "before", False),
        ):
            with self.subTest(days=days, when=when):
                self.assertEqual(self.fits(self.customer, order_when=when, order_days=days), fits)
        self.assertFalse(self.fits(self.customer, order_when="never"))
        self.assertTrue(self.fits(self.other_customer, order_when="never"))
        self.assertTrue(self.fits(self.other_customer, order_when="not_within"))
        self.assertFalse(self.fits(self.other_customer, order_when="before"))

    def test_quotations_are_no_orders(self):
        self.order(self.customer, 1).state = "draft"
        self.assertTrue(self.fits(self.customer, order_when="never"))

    def test_what_a_company_s_people_order_is_the_company_s(self):
        company = self.new_customer("company", is_company=True)
        self.order(self.new_customer("buyer", parent_id=company.id), 5)
        self.assertTrue(self.fits(company, order_when="within"))

    def test_the_sum_of_orders_counts_within_its_days(self):
        self.order(self.customer, 10, 600)
        self.order(self.customer, 100, 600)
        self.assertTrue(self.fits(self.customer, amount_from=1200, amount_days=0))
        self.assertTrue(self.fits(self.customer, amount_from=1200, amount_days=120))
        self.assertFalse(self.fits(self.customer, amount_from=1200, amount_days=50))
        self.assertTrue(self.fits(self.customer, amount_below=1200, amount_days=50))
        self.assertTrue(self.fits(self.other_customer, amount_below=1, amount_days=50))

    def test_the_last_contact_counts(self):
        spoken = self.new_customer("spoken", contact=20)
        self.assertTrue(self.fits(spoken, contact_when="before", contact_days=10))
        self.assertFalse(self.fits(spoken, contact_when="not_within", contact_days=30))
        self.assertTrue(self.fits(self.customer, contact_when="not_within", contact_days=30))

    def test_the_age_of_a_customer_counts(self):
        self.env.cr.execute(
            SQL("UPDATE res_partner SET create_date = %s WHERE id = %s", self.ago(100), self.customer.id)
        )
        self.assertTrue(self.fits(self.customer, age_from=90))
        self.assertFalse(self.fits(self.customer, age_from=110))
        self.assertTrue(self.fits(self.other_customer, age_below=90))
        self.assertFalse(self.fits(self.customer, age_below=90))

    def test_a_condition_of_one_s_own_counts(self):
        domain = "[('name', '=', '王磊')]"
        self.assertTrue(self.fits(self.customer, domain=domain))
        self.assertFalse(self.fits(self.other_customer, domain=domain))

    # which rule holds

    def test_the_first_rule_that_fits_says_the_lifecycle_and_another_the_level(self):
        self.rule("lifecycle_lost", sequence=2)
        self.rule("lifecycle_active", sequence=1)
        self.rule("customer_level_vip", sequence=3)
        self.Rule._cron_recompute()
        self.assertEqual(self.customer.callcenter_lifecycle_id, self.item("lifecycle_active"))
        self.assertEqual(self.customer.callcenter_level_id, self.item("customer_level_vip"))

    def test_colleagues_and_own_companies_are_no_customers(self):
        self.rule()
        self.Rule._cron_recompute()
        self.assertFalse(self.agent.partner_id.callcenter_lifecycle_id)
        self.assertFalse(self.env.company.partner_id.callcenter_lifecycle_id)

    def test_what_is_locked_stays_as_it_was_set_by_hand(self):
        self.customer.write({"callcenter_lifecycle_id": self.item("lifecycle_lost").id})
        self.customer.callcenter_lifecycle_locked = True
        self.rule("lifecycle_active")
        self.rule("customer_level_vip")
        self.Rule._cron_recompute()
        self.assertEqual(self.customer.callcenter_lifecycle_id, self.item("lifecycle_lost"))
        self.assertEqual(self.customer.callcenter_level_id, self.item("customer_level_vip"))

    # history, preview

    def test_the_history_says_who_or_which_rule_and_from_what_to_what(self):
        self.customer.with_user(self.agent).write({"callcenter_lifecycle_id": self.item("lifecycle_lost").id})
        rule = self.rule("lifecycle_active")
        self.Rule._cron_recompute()
        by_rule, by_hand = self.customer.callcenter_change_ids
        self.assertEqual(
            (by_hand.by_id, by_hand.rule_id, by_hand.from_id), (self.agent, self.Rule, by_hand.from_id.browse())
        )
        self.assertEqual(by_rule.rule_id, rule)
        self.assertEqual((by_rule.from_id, by_rule.to_id), (by_hand.to_id, self.item("lifecycle_active")))

    def test_a_second_run_changes_nothing_and_notes_nothing(self):
        self.rule()
        self.assertTrue(self.Rule.search([])._recompute())
        changes = self.env["callcenter.customer.change"].search_count([])
        self.assertEqual(self.Rule.search([])._recompute(), 0)
        self.assertEqual(self.env["callcenter.customer.change"].search_count([]), changes)

    def test_the_preview_counts_what_the_run_then_changes(self):
        self.rule(domain=str([("id", "in", [self.customer.id, self.other_customer.id])]))
        action = self.rpc(self.admin, "callcenter.lifecycle.rule", "action_preview", [])
        preview = self.env["callcenter.customer.preview"].browse(action["res_id"])
        self.assertEqual(preview.line_ids.mapped("count"), [2])
        self.assertIn("2", preview.title)
        self.assertFalse(self.customer.callcenter_lifecycle_id)
        self.rpc(self.admin, "callcenter.customer.preview", "action_run", preview.ids)
        self.assertTrue(self.customer.callcenter_lifecycle_id)

    def test_many_customers_take_a_handful_of_statements(self):
        self.rule(order_when="never")
        self.env["res.partner"].create([{"name": f"many {number}"} for number in range(50)])
        rules = self.Rule.search([])
        self.env.flush_all()
        with self.assertQueryCount(5):
            self.assertGreaterEqual(rules._recompute(), 50)

    # rights

    def test_rules_are_the_business_administrators(self):
        rule = self.rule()
        for role in ("agent", "leader", "qa", "manager"):
            user = self.users[role]
            for method, args in (
                ("write", [rule.ids, {"name": "x"}]),
                ("create", [[{"name": "x", "lifecycle_id": self.item("lifecycle_lost").id}]]),
                ("unlink", [rule.ids]),
                ("copy", [rule.ids]),
                ("action_run", [rule.ids]),
                ("action_preview", [rule.ids]),
            ):
                with self.subTest(role=role, method=method), self.assertRaises(AccessError):
                    self.rpc(user, "callcenter.lifecycle.rule", method, *args)
        self.rpc(self.admin, "callcenter.lifecycle.rule", "write", rule.ids, {"name": "mine"})
        self.rpc(self.admin, "callcenter.lifecycle.rule", "action_run", rule.ids)
        self.assertTrue(self.customer.callcenter_lifecycle_id)

    def test_nobody_writes_the_history_or_the_last_contact(self):
        self.customer.callcenter_level_id = self.item("customer_level_vip")
        change = self.customer.callcenter_change_ids
        for role in ("agent", "admin"):
            user = self.users[role]
            for model, method, args in (
                ("callcenter.customer.change", "write", [change.ids, {"from_id": False}]),
                ("callcenter.customer.change", "unlink", [change.ids]),
                ("callcenter.customer.change", "create", [[{"partner_id": self.customer.id, "kind": "level"}]]),
                ("res.partner", "write", [self.customer.ids, {"callcenter_last_contact_at": "2020-01-01 00:00:00"}]),
                ("res.partner", "write", [self.customer.ids, {"callcenter_change_ids": [[2, change.id]]}]),
            ):
                with self.subTest(role=role, model=model, method=method), self.assertRaises(AccessError):
                    self.rpc(user, model, method, *args)

    def test_the_history_of_a_foreign_customer_is_out_of_reach(self):
        self.customer.write({"callcenter_level_id": self.item("customer_level_vip").id, "user_id": self.colleague.id})
        change = self.customer.callcenter_change_ids
        self.assertEqual(self.rpc(self.agent, "callcenter.customer.change", "search", [("id", "=", change.id)]), [])
        self.assertTrue(self.rpc(self.colleague, "callcenter.customer.change", "search", [("id", "=", change.id)]))

    def test_items_are_of_their_own_dictionary(self):
        with self.assertRaises(ValidationError):
            self.rpc(
                self.agent,
                "res.partner",
                "write",
                self.customer.ids,
                {"callcenter_level_id": self.item("lifecycle_lost").id},
            )
        with self.assertRaises(ValidationError):
            self.rule("customer_level_vip", lifecycle_id=self.item("intent_a").id)

    # the last contact

    def test_answered_calls_and_follow_ups_are_contacts_and_older_ones_change_nothing(self):
        self._new_call(partner_id=self.customer.id, start=self.ago(3), result="no_answer")
        self.assertFalse(self.customer.callcenter_last_contact_at)
        self._new_call(partner_id=self.customer.id, start=self.ago(3))
        self.assertEqual(self.customer.callcenter_last_contact_at, self.ago(3).replace(microsecond=0))
        self._new_call(partner_id=self.customer.id, start=self.ago(5))
        self.assertEqual(self.customer.callcenter_last_contact_at, self.ago(3).replace(microsecond=0))
        followup = {"partner_id": self.customer.id, "disposition_id": self.solved.id}
        self.rpc(self.agent, "callcenter.followup", "create", [followup])
        self.assertGreater(self.customer.callcenter_last_contact_at, self.ago(1))

    def test_a_call_that_is_given_its_customer_later_counts_too(self):
        call = self._new_call(user_id=self.agent.id, start=self.ago(2))
        self.rpc(self.agent, "callcenter.call", "write", call.ids, {"partner_id": self.customer.id})
        self.assertTrue(self.customer.callcenter_last_contact_at)

    def test_what_a_busy_moment_left_out_is_caught_up_at_night(self):
        with patch.object(type(self.env.cr), "savepoint", side_effect=SerializationFailure):
            self._new_call(partner_id=self.customer.id, start=self.now - timedelta(hours=5))
        self.assertFalse(self.customer.callcenter_last_contact_at)
        self.Rule._cron_recompute()
        self.assertTrue(self.customer.callcenter_last_contact_at)
