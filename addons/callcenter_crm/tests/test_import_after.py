"""An import is undone or done again; files that are refused; mappings that are kept."""

import io

from odoo import fields
from odoo.exceptions import UserError

from odoo.addons.callcenter_crm.tools.importing import Refused

from .importing import ROWS, ImportCase, csv, xlsx


class TestImportAfter(ImportCase):
    # undo, and again

    def undo(self, batch):
        return self.rpc(self.manager, "callcenter.list", "import_undo", batch.id)

    def test_an_undo_takes_all_away_that_nobody_has_touched(self):
        batch = self.imported(csv(ROWS))
        self.assertTrue(self.state(batch)["can_undo"])
        state = self.undo(batch)
        self.assertEqual((state["state"], state["undone"], state["stayed"]), ("undone", 3, 0))
        self.assertFalse(self.numbers(batch))
        with self.assertRaises(UserError):
            self.undo(batch)

    def test_contacts_that_were_called_followed_up_allocated_or_recycled_stay(self):
        rows = [[str(n), f"1380000000{n}", "", "", ""] for n in range(6)]
        batch = self.imported(csv(rows))
        contacts = self.env["callcenter.contact"].search([("list_id", "=", batch.id)], order="id")
        contacts[0].write({"attempts": 1, "last_at": fields.Datetime.now()})
        self.env["callcenter.followup"].create({"contact_id": contacts[1].id, "disposition_id": self.solved.id})
        contacts[2].user_id = self.agent
        contacts[3].department_id = self.team
        self.env["callcenter.contact"].create(
            {"campaign_id": self.other.id, "number": contacts[4].number, "origin_id": contacts[4].id}
        )
        self.assertIn("5 stay", self.state(batch)["undo_note"])
        state = self.undo(batch)
        self.assertEqual((state["undone"], state["stayed"]), (1, 5))
        self.assertEqual(self.numbers(batch), ["00", "01", "02", "03", "04"])

    def test_contacts_recalled_from_their_agent_go(self):
        batch = self.imported(csv(ROWS))
        contacts = self.env["callcenter.contact"].search([("list_id", "=", batch.id)])
        contacts.user_id = self.agent
        self.assertFalse(self.state(batch)["can_undo"])
        contacts.user_id = False
        self.assertEqual(self.undo(batch)["undone"], 3)

    def test_an_undone_file_is_imported_again_with_the_same_settings(self):
        batch = self.imported(csv(ROWS), customers="link")
        self.undo(batch)
        self.rpc(self.manager, "callcenter.list", "import_again", batch.id)
        self.turn()
        self.assertEqual((batch.state, batch.rows_taken, batch.cleaning["customers"]), ("done", 3, "link"))

    def test_another_file_takes_the_settings_along(self):
        batch = self.imported(csv(ROWS), customers="link")
        lists = self.env["callcenter.list"].with_user(self.manager)
        again = lists._import_upload("十二月.csv", io.BytesIO(csv(ROWS)), 0, batch.id)
        self.assertNotEqual(again.id, batch.id)
        look = self.rpc(self.manager, "callcenter.list", "import_look", again.id)
        self.assertEqual([column["field"] for column in look["columns"]], [column["field"] for column in batch.columns])
        self.assertEqual(look["cleaning"]["customers"], "link")

    def test_a_batch_is_not_imported_twice(self):
        batch = self.imported(csv(ROWS))
        for method, args in (("import_run", (self.columns(), {})), ("import_again", ()), ("import_look", ())):
            with self.assertRaises(UserError):
                self.rpc(self.manager, "callcenter.list", method, batch.id, *args)

    # files that cannot be read

    def test_a_file_that_cannot_be_read_is_told_in_a_sentence(self):
        for data, name in ((b"", "a.csv"), (b"PK\x03\x04 cut off", "a.xlsx"), (b"\xd0\xcf\x11\xe0 cut off", "a.xls")):
            batch = self.load(data, name=name)
            look = self.rpc(self.manager, "callcenter.list", "import_look", batch.id)
            self.assertRegex(look["error"], r"^Th(e file|is) .*\.$", name)
            self.rpc(self.manager, "callcenter.list", "import_run", batch.id, self.columns(), {})
            self.turn()
            self.assertEqual((batch.state, batch.error), ("failed", look["error"]))

    def test_every_refusal_has_a_sentence(self):
        lists = self.env["callcenter.list"]
        other = lists._import_refusal(Refused("nobody knows"))
        codes = (
            "empty truncated encrypted password bomb mislabelled too_many_rows too_many_columns no_table "
            "tool_missing too_long too_large encoding"
        )
        sentences = {lists._import_refusal(Refused(code, limit=5, name="x", found="y")) for code in codes.split()}
        self.assertEqual(len(sentences), len(codes.split()))
        self.assertNotIn(other, sentences)

    # templates

    def test_a_template_is_offered_for_its_header(self):
        batch = self.load(xlsx(ROWS))
        columns = self.columns(fields=["name", "number", False, "city", "remark"])
        saved = self.rpc(self.manager, "callcenter.list", "import_template_save", batch.id, "深圳渠道", columns)
        look = self.rpc(self.leader, "callcenter.list", "import_look", self.load(xlsx(ROWS), user=self.leader).id)
        self.assertEqual(look["template"], saved)
        self.assertEqual([column["field"] for column in look["columns"]], ["name", "number", False, "city", "remark"])
        look = self.rpc(self.manager, "callcenter.list", "import_look", batch.id, {}, False)
        self.assertFalse(look["template"])

    def test_columns_of_the_same_title_keep_their_places_in_a_template(self):
        header = ["姓名", "电话", "电话"]
        rows = [["甲", "13800000001", "13900000001"]]
        columns = self.columns(header, ["name", "number_2", "number"])
        batch = self.load(csv(rows, header=header))
        self.rpc(self.manager, "callcenter.list", "import_template_save", batch.id, "T", columns)
        look = self.rpc(self.manager, "callcenter.list", "import_look", self.load(csv(rows, header=header)).id)
        self.assertEqual([column["field"] for column in look["columns"]], ["name", "number_2", "number"])

    def test_a_template_of_the_same_name_is_replaced(self):
        batch = self.load(xlsx(ROWS))
        first = self.rpc(self.manager, "callcenter.list", "import_template_save", batch.id, "A", self.columns())
        again = self.rpc(self.manager, "callcenter.list", "import_template_save", batch.id, "A", self.columns())
        self.assertEqual(first["id"], again["id"])

    def test_the_sample_has_the_columns_that_may_be_filled(self):
        name, data = self.env["callcenter.list"].with_user(self.leader)._import_sample_file()
        self.assertTrue(name.endswith(".xlsx"))
        batch = self.load(data, name=name)
        look = self.rpc(self.manager, "callcenter.list", "import_look", batch.id)
        fields_found = [column["field"] for column in look["columns"]]
        self.assertEqual(fields_found, [field["name"] for field in look["fields"]][: len(fields_found)])
