from odoo.tests.common import HttpCase, tagged

from .common import KpiCase


@tagged("post_install", "-at_install")
class TestDashboardExport(KpiCase, HttpCase):
    """The dashboard as a file leaves the product: for whoever may export, and written down."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager, cls.leader = cls.users["manager"], cls.users["leader"]
        cls.env.ref("base.group_allow_export").user_ids = cls.manager
        for user in cls.manager, cls.leader:
            user.password = user.login

    def get(self, user, kind):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/callcenter/dashboard.{kind}?period=week&back=0&department=0")

    def rows(self):
        return self.env["callcenter.audit"].search([("act", "=", "export"), ("model", "=", "callcenter.dashboard")])

    def test_who_may_not_export_gets_no_file_of_what_is_on_the_page(self):
        self.assertTrue(self.env["callcenter.dashboard"].with_user(self.leader).read_board("week", 0, False))
        for kind in "xlsx", "pdf":
            self.assertEqual(self.get(self.leader, kind).status_code, 403)
        self.assertFalse(self.rows())

    def test_each_file_is_written_down(self):
        for kind, begin in (("xlsx", b"PK"), ("pdf", b"%PDF")):
            answer = self.get(self.manager, kind)
            self.assertEqual((answer.status_code, answer.content[: len(begin)]), (200, begin))
        self.assertEqual(self.rows().user_id, self.manager)
        self.assertEqual(len(self.rows()), 2)
