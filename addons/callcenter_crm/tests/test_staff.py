"""What business administrators do with users and roles, and attacks on what lies beyond the call center."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .common import CallcenterCase


@tagged("post_install", "-at_install")
class TestStaff(CallcenterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.users["admin"]
        cls.root = cls.env.ref("base.user_admin")
        cls.role = cls.env.ref("callcenter_crm.role_agent")
        cls.system = cls.env.ref("base.group_system")
        cls.foreign = cls.env["res.users.role"].create(
            {"name": "Settings", "implied_ids": [Command.link(cls.system.id)]}
        )
        cls.boss = cls.env["res.users"].create(
            {"name": "boss", "login": "cc_boss", "role_line_ids": [Command.create({"role_id": cls.foreign.id})]}
        )

    def by(self, model, method, *args, user=None, **kwargs):
        return self.rpc(user or self.admin, model, method, *args, **kwargs)

    def refused(self, model, method, *args, user=None, **kwargs):
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.by(model, method, *args, user=user, **kwargs)

    def new_user(self, **vals):
        vals = {"name": "新人", "login": "cc_new", "role_line_ids": [[0, 0, {"role_id": self.role.id}]], **vals}
        [user_id] = self.by("res.users", "create", [vals])
        return self.env["res.users"].browse(user_id)

    # users

    def test_an_administrator_adds_a_user_who_can_work_at_once(self):
        user = self.new_user(password="long enough", callcenter_department_id=self.team.id, lang="en_US")
        self.assertTrue(user.has_group("callcenter_crm.group_agent"))
        self.assertEqual(user.callcenter_department_id, self.team)
        credential = {"type": "password", "login": "cc_new", "password": "long enough"}
        user.with_user(user)._check_credentials(credential, {"interactive": False})
        self.assertEqual(user._callcenter_scope("customer"), "own")

    def test_with_an_address_and_no_password_an_invitation_is_sent(self):
        self.assertEqual(self.new_user(email="new@example.com").partner_id.signup_type, "signup")
        known = self.new_user(login="cc_known", email="known@example.com", password="long enough")
        self.assertFalse(known.partner_id.signup_type)

    def test_an_administrator_changes_and_archives_a_user(self):
        ids = self.agent.ids
        line = self.agent.role_line_ids
        leader = self.env.ref("callcenter_crm.role_leader")
        self.by("res.users", "write", ids, {"name": "x", "tz": "Asia/Shanghai", "password": "long enough"})
        self.by("res.users", "write", ids, {"role_line_ids": [[1, line.id, {"role_id": leader.id}]]})
        self.assertTrue(self.agent.has_group("callcenter_crm.group_leader"))
        self.by("res.users", "web_save", ids, {"callcenter_department_ids": [[4, self.team.id, 0]]}, {"name": {}})
        self.assertEqual(self.agent.callcenter_department_ids, self.team)
        self.by("res.users", "write", ids, {"active": False})
        self.assertFalse(self.agent.active)

    def test_an_administrator_s_own_preferences_stay_the_own(self):
        self.by("res.users", "write", self.admin.ids, {"signature": "<p>x</p>", "lang": "en_US"})
        self.by("res.users", "write", self.admin.ids, {"callcenter_department_id": self.team.id})

    def test_a_typed_password_counts_and_an_empty_one_does_not(self):
        credential = {"type": "password", "login": self.agent.login, "password": "long enough"}
        for password in ("long enough", ""):
            self.by("res.users", "write", self.agent.ids, {"password": password})
            self.agent.with_user(self.agent)._check_credentials(credential, {"interactive": False})
        with self.assertRaises(UserError):
            self.by("res.users", "write", self.admin.ids, {"password": "long enough"})

    def test_the_forms_of_users_and_roles_answer(self):
        users = {"name": {}, "lang": {}, "role_line_ids": {"fields": {"role_id": {}}}, "callcenter_manageable": {}}
        value = self.by("res.users", "onchange", [], {}, [], users)["value"]
        self.assertTrue(value["callcenter_manageable"])
        self.env.company.partner_id.tz = "Asia/Shanghai"
        self.assertEqual(self.by("res.users", "onchange", [], {}, [], {"tz": {}})["value"]["tz"], "Asia/Shanghai")
        self.by("res.users.role", "onchange", [], {}, [], {"name": {}, "implied_ids": {}, "callcenter_manageable": {}})
        self.by("res.users.role", "onchange", self.role.ids, {"name": "x"}, ["name"], {"name": {}, "implied_ids": {}})
        self.by("res.users.role.line", "onchange", [], {}, [], {"role_id": {}, "date_from": {}})
        self.by("callcenter.role.scope", "onchange", [], {}, [], {"object": {}, "scope": {}})

    def test_the_way_of_the_forms_writes_nothing_and_is_not_open_to_others(self):
        context = {"callcenter_staff_form": True}
        self.refused(
            "res.users.role.line", "write", self.boss.role_line_ids.ids, {"role_id": self.role.id}, context=context
        )
        self.refused("res.users", "unlink", self.agent.ids, context=context)
        for model in ("res.users", "res.users.role", "res.users.role.line", "callcenter.role.scope"):
            self.refused(model, "onchange", [], {}, [], {}, user=self.users["manager"])

    def test_an_archived_user_keeps_roles_and_those_to_come_count(self):
        line = [[0, 0, {"role_id": self.foreign.id, "date_from": "2999-01-01"}]]
        self.rpc(self.boss, "res.users", "write", self.agent.ids, {"role_line_ids": line})
        self.rpc(self.boss, "res.users", "write", self.agent.ids, {"active": False})
        [row] = self.by("res.users", "read", self.agent.ids, ["role_line_ids"])
        self.assertEqual(len(row["role_line_ids"]), 2)
        self.refused("res.users", "write", self.agent.ids, {"password": "long enough"})

    def test_a_user_needs_a_role(self):
        with self.assertRaises(UserError):
            self.new_user(role_line_ids=[])
        with self.assertRaises(UserError):
            self.by("res.users", "write", self.agent.ids, {"role_line_ids": [[2, self.agent.role_line_ids.id, 0]]})

    def test_nobody_gets_rights_beyond_the_call_center(self):
        for users in (self.admin, self.agent):
            for vals in (
                {"group_ids": [[4, self.system.id, 0]]},
                {"all_group_ids": [[4, self.system.id, 0]]},
                {"role": "group_system"},
                {"role_line_ids": [[0, 0, {"role_id": self.foreign.id}]]},
                {"role_line_ids": [[0, 0, {"role_id": self.foreign.id, "date_from": "2999-01-01"}]]},
                {"role_line_ids": [[1, users.role_line_ids.id, {"role_id": self.foreign.id}]]},
                {"role_line_ids": [[6, 0, self.boss.role_line_ids.ids]]},
                {"role_line_ids": [[4, self.boss.role_line_ids.id, 0]]},
                {"company_ids": [[4, self.env.company.id, 0]]},
                {"partner_id": self.root.partner_id.id},
                {"action_id": 1},
                {"api_key_ids": [[5, 0, 0]]},
            ):
                if users == self.admin and vals.keys() <= {"action_id", "api_key_ids"}:
                    continue
                with self.subTest(user=users.login, vals=vals):
                    self.refused("res.users", "write", users.ids, vals)
        self.assertFalse(self.admin.has_group("base.group_system"))
        self.assertFalse(self.agent.has_group("base.group_system"))

    def test_a_new_user_gets_no_rights_beyond_the_call_center(self):
        vals = {"name": "n", "login": "cc_n"}
        for bad in (
            {"group_ids": [[6, 0, self.system.ids]]},
            {"role_line_ids": [[0, 0, {"role_id": self.foreign.id}]]},
            {"partner_id": self.root.partner_id.id},
        ):
            with self.subTest(bad=bad):
                self.refused("res.users", "create", [{**vals, **bad}])
        context = {
            "default_group_ids": [[4, self.system.id, 0]],
            "default_partner_id": self.root.partner_id.id,
            "default_role_line_ids": [[0, 0, {"role_id": self.foreign.id}]],
        }
        good = {**vals, "role_line_ids": [[0, 0, {"role_id": self.role.id}]]}
        [user_id] = self.by("res.users", "create", [good], context=context)
        user = self.env["res.users"].browse(user_id)
        self.assertFalse(user.has_group("base.group_system"))
        self.assertNotEqual(user.partner_id, self.root.partner_id)
        self.assertEqual(user.role_line_ids.role_id, self.role)

    def test_users_beyond_the_call_center_are_not_touched(self):
        line = self.boss.role_line_ids
        for user in (self.root, self.boss, self.env.ref("base.user_root"), self.env.ref("base.public_user")):
            for vals in (
                {"password": "x"},
                {"login": "x"},
                {"email": "thief@example.com"},
                {"active": False},
                {"role_line_ids": [[0, 0, {"role_id": self.role.id}]]},
            ):
                with self.subTest(user=user.login, vals=vals):
                    self.refused("res.users", "write", user.ids, vals)
            self.refused("res.users", "action_reset_password", user.ids)
        self.refused("res.users", "write", self.agent.ids, {"role_line_ids": [[2, line.id, 0]]})
        self.refused("res.users", "write", (self.agent | self.boss).ids, {"name": "x"})
        self.refused("res.partner", "write", self.boss.partner_id.ids, {"email": "thief@example.com"})
        self.refused(
            "res.partner", "write", self.root.partner_id.ids, {"user_ids": [[1, self.root.id, {"login": "x"}]]}
        )
        self.assertTrue(line.exists())
        # but they have a department as everybody
        self.by("res.users", "write", self.root.ids, {"callcenter_department_id": self.team.id})

    def test_other_ways_to_users_and_rights_stay_closed(self):
        for model, method, args in (
            ("res.users", "unlink", [self.agent.ids]),
            ("res.users", "copy", [self.boss.ids]),
            ("res.users.role.line", "create", [[{"user_id": self.admin.id, "role_id": self.foreign.id}]]),
            ("res.users.role.line", "write", [self.admin.role_line_ids.ids, {"role_id": self.foreign.id}]),
            ("res.users.role.line", "unlink", [self.boss.role_line_ids.ids]),
            ("res.groups", "write", [self.system.ids, {"user_ids": [[4, self.admin.id, 0]]}]),
            ("res.groups", "create", [[{"name": "x"}]]),
            ("change.password.wizard", "create", [[{"user_ids": [[0, 0, {"user_id": self.root.id}]]}]]),
        ):
            with self.subTest(model=model, method=method):
                self.refused(model, method, *args)

    def test_the_other_roles_change_no_user_and_no_role(self):
        for role in ("agent", "leader", "qa", "manager"):
            user = self.users[role]
            with self.subTest(role=role):
                self.refused("res.users", "write", self.colleague.ids, {"password": "x"}, user=user)
                self.refused("res.users", "write", user.ids, {"role_line_ids": []}, user=user)
                self.refused("res.users", "create", [{"name": "x", "login": "x"}], user=user)
                self.refused("res.users", "read", user.ids, ["role_line_ids"], user=self.colleague)
                self.refused("res.users.role", "write", self.role.ids, {"name": "x"}, user=user)
                self.refused("res.users.role", "create", [{"name": "x"}], user=user)
                self.refused("res.users.role", "search_read", [], ["name"], user=user)

    # roles

    def test_an_administrator_makes_a_role_from_a_shipped_one(self):
        copy_id = self.by("res.users.role", "copy", self.role.ids)
        copy = self.env["res.users.role"].browse(copy_id)
        self.assertEqual(copy.implied_ids, self.role.implied_ids)
        self.assertEqual(copy.mapped("scope_ids.scope"), ["own"] * 6)
        self.assertFalse(copy.line_ids)
        self.assertFalse(copy.group_id.user_ids)
        row = copy.scope_ids.filtered(lambda row: row.object == "call")
        export = self.env.ref("base.group_allow_export")
        vals = {
            "name": "Junior",
            "scope_ids": [[1, row.id, {"scope": "department"}]],
            "implied_ids": [[4, export.id, 0]],
        }
        self.by("res.users.role", "web_save", copy.ids, vals, {"name": {}})
        self.by("res.users", "write", self.agent.ids, {"role_line_ids": [[0, 0, {"role_id": copy.id}]]})
        self.assertEqual(self.agent._callcenter_scope("call"), "department")
        self.assertTrue(self.agent.has_group("base.group_allow_export"))
        self.by("res.users.role", "write", copy.ids, {"implied_ids": [[3, export.id, 0]]})
        self.assertFalse(self.agent.has_group("base.group_allow_export"))

    def test_a_role_has_its_name_in_each_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.by("res.users.role", "update_field_translations", self.role.ids, "name", {"zh_CN": "座席一"})
        self.assertEqual(self.role.with_context(lang="zh_CN").name, "座席一")
        self.assertNotEqual(self.role.with_context(lang="en_US").name, "座席一")
        self.by("res.users.role", "web_override_translations", self.role.ids, {"name": "座席二"})
        self.assertEqual(self.role.with_context(lang="zh_CN").name, "座席二")
        for role, user in ((self.foreign, self.admin), (self.role, self.users["manager"])):
            self.refused("res.users.role", "web_override_translations", role.ids, {"name": "x"}, user=user)
        self.refused("res.groups", "web_override_translations", self.system.ids, {"name": "x"})

    def test_a_role_that_somebody_has_is_not_deleted(self):
        with self.assertRaises(UserError):
            self.by("res.users.role", "unlink", self.role.ids)
        copy = self.env["res.users.role"].browse(self.by("res.users.role", "copy", self.role.ids))
        group = copy.group_id
        self.by("res.users.role", "unlink", copy.ids)
        self.assertFalse(copy.exists() or group.exists())

    def test_a_role_gives_something_and_nothing_beyond_the_call_center(self):
        with self.assertRaises(UserError):
            self.by("res.users.role", "create", [{"name": "empty"}])
        manager = self.env.ref("base.group_partner_manager")
        for vals in (
            {"implied_ids": [[4, self.system.id, 0]]},
            {"implied_ids": [[6, 0, manager.ids]]},
            {"implied_ids": [[4, self.foreign.group_id.id, 0]]},
            {"implied_ids": [[0, 0, {"name": "x", "implied_ids": [[4, self.system.id, 0]]}]]},
            {"implied_ids": [[1, self.role.group_id.id, {"implied_ids": [[4, self.system.id, 0]]}]]},
            {"user_ids": [[4, self.admin.id, 0]]},
            {"line_ids": [[0, 0, {"user_id": self.root.id}]]},
            {"group_id": self.system.id},
            {"model_access": [[5, 0, 0]]},
            {"rule_groups": [[5, 0, 0]]},
            {"is_default": True},
            {"group_privilege_id": self.env.ref("callcenter_crm.privilege_callcenter").id},
            {"scope_ids": [[1, self.env.ref("callcenter_crm.scope_leader_call").id, {"scope": "all"}]]},
            {"scope_ids": [[0, 0, {"object": "call", "scope": "all", "role_id": self.foreign.id}]]},
        ):
            with self.subTest(vals=vals):
                self.refused("res.users.role", "write", self.role.ids, vals)
                self.refused("res.users.role", "create", [{"name": "x", **vals}])

    def test_roles_beyond_the_call_center_are_not_touched(self):
        self.refused("res.users.role", "write", self.foreign.ids, {"name": "x"})
        self.refused("res.users.role", "unlink", self.foreign.ids)
        self.refused("res.users.role", "copy", self.foreign.ids)
        self.assertNotIn(self.foreign, self.env["res.users"]._callcenter_roles())

    def test_the_system_administrator_s_ways_stay_as_they_were(self):
        self.rpc(self.boss, "res.users", "write", self.agent.ids, {"group_ids": [[4, self.system.id, 0]]})
        role = self.env["res.users.role"].browse(self.rpc(self.boss, "res.users.role", "copy", self.role.ids))
        self.assertEqual(len(role.scope_ids), 6)
