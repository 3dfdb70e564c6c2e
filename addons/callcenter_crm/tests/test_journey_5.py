from odoo.tests import tagged

from .common import CallcenterCase
from .journey import LANGUAGES, JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyMasking(JourneyCase):
    """Numbers are masked by a switch; an agent works on, a leader shows one, and the log says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_user = CallcenterCase.__dict__["_new_user"].__func__
        roles = ("admin", "leader", "agent")
        cls.admin, cls.leader, cls.agent = (new_user(cls, f"journey_mask_{role}", role) for role in roles)
        department = cls.env["callcenter.department"].create({"name": "Journey", "leader_id": cls.leader.id})
        cls.agent.callcenter_department_id = department

    def journey(self, lang):
        company = self.env.company
        company.callcenter_mask_numbers = False
        customer = self.env["res.partner"].create(
            {"name": "Journey Wang", "phone": "138 0013 5021", "user_id": self.agent.id}
        )
        customer.message_post(body="Call 13800135021 in the evening")
        form = f"/odoo/callcenter-customers/{customer.id}"

        settings = "/odoo/action-callcenter_crm.callcenter_masking_settings_action"
        self.walk("callcenter_masking_on", self.admin, lang, settings)
        self.assertTrue(company.callcenter_mask_numbers)

        self.walk("callcenter_masking_agent", self.agent, lang, form)
        self.assertIn("139 1234 5678", customer.phone)
        self.assertEqual(customer.email, "wang@example.com")

        before = self.env["callcenter.audit"].search_count([("act", "=", "unmask")])
        self.walk("callcenter_masking_leader", self.leader, lang, form)
        row = self.env["callcenter.audit"].search([("act", "=", "unmask")], limit=1)
        self.assertEqual((row.user_id, row.res_id), (self.leader, customer.id))
        self.assertEqual(self.env["callcenter.audit"].search_count([("act", "=", "unmask")]), before + 1)

        self.walk("callcenter_masking_log", self.admin, lang, "/odoo/callcenter-audit")

    def test_numbers_are_masked_in_english(self):
        self.journey(LANGUAGES[0])

    def test_numbers_are_masked_in_chinese(self):
        self.journey(LANGUAGES[1])
