from odoo.tests.common import tagged

from .common import CallcenterCase

SECTIONS = {
    "callcenter_menu_worklist": {"agent", "leader", "manager", "admin"},
    "callcenter_menu_followups": {"agent", "leader", "qa", "manager", "admin"},
    "callcenter_menu_customers": {"agent", "leader", "qa", "manager", "admin"},
    "callcenter_menu_calls": {"agent", "leader", "qa", "manager", "admin"},
    "callcenter_menu_campaigns": {"leader", "manager", "admin"},
    "callcenter_menu_disposition": {"admin"},
}


@tagged("post_install", "-at_install")
class TestMenus(CallcenterCase):
    def menus(self, user):
        # the menus as the browser gets them
        return self.env["ir.ui.menu"].with_user(user).load_web_menus(False)

    def test_each_role_sees_the_sections_it_needs_and_no_other(self):
        for section, roles in SECTIONS.items():
            menu = self.env.ref(f"callcenter_crm.{section}")
            for role, user in self.users.items():
                with self.subTest(section=section, role=role):
                    self.assertEqual(menu.id in self.menus(user), role in roles)

    def test_the_call_center_comes_first_and_opens_something(self):
        root = self.env.ref("callcenter_crm.callcenter_menu_root")
        for role, user in self.users.items():
            with self.subTest(role=role):
                menus = self.menus(user)
                self.assertEqual(menus["root"]["children"][0], root.id)
                self.assertTrue(menus[root.id]["actionID"])

    def test_people_without_a_role_do_not_see_the_app(self):
        root = self.env.ref("callcenter_crm.callcenter_menu_root")
        self.assertNotIn(root.id, self.menus(self.outsider))
