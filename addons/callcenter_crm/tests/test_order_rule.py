from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import tagged
from odoo.tools import mute_logger

from .workorder_common import WorkorderCase


@tagged("post_install", "-at_install")
class TestOrderRule(WorkorderCase):
    """What routing, time limits and return visits have in common: which orders a rule is for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counter = cls.env["helpdesk.ticket.channel"].create({"name": "Counter"})
        cls.risk = cls.env["callcenter.field"].create(
            {"model": "helpdesk.ticket", "code": "risk_tried", "label": "Risk", "kind": "boolean"}
        )

    def limit(self, **vals):
        return self.env["callcenter.sla.rule"].create({"name": "Limit", "solve_h": 4, "warn_h": 0, **vals})

    def routed(self, **vals):
        return self.order(**vals).sudo().department_id == self.field

    def test_a_rule_may_ask_for_the_channel(self):
        self.rule(channel_ids=[(6, 0, self.counter.ids)])
        self.assertTrue(self.routed(channel_id=self.counter.id))
        self.assertFalse(self.routed())

    def test_a_rule_may_ask_for_a_custom_field(self):
        self.rule(domain="[('x_cc_risk_tried', '=', True)]")
        self.assertTrue(self.routed(x_cc_risk_tried=True))
        self.assertFalse(self.routed(x_cc_risk_tried=False))

    def test_a_rule_looks_at_fields_that_the_maker_does_not_see(self):
        role = self.env.ref("callcenter_crm.role_agent")
        self.env["callcenter.field"]._callcenter_set_access(role, {self.risk.id: "hidden"})
        self.limit(domain="[('x_cc_risk_tried', '=', False)]")
        self.rule(domain="[('x_cc_risk_tried', '=', False)]")
        order = self.order().sudo()
        self.assertEqual((order.department_id, order.sla_rule_id.name), (self.field, "Limit"))

    def test_time_limits_and_visits_ask_for_the_same(self):
        limit = self.limit(channel_ids=[(6, 0, self.counter.ids)], domain="[('x_cc_risk_tried', '=', True)]")
        order = self.order(channel_id=self.counter.id).sudo()
        self.assertFalse(order.sla_rule_id)
        order.x_cc_risk_tried = True
        self.assertEqual(order.sla_rule_id, limit)
        order.channel_id = False
        self.assertFalse(order.sla_rule_id)
        question = {"name": "Solved?", "kind": "text"}
        visit = self.env["callcenter.visit.rule"].create(
            {"name": "x", "share": 100, "priority": "3", "question_ids": [(0, 0, question)]}
        )
        self.assertFalse(visit._for(order))
        order.priority = "3"
        self.assertEqual(visit._for(order), visit)

    def test_a_condition_that_cannot_be_read_is_refused_at_save(self):
        for domain in ("[('no_such_field', '=', 1)]", "[(", "env.user", "[('name', 'is like', 'x')]", "1"):
            for make in (self.rule, self.limit):
                with self.subTest(domain=domain), self.assertRaises(ValidationError):
                    make(domain=domain)

    def test_a_condition_on_what_follows_from_the_rules_is_refused(self):
        own = ["|", ("user_id", "=", self.clerk.id), ("department_id.name", "=", "x")]
        for make, domain in ((self.rule, own), (self.limit, [("sla_due", "!=", False)])):
            with self.subTest(domain=domain), self.assertRaisesRegex(ValidationError, "follows from these rules"):
                make(domain=str(domain))
        self.assertTrue(self.limit(domain=str(own)))

    def test_what_a_rule_asks_for_is_not_deleted(self):
        unused = self.fault.create({"name": "Unused"})
        self.rule(type_ids=[(6, 0, unused.ids)], channel_ids=[(6, 0, self.counter.ids)])
        self.limit(domain='[("x_cc_risk_tried", "=", True)]', active=False)
        self.risk.active = False
        for record in (unused, self.counter, self.risk):
            with self.subTest(record=record), self.assertRaisesRegex(UserError, "asks for it"):
                record.unlink()
        other = self.risk.create({"model": "helpdesk.ticket", "code": "risk", "label": "R", "kind": "char"})
        other.active = False
        self.assertTrue(other.unlink())

    def test_a_rule_for_an_archived_type_is_not_for_all(self):
        other = self.fault.create({"name": "Other"})
        self.rule(type_ids=[(6, 0, other.ids)])
        other.active = False
        self.assertFalse(self.routed())

    @mute_logger("odoo.addons.callcenter_crm.models.callcenter_order_rule")
    def test_a_condition_that_went_bad_stops_no_order(self):
        rule = self.rule()
        self.env.flush_all()
        self.env.cr.execute("UPDATE callcenter_workorder_rule SET domain = '[(''gone'', ''='', 1)]'")
        rule.invalidate_recordset()
        self.assertFalse(self.routed())

    def test_channels_are_the_admins(self):
        for user, may in ((self.users["manager"], False), (self.users["admin"], True)):
            if may:
                self.assertTrue(self.rpc(user, "helpdesk.ticket.channel", "create", [{"name": "Letter"}]))
            else:
                with self.assertRaises(AccessError):
                    self.rpc(user, "helpdesk.ticket.channel", "create", [{"name": "Letter"}])
