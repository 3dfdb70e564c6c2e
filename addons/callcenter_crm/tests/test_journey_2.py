import io
from unittest.mock import patch

import openpyxl

from odoo.tests import tagged

from .common import CallcenterCase
from .importing import csv, xlsx
from .journey import JourneyCase

HEADER = ["姓名", "联系电话", "性别", "地区", "栏甲", "栏乙", "内部编号"]
MAPPED = ["name", "number", "gender", "region", "city", "address"]


def _row(place, number, name="客户"):
    return [f"{name}{place}", number, "女", "广东", "深圳", f"某路{place}号", f"A{place}"]


def _list(first, count):
    return [_row(place, f"1390000{place:04d}") for place in range(first, first + count)]


@tagged("post_install", "-at_install")
class TestJourneyImport(JourneyCase):
    """A manager loads a GB18030 csv full of dirt, then a workbook with the same settings, and takes that one back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref("base.cn")
        cls.manager = CallcenterCase.__dict__["_new_user"].__func__(cls, "journey_manager", "manager")
        cls.campaign = cls.env["callcenter.campaign"].create({"name": "Journey 黄金", "state": "running"})
        cls.env["callcenter.contact"].create({"campaign_id": cls.campaign.id, "number": "13900002001", "name": "Old"})
        cls.env["res.partner"].create({"name": "Customer", "phone": "139 0000 2002"})
        cls.env["callcenter.blacklist"].create({"number": "13900002003", "kind": "do_not_call"})
        dirt = [
            _row(91, "13900002001"),  # in the campaign
            _row(92, "13900002002"),  # a customer
            _row(93, "13900002003"),  # not to be called
            _row(94, "1380013"),  # bad
            _row(95, "1.38E+10"),  # rounded
            _row(96, "139 0000 1001"),  # as the first, written in another way
            _row(97, "１３９００００１００２"),
            _row(98, ""),  # no number
        ]
        rows = _list(1001, 22)
        rows[1:1] = dirt[3:5]
        cls._serve("list.csv", csv(rows + dirt[:3] + dirt[5:], HEADER, "gb18030"))
        again = [_row(1, "13900001001"), _row(2, "=1+1", "=cmd|' /C calc'!A0"), *_list(3001, 3)]
        cls._serve("list.xlsx", xlsx(again, HEADER))

    @classmethod
    def _serve(cls, name, data):
        """Put a file where the tour's page can fetch it."""
        cls.env["ir.attachment"].create(
            {"name": name, "raw": data, "url": f"/journey_2/{name}", "type": "binary", "public": True}
        )

    def work(self):
        """A turn of the job; what it commits stays in the test's transaction."""
        with patch.object(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: self.env.flush_all()):
            self.env["callcenter.list"]._cron_import()
        self.env.invalidate_all()

    def last(self):
        return self.env["callcenter.list"].search([("campaign_id", "=", self.campaign.id)], limit=1)

    def dropped(self, batch):
        """The rows of the file that is offered for download."""
        self.authenticate(self.manager.login, self.manager.login)
        answer = self.url_open(f"/callcenter/import/{batch.id}/dropped")
        self.assertEqual(answer.status_code, 200)
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        self.assertNotIn("f", {cell.data_type for row in sheet.iter_rows() for cell in row}, "a cell became a formula")
        return [[cell.value for cell in row] for row in sheet.iter_rows()][1:]

    def journey(self, lang):
        self.walk("callcenter_import_csv", self.manager, lang, f"/odoo/campaigns/{self.campaign.id}")
        self.work()
        first = self.last()
        self.assertEqual((first.state, first.rows_taken, first.rows_dropped), ("done", 22, 8), first.error)
        contact = self.env["callcenter.contact"].search([("list_id", "=", first.id)], order="id", limit=1)
        self.assertEqual(
            (contact.name, contact.gender, contact.region, contact.city, contact.address),
            ("客户1001", "female", "广东", "深圳", "某路1001号"),
        )
        self.assertEqual(
            {row[0]: row[4] for row in self.dropped(first)},
            {
                "3": "1380013",
                "4": "1.38E+10",
                "26": "13900002001",
                "27": "13900002002",
                "28": "13900002003",
                "29": "139 0000 1001",
                "30": "１３９００００１００２",
                "31": None,
            },
        )
        template = self.env["callcenter.import.template"].search([("user_id", "=", self.manager.id)])
        self.assertEqual(template.name, "Journey monthly")
        self.assertEqual([column["field"] for column in template.columns], [*MAPPED, False])

        self.walk("callcenter_import_result_and_xlsx", self.manager, lang, "/odoo/contact-lists")
        self.work()
        second = self.last()
        self.assertNotEqual(second, first)
        self.assertEqual((second.state, second.rows_taken, second.rows_dropped), ("done", 3, 2), second.error)
        self.assertIn("=1+1", [row[4] for row in self.dropped(second)])

        self.walk("callcenter_import_undo", self.manager, lang, f"/odoo/import-contacts/{second.id}")
        self.assertEqual((second.state, second.undone_count, second.contact_count), ("undone", 3, 0))
        self.assertEqual(first.contact_count, 22)

    def test_in_english(self):
        self.journey("en_US")

    def test_in_chinese(self):
        self.journey("zh_CN")

    def test_a_draft_is_left_taken_up_and_its_run_cancelled(self):
        self.walk("callcenter_import_cancel", self.manager, "en_US", f"/odoo/campaigns/{self.campaign.id}")
        self.assertEqual((self.last().state, self.last().contact_count), ("cancelled", 0))
