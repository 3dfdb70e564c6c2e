from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .common import CallcenterCase
from .journey import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneySeller(JourneyCase):
    """A seller's day: promised contacts first, the next one, what was said, and from contact to confirmed order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_user = CallcenterCase.__dict__["_new_user"].__func__
        cls.seller = new_user(cls, "journey_seller", "agent")
        cls.seller.tz = "UTC"
        cls.product = cls.env["product.product"].create({"name": "Journey Plan", "list_price": 100, "taxes_id": False})
        cls.campaign = cls.env["callcenter.campaign"].create(
            {
                "name": "Journey Spring",
                "state": "running",
                "hour_from": 0,
                "hour_to": 24,
                "script": "<p>Good day from the journey!</p>",
                "product_id": cls.product.id,
            }
        )
        cls.promised, cls.fresh = cls.env["callcenter.contact"].create(
            [
                {
                    "campaign_id": cls.campaign.id,
                    "name": name,
                    "number": number,
                    "city": "深圳",
                    "user_id": cls.seller.id,
                    "priority": priority,
                }
                for name, number, priority in (
                    ("Journey Promised", "+8613800138001", 0),
                    ("Journey Fresh", "+8613800138002", 9),
                )
            ]
        )

    def promise(self):
        """The seller promised to call at this very moment; the earlier note is the history."""
        moment = fields.Datetime.now() - timedelta(minutes=1)
        followup = (
            self.env["callcenter.followup"]
            .with_user(self.seller)
            .create(
                {
                    "contact_id": self.promised.id,
                    "disposition_id": self.env.ref("callcenter_crm.disposition_call_back").id,
                    "note": "wants the figures",
                    "next_at": fields.Datetime.now() + timedelta(days=1),
                }
            )
        )
        followup.sudo().write({"next_at": moment, "at": moment - timedelta(days=1)})
        self.promised.next_at = moment

    def journey(self, lang):
        self.promise()
        told = []
        with patch.object(self.registry["res.users"], "_bus_send", lambda user, name, said: told.append((user, name))):
            self.env["callcenter.followup"]._cron_remind()
        self.assertIn((self.seller, "callcenter.followup/due"), told)
        path = "/odoo/action-callcenter_crm.callcenter_worklist_action"
        self.walk("callcenter_seller_follows_up", self.seller, lang, path)
        written = self.env["callcenter.followup"].search([("contact_id", "=", self.promised.id)], limit=1)
        self.assertEqual((written.note, written.disposition_id.code), ("will think about it", "interested"))
        self.assertTrue(written.intent_id and written.next_at > fields.Datetime.now())
        self.assertEqual(self.promised.state, "pending")

        self.walk("callcenter_seller_sells", self.seller, lang, path)
        partner = self.fresh.partner_id
        self.assertEqual((partner.name, partner.phone, partner.city), ("Journey Fresh", self.fresh.number, "深圳"))
        lead = self.env["crm.lead"].search([("partner_id", "=", partner.id)])
        order = self.env["sale.order"].search([("partner_id", "=", partner.id)])
        self.assertEqual((order.opportunity_id, order.user_id, order.state), (lead, self.seller, "sale"))
        self.assertEqual(order.order_line.product_id, self.product)
        self.assertEqual((self.campaign.sold, self.campaign.sold_amount), (1, 100))

    def test_in_english(self):
        self.journey("en_US")

    def test_in_chinese(self):
        self.journey("zh_CN")
