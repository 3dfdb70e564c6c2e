"""A file becomes contacts, in the background, whole or not at all."""

from .importing import ImportCase, csv, xlsx

ROWS = [
    ["陈建华", "13800000001", "男", "广东 深圳", ""],
    ["林晓燕", "１３８-0000-0002", "女", "广东 广州", "多行"],
    ["王志强", "+86 13800000003", "", "上海", ""],
]


class TestImportRun(ImportCase):
    def test_rows_become_contacts_of_the_campaign_in_the_order_of_the_file(self):
        batch = self.imported(csv(ROWS))
        contacts = self.env["callcenter.contact"].search([("list_id", "=", batch.id)], order="id")
        self.assertEqual(contacts.mapped("number"), ["+8613800000001", "+8613800000002", "+8613800000003"])
        self.assertEqual(contacts.mapped("gender"), ["male", "female", False])
        self.assertEqual(contacts.campaign_id, self.campaign)
        self.assertEqual(set(contacts.mapped("state")), {"new"})
        self.assertEqual(contacts.mapped("attempts"), [0, 0, 0])
        self.assertEqual(contacts[0].region, "广东 深圳")
        self.assertEqual(contacts.move_ids.mapped("kind"), ["import"] * 3)
        self.assertEqual(contacts.move_ids.by_id, self.manager)
        self.assertEqual((batch.rows_total, batch.rows_taken, batch.rows_dropped), (3, 3, 0))

    def test_an_xlsx_is_looked_at_with_its_columns_guessed(self):
        batch = self.load(xlsx(ROWS), name="名单.xlsx")
        look = self.rpc(self.manager, "callcenter.list", "import_look", batch.id)
        self.assertFalse(look["error"])
        self.assertEqual(look["total"], 3)
        self.assertEqual(
            [column["field"] for column in look["columns"]], ["name", "number", "gender", "region", "remark"]
        )
        self.assertEqual(look["rows"][0][0], "陈建华")
