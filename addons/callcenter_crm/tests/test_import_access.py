"""Attacks on imports by every role, by the methods and addresses that a browser can call, in both directions."""

import io
import json

from odoo import Command, http
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import HttpCase, tagged

from .importing import ImportCase, csv

ROWS = [["甲", "13800000001", "", "", ""], ["乙", "12", "", "", ""]]
METHODS = {
    "import_look": (),
    "import_count": ([], {}),
    "import_run": ([], {}),
    "import_again": (),
    "import_state": (),
    "import_cancel": (),
    "import_undo": (),
    "import_template_save": ("T", []),
}
SECRET = ("file_id", "dropped_id", "samples", "columns", "options", "cleaning", "counted")


class TestImportAccess(ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_leader = cls._new_user("cc_other_leader", "leader")
        cls._new_team(cls.other_leader, cls._new_user("cc_southerner", "agent"))
        cls.leader.callcenter_department_id = cls.team

    def test_agents_inspectors_and_outsiders_do_nothing_with_a_batch(self):
        batch = self.imported(csv(ROWS))
        for user in (self.agent, self.users["qa"], self.outsider):
            for method, args in METHODS.items():
                with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                    self.rpc(user, "callcenter.list", method, batch.id, *args)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.load(csv(ROWS), user=user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rpc(user, "callcenter.list", "import_sample")
        self.assertEqual(batch.state, "done")

    def test_a_leader_does_nothing_with_the_batch_of_somebody_else(self):
        batch = self.imported(csv(ROWS), user=self.leader)
        for method, args in METHODS.items():
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc(self.other_leader, "callcenter.list", method, batch.id, *args)
        self.assertEqual(self.rpc(self.leader, "callcenter.list", "import_state", batch.id)["taken"], 1)
        self.assertEqual(self.rpc(self.manager, "callcenter.list", "import_state", batch.id)["taken"], 1)

    def test_files_and_samples_are_read_by_no_other_way(self):
        batch = self.imported(csv(ROWS))
        for user in (self.agent, self.leader, self.manager, self.users["admin"]):
            for name in SECRET:
                with self.subTest(user=user.login, field=name), self.assertRaises(AccessError):
                    self.rpc(user, "callcenter.list", "read", [batch.id], [name])
                with self.subTest(user=user.login, field=name), self.assertRaises(AccessError):
                    self.rpc(user, "callcenter.list", "search", [(name, "!=", False)])
            with self.assertRaises(AccessError):
                self.rpc(user, "callcenter.list", "formatted_read_group", [], ["file_id"], ["__count"])
            for attachment in (batch.file_id, batch.dropped_id):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    self.rpc(user, "ir.attachment", "read", [attachment.id], ["datas"])
                self.assertFalse(self.rpc(user, "ir.attachment", "search", [("id", "=", attachment.id)]))

    def test_nobody_books_an_import_by_hand(self):
        batch = self.imported(csv(ROWS))
        foreign = self.env["ir.attachment"].create({"name": "secret.csv", "raw": csv(ROWS)})
        for user in (self.agent, self.leader, self.manager, self.users["admin"]):
            for vals in ({"file_id": foreign.id}, {"state": "draft"}, {"dropped_id": foreign.id}, {"user_id": user.id}):
                with self.subTest(user=user.login, vals=vals), self.assertRaises(AccessError):
                    self.rpc(user, "callcenter.list", "write", [batch.id], vals)
                with self.subTest(user=user.login, vals=vals), self.assertRaises(AccessError):
                    vals = {"name": "x", "campaign_id": self.campaign.id, **vals}
                    self.rpc(user, "callcenter.list", "create", [vals])
            with self.assertRaises(AccessError):
                self.rpc(user, "callcenter.list.progress", "search", [])

    def test_a_copy_of_a_batch_has_no_file(self):
        batch = self.imported(csv(ROWS))
        copy = self.env["callcenter.list"].browse(self.rpc(self.manager, "callcenter.list", "copy", [batch.id])).sudo()
        self.assertFalse(copy.file_id or copy.dropped_id or copy.samples)
        self.assertEqual(copy.state, "draft")

    def test_a_batch_stays_in_its_campaign(self):
        batch = self.imported(csv(ROWS))
        with self.assertRaises(UserError):
            self.rpc(self.manager, "callcenter.list", "write", [batch.id], {"campaign_id": self.other.id})

    # campaigns

    def test_a_campaign_of_another_company_takes_no_file(self):
        company = self.env["res.company"].create({"name": "Other"})
        foreign = self.env["callcenter.campaign"].create({"name": "Foreign", "company_id": company.id})
        for user in (self.leader, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.load(csv(ROWS), user=user, into=foreign)

    def test_a_campaign_for_other_departments_takes_no_file_of_a_leader(self):
        self.campaign.department_ids = self.team
        self.assertTrue(self.load(csv(ROWS), user=self.leader))
        self.assertTrue(self.load(csv(ROWS), user=self.manager))
        with self.assertRaises(AccessError):
            self.load(csv(ROWS), user=self.other_leader)

    def test_a_right_lost_before_the_job_comes_counts(self):
        batch = self.queued(csv(ROWS), user=self.leader)
        self.leader.role_line_ids = [
            Command.clear(),
            Command.create({"role_id": self.env.ref("callcenter_crm.role_agent").id}),
        ]
        self.turn()
        self.assertEqual(batch.state, "failed")
        self.assertIn("Team leaders", batch.error)
        self.assertFalse(self.numbers(batch))

    def test_contacts_of_a_leader_are_of_the_own_department(self):
        batch = self.imported(csv(ROWS), user=self.leader)
        [contact_id] = self.rpc(self.leader, "callcenter.contact", "search", [("list_id", "=", batch.id)])
        contact = self.env["callcenter.contact"].browse(contact_id)
        self.assertEqual(contact.department_id, self.team)
        self.assertFalse(self.rpc(self.other_leader, "callcenter.contact", "search", [("list_id", "=", batch.id)]))
        self.assertEqual(self.rpc(self.leader, "callcenter.list", "import_undo", batch.id)["undone"], 1)
        batch = self.imported(csv(ROWS))
        self.assertFalse(self.env["callcenter.contact"].search([("list_id", "=", batch.id)]).department_id)

    # fields

    def restrict(self, field, right):
        role = self.env.ref("callcenter_crm.role_leader")
        field.access_ids.filtered(lambda row: row.role_id == role).right = right

    def restricted(self, right):
        field = self.new_field("secret", "char")
        self.restrict(field, right)
        return self.columns(fields=["name", "number", "x_cc_secret", False, False])

    def test_a_field_that_one_may_not_write_is_filled_by_no_column(self):
        for right in ("read", "hidden"):
            columns = self.restricted(right)
            batch = self.load(csv(ROWS), user=self.leader)
            look = self.rpc(self.leader, "callcenter.list", "import_look", batch.id)
            self.assertNotIn("x_cc_secret", [field["name"] for field in look["fields"]])
            for method, args in (("import_run", ({},)), ("import_count", ({},))):
                with self.subTest(right=right, method=method), self.assertRaises(AccessError):
                    self.rpc(self.leader, "callcenter.list", method, batch.id, columns, *args)
            with self.subTest(right=right), self.assertRaises(AccessError):
                self.rpc(self.leader, "callcenter.list", "import_template_save", batch.id, "T", columns)
            self.imported(csv(ROWS), columns=columns)
            field = self.env["callcenter.field"].search([("name", "=", "x_cc_secret")])
            field.active = False
            field.with_context(callcenter_data_too=True).unlink()

    def test_a_field_right_lost_before_the_job_comes_counts(self):
        self.new_field("secret", "char")
        columns = self.columns(fields=["name", "number", "x_cc_secret", False, False])
        batch = self.queued(csv(ROWS), user=self.leader, columns=columns)
        field = self.env["callcenter.field"].search([("name", "=", "x_cc_secret")])
        self.restrict(field, "read")
        self.turn()
        self.assertEqual(batch.state, "failed")
        self.assertIn("x_cc_secret", batch.error)

    def test_fields_of_no_import_are_filled_by_no_column(self):
        for name in ("state", "attempts", "partner_id", "campaign_id", "list_id", "id", "user_id", "nothing"):
            columns = self.columns(fields=["name", "number", name, False, False])
            with self.subTest(field=name), self.assertRaises(AccessError):
                self.queued(csv(ROWS), columns=columns)

    # what is told

    def test_whose_a_repeated_contact_is_is_told_within_the_own_scope(self):
        contact = {"campaign_id": self.campaign.id, "number": "13800000001"}
        contact = self.env["callcenter.contact"].create({**contact, "user_id": self.agent.id})
        for user, seen in ((self.leader, True), (self.other_leader, False), (self.manager, True)):
            batch = self.imported(csv(ROWS[:1]), user=user, campaign=True)
            self.assertEqual("cc_agent" in batch.samples[0]["note"], seen, user.login)

    def test_a_customer_out_of_sight_is_neither_named_nor_linked(self):
        self.customer.user_id = self.agent
        rows = [["甲", "13800130001", "", "", ""]]
        for user, seen in ((self.leader, True), (self.other_leader, False)):
            batch = self.imported(csv(rows), user=user, customers="drop")
            self.assertEqual("王磊" in batch.samples[0]["note"], seen, user.login)
            batch = self.imported(csv(rows), user=user, customers="link")
            contact = self.env["callcenter.contact"].search([("list_id", "=", batch.id)])
            self.assertEqual(bool(contact.partner_id), seen, user.login)

    def test_numbers_are_masked_for_who_does_not_see_them(self):
        self.env.company.callcenter_mask_numbers = True
        self.leader.group_ids -= self.env.ref("callcenter_crm.group_numbers")
        if self.leader._callcenter_sees_numbers():
            role = self.env.ref("callcenter_crm.role_leader")
            role.implied_ids -= self.env.ref("callcenter_crm.group_numbers")
            self.leader.set_groups_from_roles(force=True)
        batch = self.load(csv([*ROWS, ["丙 13800000009", "13800000001", "", "", ""]]), user=self.leader)
        look = self.rpc(self.leader, "callcenter.list", "import_look", batch.id)
        self.assertNotIn("13800000001", json.dumps(look))
        self.assertNotIn("13800000009", json.dumps(look))
        self.assertIn("138", look["rows"][0][1])
        headless = self.rpc(self.leader, "callcenter.list", "import_look", batch.id, {"header_line": 2})
        self.assertNotIn("13800000001", json.dumps(headless))
        self.rpc(self.leader, "callcenter.list", "import_look", batch.id, {"header_line": 1})
        self.rpc(self.leader, "callcenter.list", "import_run", batch.id, self.columns(), {"file": "none_kept"})
        self.turn()
        state = self.rpc(self.leader, "callcenter.list", "import_state", batch.id)
        self.assertEqual(state["dropped"], 3)
        for number in ("13800000001", "13800000009"):
            self.assertNotIn(number, json.dumps(state))

    # templates

    def test_templates_are_the_makers_own_unless_shared(self):
        batch = self.load(csv(ROWS), user=self.leader)
        made = self.rpc(self.leader, "callcenter.list", "import_template_save", batch.id, "T", self.columns())
        templates = "callcenter.import.template"
        self.assertTrue(self.rpc(self.other_leader, templates, "search", [("id", "=", made["id"])]))
        for vals in ({"name": "mine"}, {"shared": False}):
            with self.assertRaises(AccessError):
                self.rpc(self.other_leader, templates, "write", [made["id"]], vals)
        with self.assertRaises(AccessError):
            self.rpc(self.other_leader, templates, "unlink", [made["id"]])
        self.rpc(self.leader, templates, "write", [made["id"]], {"shared": False})
        self.assertFalse(self.rpc(self.other_leader, templates, "search", [("id", "=", made["id"])]))
        theirs = self.load(csv(ROWS), user=self.other_leader)
        with self.assertRaises(AccessError):
            self.rpc(self.other_leader, "callcenter.list", "import_look", theirs.id, {}, made["id"])
        for user in (self.agent, self.users["qa"]):
            with self.assertRaises(AccessError):
                self.rpc(user, templates, "search", [])


@tagged("post_install", "-at_install")
class TestImportHttp(HttpCase, ImportCase):
    def post(self, login, data=None, **form):
        self.authenticate(login, login)
        form = {"csrf_token": http.Request.csrf_token(self), "campaign_id": self.campaign.id, **form}
        files = {"file": ("名单.csv", io.BytesIO(csv(ROWS) if data is None else data))}
        return self.url_open("/callcenter/import/upload", data=form, files=files, timeout=60)

    def test_a_file_comes_in_and_the_dropped_rows_go_out(self):
        answer = self.post("cc_manager").json()
        batch = self.env["callcenter.list"].browse(answer["list_id"]).sudo()
        self.assertEqual((batch.file_name, batch.file_id.raw, batch.user_id), ("名单.csv", csv(ROWS), self.manager))
        self.rpc(self.manager, "callcenter.list", "import_run", batch.id, self.columns(), {})
        self.turn()
        url = self.rpc(self.manager, "callcenter.list", "import_state", batch.id)["dropped_url"]
        response = self.url_open(url)
        self.assertEqual((response.status_code, response.content), (200, batch.dropped_id.raw))
        self.assertIn("attachment", response.headers["Content-Disposition"])
        noted = self.env["callcenter.audit"].search([("act", "=", "download"), ("res_id", "=", batch.id)])
        self.assertEqual((noted.user_id, noted.count), (self.manager, 1))
        for login in ("cc_agent", "cc_qa", "cc_leader", "cc_outsider"):
            self.authenticate(login, login)
            self.assertEqual(self.url_open(url).status_code, 403, login)
            for attachment in (batch.file_id, batch.dropped_id):
                self.assertNotEqual(self.url_open(f"/web/content/{attachment.id}").status_code, 200, login)

    def test_who_may_not_is_told_so(self):
        for login in ("cc_agent", "cc_qa", "cc_outsider"):
            self.assertIn("error", self.post(login).json(), login)
        self.assertFalse(self.env["callcenter.list"].search([("campaign_id", "=", self.campaign.id)]))

    def test_a_file_that_is_too_large_is_told_in_a_sentence(self):
        self.env["ir.config_parameter"].set_param("callcenter_crm.import_max_mb", "1")
        answer = self.post("cc_manager", b"1" * ((1 << 20) + 1)).json()
        self.assertIn("1 MB", answer["error"])

    def test_without_the_token_nothing_is_taken(self):
        self.authenticate("cc_manager", "cc_manager")
        files = {"file": ("a.csv", io.BytesIO(csv(ROWS)))}
        response = self.url_open("/callcenter/import/upload", data={"campaign_id": self.campaign.id}, files=files)
        self.assertEqual(response.status_code, 400)

    def test_the_sample_is_for_leaders(self):
        for login, status in (("cc_leader", 200), ("cc_agent", 403)):
            self.authenticate(login, login)
            self.assertEqual(self.url_open("/callcenter/import/sample").status_code, status)
