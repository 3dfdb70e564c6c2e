"""The page of fields and forms: what it shows, what it moves, and that a preview is what the role really sees."""

from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import tagged

from .fields_common import FieldCase

PARTNER = "res.partner"


@tagged("post_install", "-at_install")
class TestCustomFieldDesigner(FieldCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.section = cls.env["callcenter.field.section"].create({"name": "Gold", "columns": "2", "sequence": -5})
        cls.leader_role = cls.env.ref("callcenter_crm.role_leader")
        cls.everywhere = {"in_list": True, "in_pop": True, "section_id": cls.section.id}
        cls.free = cls.define("Free", **cls.everywhere, sequence=1)
        cls.shut = cls.define("Shut", right="read", **cls.everywhere, sequence=2)
        cls.secret = cls.define("Secret", "integer", right="hidden", **cls.everywhere, sequence=3)
        cls.customer.write({"x_cc_free": "call 13800135021", "x_cc_shut": "seen", "x_cc_secret": 987654})

    def design(self, model=PARTNER):
        return self.rpc(self.admin, "callcenter.field", "design", model)

    def preview(self, place, role=None, user=None, lang="en_US", model=PARTNER, **kwargs):
        role = role or self.role
        kwargs = {"res_id": self.customer.id, **kwargs}
        return self.rpc(user or self.admin, "callcenter.field", "preview", model, place, role.id, lang, **kwargs)

    def mine(self, preview):
        """Return ``{name: (value, readonly)}`` of the custom fields of a preview."""
        return {
            field["name"]: (field["value"], field["readonly"])
            for section in preview["sections"]
            for field in section["fields"]
            if field["name"].startswith("x_cc_")
        }

    def arch(self, user, kind):
        arch = self.rpc(user, PARTNER, "get_views", [[False, kind]])["views"][kind]["arch"]
        nodes = etree.fromstring(arch).xpath("//field[starts-with(@name, 'x_cc_')][not(ancestor::field)]")
        return {node.get("name"): bool(node.get("readonly")) for node in nodes}

    # who

    def test_only_business_administrators_design(self):
        field = self.free
        for role in ("agent", "leader", "qa", "manager"):
            for method, *args in (
                ("design", PARTNER),
                ("preview", PARTNER, "form", self.role.id, "en_US"),
                ("arrange", field.ids, False),
                ("take_off", field.ids),
                ("action_history", field.ids),
            ):
                with self.subTest(role=role, method=method), self.assertRaises(AccessError):
                    self.rpc(self.users[role], "callcenter.field", method, *args)
        self.assertTrue(self.design()["fields"])
        self.assertEqual((field.section_id, field.in_form), (self.section, True))

    def test_only_records_with_custom_fields_are_shown(self):
        for method, *args in (("design", "res.users"), ("preview", "res.users", "form", self.role.id, "en_US")):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc(self.admin, "callcenter.field", method, *args)

    def test_nobody_looks_with_a_role_s_eyes_by_a_request(self):
        rights = dict.fromkeys(("x_cc_free", "x_cc_shut", "x_cc_secret"), "write")
        for look in ([rights, False], {"rights": rights, "draft": False}, True):
            arch = self.rpc(self.agent, PARTNER, "get_views", [[False, "form"]], context={"callcenter_look": look})[
                "views"
            ]["form"]["arch"]
            self.assertIn("x_cc_free", arch)
            self.assertNotIn("x_cc_secret", arch)

    # what a role sees

    def test_a_preview_is_what_the_role_really_sees(self):
        for role, user in ((self.role, self.agent), (self.leader_role, self.leader)):
            shown = {name: readonly for name, (_value, readonly) in self.mine(self.preview("form", role)).items()}
            self.assertEqual(shown, self.arch(user, "form"))
            columns = self.preview("list", role)["columns"]
            own = {column["name"]: column["readonly"] for column in columns if column["name"].startswith("x_cc_")}
            self.assertEqual(own, self.arch(user, "list"))
            facts = self.rpc(user, "callcenter.field", "facts", PARTNER, self.customer.id)
            pop = {row["name"]: (row["value"], not row["write"]) for row in facts}
            self.assertEqual(self.mine(self.preview("pop", role)), pop)
        self.assertNotIn("x_cc_secret", self.arch(self.agent, "form"))
        self.assertIn("x_cc_secret", self.arch(self.leader, "form"))

    def test_values_are_those_of_the_example(self):
        shown = self.preview("form")
        self.assertEqual((shown["id"], shown["name"]), (self.customer.id, "王磊"))
        self.assertEqual(self.mine(shown)["x_cc_shut"], ("seen", True))
        self.assertEqual(self.mine(self.preview("form", self.leader_role))["x_cc_secret"], ("987654", False))
        newest = self.preview("form", res_id=False, draft={"id": self.shut.id, "kind": "char", "in_form": True})
        self.assertEqual(newest["id"], self.customer.id)

    def test_numbers_are_masked_for_a_role_that_masks(self):
        self.env.company.callcenter_mask_numbers = True
        agent = self.preview("form")
        self.assertTrue(agent["masked"])
        self.assertEqual(self.mine(agent)["x_cc_free"][0], "call 138****5021")
        self.assertIn("138****0001", [field["value"] for field in agent["sections"][0]["fields"]])
        manager = self.preview("form", self.env.ref("callcenter_crm.role_manager"))
        self.assertFalse(manager["masked"])
        self.assertEqual(self.mine(manager)["x_cc_free"][0], "call 13800135021")

    def test_who_designs_learns_nothing_that_is_hidden_from_him(self):
        admin_role = self.env.ref("callcenter_crm.role_admin")
        self.secret.access_ids.filtered(lambda row: row.role_id == admin_role).right = "hidden"
        for place in ("form", "pop", "list"):
            told = self.preview(place, self.leader_role)
            self.assertIn("x_cc_secret", str(told))
            self.assertNotIn("987654", str(told))
        admin_role.implied_ids -= self.env.ref("callcenter_crm.group_numbers")
        self.env.company.callcenter_mask_numbers = True
        self.assertNotIn("13800135021", str(self.preview("form", self.env.ref("callcenter_crm.role_manager"))))

    def test_the_example_is_in_the_scope_of_who_designs(self):
        self.customer.user_id = self.leader
        self.env.ref("callcenter_crm.scope_admin_customer").sudo().scope = "own"
        self.assertNotEqual(self.preview("form")["id"], self.customer.id)

    def test_a_section_that_is_not_for_the_example_says_so(self):
        self.section.campaign_ids = self.campaign
        self.define("Grams", model="callcenter.contact", section_id=self.section.id, in_pop=True)
        for contact, outside in ((self.contact, False), (self.foreign, True)):
            for place in ("form", "pop"):
                shown = self.preview(place, model="callcenter.contact", res_id=contact.id)
                self.assertEqual([part["outside"] for part in shown["sections"] if part["title"] == "Gold"], [outside])

    def test_a_wrap_up_shows_what_may_be_filled_in(self):
        self.define("Reason", model="callcenter.call", in_pop=True)
        self.define("Told", model="callcenter.call", in_pop=True, right="read")
        shown = self.preview("pop", model="callcenter.call", res_id=False)
        self.assertIn("x_cc_reason", self.mine(shown))
        self.assertNotIn("x_cc_told", self.mine(shown))

    # the field that is being changed

    def draft(self, field, **changed):
        names = ("label", "kind", "required", "sequence", "in_form", "in_list", "in_pop")
        saved = {name: field[name] for name in names}
        return {**saved, "id": field.id, "section_id": field.section_id.id, "right": "write", **changed}

    def test_a_preview_goes_by_what_is_not_saved_yet(self):
        told = self.preview("form", draft=self.draft(self.shut, label="Other", required=True))
        [field] = [row for part in told["sections"] for row in part["fields"] if row["name"] == "x_cc_shut"]
        self.assertEqual((field["label"], field["readonly"], field["required"]), ("Other", False, True))
        hidden = self.preview("form", draft=self.draft(self.shut, right="hidden"))
        self.assertNotIn("x_cc_shut", self.mine(hidden))
        for place in ("form", "list", "pop"):
            without = self.preview(place, draft=self.draft(self.free, **{f"in_{place}": False}))
            self.assertNotIn("x_cc_free", str(without))
        moved = self.preview("form", draft=self.draft(self.free, section_id=False))["sections"][-1]
        self.assertEqual(moved["title"], "Further Data")
        self.assertIn("x_cc_free", [row["name"] for row in moved["fields"]])
        self.assertEqual((self.shut.label, self.free.in_form, self.free.section_id), ("Shut", True, self.section))

    def test_a_field_that_is_new_has_its_place(self):
        draft = {"id": False, "kind": "char", "label": "New", "section_id": self.section.id, "sequence": 10}
        shown = self.preview("form", draft={**draft, "in_form": True, "right": "read"})
        [section] = [part for part in shown["sections"] if part["title"] == "Gold"]
        self.assertEqual([row["label"] for row in section["fields"]], ["Free", "Shut", "New"])
        self.assertEqual((section["columns"], section["fields"][-1]["readonly"]), (2, True))

    def test_a_field_without_a_label_is_refused_with_a_sentence(self):
        empty = {"labels": {"en_US": ""}}
        for method, *args in (
            ("create", [{**empty, "model": PARTNER, "kind": "char"}]),
            ("write", self.free.ids, empty),
        ):
            with self.subTest(method=method), self.assertRaisesRegex(ValidationError, "“Label”"):
                self.rpc(self.admin, "callcenter.field", method, *args)

    # what the page shows

    def test_the_page_shows_where_each_field_is(self):
        off = self.define("Off", in_form=False)
        gone = self.define("Gone")
        gone.active = False
        told = self.design()
        states = {row["id"]: (row["section"], row["state"]) for row in told["fields"]}
        self.assertEqual(states[self.free.id], (self.section.id, "on"))
        self.assertEqual((states[off.id][1], states[gone.id][1]), ("off", "archived"))
        self.assertIn("phone", [row["name"] for row in told["standard"]])
        self.assertNotIn("x_cc_free", [row["name"] for row in told["standard"]])
        self.section.active = False
        self.assertEqual({row["id"]: row["state"] for row in self.design()["fields"]}[self.free.id], "off")
        self.assertEqual(
            [host["model"] for host in told["hosts"]], self.env["callcenter.field.host"].search([]).mapped("model")
        )

    def test_a_section_of_other_forms_is_not_offered(self):
        self.section.host_ids = self.env.ref("callcenter_crm.field_host_customer")
        self.assertNotIn(self.section.id, [part["id"] for part in self.design("callcenter.contact")["sections"]])
        self.assertIn(self.section.id, [part["id"] for part in self.design()["sections"]])

    # order

    def test_fields_are_put_into_order_and_into_another_section(self):
        other = self.env["callcenter.field.section"].create({"name": "Silver"})
        self.rpc(self.admin, "callcenter.field", "arrange", [self.secret.id, self.free.id], other.id)
        rows = [row["id"] for row in self.design()["fields"] if row["section"] == other.id]
        self.assertEqual(rows, [self.secret.id, self.free.id])
        off = self.define("Off", in_form=False)
        self.rpc(self.admin, "callcenter.field", "arrange", off.ids, False)
        self.assertEqual((off.in_form, off.section_id.id), (True, False))

    def test_what_stays_where_it_is_is_not_written(self):
        self.env["callcenter.audit.rule"].search([]).unlink()
        self.env["callcenter.audit.rule"].create({"act": "change", "model": "callcenter.field"})
        before = self.env["callcenter.audit"].search_count([])
        ids = [self.free.id, self.secret.id, self.shut.id]
        self.rpc(self.admin, "callcenter.field", "arrange", ids, self.section.id)
        self.assertEqual(self.env["callcenter.audit"].search_count([]) - before, 2)

    def test_a_field_is_taken_off_the_form_unless_it_is_required(self):
        self.rpc(self.admin, "callcenter.field", "take_off", self.free.ids)
        self.assertNotIn("x_cc_free", self.arch(self.leader, "form"))
        self.assertIn("x_cc_free", self.arch(self.leader, "list"))
        self.shut.required = True
        with self.assertRaises(UserError):
            self.rpc(self.admin, "callcenter.field", "take_off", self.shut.ids)

    def test_a_section_of_other_forms_takes_no_field(self):
        calls = self.env["callcenter.field.section"].create(
            {"name": "Calls", "host_ids": self.env.ref("callcenter_crm.field_host_call").ids}
        )
        with self.assertRaises(ValidationError):
            self.rpc(self.admin, "callcenter.field", "arrange", self.free.ids, calls.id)

    # history, scope

    def test_the_last_change_is_told_with_who_and_what(self):
        [row] = self.free.access_ids.filtered(lambda each: each.role_id == self.role)
        self.rpc(self.admin, "callcenter.field.access", "write", row.ids, {"right": "hidden"})
        [told] = self.rpc(self.admin, "callcenter.field", "read", self.free.ids, ["last_change"])
        for word in ("cc_admin", self.role.name, "hidden"):
            self.assertIn(word, told["last_change"])
        action = self.rpc(self.admin, "callcenter.field", "action_history", self.free.ids)
        self.assertIn(row.id, self.env["callcenter.audit"].search(action["domain"]).mapped("res_id"))

    def test_a_right_stands_beside_the_role_s_scope(self):
        own = self.define("Own", model="callcenter.contact").access_ids
        scopes = {row.role_id: row.scope for row in own}
        self.assertEqual((scopes[self.role], scopes[self.leader_role]), ("own", "subtree"))

    def test_what_a_thread_kept_of_before_is_forgotten(self):
        Field = self.env["callcenter.field"].with_user(self.agent)
        rights = dict(Field._callcenter_rights(PARTNER))
        del rights["x_cc_free"]
        self.patch(type(Field), "_callcenter_rights_of", lambda *_args: rights)
        cleared = []
        self.patch(type(self.registry), "clear_all_caches", lambda *_args: cleared.append(True))
        Field._callcenter_shown(PARTNER, "form")
        self.assertTrue(cleared)
