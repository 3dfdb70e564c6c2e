"""Every row that is not taken comes back with its reason; nothing is lost."""

import io
from unittest.mock import patch

import openpyxl

from odoo.exceptions import UserError

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
        Contact.create({**here, "name": "旧", "number": "13900990001", "user_id": cls.agent.id})
        Contact.create({**here, "name": "旧二", "number": "13900990009", "number_2": "13900990002"})
        Contact.create({"campaign_id": cls.other.id, "name": "别处", "number": "13900990003"})

    def dropped(self, batch):
        """Return the rows of the file of those not taken: [line, reason, note, cells …]."""
        book = openpyxl.load_workbook(io.BytesIO(batch.dropped_id.raw))
        rows = [["" if value is None else value for value in row] for row in book.active.iter_rows(values_only=True)]
        self.assertEqual(rows[0], ["Row", "Reason", "Note", *HEADER])
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
        rows = [person("13800990001"), person("1380013"), person(""), person("1.38E+10"), person("没有")]
        reasons, notes = self.reasons(rows)
        self.assertEqual(reasons, {"bad": 3, "missing": 1})
        self.assertEqual([line for line, _note in notes], [3, 4, 5, 6])
        self.assertEqual(notes[0][1], "Only 7 digits")
        self.assertEqual(notes[1][1], "The number is empty")
        self.assertIn("Rounded", notes[2][1])

    def test_repeats_in_the_file_keep_the_first(self):
        rows = [person("13800990001"), person("13800990002"), person("138-0099-0001")]
        self.assertEqual(self.reasons(rows, file="first"), ({"file": 1}, [(4, "Same number as line 2")]))

    def test_repeats_in_the_file_keep_none(self):
        rows = [person("13800990001"), person("13800990002"), person("138-0099-0001")]
        reasons, notes = self.reasons(rows, file="none_kept")
        self.assertEqual(reasons, {"file": 2})
        self.assertEqual([line for line, _note in notes], [2, 4])

    def test_repeats_in_the_file_are_kept_where_wished(self):
        self.assertEqual(self.reasons([person("13800990001")] * 2, file="keep"), ({}, []))

    def test_a_repeat_of_a_row_that_is_not_taken_is_taken(self):
        rows = [person("13800990001", gender="?"), person("13800990001", gender="男")]
        self.assertEqual(self.reasons(rows, file="first"), ({"value": 1}, [(2, "“性别”: “?” does not fit")]))

    def test_numbers_that_the_campaign_has(self):
        rows = [person("13900990001"), person("13900990002"), person("13900990003")]
        reasons, notes = self.reasons(rows, campaign=True)
        self.assertEqual(reasons, {"campaign": 2})
        self.assertEqual(notes, [(2, "batch “10 月深圳”, agent cc_agent"), (3, "batch “10 月深圳”")])

    def test_numbers_that_another_campaign_has(self):
        rows = [person("13900990001"), person("13900990003")]
        self.assertEqual(self.reasons(rows, campaigns=True), ({"campaigns": 1}, [(3, "campaign “保险”")]))

    def test_a_campaign_of_another_company_is_none_of_ours(self):
        company = self.env["res.company"].create({"name": "Other"})
        foreign = self.env["callcenter.campaign"].create({"name": "Foreign", "company_id": company.id})
        self.env["callcenter.contact"].create({"campaign_id": foreign.id, "number": "+8613900990005"})
        self.assertEqual(self.reasons([person("13900990005")], campaign=True, campaigns=True), ({}, []))

    def test_customers_are_dropped_linked_or_left_alone(self):
        rows = [person("13800130001"), person("13800990001")]
        self.assertEqual(self.reasons(rows, customers="drop"), ({"customers": 1}, [(2, "Customer: 王磊")]))
        batch = self.imported(csv(rows), customers="link")
        contacts = self.env["callcenter.contact"].search([("list_id", "=", batch.id)], order="id")
        self.assertEqual(contacts[0].partner_id, self.customer)
        self.assertFalse(contacts[1].partner_id)
        batch = self.imported(csv(rows), customers="keep")
        self.assertFalse(self.env["callcenter.contact"].search([("list_id", "=", batch.id)]).partner_id)

    def ban(self, number, **vals):
        return self.env["callcenter.blacklist"].create({"number": number, "reason": "客户来电要求", **vals})

    def test_numbers_that_nobody_may_call(self):
        self.ban("13800990001", kind="do_not_call")
        self.ban("13800990002")
        self.ban("1701", prefix=True)
        rows = [person(number) for number in ("13800990001", "13800990002", "17011111111", "17111111111")]
        reasons, notes = self.reasons(rows, blacklist=True)
        self.assertEqual(reasons, {"do_not_call": 1, "blacklist": 2})
        self.assertRegex(notes[0][1], r"^\d{4}-\d\d-\d\d 客户来电要求$")
        self.assertEqual(self.reasons(rows, blacklist=False)[0], {})

    def test_a_ban_that_is_over_archived_or_of_another_company_holds_nobody_back(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.ban("13800990001", date_end="2020-01-01")
        self.ban("13800990002", active=False)
        self.ban("13800990003", company_id=company.id)
        rows = [person(f"1380099000{n}") for n in (1, 2, 3)]
        self.assertEqual(self.reasons(rows, blacklist=True)[0], {})

    def test_a_second_number_that_nobody_may_call_holds_the_row_back(self):
        self.ban("010-66668888")
        columns = self.columns(["手机", "电话2"], ["number", "number_2"])
        rows = [["13800990001", "010-66668888"], ["13800990001", "010-66668889"]]
        data = csv(rows, header=["手机", "电话2"])
        batch = self.imported(data, columns=columns, blacklist=True, file="first")
        self.assertEqual((batch.reasons, batch.rows_taken), ({"blacklist": 1}, 1))

    def test_values_that_do_not_fit_drop_the_row_or_leave_the_field_empty(self):
        rows = [person("13800990001", gender="男"), person("13800990002", gender="不明")]
        self.assertEqual(self.reasons(rows)[0], {"value": 1})
        batch = self.imported(csv(rows), values="empty")
        self.assertEqual((batch.rows_taken, batch.emptied), (2, 1))

    def test_a_field_may_be_required_for_this_file(self):
        rows = [person("13800990001"), person("13800990002", name="")]
        self.assertEqual(self.reasons(rows)[0], {})
        self.assertEqual(self.reasons(rows, required=["name"]), ({"missing": 1}, [(3, "“姓名” is empty")]))

    # the columns

    def test_a_number_is_what_makes_a_contact(self):
        columns = self.columns(fields=["name", False, False, False, False])
        with self.assertRaises(UserError):
            self.queued(csv([person("13800990001")]), columns=columns)

    def test_a_field_is_filled_by_one_column(self):
        with self.assertRaises(UserError):
            self.queued(
                csv([person("13800990001")]), columns=self.columns(fields=["name", "number", "name", False, False])
            )

    def test_a_required_custom_field_has_a_column(self):
        self.new_field("must", "char", required=True)
        with self.assertRaises(UserError):
            self.queued(csv([person("13800990001")]))

    # what comes back

    def test_cells_come_back_as_they_were_and_do_no_harm(self):
        rows = [["=cmd|' /C calc'!A0", "12", "<script>alert(1)</script>", "@x", "+1"]]
        batch = self.imported(xlsx(rows))
        book = openpyxl.load_workbook(io.BytesIO(batch.dropped_id.raw))
        cells = next(book.active.iter_rows(min_row=2))
        self.assertEqual([cell.value for cell in cells[3:]], rows[0])
        self.assertEqual({cell.data_type for cell in cells[3:]}, {"s"})

    def test_html_and_formulas_stay_text_in_contacts(self):
        rows = [["<b onload=x>甲</b>", "13800990001", "", "=1+1", "\x00\\N\t甲"]]
        batch = self.imported(csv(rows))
        contact = self.env["callcenter.contact"].search([("list_id", "=", batch.id)])
        self.assertEqual((contact.name, contact.region), ("<b onload=x>甲</b>", "=1+1"))
        self.assertEqual(contact.remark.split(), ["\\N", "甲"])

    def test_nothing_dropped_means_no_file(self):
        self.assertFalse(self.imported(csv([person("13800990001")])).dropped_id)

    def test_a_long_file_comes_back_page_by_page(self):
        rows = [person("12") for _n in range(7)]
        with patch("odoo.addons.callcenter_crm.models.callcenter_list_dropped.PAGE", 3):
            batch = self.imported(csv(rows))
        self.assertEqual([int(row[0]) for row in self.dropped(batch)], list(range(2, 9)))

    def test_a_long_file_is_written_part_by_part(self):
        rows = [person(f"1380099000{n}") for n in range(7)]
        with patch("odoo.addons.callcenter_crm.models.callcenter_list_take.CHUNK", 3):
            batch = self.imported(csv(rows))
        self.assertEqual(self.numbers(batch), [f"0{n}" for n in range(7)])

    # the count before it

    def test_the_count_says_what_the_run_will_do(self):
        rows = [
            person("13800990001"), person("13800990001"), person("13900990001"), person("13900990003"),
            person("13800130001"), person("12"), person(""), person("13800990002", gender="?"),
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
        batch = self.load(csv([person("13800990001"), person("13800990001")]))
        count = self.rpc(self.manager, "callcenter.list", "import_count", batch.id, self.columns(), {"file": "first"})
        self.assertEqual(count["taken"], 1)
        with patch.object(self.registry["callcenter.list"], "_import_stage") as stage:
            count = self.rpc(
                self.manager, "callcenter.list", "import_count", batch.id, self.columns(), {"file": "keep"}
            )
        self.assertEqual(count["taken"], 2)
        stage.assert_not_called()

    def test_guessed_columns_and_samples_are_shown(self):
        batch = self.load(xlsx([person("13800990001"), person("12")]))
        look = self.rpc(self.manager, "callcenter.list", "import_look", batch.id)
        self.assertEqual([column["field"] for column in look["columns"]], list(COLUMNS))
        self.assertEqual(look["columns"][1]["samples"], ["13800990001", "12"])
        self.assertEqual(look["bad"], {1: [1]})
        self.assertEqual(look["fields"][0]["name"], "number")

    def test_of_a_long_file_the_beginning_is_counted_and_taken_up(self):
        batch = self.load(csv([person("12" if n % 4 == 0 else f"138009900{n:02}") for n in range(40)]))
        self.rpc(self.manager, "callcenter.list", "import_look", batch.id)
        with patch("odoo.addons.callcenter_crm.models.callcenter_list_count.MOST", 8):
            count = self.rpc(self.manager, "callcenter.list", "import_count", batch.id, self.columns(), {})
        self.assertEqual((count["rows"], count["taken"], count["dropped"]), (40, 30, 10))
        self.assertTrue(count["estimated"])
        self.assertEqual(count["choices"]["bad"], 10)

    def test_three_hundred_columns_and_short_rows(self):
        header = [f"列{n}" for n in range(300)]
        header[150] = "手机"
        columns = self.columns(header, [("number" if n == 150 else "name" if n == 299 else False) for n in range(300)])
        whole = ["x"] * 300
        whole[150] = "13800990001"
        short = [""] * 150 + ["13800990002"]
        batch = self.imported(csv([whole, short, ["x"]], header=header), columns=columns)
        contacts = self.env["callcenter.contact"].search([("list_id", "=", batch.id)], order="id")
        self.assertEqual(contacts.mapped("name"), ["x", False])
        self.assertEqual(batch.reasons, {"missing": 1})
        look = self.rpc(self.manager, "callcenter.list", "import_look", self.load(csv([whole], header=header)).id)
        self.assertEqual(len(look["columns"]), 300)
