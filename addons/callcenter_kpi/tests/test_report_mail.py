import io
from datetime import timedelta
from zipfile import ZipFile

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests.common import tagged

from .common import KpiCase


@tagged("post_install", "-at_install")
class TestReportMail(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.users.values():
            user.email = f"{user.login}@example.com"
        cls.Report = cls.env["callcenter.report.mail"]
        cls.Report.search([]).unlink()
        cls.today = cls.Report._now().date()
        cls.report = cls.Report.create(
            {"user_ids": [Command.set(cls.users["manager"].ids)], "next_date": cls.today, "hour": 0, "period": "day"}
        )

    def yesterday(self, hour=12):
        now = self.Report._now()
        return (now - timedelta(days=1)).replace(hour=hour, minute=0).timestamp()

    def sent(self):
        return self.env["mail.mail"].search([("attachment_ids.name", "like", "xlsx")])

    def test_what_is_due_goes_out_once_with_workbook_and_pdf(self):
        self.book(self.waiting(self.yesterday(), 10))
        before = self.sent()
        self.Report._cron_send()
        self.Report._cron_send()
        mail = self.sent() - before
        self.assertEqual(len(mail), 1)
        self.assertIn("kpi_manager@example.com", mail.email_to)
        self.assertIn("12:00", mail.body_html)
        workbook, paper = mail.attachment_ids.sorted("name", reverse=True)
        self.assertIn("xl/workbook.xml", ZipFile(io.BytesIO(workbook.raw)).namelist())
        self.assertTrue(paper.raw.startswith(b"%PDF"))
        self.assertEqual(self.report.next_date, self.today + timedelta(days=7))
        self.assertTrue(self.report.last_sent)

    def test_what_is_not_due_stays(self):
        before = self.sent()
        self.report.next_date = self.today + timedelta(days=1)
        self.Report._cron_send()
        self.assertEqual(self.sent(), before)

    def test_everybody_gets_what_the_own_rights_show(self):
        department = self.env["callcenter.department"].create({"name": "Mail"})
        self.users["agent1"].callcenter_department_id = department
        self.book(self.waiting(self.yesterday(), 10))
        self.report.user_ids = self.users["leader"] | self.users["manager"]
        bodies = {mail.email_to: mail.body_html for mail in self.report._send()}
        seen = {email: "kpi_agent1" in body for email, body in bodies.items()}
        self.assertEqual(sorted(seen.values()), [False, True])
        self.assertTrue(next(found for email, found in seen.items() if "manager" in email))

    def test_who_has_lost_the_right_gets_nothing_and_the_manager_sees_it(self):
        self.report.user_ids = self.users["leader"]
        self.users["leader"].role_line_ids = [Command.clear()]
        self.assertFalse(self.report._send())
        self.assertIn("kpi_leader", self.report.last_result)

    def test_readers_need_the_right_and_an_address(self):
        with self.assertRaises(ValidationError):
            self.report.user_ids = self.users["agent1"]
        self.users["qa"].email = False
        with self.assertRaises(ValidationError):
            self.report.user_ids = self.users["qa"]

    def test_managers_set_it_up_and_others_do_not(self):
        mine = self.report.with_user(self.users["manager"])
        mine.hour = 9
        mine.action_send()
        for name in ("agent1", "leader", "qa"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.report.with_user(self.users[name]).read(["name"])
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.report.with_user(self.users[name]).action_send()

    def test_names_of_people_are_text_and_nothing_else(self):
        self.users["agent1"].name = "<img src=x onerror=alert(1)>=1+1"
        self.book(self.waiting(self.yesterday(), 10))
        (mail,) = self.report._send()
        self.assertNotIn("<img", mail.body_html)
        self.assertIn("&lt;img", mail.body_html)


@tagged("post_install", "-at_install")
class TestDashboardFile(KpiCase):
    def test_a_file_is_made_of_each_kind(self):
        Board = self.env["callcenter.dashboard"].with_user(self.users["manager"]).with_context(lang="zh_CN")
        board = Board.read_board("week", 0)
        self.assertTrue(Board._pdf(board).startswith(b"%PDF"))
        self.assertTrue(Board._xlsx(board).startswith(b"PK"))
