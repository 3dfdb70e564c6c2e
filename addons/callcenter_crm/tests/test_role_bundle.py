"""What a role bundles beside features and scope: menus and rights on custom fields; a copy has it all."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests.common import tagged

from .fields_common import FieldCase


@tagged("post_install", "-at_install")
class TestRoleBundle(FieldCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.income = cls.define("Income", "monetary", right="hidden")
        cls.customers, cls.calls, cls.worklist, cls.followups, cls.folder = (
            cls.env.ref(f"callcenter_crm.callcenter_menu_{name}")
            for name in ("customers", "calls", "worklist", "followups", "followup")
        )
        cls.customer.x_cc_income = 900

    def menus(self, user):
        return self.env["ir.ui.menu"].with_user(user).load_web_menus(False)

    def junior(self, **vals):
        [role] = self.rpc(self.admin, "res.users.role", "copy", self.role.ids)
        self.rpc(self.admin, "res.users.role", "write", [role], {"name": "Junior Agent", **vals})
        return self.env["res.users.role"].browse(role)

    def give(self, user, roles):
        lines = [Command.clear(), *(Command.create({"role_id": role.id}) for role in roles)]
        user.write({"role_line_ids": lines})

    # menus

    def test_a_role_shows_the_menus_that_are_ticked_and_no_empty_folder(self):
        role = self.junior()
        self.assertEqual(role.callcenter_menu_ids, role.callcenter_menu_choice_ids)
        self.give(self.agent, role)
        self.assertIn(self.calls.id, self.menus(self.agent))
        gone = self.calls + self.worklist + self.followups
        self.rpc(
            self.admin, "res.users.role", "write", role.ids, {"callcenter_menu_ids": [(3, menu.id) for menu in gone]}
        )
        shown = self.menus(self.agent)
        for menu in gone + self.folder:
            self.assertNotIn(menu.id, shown)
        self.assertIn(self.customers.id, shown)
        self.rpc(self.admin, "res.users.role", "write", role.ids, {"callcenter_menu_ids": [(4, self.worklist.id)]})
        self.assertIn(self.folder.id, self.menus(self.agent))

    def test_what_one_of_several_roles_shows_is_shown(self):
        role = self.junior(callcenter_menu_ids=[(3, self.calls.id)])
        self.give(self.agent, role + self.role)
        self.assertIn(self.calls.id, self.menus(self.agent))

    def test_a_role_says_what_the_call_center_opens_with(self):
        root = self.env.ref("callcenter_crm.callcenter_menu_root").id
        first = self.menus(self.agent)[root]["actionID"]
        role = self.junior(callcenter_start_menu_id=self.calls.id)
        self.give(self.agent, role + self.role)
        self.assertEqual(self.menus(self.agent)[root]["actionID"], self.calls.action.id)
        self.rpc(self.admin, "res.users.role", "write", role.ids, {"callcenter_menu_ids": [(3, self.calls.id)]})
        self.give(self.agent, role)
        self.assertNotEqual(self.menus(self.agent)[root]["actionID"], self.calls.action.id)
        self.give(self.agent, self.role)
        self.assertEqual(self.menus(self.agent)[root]["actionID"], first)

    def test_groups_follow_a_line_that_is_written_by_itself(self):
        self.give(self.agent, self.role)
        line, leader = self.agent.role_line_ids, self.env.ref("callcenter_crm.role_leader")
        line.role_id = leader
        self.assertTrue(self.agent.has_group("callcenter_crm.group_leader"))
        line.date_to = "2020-01-01"
        self.assertFalse(self.agent.has_group("callcenter_crm.group_agent"))
        self.env["res.users.role.line"].create({"user_id": self.agent.id, "role_id": self.role.id})
        self.assertTrue(self.agent.has_group("callcenter_crm.group_agent"))
        self.assertFalse(self.agent.has_group("callcenter_crm.group_leader"))

    def test_a_role_offers_the_menus_that_its_features_open(self):
        config = self.env.ref("callcenter_crm.callcenter_menu_role")
        self.assertNotIn(config, self.role.callcenter_menu_choice_ids)
        self.assertIn(config, self.env.ref("callcenter_crm.role_admin").callcenter_menu_choice_ids)

    def test_a_ticked_menu_gives_no_right(self):
        config = self.env.ref("callcenter_crm.callcenter_menu_role")
        role = self.junior(callcenter_menu_ids=[(4, config.id)])
        self.give(self.agent, role)
        self.assertNotIn(config.id, self.menus(self.agent))

    # rights on custom fields

    def test_the_matrix_is_whole_for_new_fields_and_new_roles(self):
        town = self.define("Town")
        role = self.junior()
        self.assertEqual(role.callcenter_access_ids.field_id, self.env["callcenter.field"].search([]))
        roles = self.env["res.users.role"].search([])
        self.assertEqual(set(town.access_ids.role_id.ids), set(roles.ids))

    def test_a_copy_has_the_rights_and_menus_of_its_model_and_goes_its_own_way(self):
        self.role.callcenter_hidden_menu_ids = self.calls
        role = self.junior()
        row = role.callcenter_access_ids.filtered(lambda row: row.field_id == self.income)
        self.assertEqual((row.right, role.callcenter_hidden_menu_ids), ("hidden", self.calls))
        self.give(self.agent, role)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "res.partner", "read", self.customer.ids, ["x_cc_income"])
        vals = {"callcenter_access_ids": [Command.update(row.id, {"right": "read"})]}
        self.rpc(self.admin, "res.users.role", "write", role.ids, vals)
        self.rpc(self.agent, "res.partner", "read", self.customer.ids, ["x_cc_income"])
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "res.partner", "write", self.customer.ids, {"x_cc_income": 1})
        with self.assertRaises(AccessError):
            self.rpc(self.users["agent"], "res.users.role", "write", role.ids, vals)

    def test_rights_are_changed_in_the_role_s_own_rows_only(self):
        role, foreign = self.junior(), self.income.access_ids.filtered(lambda row: row.role_id == self.role)
        for command in (
            Command.update(foreign.id, {"right": "write"}),
            Command.update(role.callcenter_access_ids[:1].id, {"role_id": self.role.id}),
            Command.delete(role.callcenter_access_ids[:1].id),
            Command.link(foreign.id),
        ):
            with self.subTest(command=command), self.assertRaises(AccessError):
                self.rpc(self.admin, "res.users.role", "write", role.ids, {"callcenter_access_ids": [command]})
        for role_name in ("agent", "leader", "qa", "manager"):
            with self.subTest(role=role_name), self.assertRaises(AccessError):
                self.rpc(self.users[role_name], "callcenter.field.access", "write", foreign.ids, {"right": "write"})

    def test_a_menu_beyond_the_call_center_cannot_be_made_by_a_role(self):
        role = self.junior()
        with self.assertRaises(AccessError):
            self.rpc(
                self.admin,
                "res.users.role",
                "write",
                role.ids,
                {"callcenter_menu_ids": [Command.create({"name": "x"})]},
            )

    # who has no role at all

    def test_people_without_a_role_have_the_narrowest_right_and_outsiders_none(self):
        own = self.outsider.partner_id
        with self.assertRaises(AccessError):
            self.rpc(self.outsider, "res.partner", "read", own.ids, ["x_cc_income"])
        self.income.access_ids.right = "write"
        self.rpc(self.outsider, "res.partner", "read", own.ids, ["x_cc_income"])
        portal = self.env["res.users"].create(
            {"name": "p", "login": "cc_portal", "group_ids": [Command.set(self.env.ref("base.group_portal").ids)]}
        )
        with self.assertRaises(AccessError):
            self.rpc(portal, "res.partner", "read", portal.partner_id.ids, ["x_cc_income"])
        self.rpc(portal, "res.partner", "read", portal.partner_id.ids, ["name"])
