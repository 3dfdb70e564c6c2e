"""Every kind of file goes the whole way: over the wire, looked at, counted as taken, in the campaign."""

import io
import shutil
import unittest
from pathlib import Path

import xlwt

from odoo import http
from odoo.tests import HttpCase, tagged

from .importing import HEADER, ImportCase, csv, xlsx

LISTS = Path(__file__).parents[3] / "tests" / "data" / "lists"
ROWS = [
    ["陈建华", "13800000001", "男", "广东 深圳", ""],
    ["林晓燕", "１３８-0000-0002", "女", "广东 广州", "多行"],
    ["王志强", "1380013", "", "上海", ""],
]


def xls(rows, header=HEADER):
    book, file = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("名单")
    for line, row in enumerate([header, *rows]):
        for index, value in enumerate(row):
            sheet.write(line, index, value)
    book.save(file)
    return file.getvalue()


def txt(rows, header=HEADER):
    return "\r\n".join("\t".join(row) for row in [header, *rows]).encode("utf-16")


@tagged("post_install", "-at_install")
class TestImportKinds(HttpCase, ImportCase):
    def walk(self, name, data):
        """Bring a file in as a browser does and run it as it was guessed; returns the batch and how it was seen."""
        self.authenticate(self.manager.login, self.manager.login)
        form = {"csrf_token": http.Request.csrf_token(self), "campaign_id": self.campaign.id}
        answer = self.url_open("/callcenter/import/upload", data=form, files={"file": (name, data)}, timeout=60).json()
        batch = self.env["callcenter.list"].browse(answer["list_id"]).sudo()
        look = self.rpc(self.manager, "callcenter.list", "import_look", batch.id)
        self.assertFalse(look["error"])
        cleaning = look["cleaning"] | {"items": "add"}
        count = self.rpc(self.manager, "callcenter.list", "import_count", batch.id, look["columns"], cleaning)
        self.rpc(self.manager, "callcenter.list", "import_run", batch.id, look["columns"], cleaning)
        self.turn()
        self.assertEqual((batch.state, batch.rows_taken), ("done", count["taken"]), batch.error)
        return batch, look

    def assert_rows(self, batch, look):
        fields = [column["field"] for column in look["columns"]]
        self.assertEqual(fields, ["name", "number", "gender", "region", "remark"])
        self.assertEqual(look["bad"], {2: [1]})
        self.assertEqual((batch.rows_total, batch.rows_dropped), (3, 1))
        contacts = self.env["callcenter.contact"].search([("list_id", "=", batch.id)], order="id")
        self.assertEqual(contacts.mapped("number"), ["+8613800000001", "+8613800000002"])
        self.assertEqual((contacts[1].name, contacts[1].gender), ("林晓燕", "female"))

    def test_xlsx(self):
        batch, look = self.walk("名单.xlsx", xlsx(ROWS))
        self.assertEqual((look["kind"], look["table"]), ("xlsx", "名单"))
        self.assert_rows(batch, look)

    def test_xls(self):
        batch, look = self.walk("名单.xls", xls(ROWS))
        self.assertEqual((look["kind"], look["table"]), ("xls", "名单"))
        self.assert_rows(batch, look)

    def test_csv_of_gb18030(self):
        batch, look = self.walk("名单.csv", csv(ROWS, encoding="gb18030"))
        self.assertEqual((look["encoding"], look["separator"]), ("gb18030", ","))
        self.assertIn("gb18030", look["encodings"])
        self.assert_rows(batch, look)

    def test_txt_of_utf_16_with_tabs(self):
        batch, look = self.walk("名单.txt", txt(ROWS))
        self.assertEqual((look["encoding"], look["separator"]), ("utf-16", "\t"))
        self.assertIn(look["encoding"], look["encodings"])
        self.assert_rows(batch, look)

    @unittest.skipUnless(shutil.which("mdb-export") and LISTS.is_dir(), "mdbtools or the sample databases are not here")
    def test_databases(self):
        for name in ("customers_2000.mdb", "customers_2010.accdb"):
            with self.subTest(name=name):
                batch, look = self.walk(name, (LISTS / name).read_bytes())
                self.assertEqual((look["kind"], look["table"], len(look["tables"])), ("mdb", "客户", 2))
                self.assertEqual([column["field"] for column in look["columns"]][:3], ["name", "number", "city"])
                self.assertEqual(batch.rows_total, 420)
                self.rpc(self.manager, "callcenter.list", "import_undo", batch.id)
