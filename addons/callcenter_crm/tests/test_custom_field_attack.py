"""Every other way to a value that a role may not see: through relations, groups, onchange, copies, exports."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests.common import tagged

from .fields_common import FieldCase

VALUE = 987654


@tagged("post_install", "-at_install")
class TestCustomFieldAttack(FieldCase):
    """The agent must not learn 987654 and not change "seen"; the leader may do both by the same request."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.define("Secret", "integer", right="hidden", in_list=True, in_pop=True)
        cls.define("Shown", right="read", in_list=True, in_pop=True)
        cls.define("Link", "partner", right="hidden")
        cls.define("Several", "items", right="hidden", dictionary_id=cls.dictionary.id)
        cls.customer.write(
            {
                "x_cc_secret": VALUE,
                "x_cc_shown": "seen",
                "x_cc_link": cls.other_customer.id,
                "x_cc_several": cls.items[0].ids,
            }
        )
        cls.call = cls._new_call(partner_id=cls.customer.id, user_id=cls.agent.id, number="+8613800130001")

    def refused(self, model, method, *args, **kwargs):
        with self.subTest(model=model, method=method, args=args):
            with self.assertRaises(AccessError):
                self.rpc(self.agent, model, method, *args, **kwargs)
            self.rpc(self.leader, model, method, *args, **kwargs)

    def silent(self, model, method, *args, **kwargs):
        """The answer does not hold the value; the leader's does."""
        with self.subTest(model=model, method=method, args=args):
            try:
                told = self.rpc(self.agent, model, method, *args, **kwargs)
            except AccessError:
                told = ""
            self.assertNotIn(str(VALUE), str(told))
            self.assertIn(str(VALUE), str(self.rpc(self.leader, model, method, *args, **kwargs)))

    def test_reading_in_every_form(self):
        mine = self.customer.ids
        self.refused("res.partner", "web_read", mine, {"x_cc_secret": {}})
        self.refused("res.partner", "web_search_read", [], {"x_cc_secret": {}})
        self.refused("callcenter.call", "web_read", self.call.ids, {"partner_id": {"fields": {"x_cc_secret": {}}}})
        self.silent("callcenter.field", "facts", "res.partner", self.customer.id)
        self.silent("callcenter.field", "inputs", "res.partner", self.customer.id)
        self.silent("callcenter.worklist", "card", {"kind": "partner", "id": self.customer.id})

    def test_exporting(self):
        export = self.env.ref("base.group_allow_export")
        self.role.implied_ids += export
        self.env.ref("callcenter_crm.role_leader").implied_ids += export
        self.refused("res.partner", "export_data", self.customer.ids, ["name", "x_cc_secret"])
        self.refused("callcenter.call", "export_data", self.call.ids, ["partner_id/x_cc_secret"])
        self.rpc(self.agent, "res.partner", "export_data", self.customer.ids, ["name", "x_cc_shown"])

    def test_asking_by_domains_orders_and_groups(self):
        for domain in (
            [("x_cc_secret", "=", VALUE)],
            [("x_cc_link.name", "ilike", "x")],
            [("x_cc_link", "any", [("name", "!=", False)])],
            [("x_cc_several", "in", self.items.ids)],
            [("x_cc_several", "!=", False)],
            [("x_cc_several.name", "=", "a")],
            [("child_ids.x_cc_secret", ">", 1)],
            [("parent_id", "any", [("x_cc_secret", ">", 1)])],
            [("commercial_partner_id.x_cc_secret", ">", 1)],
        ):
            self.refused("res.partner", "search", domain)
            self.refused("res.partner", "search_count", domain)
            self.refused("res.partner", "name_search", "", domain)
            self.refused("res.partner", "formatted_read_group", domain, [], ["__count"])
        self.refused("callcenter.call", "search", [("partner_id.x_cc_secret", ">", 1)])
        self.refused("callcenter.contact", "search", [("partner_id.x_cc_secret", ">", 1)])
        for group in ("x_cc_secret", "x_cc_link", "x_cc_several"):
            self.refused("res.partner", "formatted_read_group", [], [group], ["__count"])
        for aggregate in ("x_cc_secret:sum", "x_cc_secret:array_agg", "x_cc_link:count_distinct"):
            self.refused("res.partner", "formatted_read_group", [], [], [aggregate])
        self.refused("res.partner", "web_read_group", [], ["x_cc_several"], ["__count"])

    def test_a_path_in_a_group_is_no_way_round(self):
        for user, refused in ((self.agent, True), (self.leader, False)):
            try:
                told = self.rpc(
                    user, "callcenter.call", "formatted_read_group", [], ["partner_id.x_cc_secret"], ["__count"]
                )
            except (AccessError, ValueError, TypeError, AssertionError):
                told = ""
            if refused:
                self.assertNotIn(str(VALUE), str(told))

    def test_onchange_and_defaults_tell_nothing(self):
        self.refused("res.partner", "onchange", self.customer.ids, {}, [], {"x_cc_secret": {}, "name": {}})
        self.refused("res.partner", "onchange", self.customer.ids, {"name": "n"}, ["name"], {"x_cc_secret": {}})
        told = self.rpc(self.agent, "res.partner", "onchange", [], {}, [], {"name": {}})
        self.assertNotIn("x_cc_secret", told["value"])

    def test_writing_in_every_form(self):
        mine = self.customer.ids
        for name, value in (("x_cc_secret", 5), ("x_cc_shown", "z"), ("x_cc_several", [Command.clear()])):
            self.refused("res.partner", "write", mine, {name: value})
            self.refused("res.partner", "web_save", mine, {name: value}, {"name": {}})
            self.refused("res.partner", "create", [{"name": "n", name: value}])
            self.refused("res.partner", "copy", mine, {name: value})
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "res.partner", "create", [{"name": "n"}], context={"default_x_cc_secret": 5})

    def test_writing_by_way_of_a_relation(self):
        for user in (self.agent, self.leader):
            # commands act for whoever began the transaction
            self.env.transaction.default_env = self.env(user=user.id, su=False)
            child = {"name": "c", "x_cc_secret": 5}
            if user == self.agent:
                with self.assertRaises(AccessError):
                    self.rpc(user, "res.partner", "create", [{"name": "n", "child_ids": [Command.create(child)]}])
                with self.assertRaises(AccessError):
                    self.rpc(
                        user,
                        "res.partner",
                        "write",
                        self.other_customer.ids,
                        {"child_ids": [Command.update(self.customer.id, child)]},
                    )
            else:
                self.rpc(user, "res.partner", "create", [{"name": "n", "child_ids": [Command.create(child)]}])
        self.assertEqual(self.customer.x_cc_secret, VALUE)

    def test_the_copy_of_a_customer_with_children_takes_nothing_along(self):
        self.customer.child_ids = [Command.create({"name": "c", "x_cc_secret": VALUE, "user_id": self.agent.id})]
        [copy] = self.rpc(self.agent, "res.partner", "copy", self.customer.ids)
        copies = self.env["res.partner"].browse(copy)
        self.assertFalse((copies + copies.child_ids).filtered("x_cc_secret"))

    def test_an_import_by_id_changes_nothing(self):
        xmlid = self.customer.export_data(["id"])["datas"][0][0]
        told = self.rpc(self.agent, "res.partner", "load", ["id", "x_cc_shown"], [[xmlid, "z"]])
        self.registry._setup_models__(self.env.cr)
        self.assertFalse(told["ids"])
        self.assertEqual(self.customer.x_cc_shown, "seen")

    def test_the_description_of_the_model_does_not_name_it(self):
        for user, named in ((self.agent, False), (self.leader, True)):
            self.assertEqual("x_cc_secret" in self.rpc(user, "res.partner", "fields_get"), named)
            self.assertEqual("x_cc_secret" in self.rpc(user, "res.users", "fields_get"), named)

    def test_nobody_but_the_administrator_reads_the_definitions(self):
        for role in ("agent", "leader", "qa", "manager"):
            for model in ("callcenter.field", "callcenter.field.access", "callcenter.field.section"):
                with self.subTest(role=role, model=model), self.assertRaises(AccessError):
                    self.rpc(self.users[role], model, "search_read", [])
            with self.assertRaises(AccessError):
                self.rpc(self.users[role], "callcenter.field", "create", [{"label": "x"}])
        self.assertTrue(self.rpc(self.admin, "callcenter.field", "search_read", []))

    def test_a_rule_for_customers_asks_of_no_field_that_its_writer_may_not_see(self):
        field = self.define("Signed", "date")
        condition = {"domain": f"[('x_cc_secret', '=', {VALUE})]"}
        occasion = {"occasion": "date", "date_field": "x_cc_signed"}
        rules = [
            ("callcenter.lifecycle.rule", condition),
            ("callcenter.care.rule", condition),
            ("callcenter.care.rule", occasion),
        ]
        for model, vals in rules:
            with self.subTest(model=model, vals=vals):
                self.rpc(self.admin, model, "create", {"name": "mine", **vals})
        hidden = field | self.env["callcenter.field"].search([("label", "=", "Secret")])
        hidden.access_ids.filtered(
            lambda row: row.role_id == self.env.ref("callcenter_crm.role_admin")
        ).right = "hidden"
        for model, vals in rules:
            with self.subTest(model=model, vals=vals), self.assertRaises(AccessError):
                self.rpc(self.admin, model, "create", {"name": "theirs", **vals})
