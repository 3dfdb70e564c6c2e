from odoo import Command
from odoo.tests import tagged

from .common import CallcenterCase
from .journey import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyCustomer(JourneyCase):
    """An agent reads and completes a customer at a glance; a leader makes one of two."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_user = CallcenterCase.__dict__["_new_user"].__func__
        cls.env.company.country_id = cls.env.ref("base.cn")
        cls.agent, cls.leader = new_user(cls, "journey_agent", "agent"), new_user(cls, "journey_leader", "leader")
        team = cls.env["callcenter.department"].create({"name": "Journey Team", "leader_id": cls.leader.id})
        cls.agent.callcenter_department_id = team
        cls.wang, cls.twin = cls.env["res.partner"].create(
            [
                {"name": "Journey Wang", "phone": "138 0013 6001", "callcenter_birthday": "1990-01-01"},
                {"name": "Journey Twin", "phone": "138 0013 6002", "callcenter_alias": "twin"},
            ]
        )
        (cls.wang | cls.twin).user_id = cls.agent
        cls.wang.callcenter_birthday = cls.wang.callcenter_birthday.replace(
            year=cls.env.cr.now().year - 36, month=1, day=1
        )
        cls.wang.callcenter_other_numbers = [Command.create({"number": "138 0013 6002", "note": "evenings"})]
        cls.env["callcenter.call"].create(
            {
                "key": "journey:1",
                "partner_id": cls.wang.id,
                "user_id": cls.agent.id,
                "note": "asks for a fund",
                "result": "answered",
            }
        )
        cls.env["callcenter.followup"].create(
            {
                "partner_id": cls.wang.id,
                "user_id": cls.agent.id,
                "disposition_id": cls.env.ref("callcenter_crm.disposition_solved").id,
                "note": "wrote it down",
            }
        )

    def journey(self, lang):
        customers = "/odoo/action-callcenter_crm.callcenter_customer_action"
        self.walk("callcenter_customer_at_a_glance", self.agent, lang, f"{customers}/{self.wang.id}")
        self.assertEqual(self.wang.callcenter_work_address, "Journey Road 7")
        numbers = self.wang.callcenter_numbers
        self.assertEqual(numbers.mapped("number"), ["+8613800136002", "+8613800136001"])
        self.walk("callcenter_customer_new", self.agent, lang, f"{customers}/new")

        self.walk("callcenter_merge", self.leader, lang, "/odoo/action-callcenter_crm.callcenter_duplicate_action")
        self.assertEqual((self.wang | self.twin).exists(), self.wang)
        self.assertEqual(self.wang.callcenter_alias, "twin")

    def test_in_english(self):
        self.journey("en_US")

    def test_in_chinese(self):
        self.journey("zh_CN")
