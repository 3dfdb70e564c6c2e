"""Attacks on work orders by every role, by the methods that a browser can call, in both directions."""

from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .workorder_common import WorkorderCase


@tagged("post_install", "-at_install")
class TestWorkorderAccess(WorkorderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        orders = cls.env["helpdesk.ticket"]
        vals = {"name": "Call 13800130001", "partner_id": cls.customer.id, "category_id": cls.power.id}
        cls.foreign = orders.create({**vals, "department_id": cls.field.id, "user_id": cls.clerk.id})
        cls.pool = orders.create({**vals, "department_id": cls.field.id})
        cls.own = orders.create({**vals, "department_id": cls.team.id, "user_id": cls.agent.id})
        cls.colleagues = orders.create({**vals, "department_id": cls.team.id, "user_id": cls.colleague.id})

    def seen(self, user):
        ids = (self.foreign | self.pool | self.own | self.colleagues).ids
        return self.rpc(user, "helpdesk.ticket", "search", [("id", "in", ids)], order="id")

    def test_each_role_sees_its_scope(self):
        for user, orders in (
            (self.agent, self.own),
            (self.colleague, self.colleagues),
            (self.clerk, self.foreign | self.pool),
            (self.users["leader"], self.own | self.colleagues),
            (self.field_leader, self.foreign | self.pool),
            (self.users["manager"], self.foreign | self.pool | self.own | self.colleagues),
            (self.users["qa"], self.foreign | self.pool | self.own | self.colleagues),
            (self.outsider, self.env["helpdesk.ticket"]),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self.seen(user), orders.ids)

    def test_outside_the_scope_nothing_works(self):
        for method, args in (
            ("read", [["name"]]),
            ("write", [{"name": "x"}]),
            ("action_take", []),
            ("export_data", [["name"]]),
        ):
            with self.subTest(method=method), self.assertRaises(UserError):
                self.rpc(self.agent, "helpdesk.ticket", method, self.foreign.ids, *args)
        rows = self.rpc(self.agent, "helpdesk.ticket", "formatted_read_group", [], ["user_id"], ["__count"])
        self.assertNotIn(self.clerk.id, [row["user_id"] and row["user_id"][0] for row in rows])
        steps = self.rpc(self.agent, "callcenter.workorder.step", "search", [("ticket_id", "in", self.foreign.ids)])
        self.assertFalse(steps)
        with self.assertRaises(AccessError):
            self.act(self.agent, self.foreign, "hand_on", user_id=self.agent.id)

    def test_what_the_department_has_to_take_can_be_taken(self):
        self.rpc(self.clerk, "helpdesk.ticket", "action_take", self.pool.ids)
        self.assertEqual(self.pool.user_id, self.clerk)

    def test_inspectors_change_nothing_and_nobody_writes_steps(self):
        with self.assertRaises(AccessError):
            self.rpc(self.users["qa"], "helpdesk.ticket", "write", self.own.ids, {"name": "x"})
        step = {"ticket_id": self.own.id, "act": "closed"}
        for user in (self.agent, self.users["leader"], self.users["admin"]):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rpc(user, "callcenter.workorder.step", "create", [step])

    def test_rules_are_the_admins(self):
        for model, vals in (
            ("callcenter.workorder.rule", {"name": "x", "department_id": self.team.id}),
            ("callcenter.sla.rule", {"name": "x", "solve_h": 1}),
            ("helpdesk.ticket.category", {"name": "x"}),
            ("helpdesk.ticket.stage", {"name": "x"}),
        ):
            with self.subTest(model=model):
                with self.assertRaises(AccessError):
                    self.rpc(self.users["manager"], model, "create", [vals])
                self.assertTrue(self.rpc(self.users["admin"], model, "create", [vals]))

    def test_everybody_on_the_internet_writes_no_stage(self):
        with self.assertRaises(AccessError):
            self.rpc(self.env.ref("base.public_user"), "helpdesk.ticket.stage", "write", self.new.ids, {"name": "x"})

    def test_numbers_are_masked_for_whom_they_are_hidden(self):
        self.env.company.callcenter_mask_numbers = True
        number = "13800130001"
        self.own.write({"result_text": f"ring {number}", "partner_name": number})
        self.own._note_step("urged", f"ring {number}")
        fields = ["name", "description", "partner_name", "partner_phone", "result_text"]
        [row] = self.rpc(self.agent, "helpdesk.ticket", "read", self.own.ids, fields)
        steps = self.rpc(self.agent, "callcenter.workorder.step", "search_read", [("ticket_id", "=", self.own.id)])
        self.assertNotIn(number, str(row) + str(steps))
        self.assertNotIn("0013 0001", str(row))
        self.assertFalse(
            self.rpc(self.agent, "helpdesk.ticket", "search", [("id", "=", self.own.id), ("name", "like", "0013000")])
        )
        self.own.with_user(self.users["manager"]).check_access("read")

    def test_an_agent_with_the_customer_on_the_line_sees_and_urges_open_orders_only(self):
        self.env.company.callcenter_mask_numbers = True
        rows = self.rpc(self.agent, "res.partner", "callcenter_open_orders", self.customer.ids)
        self.assertEqual({row["id"] for row in rows}, set((self.foreign | self.pool | self.own | self.colleagues).ids))
        self.assertNotIn("13800130001", str(rows))
        self.rpc(self.agent, "helpdesk.ticket", "action_urge", self.foreign.ids, "still dark")
        self.assertEqual(self.foreign.urges, 1)
        self.customer.user_id = self.clerk
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "res.partner", "callcenter_open_orders", self.customer.ids)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "helpdesk.ticket", "action_urge", self.foreign.ids)
