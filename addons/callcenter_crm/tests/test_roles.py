from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests.common import tagged

from .common import ROLES, CallcenterCase


@tagged("post_install", "-at_install")
class TestRoles(CallcenterCase):
    def test_a_role_gives_its_group_and_those_below_and_no_other(self):
        has = {
            "agent": {"agent"},
            "leader": {"agent", "leader"},
            "qa": {"qa"},
            "manager": {"agent", "leader", "qa", "manager"},
            "admin": {"agent", "leader", "qa", "manager", "admin"},
        }
        for role, groups in has.items():
            for group in ROLES:
                with self.subTest(role=role, group=group):
                    self.assertEqual(self.users[role].has_group(f"callcenter_crm.group_{group}"), group in groups)

    def test_no_role_makes_a_system_administrator(self):
        for role in ROLES:
            self.assertFalse(self.users[role].has_group("base.group_system"))
            self.assertFalse(self.users[role].has_group("base.group_erp_manager"))

    def test_a_changed_role_takes_the_old_rights_away(self):
        role = self.env.ref("callcenter_crm.role_qa")
        self.agent.role_line_ids = [Command.update(self.agent.role_line_ids.id, {"role_id": role.id})]
        self.assertFalse(self.agent.has_group("callcenter_crm.group_agent"))
        self.assertTrue(self.agent.has_group("callcenter_crm.group_qa"))

    def test_everybody_sees_colleagues_and_the_own_company(self):
        for role in ROLES:
            user = self.users[role]
            self.assertTrue(self.rpc(user, "res.users", "name_search", "cc_colleague"))
            self.assertTrue(self.rpc(user, "res.company", "read", [user.company_id.id], ["name"]))
            self.assertTrue(self.rpc(user, "res.partner", "read", [self.colleague.partner_id.id], ["name", "email"]))

    def test_agents_add_and_change_customers_but_delete_none(self):
        [partner] = self.rpc(self.agent, "res.partner", "create", [{"name": "新客户", "phone": "139 0013 9007"}])
        self.rpc(self.agent, "res.partner", "write", [partner], {"city": "深圳"})
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "res.partner", "unlink", [partner])
        self.rpc(self.users["manager"], "res.partner", "unlink", [partner])

    def test_inspectors_read_customers_only(self):
        with self.assertRaises(AccessError):
            self.rpc(self.users["qa"], "res.partner", "write", [self.customer.id], {"city": "深圳"})

    def test_only_administrators_change_call_outcomes(self):
        for role in ("agent", "leader", "qa", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.rpc(self.users[role], "callcenter.disposition", "write", [self.solved.id], {"name": "x"})
        self.rpc(self.users["admin"], "callcenter.disposition", "write", [self.solved.id], {"name": "Done"})
        self.assertEqual(self.solved.name, "Done")
