"""Every row that is not taken comes back with its reason; nothing is lost."""

import io
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError

from .importing import COLUMNS, HEADER, ImportCase, csv, xlsx


def person(number, name="甲", gender="", region="", remark=""):
    return [name, number, gender, region, remark]


class TestImportClean(ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old_list = cls.env["callcenter.list"].create({"name": "10 月深圳", "campaign_id": cls.campaign.id})
        Contact = cls.env["callcenter.contact"]
        here = {"campaign_id": cls.campaign.id, "list_id": cls.old_list.id}
        Contact.create({**here, "name": "旧", "number": "13900000001", "user_id": cls.agent.id})
        Contact.create({**here, "name": "旧二", "number": "13900000009", "number_2": "13900000002"})
        Contact.create({"campaign_id": cls.other.id, "name": "别处", "number": "13900000003"})

    def dropped(self, batch):
        """Return the rows of the file of those not taken: [line, reason, note, cells …]."""
        book = openpyxl.load_workbook(io.BytesIO(batch.dropped_id.raw))
        rows = [["" if value is None else value for value in row] for row in book.active.iter_rows(values_only=True)]
        self.assertEqual(rows[0], ["Line", "Reason", "Note", *HEADER])
        return rows[1:]

    def reasons(self, rows, **how):
        """Import ``rows`` and return ({reason: count}, [(line, note)])."""
        batch = self.imported(csv(rows), **how)
        self.assertEqual(batch.rows_taken + batch.rows_dropped, batch.rows_total)
        reasons = batch.reasons or {}
        self.assertEqual(sum(reasons.values()), batch.rows_dropped)
        self.assertEqual(batch.rows_total, len(rows))
        self.assertEqual(batch.rows_taken, len(self.numbers(batch)))
        dropped = self.dropped(batch) if batch.dropped_id else []
        self.assertEqual(len(dropped), batch.rows_dropped)
        return reasons, [(int(row[0]), row[2]) for row in dropped]

    # one reason at a time

    def test_bad_and_missing_numbers(self):
        rows = [person("13800000001"), person("1380013"), person(""), person("1.38E+10"), person("没有")]
        reasons, notes = self.reasons(rows)
        self.assertEqual(reasons, {"bad": 3, "missing": 1})
        self.assertEqual([line for line, _note in notes], [3, 4, 5, 6])
        self.assertEqual(notes[0][1], "Only 7 digits")
        self.assertEqual(notes[1][1], "The number is empty")
        self.assertIn("Rounded", notes[2][1])

    def test_repeats_in_the_file_keep_the_first(self):
        rows = [person("13800000001"), person("13800000002"), person("138-0000-0001")]
        self.assertEqual(self.reasons(rows, file="first"), ({"file": 1}, [(4, "Same number as line 2")]))

    def test_repeats_in_the_file_keep_none(self):
        rows = [person("13800000001"), person("13800000002"), person("138-0000-0001")]
        reasons, notes = self.reasons(rows, file="none_kept")
        self.assertEqual(reasons, {"file": 2})
        self.assertEqual([line for line, _note in notes], [2, 4])

    def test_repeats_in_the_file_are_kept_where_wished(self):
        self.assertEqual(self.reasons([person("13800000001")] * 2, file="keep"), ({}, []))

    def test_a_repeat_of_a_row_that_is_not_taken_is_taken(self):
        rows = [person("13800000001", gender="?"), person("13800000001", gender="男")]
        self.assertEqual(self.reasons(rows, file="first"), ({"value": 1}, [(2, "“性别”: “?” does not fit")]))

    def test_numbers_that_the_campaign_has(self):
        rows = [person("13900000001"), person("13900000002"), person("13900000003")]
        reasons, notes = self.reasons(rows, campaign=True)
        self.assertEqual(reasons, {"campaign": 2})
        self.assertEqual(notes, [(2, "batch “10 月深圳”, agent cc_agent"), (3, "batch “10 月深圳”")])

    def test_numbers_that_another_campaign_has(self):
        rows = [person("13900000001"), person("13900000003")]
        self.assertEqual(self.reasons(rows, campaigns=True), ({"campaigns": 1}, [(3, "campaign “保险”")]))

    def test_a_campaign_of_another_company_is_none_of_ours(self):
        company = self.env["res.company"].create({"name": "Other"})
        foreign = self.env["callcenter.campaign"].create({"name": "Foreign", "company_id": company.id})
        self.env["callcenter.contact"].create({"campaign_id": foreign.id, "number": "+8613900000005"})
        self.assertEqual(self.reasons([person("13900000005")], campaign=True, campaigns=True), ({}, []))

    def test_customers_are_dropped_linked_or_left_alone(self):
        rows = [person("13800130001"), person("13800000001")]
        self.assertEqual(self.reasons(rows, customers="drop"), ({"customers": 1}, [(2, "Customer: 王磊")]))
        batch = self.imported(csv(rows), customers="link")
        contacts = self.env["callcenter.contact"].search([("list_id", "=", batch.id)], order="id")
        self.assertEqual(contacts[0].partner_id, self.customer)
        self.assertFalse(contacts[1].partner_id)
        batch = self.imported(csv(rows), customers="keep")
        self.assertFalse(self.env["callcenter.contact"].search([("list_id", "=", batch.id)]).partner_id)

    def test_values_that_do_not_fit_drop_the_row_or_leave_the_field_empty(self):
        rows = [person("13800000001", gender="男"), person("13800000002", gender="不明")]
        self.assertEqual(self.reasons(rows)[0], {"value": 1})
        batch = self.imported(csv(rows), values="empty")
        self.assertEqual((batch.rows_taken, batch.emptied), (2, 1))

    def test_a_field_may_be_required_for_this_file(self):
        rows = [person("13800000001"), person("13800000002", name="")]
        self.assertEqual(self.reasons(rows)[0], {})
        self.assertEqual(self.reasons(rows, required=["name"]), ({"missing": 1}, [(3, "“姓名” is empty")]))

    # custom fields and dictionaries

    def test_custom_fields_of_every_kind(self):
        dictionary = self.new_dictionary("experience", "股票", "基金")
        kinds = {
            "n": ("integer", "12", 12),
            "f": ("float", "1.5", 1.5),
            "m": ("monetary", "8,000", 8000.0),
            "d": ("date", "2026/10/20", "2026-10-20"),
            "b": ("boolean", "是", True),
            "c": ("char", "A", "A"),
            "u": ("user", "cc_agent", self.agent),
            "i": ("item", "股票", dictionary.item_ids[0]),
            "s": ("items", "股票;基金", dictionary.item_ids),
        }
        for code, (kind, _text, _value) in kinds.items():
            self.new_field(f"k{code}", kind, dictionary_id=dictionary.id if kind in ("item", "items") else False)
        header = ["手机", *kinds]
        columns = self.columns(header, ["number", *(f"x_cc_k{code}" for code in kinds)])
        row = ["13800000001", *(text for _kind, text, _value in kinds.values())]
        batch = self.imported(xlsx([row], header=header), columns=columns)
        contact = self.env["callcenter.contact"].search([("list_id", "=", batch.id)])
        for code, (_kind, _text, value) in kinds.items():
            held = contact[f"x_cc_k{code}"]
            self.assertEqual(str(held) if code == "d" else held, value, code)

    def source_rows(self):
        return [["13800000001", "电台 101.8"], ["13800000002", "referral"], ["1380", "门店"]]

    def source_columns(self):
        return self.columns(["手机", "渠道"], ["number", "source_id"])

    def test_unknown_items_drop_the_row(self):
        data = csv(self.source_rows(), header=["手机", "渠道"])
        batch = self.imported(data, columns=self.source_columns())
        self.assertEqual(batch.reasons, {"item": 1, "bad": 1})
        contact = self.env["callcenter.contact"].search([("list_id", "=", batch.id)])
        self.assertEqual(contact.source_id, self.env.ref("callcenter_crm.item_source_referral"))

    def test_unknown_items_are_added_for_the_rows_taken(self):
        data = csv(self.source_rows(), header=["手机", "渠道"])
        batch = self.imported(data, columns=self.source_columns(), items="add")
        self.assertEqual(batch.reasons, {"bad": 1})
        contacts = self.env["callcenter.contact"].search([("list_id", "=", batch.id)], order="id")
        self.assertEqual(contacts.source_id.mapped("name"), ["电台 101.8", "Referral"])
        self.assertEqual([row["items"] for row in batch.added], [["电台 101.8"]])
        self.assertFalse(self.env["callcenter.dictionary.item"].search([("name", "=", "门店")]))

    def test_unknown_items_of_a_field_with_several_are_added(self):
        dictionary = self.new_dictionary("experience", "股票")
        self.new_field("exp", "items", dictionary_id=dictionary.id)
        columns = self.columns(["手机", "经验"], ["number", "x_cc_exp"])
        rows = [["13800000001", "股票、黄金"], ["13800000002", "黄金"]]
        batch = self.imported(csv(rows, header=["手机", "经验"]), columns=columns, items="add")
        contacts = self.env["callcenter.contact"].search([("list_id", "=", batch.id)], order="id")
        self.assertEqual([row.x_cc_exp.mapped("name") for row in contacts], [["股票", "黄金"], ["黄金"]])

    def test_leaders_add_nothing_to_dictionaries(self):
        data = csv(self.source_rows(), header=["手机", "渠道"])
        with self.assertRaises(AccessError):
            self.queued(data, user=self.leader, columns=self.source_columns(), items="add")

    def test_a_column_full_of_unknown_values_is_none_of_the_dictionary(self):
        self.env["ir.config_parameter"].set_param("callcenter_crm.import_new_items", "1")
        rows = [["13800000001", "a"], ["13800000002", "b"]]
        batch = self.queued(csv(rows, header=["手机", "渠道"]), columns=self.source_columns(), items="add")
        self.turn()
        self.assertEqual(batch.state, "failed")
        self.assertIn("渠道", batch.error)
        self.assertFalse(self.numbers(batch))

    # the columns

    def test_a_number_is_what_makes_a_contact(self):
        columns = self.columns(fields=["name", False, False, False, False])
        with self.assertRaises(UserError):
            self.queued(csv([person("13800000001")]), columns=columns)

    def test_a_field_is_filled_by_one_column(self):
        with self.assertRaises(UserError):
            self.queued(
                csv([person("13800000001")]), columns=self.columns(fields=["name", "number", "name", False, False])
            )

    def test_a_required_custom_field_has_a_column(self):
        self.new_field("must", "char", required=True)
        with self.assertRaises(UserError):
            self.queued(csv([person("13800000001")]))

    # what comes back

    def test_cells_come_back_as_they_were_and_do_no_harm(self):
        rows = [["=cmd|' /C calc'!A0", "12", "<script>alert(1)</script>", "@x", "+1"]]
        batch = self.imported(xlsx(rows))
        book = openpyxl.load_workbook(io.BytesIO(batch.dropped_id.raw))
        cells = next(book.active.iter_rows(min_row=2))
        self.assertEqual([cell.value for cell in cells[3:]], rows[0])
        self.assertEqual({cell.data_type for cell in cells[3:]}, {"s"})

    def test_html_and_formulas_stay_text_in_contacts(self):
        rows = [["<b onload=x>甲</b>", "13800000001", "", "=1+1", "\x00\\N\t甲"]]
        batch = self.imported(csv(rows))
        contact = self.env["callcenter.contact"].search([("list_id", "=", batch.id)])
        self.assertEqual((contact.name, contact.region), ("<b onload=x>甲</b>", "=1+1"))
        self.assertEqual(contact.remark.split(), ["\\N", "甲"])

    def test_nothing_dropped_means_no_file(self):
        self.assertFalse(self.imported(csv([person("13800000001")])).dropped_id)

    def test_a_long_file_comes_back_page_by_page(self):
        rows = [person("12") for _n in range(7)]
        with patch("odoo.addons.callcenter_crm.models.callcenter_list_dropped.PAGE", 3):
            batch = self.imported(csv(rows))
        self.assertEqual([int(row[0]) for row in self.dropped(batch)], list(range(2, 9)))

    def test_a_long_file_is_written_part_by_part(self):
        rows = [person(f"1380000000{n}") for n in range(7)]
        with patch("odoo.addons.callcenter_crm.models.callcenter_list_take.CHUNK", 3):
            batch = self.imported(csv(rows))
        self.assertEqual(self.numbers(batch), [f"0{n}" for n in range(7)])

    # the count before it

    def test_the_count_says_what_the_run_will_do(self):
        rows = [
            person("13800000001"), person("13800000001"), person("13900000001"), person("13900000003"),
            person("13800130001"), person("12"), person(""), person("13800000002", gender="?"),
        ]  # fmt: skip
        cleaning = {"file": "first", "campaign": True, "campaigns": True, "customers": "drop"}
        batch = self.load(csv(rows))
        count = self.rpc(self.manager, "callcenter.list", "import_count", batch.id, self.columns(), cleaning)
        self.assertEqual((count["rows"], count["taken"], count["dropped"]), (8, 1, 7))
        self.assertEqual(count["choices"]["file_first"], 1)
        self.assertEqual(count["choices"]["campaign"], 1)
        self.assertEqual(count["choices"]["campaigns"], 1)
        self.assertEqual(count["choices"]["customers"], 1)
        self.assertEqual(count["choices"]["bad"], 1)
        self.assertEqual(count["choices"]["missing"], 1)
        done = self.imported(csv(rows), **cleaning)
        self.assertEqual(done.reasons, count["reasons"])
        self.assertEqual(done.rows_taken, count["taken"])

    def test_choices_that_need_no_new_look_are_counted_without_one(self):
        batch = self.load(csv([person("13800000001"), person("13800000001")]))
        count = self.rpc(self.manager, "callcenter.list", "import_count", batch.id, self.columns(), {"file": "first"})
        self.assertEqual(count["taken"], 1)
        with patch.object(self.registry["callcenter.list"], "_import_stage") as stage:
            count = self.rpc(
                self.manager, "callcenter.list", "import_count", batch.id, self.columns(), {"file": "keep"}
            )
        self.assertEqual(count["taken"], 2)
        stage.assert_not_called()

    def test_guessed_columns_and_samples_are_shown(self):
        batch = self.load(xlsx([person("13800000001"), person("12")]))
        look = self.rpc(self.manager, "callcenter.list", "import_look", batch.id)
        self.assertEqual([column["field"] for column in look["columns"]], list(COLUMNS))
        self.assertEqual(look["columns"][1]["samples"], ["13800000001", "12"])
        self.assertEqual(look["bad"], {1: [1]})
        self.assertEqual(look["fields"][0]["name"], "number")
