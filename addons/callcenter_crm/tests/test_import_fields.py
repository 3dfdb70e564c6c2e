"""What columns of a file become in custom fields and dictionaries."""

from odoo.exceptions import AccessError

from .importing import ImportCase, csv, xlsx


class TestImportFields(ImportCase):
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

    # what the definitions ask for

    def contacts(self, batch):
        return self.env["callcenter.contact"].search([("list_id", "=", batch.id)], order="id")

    def two(self, field_name, *values):
        """Import a row for each of ``values`` of one field."""
        rows = [[f"1380000000{n}", value] for n, value in enumerate(values)]
        columns = self.columns(["手机", "值"], ["number", field_name])
        return self.imported(csv(rows, header=["手机", "值"]), columns=columns)

    def test_a_default_fills_what_the_file_leaves_open(self):
        dictionary = self.new_dictionary("experience", "股票", "基金")
        self.new_field("grade", "char", default_text="B")
        self.new_field("level", "integer", default_number=3)
        stock = dictionary.item_ids[0]
        self.new_field("one", "item", dictionary_id=dictionary.id, default_item_ids=[(6, 0, stock.ids)])
        self.new_field("some", "items", dictionary_id=dictionary.id, default_item_ids=[(6, 0, dictionary.item_ids.ids)])
        contacts = self.contacts(self.two("x_cc_grade", "A", ""))
        self.assertEqual(contacts.mapped("x_cc_grade"), ["A", "B"])
        self.assertEqual(contacts.mapped("x_cc_level"), [3, 3])
        self.assertEqual(contacts.x_cc_one, stock)
        self.assertEqual([row.x_cc_some for row in contacts], [dictionary.item_ids] * 2)
        contacts = self.contacts(self.two("x_cc_some", "基金", ""))
        self.assertEqual([row.x_cc_some for row in contacts], [dictionary.item_ids[1], dictionary.item_ids])

    def test_a_required_field_with_a_default_needs_no_column(self):
        self.new_field("must", "char", required=True, default_text="B")
        batch = self.imported(csv([["甲", "13800000001", "", "", ""]]))
        self.assertEqual(self.contacts(batch).x_cc_must, "B")

    def test_a_unique_value_comes_once(self):
        self.new_field("card", "char", unique=True)
        self.env["callcenter.contact"].create(
            {"campaign_id": self.other.id, "number": "13900000001", "x_cc_card": "A1"}
        )
        batch = self.two("x_cc_card", "a1", "B2", " b2", "", "")
        self.assertEqual((batch.reasons, batch.rows_taken), ({"twin": 2}, 3))
        self.assertEqual(batch.samples[0]["note"], "“值”: “a1” is taken already")

    def test_fields_for_other_campaigns_are_not_offered(self):
        section = self.env["callcenter.field.section"].create({"name": "S", "campaign_ids": [(6, 0, self.other.ids)]})
        self.new_field("theirs", "char", section_id=section.id, required=True)
        names = self.load(csv([]))._import_targets()
        self.assertNotIn("x_cc_theirs", names)
        self.assertIn("x_cc_theirs", self.load(csv([]), into=self.other)._import_targets())
        self.assertTrue(self.imported(csv([["甲", "13800000001", "", "", ""]])))
