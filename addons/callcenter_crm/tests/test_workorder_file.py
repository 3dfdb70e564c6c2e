"""Files of work orders: what lies about itself or is too large gets in by no way."""

import base64

from odoo.exceptions import UserError
from odoo.tests.common import tagged

from ..tools.file_type import kind_of, lies
from .workorder_common import WorkorderCase

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PROGRAM = b"MZ\x90\0\x03\0\0\0" + bytes(64)


@tagged("post_install", "-at_install")
class TestWorkorderFile(WorkorderCase):
    def attach(self, name, data, user=None, **vals):
        vals = {"name": name, "datas": base64.b64encode(data).decode(), "res_id": self.own.id, **vals}
        return self.rpc(user or self.agent, "ir.attachment", "create", [{"res_model": "helpdesk.ticket", **vals}])

    def setUp(self):
        super().setUp()
        self.own = self.order(user_id=self.agent.id, department_id=self.team.id)

    def test_what_a_file_is(self):
        for name, media, head, expected in (
            ("photo.png", "image/png", PNG, False),
            ("photo.jpg", "image/jpeg", PNG, True),
            ("photo.png", "image/png", PROGRAM, True),
            ("photo.jpg", "", PNG, True),
            ("photo", "image/png", b"%PDF-1.7", True),
            ("bill.PDF", "application/pdf", b"%PDF-1.7", False),
            ("bill.pdf", "application/pdf", b"<html><script>", True),
            ("bill.pdf", "application/pdf", b"", True),
            ("photo", "image/png", PROGRAM, True),
            ("notes.txt", "text/plain", "停电".encode(), False),
            ("notes.txt", "text/plain", "停电".encode("utf-16"), False),
            ("notes.txt", "text/plain", b"MZ is what it begins with", False),
            ("notes.txt", "text/plain", b"a\0b", True),
            ("notes.txt", "text/plain", b"  <script>alert(1)</script>", True),
            ("list.docx", "", b"PK\x03\x04", False),
            ("list.docx", "", PROGRAM, True),
            ("without ending", "", PROGRAM, True),
            ("setup.exe", "", PROGRAM, False),
            ("clip.mp4", "video/mp4", b"\0\0\0\x18ftypisom", False),
            ("voice.wav", "audio/wav", b"RIFF\0\0\0\0WAVE", False),
            ("voice.wav", "audio/wav", b"RIFF\0\0\0\0WEBP", True),
        ):
            with self.subTest(name=name, head=head[:8]):
                self.assertEqual(lies(name, media, head), expected)
        self.assertEqual(kind_of(b"\xff\xd8\xff\xe0"), "jpg")

    def test_a_true_file_is_attached_and_a_lying_one_is_not(self):
        self.assertTrue(self.attach("photo.png", PNG))
        for name, data in (("photo.png", PROGRAM), ("bill.pdf", b"<html>x"), ("readme.txt", PROGRAM)):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, "not the kind of file"):
                self.attach(name, data)

    def test_a_file_is_not_renamed_filled_or_moved_into_a_lie(self):
        [attached] = self.attach("photo.png", PNG)
        loose = {"res_model": False, "res_id": 0}
        [elsewhere] = self.attach("photo.png", PROGRAM, **loose)
        for file, vals in (
            (attached, {"name": "photo.pdf"}),
            (attached, {"datas": base64.b64encode(PROGRAM).decode()}),
            (elsewhere, {"res_model": "helpdesk.ticket", "res_id": self.own.id}),
        ):
            with self.subTest(vals=list(vals)), self.assertRaisesRegex(UserError, "not the kind of file"):
                self.rpc(self.agent, "ir.attachment", "write", [file], vals)

    def test_a_message_brings_no_lying_file_in(self):
        for extra in (
            {"attachments": [("photo.png", PROGRAM)]},
            {"attachment_ids": self.attach("photo.png", PROGRAM, res_model="mail.compose.message", res_id=0)},
        ):
            with self.subTest(extra=list(extra)), self.assertRaisesRegex(UserError, "not the kind of file"):
                self.own.with_user(self.agent).message_post(body="see", **extra)

    def test_too_large_a_file_is_refused_by_the_types_setting(self):
        self.fault.attachment_mb = 1
        large = PNG + bytes(1024 * 1024)
        with self.assertRaisesRegex(UserError, "larger than 1 MB"):
            self.attach("photo.pdf", b"%PDF-" + large)
        self.power.attachment_mb = 2
        self.assertTrue(self.attach("bill.pdf", b"%PDF-" + large))

    def test_a_foreign_order_takes_no_file(self):
        foreign = self.env["helpdesk.ticket"].create(
            {"name": "x", "department_id": self.field.id, "user_id": self.clerk.id}
        )
        with self.assertRaises(UserError):
            self.attach("photo.png", PNG, res_id=foreign.id)
        self.assertTrue(self.attach("photo.png", PNG, self.clerk, res_id=foreign.id))
