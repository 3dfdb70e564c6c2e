"""Attacks on customers and calls beyond the scope of the user's roles, in both directions."""

from odoo.exceptions import AccessError
from odoo.tests.common import tagged

from .common import CallcenterCase

PHONES = {"mine": "138 0000 1001", "near": "138 0000 1002", "below": "138 0000 1003", "far": "138 0000 1004"}


@tagged("post_install", "-at_install")
class TestScope(CallcenterCase):
    """The agent sits in Sales with ``near``; ``below`` in a group of Sales, ``far`` in Service."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Department = cls.env["callcenter.department"]
        cls.team.leader_id = False
        cls.sales = Department.create({"name": "Sales", "leader_id": cls.users["leader"].id})
        cls.group = Department.create({"name": "Group", "parent_id": cls.sales.id})
        cls.service = Department.create({"name": "Service"})
        cls.people = {
            "mine": cls.agent,
            "near": cls.colleague,
            "below": cls._new_user("cc_below", "agent"),
            "far": cls._new_user("cc_far", "agent"),
        }
        for who, department in zip(cls.people, (cls.sales, cls.sales, cls.group, cls.service), strict=True):
            cls.people[who].callcenter_department_id = department
        cls.customers = {
            who: cls.env["res.partner"].create({"name": f"scope {who}", "phone": PHONES[who], "user_id": user.id})
            for who, user in cls.people.items()
        }
        cls.customers["pool"] = cls.env["res.partner"].create({"name": "scope pool"})
        cls.calls = {
            who: cls._new_call(user_id=user.id, last_user_id=user.id, note=who, talk_s=1, number=f"+86{who}")
            for who, user in cls.people.items()
        }
        cls.calls["missed"] = cls._new_call(result="abandoned", note="missed")

    def set_scope(self, object_name, scope, role="agent"):
        rows = self.env.ref(f"callcenter_crm.role_{role}").scope_ids
        rows.filtered(lambda row: row.object == object_name).scope = scope

    def seen(self, records, user=None):
        ids = [record.id for record in records.values()]
        model = next(iter(records.values()))._name
        found = self.rpc(user or self.agent, model, "search", [("id", "in", ids)])
        return {who for who, record in records.items() if record.id in found}

    # customers

    def test_each_scope_shows_its_customers_and_those_that_nobody_owns(self):
        for scope, who in (
            ("own", {"mine"}),
            ("department", {"mine", "near"}),
            ("subtree", {"mine", "near", "below"}),
            ("all", {"mine", "near", "below", "far"}),
        ):
            self.set_scope("customer", scope)
            with self.subTest(scope=scope):
                self.assertEqual(self.seen(self.customers), who | {"pool"})

    def test_a_foreign_customer_is_out_of_reach_by_every_method(self):
        self.env.ref("base.group_allow_export").user_ids |= self.agent
        far = self.customers["far"]
        for method, args in (
            ("read", [far.ids, ["phone"]]),
            ("web_read", [far.ids, {"phone": {}}]),
            ("export_data", [far.ids, ["phone"]]),
            ("write", [far.ids, {"name": "x"}]),
            ("web_save", [far.ids, {"user_id": self.agent.id}, {"name": {}}]),
            ("copy", [far.ids]),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc(self.agent, "res.partner", method, *args)
        self.assertEqual(far.user_id, self.people["far"])

    def test_searches_groups_and_names_do_not_tell_of_a_foreign_customer(self):
        domain = [("name", "=like", "scope %")]
        for extra in ([("phone", "like", "1004")], [("phone_mobile_search", "like", "1004")]):
            self.assertEqual(self.rpc(self.agent, "res.partner", "search", domain + extra), [])
        groups = self.rpc(self.agent, "res.partner", "formatted_read_group", domain, ["name"], ["__count"])
        self.assertEqual({row["name"] for row in groups}, {"scope mine", "scope pool"})
        [group] = self.rpc(self.agent, "res.partner", "formatted_read_group", domain, [], ["phone:array_agg"])
        self.assertNotIn("1004", str(group))
        names = self.rpc(self.agent, "res.partner", "name_search", "scope far")
        self.assertEqual(names, [])

    def test_the_numbers_of_a_foreign_customer_are_out_of_reach(self):
        far, mine = self.customers["far"], self.customers["mine"]
        self.assertTrue(self.rpc(self.agent, "callcenter.number", "search", [("partner_id", "=", mine.id)]))
        row = far.callcenter_numbers
        self.assertTrue(row)
        self.assertEqual(self.rpc(self.agent, "callcenter.number", "search", [("number", "=", row.number)]), [])
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.number", "read", row.ids, ["number"])
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.number", "write", row.ids, {"partner_id": mine.id})
        groups = self.rpc(self.agent, "callcenter.number", "formatted_read_group", [], ["number"], ["__count"])
        self.assertNotIn(row.number, {group["number"] for group in groups})

    def test_a_foreign_customer_does_not_show_through_the_own_calls(self):
        far = self.customers["far"]
        self.calls["mine"].partner_id = far
        found = self.rpc(self.agent, "callcenter.call", "search", [("partner_id.phone", "like", "1004")])
        self.assertEqual(found, [])
        with self.assertRaises(AccessError):
            self.rpc(
                self.agent,
                "callcenter.call",
                "web_read",
                self.calls["mine"].ids,
                {"partner_id": {"fields": {"phone": {}}}},
            )
        # but who was on the line is part of the own call
        [row] = self.rpc(self.agent, "callcenter.call", "read", self.calls["mine"].ids, ["partner_id", "display_name"])
        self.assertEqual(row["partner_id"][0], far.id)
        self.assertIn("scope far", row["display_name"])

    def test_an_agent_takes_care_of_the_own_customers(self):
        mine = self.customers["mine"]
        self.rpc(self.agent, "res.partner", "write", mine.ids, {"city": "深圳"})
        self.assertEqual(mine.city, "深圳")
        [created] = self.rpc(self.agent, "res.partner", "create", [{"name": "scope new", "user_id": self.agent.id}])
        self.assertTrue(self.rpc(self.agent, "res.partner", "read", [created], ["name"]))
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "res.partner", "create", [{"name": "x", "user_id": self.people["far"].id}])

    def test_leaders_see_what_is_below_them_and_the_others_all(self):
        everybody = set(self.people)
        for role, who in (
            ("leader", {"mine", "near", "below"}),
            ("qa", everybody),
            ("manager", everybody),
            ("admin", everybody),
        ):
            with self.subTest(role=role):
                self.assertEqual(self.seen(self.customers, self.users[role]), who | {"pool"})
                self.assertEqual(self.seen(self.calls, self.users[role]), who | {"missed"})

    def test_addresses_below_a_customer_are_the_owner_s(self):
        pool = self.customers["pool"]
        address = self.env["res.partner"].create({"name": "scope address", "type": "delivery", "parent_id": pool.id})
        pool.user_id = self.people["far"]
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "res.partner", "read", address.ids, ["name"])
        pool.user_id = self.agent
        self.assertTrue(self.rpc(self.agent, "res.partner", "read", address.ids, ["name"]))

    def test_colleagues_and_companies_are_seen_whoever_owns_them(self):
        company = self.env["res.company"].create({"name": "scope company"})
        for partner in (self.people["far"].partner_id, self.env.company.partner_id, company.partner_id):
            partner.user_id = self.people["far"]
            self.assertTrue(self.rpc(self.agent, "res.partner", "read", partner.ids, ["name"]))
        self.assertTrue(self.rpc(self.agent, "res.users", "search", [("id", "=", self.people["far"].id)]))

    def test_who_has_no_part_in_the_call_center_is_not_limited(self):
        self.assertEqual(self.seen(self.customers, self.outsider), set(self.customers))

    def test_a_rule_of_another_app_does_not_widen_the_scope(self):
        self.env["ir.rule"].create(
            {
                "name": "wide",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "groups": [(4, self.env.ref("base.group_user").id)],
                "domain_force": "[(1, '=', 1)]",
            }
        )
        self.assertEqual(self.seen(self.customers), {"mine", "pool"})

    # calls

    def test_each_scope_shows_its_calls_and_from_the_department_on_those_that_nobody_took(self):
        for scope, who in (
            ("own", {"mine"}),
            ("department", {"mine", "near", "missed"}),
            ("subtree", {"mine", "near", "below", "missed"}),
            ("all", set(self.calls)),
        ):
            self.set_scope("call", scope)
            with self.subTest(scope=scope):
                self.assertEqual(self.seen(self.calls), who)

    def test_a_leader_gets_at_no_call_beyond_by_any_method(self):
        leader, far = self.users["leader"], self.calls["far"]
        self.env.ref("base.group_allow_export").user_ids |= leader
        for method, args in (
            ("read", [far.ids, ["note"]]),
            ("web_read", [far.ids, {"note": {}}]),
            ("export_data", [far.ids, ["note"]]),
            ("write", [far.ids, {"note": "x"}]),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc(leader, "callcenter.call", method, *args)
        domain = [("id", "in", [call.id for call in self.calls.values()])]
        [group] = self.rpc(leader, "callcenter.call", "formatted_read_group", domain, [], ["talk_s:sum", "__count"])
        self.assertEqual((group["talk_s:sum"], group["__count"]), (3, 4))
        groups = self.rpc(leader, "callcenter.call", "formatted_read_group", domain, ["note"], ["__count"])
        self.assertEqual({row["note"] for row in groups}, {"mine", "near", "below", "missed"})
        self.rpc(leader, "callcenter.call", "write", self.calls["below"].ids, {"note": "seen"})
        self.assertEqual(self.calls["below"].note, "seen")

    def test_an_inspector_s_and_a_manager_s_scope_can_be_narrowed(self):
        for role in ("qa", "manager"):
            user = self.users[role]
            user.callcenter_department_id = self.service
            self.set_scope("call", "department", role)
            self.set_scope("customer", "own", role)
            with self.subTest(role=role):
                self.assertEqual(self.seen(self.calls, user), {"far", "missed"})
                self.assertEqual(self.seen(self.customers, user), {"pool"})

    def test_a_wide_scope_gives_no_right_to_write(self):
        with self.assertRaises(AccessError):
            self.rpc(self.users["qa"], "callcenter.call", "write", self.calls["far"].ids, {"note": "x"})

    # the roles

    def test_a_scope_asked_again_costs_no_query(self):
        self.agent._callcenter_scope_user_ids("call")
        with self.assertQueryCount(0):
            self.agent._callcenter_scope_user_ids("call")
            self.agent._callcenter_scope_department_ids("call")

    def test_agents_widen_no_scope(self):
        rows = self.env.ref("callcenter_crm.role_agent").scope_ids
        for role in ("agent", "leader", "qa", "manager"):
            for model, ids, vals in (
                ("callcenter.role.scope", rows.ids, {"scope": "all"}),
                ("res.users.role", rows.role_id.ids, {"scope_ids": [[1, rows[0].id, {"scope": "all"}]]}),
                ("callcenter.department", self.service.ids, {"leader_id": self.users[role].id}),
            ):
                with self.subTest(role=role, model=model), self.assertRaises(AccessError):
                    self.rpc(self.users[role], model, "write", ids, vals)
