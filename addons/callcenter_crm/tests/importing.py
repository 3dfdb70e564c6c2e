import io
from unittest.mock import patch

import xlsxwriter

from odoo import Command
from odoo.tests.common import tagged

from .common import CallcenterCase

HEADER = ("姓名", "手机号码", "性别", "地区", "备注")
COLUMNS = ("name", "number", "gender", "region", "remark")
ROWS = [
    ["陈建华", "13800000001", "男", "广东 深圳", ""],
    ["林晓燕", "１３８-0000-0002", "女", "广东 广州", "多行"],
    ["王志强", "+86 13800000003", "", "上海", ""],
]
KEEP = {
    "file": "keep",
    "campaign": False,
    "campaigns": False,
    "customers": "keep",
    "blacklist": False,
    "bad": "drop",
    "values": "drop",
    "items": "drop",
    "required": [],
}


def csv(rows, header=HEADER, encoding="utf-8"):
    return "\n".join(",".join(row) for row in [header, *rows]).encode(encoding)


def xlsx(rows, header=HEADER):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("名单")
        for line, row in enumerate([header, *rows]):
            for index, value in enumerate(row):
                sheet.write_string(line, index, value)
    return file.getvalue()


@tagged("post_install", "-at_install")
class ImportCase(CallcenterCase):
    """A campaign, and files that the manager loads into it.

    ``load`` brings a file in, ``imported`` runs it as the job does and returns the batch; ``dropped`` are the rows
    that came back.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager, cls.leader = cls.users["manager"], cls.users["leader"]
        cls.campaign = cls.env["callcenter.campaign"].create({"name": "黄金基金四季度"})
        cls.other = cls.env["callcenter.campaign"].create({"name": "保险"})

    def setUp(self):
        super().setUp()
        # what the import says by a cursor of its own stays in the test's transaction
        if not self._registry_patched:
            self.registry_enter_test_mode()

    def load(self, data, name="深圳渠道.csv", user=None, into=None):
        lists = self.env["callcenter.list"].with_user(user or self.manager)
        batch = lists._import_upload(name, io.BytesIO(data), (into or self.campaign).id, 0)
        return batch.sudo()

    def columns(self, header=HEADER, fields=COLUMNS):
        return [
            {"index": index, "header": title, "field": field}
            for index, (title, field) in enumerate(zip(header, fields, strict=True))
        ]

    def queued(self, data, user=None, columns=None, into=None, **cleaning):
        user = user or self.manager
        batch = self.load(data, user=user, into=into)
        self.rpc(user, "callcenter.list", "import_run", batch.id, columns or self.columns(), {**KEEP, **cleaning})
        return batch

    def imported(self, data, **how):
        batch = self.queued(data, **how)
        self.turn()
        self.assertFalse(batch.error)
        self.assertEqual(batch.state, "done")
        return batch

    def turn(self):
        """A turn of the job; what it commits stays in the test's transaction."""
        with patch.object(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: self.env.flush_all()):
            self.env["callcenter.list"]._cron_import()
        self.env.invalidate_all()

    def state(self, batch, user=None):
        return self.rpc(user or self.manager, "callcenter.list", "import_state", batch.id)

    def numbers(self, batch):
        contacts = self.env["callcenter.contact"].search([("list_id", "=", batch.id)], order="id")
        return [contact.number[-2:] for contact in contacts]

    def new_field(self, code, kind, **vals):
        return self.env["callcenter.field"].create(
            {"model": "callcenter.contact", "label": code.title(), "code": code, "kind": kind, **vals}
        )

    def new_dictionary(self, code, *names):
        items = [Command.create({"name": name}) for name in names]
        return self.env["callcenter.dictionary"].create({"name": code.title(), "code": code, "item_ids": items})
