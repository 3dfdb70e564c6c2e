from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import CallcenterCase
from .journey import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyLeaver(JourneyCase):
    """A seller leaves: archiving opens the handover, and one action moves all that was the seller's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_user = classmethod(CallcenterCase.__dict__["_new_user"].__func__)
        cls.admin, cls.heir = cls.new_user("journey_admin", "admin"), cls.new_user("journey_heir", "agent")
        cls.campaign = cls.env["callcenter.campaign"].create({"name": "Journey Spring", "state": "running"})

    def work_of(self, seller):
        """Return one record of each kind that the seller holds."""
        partner = self.env["res.partner"].create({"name": "Journey Customer", "user_id": seller.id})
        values = {"campaign_id": self.campaign.id, "number": "+8613800138003", "user_id": seller.id}
        contact = self.env["callcenter.contact"].create(values)
        outcome = self.env.ref("callcenter_crm.disposition_call_back")
        promise = (
            self.env["callcenter.followup"]
            .with_user(seller)
            .create(
                {
                    "partner_id": partner.id,
                    "disposition_id": outcome.id,
                    "next_at": fields.Datetime.now() + timedelta(days=1),
                }
            )
        )
        lead = self.env["crm.lead"].create({"name": "Plan", "partner_id": partner.id, "user_id": seller.id})
        order = self.env["sale.order"].create({"partner_id": partner.id, "user_id": seller.id})
        return partner, contact, promise.sudo(), lead, order

    def journey(self, lang):
        seller = self.new_user("journey_leaver", "agent")
        partner, contact, promise, lead, order = self.work_of(seller)
        path = f"/odoo/callcenter-users/{seller.id}"
        self.walk("callcenter_leaver_hands_over", self.admin, lang, path)
        self.assertFalse(seller.active)
        for record in (partner, contact, lead, order):
            self.assertEqual(record.user_id, self.heir, record._name)
        self.assertEqual((promise.next_user_id, promise.user_id), (self.heir, seller))
        self.assertEqual(contact.move_ids.mapped("kind"), ["reassign"])

    def test_in_english(self):
        self.journey("en_US")

    def test_in_chinese(self):
        self.journey("zh_CN")
