import json

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import new_test_user, tagged
from odoo.tools import SQL

from .common import ROLES, CallcenterCase


@tagged("post_install", "-at_install")
class TestAuditRules(CallcenterCase):
    """Acts are written down by themselves where a rule asks for it: one row an act."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager, cls.admin = cls.users["manager"], cls.users["admin"]
        cls.Audit = cls.env["callcenter.audit"]
        cls.env.ref("base.group_allow_export").user_ids |= cls.agent
        cls.customer.user_id = cls.other_customer.user_id = cls.agent
        cls.env.cr.flush()
        cls.env.cr.execute("DELETE FROM callcenter_audit")

    def rows(self, act=None, model=None):
        self.env.flush_all()
        self.Audit.invalidate_model()
        rows = self.Audit.search([], order="id")
        return rows.filtered(lambda row: act in (None, row.act) and model in (None, row.model))

    def detail(self, row):
        return json.loads(row.detail)

    def rule(self, act, model=False):
        Rule = self.env["callcenter.audit.rule"].with_context(active_test=False)
        return Rule.search([("act", "=", act), ("model", "=", model)])

    # changed

    def test_a_change_says_what_was_there_and_what_is(self):
        self.rpc(self.agent, "res.partner", "write", self.customer.ids, {"city": "广州", "phone": "138 0013 0009"})
        row = self.rows("change", "res.partner")
        self.assertEqual((row.user_id, row.res_id, row.count), (self.agent, self.customer.id, 1))
        changed = self.detail(row)["changed"]
        self.assertEqual(changed["city"], [None, "广州"])
        self.assertEqual(changed["phone"], ["138 0013 0001", self.customer.phone])
        self.assertIn("City: – → 广州", row.summary)

    def test_what_is_written_as_it_was_is_no_change(self):
        self.rpc(self.agent, "res.partner", "write", self.customer.ids, {"name": self.customer.name})
        self.assertFalse(self.rows("change", "res.partner"))

    def test_links_are_named(self):
        self.rpc(self.manager, "res.partner", "write", self.customer.ids, {"user_id": self.colleague.id})
        # what follows from it are further changes
        changed = [self.detail(row)["changed"] for row in self.rows("change", "res.partner")]
        self.assertIn({"user_id": ["cc_agent", "cc_colleague"]}, changed)

    def test_few_records_are_told_one_by_one_and_those_that_changed_only(self):
        self.customer.city = "广州"
        both = self.customer | self.other_customer
        self.rpc(self.manager, "res.partner", "write", both.ids, {"city": "广州"})
        row = self.rows("change", "res.partner")
        self.assertEqual((row.res_id, row.name), (self.other_customer.id, "李婷"))
        self.assertEqual(self.detail(row)["each"], {str(self.other_customer.id): {"city": [None, "广州"]}})

    def test_many_records_are_one_row_with_what_was_set(self):
        many = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(700)])
        self.rpc(self.manager, "res.partner", "write", many.ids, {"city": "广州"})
        row = self.rows("change", "res.partner")
        self.assertEqual((len(row), row.count, row.res_id), (1, 700, 0))
        self.assertEqual(self.detail(row), {"set": {"city": "广州"}})

    def test_a_password_is_never_in_the_log(self):
        self.rpc(self.admin, "res.users", "write", self.agent.ids, {"password": "s3cret-and-long"})
        rows = self.rows("change", "res.users")
        self.assertTrue(rows)
        self.assertNotIn("s3cret", "".join(row.detail for row in self.rows()))

    def test_roles_users_fields_and_campaigns_are_written_down(self):
        campaign = self.rpc(self.manager, "callcenter.campaign", "create", [{"name": "Autumn"}])
        self.rpc(self.manager, "callcenter.campaign", "write", campaign, {"name": "Winter"})
        self.rpc(self.manager, "callcenter.campaign", "unlink", campaign)
        rows = self.rows(model="callcenter.campaign")
        self.assertEqual(rows.mapped("act"), ["create", "change", "delete"])
        self.assertEqual(rows.mapped("name"), ["Autumn", "Winter", "Winter"])
        # a role's name and features are those of its group
        role = self.env.ref("callcenter_crm.role_agent").copy()
        self.rpc(self.env.ref("base.user_admin"), "res.users.role", "write", role.ids, {"name": "Junior"})
        self.assertEqual(self.detail(self.rows("change", "res.groups"))["changed"]["name"][1], "Junior")

    def test_what_the_system_does_by_itself_is_no_person_s_act(self):
        self.customer.sudo().with_user(self.env.ref("base.user_root")).city = "广州"
        self.assertFalse(self.rows("change"))

    # deleted, created

    def test_a_deletion_keeps_the_name(self):
        self.rpc(self.manager, "res.partner", "unlink", self.other_customer.ids)
        row = self.rows("delete", "res.partner")
        self.assertEqual((row.name, row.user_id, row.count), ("李婷", self.manager, 1))

    def test_a_creation_of_many_is_one_row(self):
        self.rpc(self.manager, "callcenter.blacklist", "create", [{"number": f"1391113{n:04}"} for n in range(60)])
        row = self.rows("create", "callcenter.blacklist")
        self.assertEqual((len(row), row.count), (1, 60))

    # saw

    def test_opening_a_customer_is_written_down_once_in_a_while(self):
        spec = {"name": {}, "phone": {}}
        for _time in range(3):
            self.rpc(self.agent, "res.partner", "web_read", self.customer.ids, spec)
        self.rpc(self.manager, "res.partner", "read", self.customer.ids, ["phone"])
        rows = self.rows("see", "res.partner")
        self.assertEqual(rows.user_id, self.agent | self.manager)
        self.assertEqual((len(rows), rows.mapped("res_id")), (2, [self.customer.id] * 2))
        self.env.cr.execute("UPDATE callcenter_audit SET at = at - interval '31 minutes'")
        self.rpc(self.agent, "res.partner", "web_read", self.customer.ids, spec)
        self.assertEqual(len(self.rows("see", "res.partner")), 3)

    def test_a_card_of_the_work_list_is_a_look_too(self):
        campaign = self.env["callcenter.campaign"].create({"name": "Spring", "state": "running"})
        vals = {"campaign_id": campaign.id, "name": "张三", "number": "+8613800139001", "user_id": self.agent.id}
        contact = self.env["callcenter.contact"].create(vals)
        for _time in range(2):
            self.rpc(self.agent, "callcenter.worklist", "card", {"kind": "contact", "id": contact.id})
        row = self.rows("see", "callcenter.contact")
        self.assertEqual((row.res_id, row.user_id), (contact.id, self.agent))
        self.assertEqual(self.detail(row), {"fields": ["number"]})

    def test_the_log_tells_full_numbers_from_masked_ones(self):
        self.rpc(self.agent, "res.partner", "read", self.customer.ids, ["phone"])
        self.env.company.callcenter_mask_numbers = True
        self.rpc(self.agent, "res.partner", "read", self.other_customer.ids, ["phone"])
        full, masked = self.rows("see", "res.partner")
        self.assertEqual((self.detail(full), masked.detail), ({"fields": ["phone"]}, False))

    def test_a_look_without_numbers_is_none(self):
        self.rpc(self.agent, "res.partner", "read", self.customer.ids, ["name", "city"])
        self.assertFalse(self.rows("see"))

    def page(self, many, user=None, **kwargs):
        kwargs = {"specification": {"name": {}, "phone": {}}, "order": "id", "limit": 80, **kwargs}
        return self.rpc(user or self.agent, "res.partner", "web_search_read", [("id", "in", many.ids)], **kwargs)

    def test_a_page_of_a_list_is_one_look_once_in_a_while(self):
        many = self.env["res.partner"].create([{"name": f"P{n}", "user_id": self.agent.id} for n in range(100)])
        for _time in range(2):
            self.page(many)
        self.page(many, offset=80)
        self.env.company.callcenter_mask_numbers = True
        self.page(many)
        first, second, masked = self.rows("see", "res.partner")
        self.assertEqual((first.user_id, first.count, first.res_id), (self.agent, 80, 0))
        self.assertEqual(self.detail(first), {"fields": ["phone"], "ids": many.ids[:80]})
        self.assertEqual(second.count, 20)
        self.assertEqual(self.detail(masked), {"ids": many.ids[:80]})
        self.assertEqual(masked.record_numbers, ", ".join(map(str, many.ids[:80])))
        self.env.cr.execute("UPDATE callcenter_audit SET at = at - interval '31 minutes'")
        self.page(many)
        self.assertEqual(len(self.rows("see", "res.partner")), 4)

    def test_lists_without_numbers_and_shorter_ones_than_the_rule_says_are_no_look(self):
        many = self.env["res.partner"].create([{"name": f"P{n}", "user_id": self.agent.id} for n in range(210)])
        self.page(many, specification={"name": {}, "city": {}})
        self.rule("see", "res.partner").many = 200
        self.page(many)
        self.assertFalse(self.rows("see"))
        self.page(many, limit=None)
        self.assertEqual(self.rows("see").count, 210)
        self.rule("see", "res.partner").active = False
        self.page(many, user=self.manager, limit=None)
        self.assertEqual(self.rows("see").user_id, self.agent)

    # exported, signed in

    def test_an_export_says_of_what_which_fields_and_how_many(self):
        both = self.customer | self.other_customer
        self.rpc(self.agent, "res.partner", "export_data", both.ids, ["name", "phone"])
        row = self.rows("export")
        self.assertEqual((row.model, row.count, self.detail(row)), ("res.partner", 2, {"fields": ["name", "phone"]}))

    def test_a_sign_in_is_written_down(self):
        credential = {"login": "cc_agent", "password": "cc_agent", "type": "password"}
        self.env["res.users"].authenticate(credential, {})
        row = self.rows("login")
        self.assertEqual((row.user_id, row.name), (self.agent, "cc_agent"))

    # rules

    def test_an_administrator_chooses_what_is_written_down(self):
        rule = self.rule("change", "res.partner")
        self.rpc(self.admin, "callcenter.audit.rule", "write", rule.ids, {"active": False})
        self.rpc(self.agent, "res.partner", "write", self.customer.ids, {"city": "广州"})
        self.assertFalse(self.rows("change", "res.partner"))
        self.rpc(self.admin, "callcenter.audit.rule", "create", [{"act": "change", "model": "product.template"}])
        product = self.env["product.template"].create({"name": "Fund"})
        self.rpc(self.env.ref("base.user_admin"), "product.template", "write", product.ids, {"name": "Savings"})
        self.assertEqual(self.detail(self.rows("change", "product.template"))["changed"]["name"], ["Fund", "Savings"])

    def test_changes_of_the_rules_are_always_written_down(self):
        rule = self.rule("export")
        self.rpc(self.admin, "callcenter.audit.rule", "write", rule.ids, {"active": False})
        self.rpc(self.admin, "callcenter.audit.rule", "unlink", rule.ids)
        rows = self.rows(model="callcenter.audit.rule")
        self.assertEqual((rows.mapped("act"), rows.user_id), (["change", "delete"], self.admin))

    def test_managers_read_the_rules_and_only_administrators_change_them(self):
        rule = self.rule("export")
        self.rpc(self.manager, "callcenter.audit.rule", "read", rule.ids, ["keep_days"])
        for role in set(ROLES) - {"admin"}:
            for call, *args in (
                ("write", rule.ids, {"active": False}), ("unlink", rule.ids), ("copy", rule.ids),
                ("create", [{"act": "create", "model": "res.partner"}]),
            ):  # fmt: skip
                with self.subTest(role=role, call=call), self.assertRaises(AccessError):
                    self.rpc(self.users[role], "callcenter.audit.rule", call, *args)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.audit.rule", "search_read", [], ["act"])

    def test_a_rule_of_all_objects_is_for_acts_that_are_rare(self):
        for act in "see", "create", "change", "delete":
            with self.assertRaises(ValidationError):
                self.env["callcenter.audit.rule"].create({"act": act})

    # how long

    def age(self, days):
        self.env.cr.flush()
        self.env.cr.execute(SQL("UPDATE callcenter_audit SET at = at - make_interval(days => %s)", days))
        self.Audit.invalidate_model()

    def test_rows_go_when_they_are_older_than_their_rule_says(self):
        self.rpc(self.agent, "res.partner", "export_data", self.customer.ids, ["name"])
        self.Audit.with_user(self.agent)._note("see", self.customer)
        self.rule("see", "res.partner").keep_days = 200
        self.rule("export").keep_days = 400
        self.age(201)
        self.Audit._cron_forget()
        self.assertEqual(self.rows().mapped("act"), ["export"])
        self.age(200)
        self.Audit._cron_forget()
        self.assertFalse(self.rows())

    def test_rows_without_a_rule_or_for_good_stay(self):
        self.Audit.with_user(self.agent)._note("see", model="callcenter.call")
        self.Audit.with_user(self.agent)._note("export", self.customer)
        self.rule("export").keep_days = 0
        self.age(9000)
        self.Audit._cron_forget()
        self.assertEqual(len(self.rows()), 2)

    def test_nobody_empties_the_log_by_a_short_time(self):
        rule = self.rule("export")
        for days in 1, 182, -1:
            with self.assertRaises(ValidationError):
                self.rpc(self.admin, "callcenter.audit.rule", "write", rule.ids, {"keep_days": days})
        self.Audit.with_user(self.agent)._note("export", self.customer)
        self.env.flush_all()
        self.env.cr.execute("UPDATE callcenter_audit_rule SET keep_days = 1")
        self.age(100)
        self.Audit._cron_forget()
        self.assertTrue(self.rows("export"))

    def test_an_administrator_of_the_business_does_not_start_the_forgetting(self):
        with self.assertRaises(UserError):
            self.rpc(self.admin, "callcenter.audit", "_cron_forget")

    def test_masked_managers_read_no_number_in_the_log(self):
        self.rpc(self.agent, "res.partner", "write", self.customer.ids, {"phone": "138 0013 5021"})
        self.env.company.callcenter_mask_numbers = True
        manager = new_test_user(self.env, "cc_masked", "callcenter_crm.group_manager")
        self.assertFalse(manager._callcenter_sees_numbers())
        row = self.rows("change", "res.partner")
        [seen] = self.rpc(manager, "callcenter.audit", "read", row.ids, ["detail", "summary", "name"])
        self.assertNotIn("5021", "".join(filter(None, (seen["detail"], seen["summary"]))).replace("****5021", ""))
        self.assertIn("****5021", seen["summary"])
