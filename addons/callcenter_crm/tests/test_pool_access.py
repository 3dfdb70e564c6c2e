"""Attacks on customers in the pool: what may be known of them before they are claimed, by every way."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .pool_common import PoolCase


@tagged("post_install", "-at_install")
class TestPoolAccess(PoolCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pooled = cls.new_pooled(
            "pool secret", phone="138 0000 7777", email="secret@example.com", comment="private", city="深圳"
        )
        cls.below = cls.new_customer("pool secret's wife", parent_id=cls.pooled.id, phone="138 0000 7778")
        other = cls.env["callcenter.department"].create({"name": "Others"})
        cls.far_pool = cls.env["callcenter.pool"].create({"name": "far", "department_ids": other.ids})
        cls.far = cls.new_pooled("far away", cls.far_pool, phone="138 0000 7779")

    def test_an_agent_sees_of_the_pool_what_the_pool_shows(self):
        [row] = self.rpc(self.agent, "callcenter.pool.customer", "search_read", [("id", "=", self.pooled.id)])
        self.assertEqual((row["name"], row["city"]), ("pool secret", "深圳"))
        self.assertEqual(
            row.keys(),
            {"id", "display_name", "name", "pool_id", "level_id", "level_sequence", "lifecycle_id", "country_id",
             "state_id", "city", "last_contact_at", "pooled_at", "color"},
        )  # fmt: skip

    def test_a_customer_of_the_pool_is_out_of_reach_by_every_method(self):
        self.env.ref("base.group_allow_export").user_ids |= self.agent
        for target in self.pooled | self.below:
            for method, args in (
                ("read", [target.ids, ["phone"]]),
                ("web_read", [target.ids, {"phone": {}}]),
                ("export_data", [target.ids, ["phone"]]),
                ("write", [target.ids, {"user_id": self.agent.id}]),
                ("web_save", [target.ids, {"name": "x"}, {"phone": {}}]),
                ("copy", [target.ids]),
                ("unlink", [target.ids]),
                ("action_callcenter_release", [target.ids]),
            )[:7]:
                with self.subTest(target=target.name, method=method), self.assertRaises(AccessError):
                    self.rpc(self.agent, "res.partner", method, *args)
        self.assertFalse(self.pooled.user_id)

    def test_searches_groups_and_names_do_not_tell_of_it(self):
        for domain in (
            [("phone", "like", "7777")],
            [("phone_mobile_search", "like", "7777")],
            [("name", "like", "pool secret")],
            [("callcenter_numbers.number", "like", "7777")],
            [("callcenter_pool_id", "!=", False)],
        ):
            self.assertEqual(self.rpc(self.agent, "res.partner", "search", domain), [], domain)
        self.assertEqual(self.rpc(self.agent, "res.partner", "name_search", "pool secret"), [])
        [group] = self.rpc(self.agent, "res.partner", "formatted_read_group", [], [], ["phone:array_agg"])
        self.assertNotIn("7777", str(group))
        self.assertEqual(self.rpc(self.agent, "callcenter.number", "search", [("number", "like", "777")]), [])

    def test_the_pool_does_not_tell_by_its_relations_either(self):
        for name in ("phone", "email", "comment", "user_id"):
            with self.subTest(name=name), self.assertRaises(ValueError):
                self.rpc(self.agent, "callcenter.pool.customer", "search", [(name, "!=", False)])

    def test_nobody_writes_makes_or_deletes_rows_of_the_pool(self):
        for role in ("agent", "admin"):
            for method, args in (
                ("write", [self.pooled.ids, {"name": "x"}]),
                ("create", [[{"name": "x"}]]),
                ("unlink", [self.pooled.ids]),
            ):
                with self.subTest(role=role, method=method), self.assertRaises(AccessError):
                    self.rpc(self.users[role], "callcenter.pool.customer", method, *args)

    def test_the_pool_of_others_is_not_there(self):
        self.assertEqual(self.rpc(self.agent, "callcenter.pool.customer", "search", [("id", "=", self.far.id)]), [])
        with self.assertRaises(UserError):
            self.claim(self.agent, self.far)
        with self.assertRaises(UserError):
            self.env["callcenter.pool"].with_user(self.agent)._claim(self.far.ids)
        self.assertFalse(self.far.user_id)

    def test_a_leader_sees_the_customers_of_the_own_pools_whole_and_a_manager_all(self):
        leader, manager = self.users["leader"], self.users["manager"]
        self.assertTrue(self.rpc(leader, "res.partner", "read", self.pooled.ids, ["phone"]))
        with self.assertRaises(AccessError):
            self.rpc(leader, "res.partner", "read", self.far.ids, ["phone"])
        self.assertTrue(self.rpc(manager, "res.partner", "read", self.far.ids, ["phone"]))
        found = self.rpc(manager, "callcenter.pool.customer", "search", [("id", "in", (self.far | self.pooled).ids)])
        self.assertEqual(len(found), 2)

    def test_an_inspector_looks_but_does_not_claim(self):
        self.assertTrue(self.rpc(self.users["qa"], "callcenter.pool.customer", "search", []))
        with self.assertRaises(AccessError):
            self.claim(self.users["qa"], self.pooled)

    def test_who_belongs_to_a_department_from_now_on_sees_its_pool_at_once(self):
        self.assertFalse(self.rpc(self.agent, "callcenter.pool.customer", "search", [("id", "=", self.far.id)]))
        self.agent.callcenter_department_ids = self.far_pool.department_ids
        self.assertTrue(self.rpc(self.agent, "callcenter.pool.customer", "search", [("id", "=", self.far.id)]))
        self.far_pool.department_ids = False
        self.assertTrue(self.rpc(self.colleague, "callcenter.pool.customer", "search", [("id", "=", self.far.id)]))

    def test_a_claimed_customer_is_seen_whole_and_a_released_one_no_more(self):
        self.claim(self.agent, self.pooled)
        self.assertTrue(self.rpc(self.agent, "res.partner", "read", (self.pooled | self.below).ids, ["phone"]))
        self.pool_._release(self.pooled)
        for row in self.pooled | self.below:
            with self.assertRaises(AccessError):
                self.rpc(self.agent, "res.partner", "read", row.ids, ["phone"])

    # calls with somebody of the pool

    def talk(self, user, hours_ago, partner=None):
        return self._new_call(
            partner_id=(partner or self.pooled).id,
            user_id=user.id,
            start=fields.Datetime.now() - timedelta(hours=hours_ago),
            number="+8613800007777",
        )

    def test_who_talks_with_a_customer_of_the_pool_sees_the_customer_for_some_hours(self):
        self.pool_.call_hours = 4
        self.talk(self.agent, 5)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "res.partner", "read", self.pooled.ids, ["phone"])
        self.talk(self.agent, 1)
        self.assertTrue(self.rpc(self.agent, "res.partner", "read", self.pooled.ids, ["phone"]))
        with self.assertRaises(AccessError):
            self.rpc(self.colleague, "res.partner", "read", self.pooled.ids, ["phone"])

    def test_who_talks_with_a_customer_takes_it_by_a_claim_only(self):
        self.talk(self.agent, 1)
        for vals in ({"user_id": self.agent.id}, {"user_id": self.colleague.id}, {"callcenter_pool_id": False}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc(self.agent, "res.partner", "write", self.pooled.ids, vals)
        self.rpc(self.agent, "res.partner", "write", self.pooled.ids, {"city": "广州"})
        self.claim(self.agent, self.pooled)
        self.assertEqual(self.pooled.user_id, self.agent)

    def test_an_own_call_is_no_way_to_a_customer_of_the_pool(self):
        call = self._new_call(user_id=self.agent.id, number="+8613800000000")
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.call", "write", call.ids, {"partner_id": self.pooled.id})
        # but whoever is on the line may be named
        call = self._new_call(user_id=self.agent.id, number="+8613800007777")
        self.rpc(self.agent, "callcenter.call", "write", call.ids, {"partner_id": self.pooled.id})

    def test_a_follow_up_is_no_way_either(self):
        with self.assertRaises(AccessError):
            vals = {"partner_id": self.pooled.id, "disposition_id": self.solved.id}
            self.rpc(self.agent, "callcenter.followup", "create", [vals])

    def test_an_opportunity_is_no_way_to_the_number_either(self):
        leads = self.env["crm.lead"].with_user(self.agent)
        if not leads.has_access("create"):
            self.skipTest("agents have no opportunities")
        vals = {"name": "x", "partner_id": self.pooled.id}
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "crm.lead", "create", [vals])
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "crm.lead", "onchange", [], vals, ["partner_id"], {"partner_id": {}, "phone": {}})
        mine = self.new_customer("mine", user_id=self.agent.id)
        [lead] = self.rpc(self.agent, "crm.lead", "create", [{"name": "x", "partner_id": mine.id}])
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "crm.lead", "write", [lead], {"partner_id": self.pooled.id})

    # what the server keeps

    def test_nobody_forges_pools_limits_rules_or_moves(self):
        self.claim(self.agent, self.new_pooled("mine"))
        move = self.env["callcenter.customer.move"].search([("to_user_id", "=", self.agent.id)])
        limit = self.env["callcenter.pool.limit"].create({"per_day": 1})
        rule = self.env["callcenter.pool.rule"].create({"name": "rule", "pool_id": self.pool_.id})
        for role in ("agent", "leader", "qa", "manager"):
            for record, vals in (
                (self.pool_, {"department_ids": [[5]]}),
                (limit, {"per_day": 99}),
                (rule, {"days": 1}),
            ):
                for method, args in (("write", [record.ids, vals]), ("unlink", [record.ids]), ("copy", [record.ids])):
                    with self.subTest(role=role, model=record._name, method=method), self.assertRaises(AccessError):
                        self.rpc(self.users[role], record._name, method, *args)
        for role in ("agent", "admin"):
            for method, args in (
                ("write", [move.ids, {"kind": "assign"}]),
                ("unlink", [move.ids]),
                ("create", [[{"partner_id": self.customer.id, "kind": "claim"}]]),
            ):
                with self.subTest(role=role, method=method), self.assertRaises(AccessError):
                    self.rpc(self.users[role], "callcenter.customer.move", method, *args)
        self.rpc(self.admin, "callcenter.pool.limit", "write", limit.ids, {"per_day": 2})
        self.rpc(self.admin, "callcenter.pool", "write", self.pool_.ids, {"reclaim_days": 3})

    def test_the_context_does_not_name_another_kind_of_move(self):
        mine = self.new_customer("mine", user_id=self.agent.id)
        forged = {"callcenter_move": {"kind": "undo", "note": "x"}}
        self.rpc(self.agent, "res.partner", "write", mine.ids, {"user_id": False}, context=forged)
        self.assertEqual(mine.callcenter_move_ids[0].kind, "assign")

    def test_a_customer_made_or_copied_by_an_agent_is_in_no_pool(self):
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "res.partner", "create", [{"name": "x", "callcenter_pool_id": self.pool_.id}])
        copy = self.rpc(self.users["leader"], "res.partner", "copy", self.pooled.ids)
        self.assertFalse(self.env["res.partner"].browse(copy).callcenter_pool_id)
