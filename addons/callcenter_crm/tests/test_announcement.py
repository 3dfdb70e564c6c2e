from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .common import CallcenterCase

MODEL = "callcenter.announcement"


@tagged("post_install", "-at_install")
class TestAnnouncement(CallcenterCase):
    def setUp(self):
        super().setUp()
        self.leader, self.manager = self.users["leader"], self.users["manager"]
        self.far_leader = self._new_user("cc_far_leader", "leader")
        self.far = self._new_user("cc_far", "agent")
        self.other = self._new_team(self.far_leader, self.far)

    def notice(self, user=None, department=None, **vals):
        department = self.team if department is None else department
        vals = {"name": "Tariff", "body": "<p>New</p>", "department_ids": [Command.set(department.ids)], **vals}
        [notice] = self.rpc(user or self.leader, MODEL, "create", [vals])
        return self.env[MODEL].browse(notice)

    def published(self, user=None, department=None, **vals):
        notice = self.notice(user, department, **vals)
        self.rpc(user or self.leader, MODEL, "action_publish", notice.ids)
        return notice

    def unread(self, user):
        return [row["id"] for row in self.rpc(user, MODEL, "unread")]

    def test_it_reaches_the_department_and_nobody_else(self):
        notice = self.published()
        self.assertIn(notice.id, self.unread(self.agent))
        self.assertIn(notice.id, self.unread(self.colleague))
        self.assertNotIn(notice.id, self.unread(self.far))
        self.assertEqual(notice.receipt_ids.user_id, self.agent | self.colleague)

    def test_opening_it_is_reading_it_unless_it_asks_to_be_confirmed(self):
        plain, asking = self.published(), self.published(must_confirm=True)
        self.assertFalse(self.rpc(self.agent, MODEL, "open_notice", plain.ids)["confirm"])
        self.assertTrue(self.rpc(self.agent, MODEL, "open_notice", asking.ids)["confirm"])
        self.assertEqual(self.unread(self.agent), asking.ids)
        self.rpc(self.agent, MODEL, "confirm", asking.ids)
        self.assertEqual(self.unread(self.agent), [])
        self.assertEqual((asking.addressed_count, asking.read_count), (2, 1))

    def test_what_is_withdrawn_or_over_asks_nobody_and_the_receipts_stay(self):
        yesterday = fields.Date.today() - timedelta(days=2)
        old, gone = self.published(valid_to=yesterday), self.published()
        self.rpc(self.leader, MODEL, "action_withdraw", gone.ids)
        self.assertEqual(self.unread(self.agent), [])
        self.assertEqual(len(gone.receipt_ids), 2)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, MODEL, "open_notice", gone.ids)
        self.assertTrue(old.receipt_ids)

    def test_a_new_edition_is_read_again(self):
        notice = self.published()
        self.rpc(self.agent, MODEL, "open_notice", notice.ids)
        self.rpc(self.leader, MODEL, "action_again", notice.ids)
        self.assertEqual((self.unread(self.agent), notice.edition), (notice.ids, 2))

    def test_who_comes_to_the_department_is_addressed_too(self):
        notice = self.published()
        self.far.callcenter_department_id = self.team
        self.env[MODEL]._cron_complete()
        self.assertEqual(self.unread(self.far), notice.ids)

    def test_html_of_the_author_is_cleaned(self):
        notice = self.published(body="<p onclick='x()'>New<script>alert(1)</script></p>")
        body = self.rpc(self.agent, MODEL, "open_notice", notice.ids)["body"]
        self.assertEqual(body, "<p>New</p>")

    def test_its_files_are_for_its_readers_alone(self):
        files = self.env["ir.attachment"].with_user(self.leader).create({"name": "tariff.txt", "raw": b"1"})
        secret = self.env["ir.attachment"].create({"name": "secret.txt", "raw": b"2"})
        with self.assertRaises(AccessError):
            self.notice(attachment_ids=[Command.set(secret.ids)])
        notice = self.published(attachment_ids=[Command.set(files.ids)])
        shown = self.rpc(self.agent, MODEL, "open_notice", notice.ids)["files"]
        self.assertEqual(shown, [{"id": files.id, "name": "tariff.txt"}])
        self.assertEqual(files.with_user(self.agent).raw, b"1")
        for user, file in ((self.far, files), (self.agent, secret)):
            with self.assertRaises(AccessError):
                self.rpc(user, "ir.attachment", "read", file.ids, ["raw"])

    def test_leaders_address_their_own_departments_and_managers_all(self):
        for department in (self.other, self.env["callcenter.department"]):
            notice = self.notice(department=department)
            with self.assertRaises(UserError):
                self.rpc(self.leader, MODEL, "action_publish", notice.ids)
        notice = self.published(self.manager, self.env["callcenter.department"])
        self.assertIn(notice.id, self.unread(self.far))

    def test_who_is_addressed_stays_so_and_a_published_one_is_kept(self):
        notice = self.published()
        with self.assertRaises(UserError):
            self.rpc(self.leader, MODEL, "write", notice.ids, {"department_ids": [Command.clear()]})
        with self.assertRaises(UserError):
            self.rpc(self.leader, MODEL, "unlink", notice.ids)

    def test_agents_have_no_way_past_their_own_receipt(self):
        notice, foreign = self.published(), self.published(self.far_leader, self.other)
        draft = self.notice()
        found = self.rpc(self.agent, MODEL, "search", [("id", "in", (notice | foreign | draft).ids)])
        self.assertEqual(found, notice.ids)
        for method, ids in (("open_notice", foreign.ids), ("confirm", foreign.ids), ("action_publish", draft.ids)):
            with self.subTest(method), self.assertRaises(AccessError):
                self.rpc(self.agent, MODEL, method, ids)
        for method, args in (
            ("write", (notice.ids, {"name": "x"})),
            ("create", ([{"name": "x"}],)),
            ("unlink", (notice.ids,)),
            ("action_withdraw", (notice.ids,)),
            ("read", (notice.ids, ["receipt_ids"])),
            ("search", ([("receipt_ids.read_at", "!=", False)],)),
        ):
            with self.subTest(method), self.assertRaises(AccessError):
                self.rpc(self.agent, MODEL, method, *args)
        for method, args in (("search", ([],)), ("read", (notice.receipt_ids.ids, ["read_at"]))):
            with self.subTest(method), self.assertRaises(AccessError):
                self.rpc(self.agent, f"{MODEL}.receipt", method, *args)

    def test_leaders_see_the_receipts_of_their_own_notices_and_publish_by_the_button_only(self):
        notice, foreign = self.published(), self.published(self.far_leader, self.other)
        found = self.rpc(self.leader, f"{MODEL}.receipt", "search", [("announcement_id", "in", (notice | foreign).ids)])
        self.assertEqual(set(found), set(notice.receipt_ids.ids))
        for ids, vals in ((foreign.ids, {"name": "x"}), (self.notice().ids, {"state": "published"})):
            with self.assertRaises(AccessError):
                self.rpc(self.leader, MODEL, "write", ids, vals)
        with self.assertRaises(AccessError):
            self.rpc(self.leader, MODEL, "create", [{"name": "x", "state": "published"}])
        self.rpc(self.manager, MODEL, "write", foreign.ids, {"name": "Seen"})
