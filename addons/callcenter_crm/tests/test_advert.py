"""Advertisements: what they brought, by the clock of the company, each call and order once; managers only."""

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests.common import tagged

from .worklist_common import WorklistCase


@tagged("post_install", "-at_install")
class TestAdvert(WorklistCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.medium = cls.env.ref("callcenter_crm.item_medium_radio")
        cls.advert = cls.new_advert("Morning", number="4901", hour_from=7, hour_to=11)
        cls.product = cls.env["product.product"].create({"name": "Plan", "list_price": 500, "taxes_id": False})

    @classmethod
    def new_advert(cls, name, **vals):
        values = {"name": name, "medium_id": cls.medium.id, "cost": 1000, "date_from": "2026-11-02"}
        return cls.env["callcenter.advert"].create({**values, "date_to": "2026-11-08", **vals})

    def call(self, start, number="4901", **vals):
        return self._new_call(start=start, did_number=number, number="+8613800130001", **vals)

    def order(self, partner, day, **vals):
        line = [Command.create({"product_id": self.product.id})]
        order = self.env["sale.order"].create({"partner_id": partner.id, "order_line": line, **vals})
        order.write({"state": "sale", "date_order": day})
        return order

    def figures(self, advert, *names):
        self.env.flush_all()
        advert.invalidate_recordset()
        return [advert[name] for name in names]

    def test_calls_count_in_dates_and_hours_of_the_company_s_clock(self):
        self.call("2026-11-01 23:00:00")  # 7:00 of the 2nd in Shanghai
        self.call("2026-11-02 02:59:59")
        self.call("2026-11-08 02:00:00")
        self.call("2026-11-02 03:00:00")  # 11:00
        self.call("2026-11-01 01:00:00")  # the day before
        self.call("2026-11-09 01:00:00")  # the day after
        self.call("2026-11-02 01:00:00", number="4902")
        self.call("2026-11-02 01:00:00", direction="outbound", kind="manual")
        self.assertEqual(self.figures(self.advert, "calls", "cost_per_call"), [3, 333.33])

    def test_answered_interested_and_sold_by_calls(self):
        self.call("2026-11-02 01:00:00", talk_s=30, partner_id=self.customer.id)
        interested = self.env.ref("callcenter_crm.disposition_interested")
        self.call("2026-11-03 01:00:00", disposition_id=interested.id, partner_id=self.customer.id)
        self.order(self.customer, "2026-11-10 01:00:00")
        self.order(self.customer, "2026-11-01 01:00:00")  # before the call
        self.order(self.customer, "2026-12-30 01:00:00")  # long after
        self.order(self.other_customer, "2026-11-10 01:00:00")
        names = ("calls", "reached", "interested", "sold", "amount", "cost_per_sale")
        self.assertEqual(self.figures(self.advert, *names), [2, 1, 1, 1, 500, 1000])

    def test_contacts_of_its_lists_and_their_orders_once(self):
        advert = self.new_advert("List", number=False)
        batch = self.env["callcenter.list"].create({"name": "Bought", "campaign_id": self.campaign.id})
        advert.list_ids = batch
        (self.contact | self.foreign).list_id = batch
        self.follow(self.agent, self.contact, "complaint")
        self.contact.partner_id = self.customer
        order = self.order(self.customer, "2026-11-20 01:00:00", callcenter_contact_id=self.contact.id)
        names = ("contacts", "reached", "interested", "sold", "amount")
        self.assertEqual(self.figures(advert, *names), [2, 1, 1, 1, 500])
        order._action_cancel()
        self.assertEqual(order.state, "cancel")
        self.assertEqual(self.figures(advert, "sold", "amount", "cost_per_sale"), [0, 0, 0])

    def test_an_order_of_a_caller_who_is_on_the_list_too_counts_once(self):
        batch = self.env["callcenter.list"].create({"name": "Bought", "campaign_id": self.campaign.id})
        self.advert.list_ids = batch
        self.contact.write({"list_id": batch.id, "partner_id": self.customer.id})
        self.call("2026-11-02 01:00:00", partner_id=self.customer.id)
        self.order(self.customer, "2026-11-03 01:00:00", callcenter_contact_id=self.contact.id)
        self.assertEqual(self.figures(self.advert, "sold"), [1])

    def test_one_number_at_one_time_is_one_advertisement_s(self):
        with self.assertRaisesRegex(ValidationError, "Morning"), self.cr.savepoint():
            self.new_advert("Twice", number="49 01", hour_from=10, hour_to=12)
        self.new_advert("Afternoon", number="4901", hour_from=11, hour_to=18)
        self.new_advert("Next week", number="4901", date_from="2026-11-09", date_to=False, hour_to=24)

    def test_the_cost_is_told_in_the_company_s_currency(self):
        other = self.env.ref("base.EUR") if self.env.company.currency_id != self.env.ref("base.EUR") else None
        other = other or self.env.ref("base.USD")
        other.active = True
        self.env["res.currency.rate"].create({"currency_id": other.id, "name": "2026-01-01", "rate": 0.5})
        advert = self.new_advert("Abroad", number=False, currency_id=other.id, cost=100)
        self.assertEqual(advert.company_cost, 200)

    def test_the_report_sums_by_medium(self):
        adverts = self.advert | self.new_advert("Evening", number="4901", hour_from=18, hour_to=20)
        self.call("2026-11-02 01:00:00")
        self.call("2026-11-02 11:00:00")
        domain = [("advert_id", "in", adverts.ids), ("date", "=", "2026-11-02")]
        rows = self.rpc(
            self.users["manager"], "callcenter.advert.report", "formatted_read_group", domain, ["medium_id"],
            ["calls:sum", "cost:sum"],
        )  # fmt: skip
        self.assertEqual([(row["calls:sum"], row["cost:sum"]) for row in rows], [(2, 2000)])

    def test_managers_and_nobody_below_them(self):
        for role in ("agent", "leader", "qa"):
            for model in ("callcenter.advert", "callcenter.advert.report"):
                with self.subTest(role=role, model=model), self.assertRaises(AccessError):
                    self.rpc(self.users[role], model, "search_read", [], ["name"] if model.endswith("t") else [])
        values = {"name": "Mine", "medium_id": self.medium.id}
        for role in ("manager", "admin"):
            self.assertTrue(self.rpc(self.users[role], "callcenter.advert", "create", [values]))

    def test_another_company_s_are_out_of_reach(self):
        self.advert.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        for model in ("callcenter.advert", "callcenter.advert.report"):
            found = self.rpc(self.users["manager"], model, "search", [("id", "=", self.advert.id)])
            self.assertEqual(found, [])
