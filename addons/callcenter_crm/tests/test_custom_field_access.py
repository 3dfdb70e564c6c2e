from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import tagged

from .common import CallcenterCase


@tagged("post_install", "-at_install")
class TestCustomFieldAccess(CallcenterCase):
    """An agent may not see ``secret`` nor write ``shown``; a leader may do both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(cls.registry.reset_changes)
        role = cls.env.ref("callcenter_crm.role_agent")
        section = cls.env["callcenter.field.section"].create({"name": "Finance"})
        dictionary = cls.env.ref("callcenter_crm.dictionary_education")
        Field = cls.env["callcenter.field"].with_user(cls.users["admin"])
        common = {"section_id": section.id, "in_list": True}
        cls.secret, cls.shown, cls.several = Field.create(
            [
                {
                    **common,
                    "label": "Secret",
                    "code": "secret",
                    "kind": "monetary",
                    "access_ids": [Command.create({"role_id": role.id, "right": "hidden"})],
                },
                {
                    **common,
                    "label": "Shown",
                    "code": "shown",
                    "kind": "char",
                    "access_ids": [Command.create({"role_id": role.id, "right": "read"})],
                },
                {**common, "label": "Several", "code": "several", "kind": "items", "dictionary_id": dictionary.id},
            ]
        )
        cls.customer.write({"x_cc_secret": 900, "x_cc_shown": "seen", "user_id": cls.agent.id})
        cls.leader = cls.users["leader"]

    def refused(self, method, *args, model="res.partner", **kwargs):
        with self.assertRaises(AccessError):
            self.rpc(self.agent, model, method, *args, **kwargs)
        self.rpc(self.leader, model, method, *args, **kwargs)

    def test_a_hidden_field_is_not_read_searched_grouped_or_exported(self):
        mine = [self.customer.id]
        self.refused("read", mine, ["x_cc_secret"])
        self.refused("search_read", [("id", "in", mine)], ["x_cc_secret"])
        self.refused("search", [("x_cc_secret", ">", 1)])
        self.refused("search", [], order="x_cc_secret")
        self.refused("formatted_read_group", [], [], ["x_cc_secret:sum"])
        self.refused("formatted_read_group", [], ["x_cc_secret"], ["__count"])

    def test_a_hidden_field_is_not_reached_through_relations_or_the_users_twin(self):
        self.refused("search", [("partner_id.x_cc_secret", ">", 1)], model="callcenter.call")
        self.refused("search", [("x_cc_secret", ">", 1)], model="res.users")
        self.refused("search", [], order="x_cc_secret", model="res.users")
        self.refused("formatted_read_group", [], ["x_cc_secret"], ["__count"], model="res.users")
        self.refused("read", [self.leader.id], ["x_cc_secret"], model="res.users")

    def test_export_leaves_no_hidden_value(self):
        with self.assertRaises(AccessError):
            self.customer.with_user(self.agent)._export_rows([["x_cc_secret"]])
        self.assertTrue(self.customer.with_user(self.leader)._export_rows([["x_cc_secret"]]))

    def test_hidden_and_readable_fields_are_not_written_created_or_imported(self):
        for name, value in (("x_cc_secret", 5), ("x_cc_shown", "z")):
            self.refused("write", [self.customer.id], {name: value})
            self.refused("create", [{"name": "n", name: value}])

    def test_an_import_takes_no_field_that_its_maker_may_not_write(self):
        for name in ("x_cc_secret", "x_cc_shown"):
            result = self.rpc(self.agent, "res.partner", "load", ["name", name], [["n", "5"]])
            # a failed import reads the registry anew, which does not know the columns of this transaction
            self.registry._setup_models__(self.env.cr)
            self.assertFalse(result["ids"])
            self.assertTrue(result["messages"])
        self.assertTrue(self.rpc(self.leader, "res.partner", "load", ["name", "x_cc_secret"], [["n", "5"]])["ids"])

    def test_a_copy_holds_only_what_its_maker_may_write(self):
        [copy] = self.rpc(self.agent, "res.partner", "copy", [self.customer.id])
        copy = self.env["res.partner"].browse(copy)
        self.assertEqual((copy.x_cc_secret, copy.x_cc_shown), (0, False))
        [copy] = self.rpc(self.leader, "res.partner", "copy", [self.customer.id])
        copy = self.env["res.partner"].browse(copy)
        self.assertEqual((copy.x_cc_secret, copy.x_cc_shown), (900, "seen"))

    def test_views_and_descriptions_tell_each_role_its_own(self):
        views = [[False, "form"], [False, "list"], [False, "search"]]
        for user, secret, readonly in ((self.agent, False, True), (self.leader, True, False)):
            got = self.rpc(user, "res.partner", "get_views", views)
            described = got["models"]["res.partner"]["fields"]
            self.assertEqual("x_cc_secret" in described, secret)
            self.assertEqual(described["x_cc_shown"]["readonly"], readonly)
            for view in got["views"].values():
                self.assertEqual('name="x_cc_secret"' in view["arch"], secret)
                self.assertIn('name="x_cc_several"', view["arch"])
            self.assertIn('string="Finance"', got["views"]["form"]["arch"])

    def test_the_widest_of_several_roles_holds(self):
        role = self.env.ref("callcenter_crm.role_leader")
        self.agent.role_line_ids = [Command.create({"role_id": role.id})]
        self.rpc(self.agent, "res.partner", "read", [self.customer.id], ["x_cc_secret"])

    def test_a_required_field_is_required_by_the_server_but_not_of_colleagues(self):
        self.several.required = True
        with self.assertRaises(ValidationError):
            self.rpc(self.agent, "res.partner", "create", [{"name": "n"}])
        item = self.env.ref("callcenter_crm.item_education_master")
        self.rpc(self.agent, "res.partner", "create", [{"name": "n", "x_cc_several": [Command.link(item.id)]}])
        self.env["res.users"].with_user(self.env.ref("base.user_admin")).create({"name": "u", "login": "cc_u"})

    def test_an_archived_field_is_hidden_and_keeps_its_data_until_deleted(self):
        with self.assertRaises(UserError):
            self.secret.unlink()
        self.secret.active = False
        with self.assertRaises(AccessError):
            self.rpc(self.leader, "res.partner", "read", [self.customer.id], ["x_cc_secret"])
        self.assertEqual(self.customer.x_cc_secret, 900)

    def test_the_kind_is_fixed_and_only_administrators_define(self):
        with self.assertRaises(UserError):
            self.shown.kind = "integer"
        for role in ("agent", "leader", "qa", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.rpc(self.users[role], "callcenter.field", "write", [self.shown.id], {"label": "x"})

    def test_a_label_is_shown_in_the_language_of_who_looks(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        admin = self.users["admin"]
        self.rpc(admin, "callcenter.field", "update_field_translations", [self.shown.id], "label", {"zh_CN": "可见"})
        Partner = self.env["res.partner"].with_user(self.leader)
        for lang, label in (("zh_CN", "可见"), ("en_US", "Shown")):
            described = Partner.with_context(lang=lang).fields_get(["x_cc_shown"], ["string"])
            self.assertEqual(described["x_cc_shown"]["string"], label)

    def test_contacts_have_fields_of_their_own_with_the_same_rights(self):
        self.secret.with_user(self.users["admin"]).copy({"model": "callcenter.contact", "code": "income"})
        views = self.rpc(self.leader, "callcenter.contact", "get_views", [[False, "form"], [False, "list"]])
        self.assertIn("x_cc_income", views["views"]["form"]["arch"])
        self.assertIn("x_cc_income", views["views"]["list"]["arch"])

    def test_an_item_of_another_dictionary_is_refused(self):
        foreign = self.env.ref("callcenter_crm.dictionary_intent").item_ids[:1]
        own = self.env.ref("callcenter_crm.dictionary_education").item_ids[:1]
        name = self.several.name
        for user in (self.users["leader"], self.users["manager"]):
            with self.assertRaisesRegex(ValidationError, "no item of the dictionary"):
                self.rpc(user, "res.partner", "write", [self.customer.id], {name: [Command.set(foreign.ids)]})
            with self.assertRaisesRegex(ValidationError, "no item of the dictionary"):
                self.rpc(user, "res.partner", "create", {"name": "New", name: [Command.link(foreign.id)]})
        self.rpc(self.users["leader"], "res.partner", "write", [self.customer.id], {name: [Command.set(own.ids)]})
        self.assertEqual(self.customer[name], own)
