"""Untouched customers fall back into the pool: whom, when, with a warning before and an undo behind."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .pool_common import PoolCase


@tagged("post_install", "-at_install")
class TestPoolRule(PoolCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env["callcenter.pool.rule"].create(
            {"name": "30 days", "pool_id": cls.pool_.id, "days": 30, "warn_days": 3}
        )
        # what the demo company has is not the tests' business
        cls.env["res.partner"].search([("user_id", "!=", False)]).write({"callcenter_owned_at": cls.now})
        cls.old = cls.owned("old", 40)

    @classmethod
    def owned(cls, name, days, **vals):
        """Make a customer of the agent that was last spoken to so many days ago and owned for ever."""
        return cls.new_customer(name, **{"user_id": cls.agent.id, "contact": days, "since": 400, **vals})

    def run_rules(self):
        before = self.env["callcenter.pool.run"].search([])
        self.env["callcenter.pool.rule"]._cron_fall()
        return self.env["callcenter.pool.run"].search([]) - before

    def falls(self, customer):
        self.run_rules()
        return customer.callcenter_pool_id == self.pool_ and not customer.user_id

    # whom and when

    def test_who_was_not_spoken_to_falls_back_and_who_was_stays(self):
        fresh = self.owned("fresh", 29)
        run = self.run_rules()
        self.assertEqual((self.old.user_id, self.old.callcenter_pool_id), (self.agent.browse(), self.pool_))
        self.assertEqual(self.old.callcenter_pooled_at, run.at)
        self.assertEqual(fresh.user_id, self.agent)
        self.assertEqual(run.count, 1)
        move = self.old.callcenter_move_ids[0]
        self.assertEqual(
            (move.kind, move.from_user_id, move.rule_id, move.run_id), ("fall", self.agent, self.rule, run)
        )

    def test_a_new_owner_has_all_the_days_anew(self):
        self.assertFalse(self.falls(self.owned("handed over lately", 40, since=29)))
        self.assertTrue(self.falls(self.owned("never spoken to", None, since=31)))

    def test_orders_count_where_the_rule_says_so(self):
        self.order(self.old, 5)
        for basis, falls in (("both", False), ("order", False), ("contact", True)):
            self.rule.basis = basis
            with self.subTest(basis=basis):
                self.assertEqual(self.falls(self.old), falls)
        spoken = self.owned("spoken to, never ordered", 5)
        self.rule.basis = "order"
        self.assertTrue(self.falls(spoken))

    def test_exempt_levels_stay_and_other_levels_of_the_rule_fall(self):
        self.old.callcenter_level_id = self.item("customer_level_vip")
        self.rule.exempt_level_ids = self.item("customer_level_vip")
        self.assertFalse(self.falls(self.old))
        self.rule.write({"exempt_level_ids": [(5,)], "level_ids": self.item("customer_level_low").ids})
        self.assertFalse(self.falls(self.old))
        self.old.callcenter_level_id = self.item("customer_level_low")
        self.assertTrue(self.falls(self.old))

    def test_lifecycle_department_and_own_conditions_narrow_the_rule(self):
        other = self.env["callcenter.department"].create({"name": "Other"})
        for vals in (
            {"lifecycle_ids": self.item("lifecycle_lost").ids},
            {"department_ids": other.ids},
            {"domain": "[('city', '=', '北京')]"},
        ):
            self.rule.write({"lifecycle_ids": [(5,)], "department_ids": [(5,)], "domain": "[]", **vals})
            with self.subTest(vals=vals):
                self.assertFalse(self.falls(self.old))
        self.team.parent_id = other
        self.rule.write({"domain": "[]", "lifecycle_ids": [(5,)], "department_ids": other.ids})
        self.assertTrue(self.falls(self.old))

    def test_the_first_rule_that_covers_a_customer_holds(self):
        self.rule.copy({"sequence": 1, "days": 60})
        self.assertFalse(self.falls(self.old))
        self.assertTrue(self.falls(self.owned("older", 61)))

    def test_a_promise_keeps_the_customer(self):
        followup = self.env["callcenter.followup"].create(
            {
                "partner_id": self.old.id,
                "disposition_id": self.solved.id,
                "at": self.ago(40),
                "user_id": self.agent.id,
                "next_at": self.now + timedelta(days=5),
            }
        )
        self.assertEqual(followup.state, "open")
        self.assertFalse(self.falls(self.old))
        self.rule.keep_promised = False
        self.assertTrue(self.falls(self.old))

    def test_a_rule_for_customers_without_an_owner_takes_them_into_the_pool(self):
        lonely = self.new_customer("lonely", contact=50)
        with freeze_time(self.now + timedelta(days=31)):
            self.assertFalse(self.falls(lonely))
            self.rule.owned = "unowned"
            self.assertTrue(self.falls(lonely))

    def test_a_rule_not_in_use_takes_nobody(self):
        self.rule.active = False
        self.assertFalse(self.falls(self.old))

    def test_what_is_below_a_customer_falls_with_it(self):
        company = self.owned("company", 50, is_company=True)
        below = self.owned("below", 1, parent_id=company.id)
        foreign = self.owned("colleague's", 1, parent_id=company.id, user_id=self.colleague.id)
        self.run_rules()
        self.assertEqual((below.user_id, below.callcenter_pool_id), (self.agent.browse(), self.pool_))
        self.assertEqual(foreign.user_id, self.colleague)
        self.assertFalse(below.callcenter_move_ids.filtered("run_id"))

    def test_the_owner_follows_the_customer_no_more(self):
        self.old.message_subscribe(self.agent.partner_id.ids)
        self.run_rules()
        self.assertNotIn(self.agent.partner_id, self.old.message_partner_ids)

    # warning

    def test_owners_are_warned_once_some_days_ahead(self):
        near = self.owned("near", 28)
        run = self.run_rules()
        self.assertEqual(run.warned, 1)
        [task] = near.activity_ids
        self.assertEqual((task.user_id, task.date_deadline), (self.agent, (self.now + timedelta(days=2)).date()))
        self.assertEqual(task.activity_type_id, self.env.ref("callcenter_crm.activity_type_pool"))
        self.assertEqual(self.run_rules().warned, 0)
        with freeze_time(self.now + timedelta(days=3)):
            self.run_rules()
        self.assertFalse(near.user_id)
        self.assertFalse(near.activity_ids)

    def test_who_is_spoken_to_after_a_warning_is_warned_anew_the_next_time(self):
        near = self.owned("near", 28)
        self.run_rules()
        with freeze_time(self.now + timedelta(days=1)):
            self._new_call(partner_id=near.id, user_id=self.agent.id)
        with freeze_time(self.now + timedelta(days=10)):
            self.assertEqual(self.run_rules().warned, 0)
        with freeze_time(self.now + timedelta(days=29)):
            self.run_rules()
        self.assertEqual(len(near.activity_ids), 2)

    def test_the_warning_is_in_the_owner_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        near = self.owned("near", 28)
        self.run_rules()
        self.assertTrue(near.activity_ids.summary)

    # undo, preview, numbers

    def test_an_undo_gives_back_what_nobody_has_claimed_since(self):
        taken = self.owned("taken", 45)
        below = self.owned("below", 1, parent_id=self.old.id)
        run = self.run_rules()
        self.claim(self.colleague, taken)
        self.rpc(self.users["manager"], "callcenter.pool.run", "action_undo", run.ids)
        self.assertEqual((self.old | below).user_id, self.agent)
        self.assertFalse((self.old | below).callcenter_pool_id)
        self.assertEqual(taken.user_id, self.colleague)
        self.assertEqual((run.count, run.undone_count), (2, 1))
        self.assertEqual(self.old.callcenter_move_ids[0].kind, "undo")
        with self.assertRaises(UserError):
            self.rpc(self.users["manager"], "callcenter.pool.run", "action_undo", run.ids)
        # the days begin anew, else the next night would undo the undo
        self.assertFalse(self.falls(self.old))

    def test_agents_and_leaders_undo_nothing(self):
        run = self.run_rules()
        for role in ("agent", "leader", "qa"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.rpc(self.users[role], "callcenter.pool.run", "action_undo", run.ids)
        self.assertFalse(self.old.user_id)

    def test_a_manager_of_a_narrow_scope_undoes_nothing(self):
        run = self.run_rules()
        scope = self.env.ref("callcenter_crm.role_manager").scope_ids.filtered(lambda row: row.object == "customer")
        scope.scope = "department"
        with self.assertRaises(AccessError):
            self.rpc(self.users["manager"], "callcenter.pool.run", "action_undo", run.ids)

    def test_the_preview_counts_and_changes_nothing(self):
        action = self.rpc(self.admin, "callcenter.pool.rule", "action_preview", [])
        preview = self.env["callcenter.customer.preview"].browse(action["res_id"])
        self.assertEqual((preview.line_ids.name, preview.line_ids.count), ("30 days", 1))
        self.assertEqual(self.old.user_id, self.agent)
        self.rpc(self.admin, "callcenter.customer.preview", "action_run", preview.ids)
        self.assertFalse(self.old.user_id)
        with self.assertRaises(AccessError):
            self.rpc(self.users["manager"], "callcenter.pool.rule", "action_run", [])

    def test_whose_a_customer_was_does_not_claim_it_again_at_once(self):
        self.run_rules()
        with self.assertRaises(UserError):
            self.claim(self.agent, self.old)
        self.claim(self.colleague, self.old)

    def test_many_customers_take_a_handful_of_statements(self):
        self.env["res.partner"].create([{"name": f"many {n}", "user_id": self.agent.id} for n in range(50)])
        self.run_rules()
        with freeze_time(self.now + timedelta(days=40)):
            self.env.flush_all()
            with self.assertQueryCount(20):
                run = self.run_rules()
            self.assertGreaterEqual(run.count, 50)
