"""What columns of a file become in custom fields and dictionaries."""

import gc

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

    def test_unknown_items_leave_the_field_empty_where_nobody_chose(self):
        rows = [*self.source_rows(), ["13800000004", "电台 101.8"], ["13800000005", "墙体"]]
        data = csv(rows, header=["手机", "渠道"])
        batch = self.load(data)
        count = self.rpc(self.manager, "callcenter.list", "import_count", batch.id, self.source_columns(), {})
        self.assertEqual((count["taken"], count["choices"]["items"]), (4, 4))
        self.rpc(self.manager, "callcenter.list", "import_run", batch.id, self.source_columns(), {})
        self.turn()
        self.assertEqual((batch.reasons, batch.rows_taken, batch.emptied), ({"bad": 1}, 4, 3))
        [left] = self.state(batch)["left_empty"]
        self.assertEqual((left["label"], left["count"]), ("Source", 3))
        told = [(value["text"], value["count"]) for value in left["values"]]
        self.assertEqual(told, [("电台 101.8", 2), ("墙体", 1)])

    def test_of_several_items_only_the_unknown_are_left_out(self):
        dictionary = self.new_dictionary("experience", "股票", "基金")
        self.new_field("exp", "items", dictionary_id=dictionary.id)
        columns = self.columns(["手机", "经验"], ["number", "x_cc_exp"])
        rows = [["13800000001", "股票、黄金"], ["13800000002", "黄金"], ["13800000003", "股票;基金"]]
        batch = self.imported(csv(rows, header=["手机", "经验"]), columns=columns, items="empty")
        held = [row.x_cc_exp.mapped("name") for row in self.contacts(batch)]
        self.assertEqual(held, [["股票"], [], ["股票", "基金"]])
        self.assertEqual(batch.emptied, 2)

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
        self.assertTrue(gc.isenabled())
        self.assertFalse(self.numbers(batch))

    # customers, users, products

    def linked(self, kind, *texts, **cleaning):
        """Import a row for each text of a field of ``kind``; returns (batch, [what the contacts hold])."""
        self.new_field("link", kind)
        rows = [[f"1380000000{n}", text] for n, text in enumerate(texts)]
        columns = self.columns(["手机", "值"], ["number", "x_cc_link"])
        batch = self.imported(csv(rows, header=["手机", "值"]), columns=columns, **{"items": "empty", **cleaning})
        return batch, [contact.x_cc_link for contact in self.contacts(batch)]

    def test_customers_are_found_by_number_reference_or_name(self):
        partners = self.env["res.partner"]
        one = partners.create({"name": "Import Zhao", "ref": "IMP-1", "phone": "13800770001"})
        two = partners.create({"name": "Import Qian", "ref": "imp-2"})
        partners.create([{"name": "Import Twin"}, {"name": "import twin"}, {"name": "Import Gone", "active": False}])
        texts = ("138 0077 0001", "imp-1", "IMPORT QIAN", "ＩＭＰ-2", "Import Twin", "Import Gone", "")
        batch, held = self.linked("partner", *texts)
        none = partners
        self.assertEqual(held, [one, one, two, two, none, none, none])
        self.assertEqual(batch.emptied, 2)
        told = {value["text"] for value in self.state(batch)["left_empty"][0]["values"]}
        self.assertEqual(told, {"Import Twin", "Import Gone"})

    def test_a_number_names_a_customer_before_a_name_does(self):
        partners = self.env["res.partner"]
        one = partners.create({"name": "Import Zhao", "phone": "13800770001"})
        partners.create({"name": "13800770001"})
        self.assertEqual(self.linked("partner", "13800770001")[1], [one])

    def test_products_are_found_by_code_barcode_or_name_in_any_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        product = self.env["product.product"].create(
            {"name": "Import Gold", "default_code": "IMP-G", "barcode": "6900770001"}
        )
        product.with_context(lang="zh_CN").name = "导入黄金"
        none = product.browse()
        _batch, held = self.linked("product", "imp-g", "6900770001", "import gold", "导入黄金", "白银")
        self.assertEqual(held, [product] * 4 + [none])

    def test_an_unknown_customer_or_user_drops_the_row_where_wished(self):
        batch, _held = self.linked("partner", "Import Nobody", "", items="drop")
        self.assertEqual((batch.reasons, batch.rows_taken), ({"item": 1}, 1))
        self.assertEqual(batch.samples[0]["note"], "“值”: nothing or several fit “Import Nobody”")

    def test_an_unknown_user_is_like_an_unknown_item(self):
        batch, held = self.linked("user", "cc_agent", "cc_nobody")
        self.assertEqual((held[0], bool(held[1]), batch.emptied), (self.agent, False, 1))

    def test_a_customer_that_the_user_may_not_see_is_unknown(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.env["res.partner"].create({"name": "Import Foreign", "company_id": company.id})
        seen = self.env["res.partner"].create({"name": "Import Own", "company_id": self.env.company.id})
        batch, held = self.linked("partner", "Import Foreign", "Import Own")
        self.assertEqual((held[1], bool(held[0]), batch.emptied), (seen, False, 1))

    def test_a_unique_customer_comes_once(self):
        self.env["res.partner"].create({"name": "Import Zhao"})
        self.new_field("only", "partner", unique=True)
        batch = self.two("x_cc_only", "Import Zhao", "import zhao", "")
        self.assertEqual((batch.reasons, batch.rows_taken), ({"twin": 1}, 2))

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
