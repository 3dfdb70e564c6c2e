"""Calls, ratings, sales and new customers by what is known of the customer, against a count in Python."""

import random
from collections import defaultdict
from datetime import datetime

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests.common import tagged

from .common import EXTENSIONS, KpiCase

START = 1_772_416_800.0
A_DAY = datetime(2026, 3, 2, 3)


@tagged("post_install", "-at_install")
class TestReportCustomer(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        dictionary = cls.env["callcenter.dictionary"].search([("code", "=", "customer_level")])
        cls.levels = cls.env["callcenter.dictionary.item"].create(
            [{"name": f"Level {n}", "dictionary_id": dictionary.id, "code": f"kpi_level_{n}"} for n in range(2)]
        )
        cls.customers = cls.env["res.partner"].create(
            [{"name": f"Customer {n}", "callcenter_level_id": cls.levels[n % 2].id} for n in range(4)]
        )
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE res_partner SET create_date = %s WHERE id = ANY(%s)", (A_DAY, list(cls.customers._ids))
        )
        cls.env.invalidate_all()
        cls.product = cls.env["product.product"].create({"name": "Plan"})
        team, other = cls.env["callcenter.department"].create(
            [{"name": "Team", "leader_id": cls.users["leader"].id}, {"name": "Other"}]
        )
        (cls.users["agent1"] | cls.users["leader"]).callcenter_department_id = team
        cls.users["agent2"].callcenter_department_id = other
        cls.sells = cls.env.ref("callcenter_crm.group_seller")
        cls.users["manager"].group_ids = [Command.link(cls.sells.id)]

    def called(self, partner, agent="agent1", outcome="answered", later=0, **vals):
        extension = EXTENSIONS[agent]
        vals = {"agent": extension, "last_handler": extension, **vals} if outcome == "answered" else vals
        call = self.waiting(START + later, 9, outcome, **vals)
        if outcome == "answered":
            call.legs[1].party, call.talk_s = extension, 60.0
        record = self.book(call)
        record.partner_id = partner
        return record

    def sold(self, partner, amount, seller="agent1", state="sale", date=A_DAY):
        lines = [Command.create({"product_id": self.product.id, "price_unit": amount, "tax_ids": False})]
        vals = {"partner_id": partner.id, "user_id": self.users[seller].id, "order_line": lines}
        order = self.env["sale.order"].create(vals)
        order.write({"state": state, "date_order": date})
        return order

    def test_figures_by_level_are_those_counted_one_by_one(self):
        dice = random.Random(7)
        want = defaultdict(lambda: [0, 0, 0, 0, 0, 0.0])
        keys = {"5": True, "1": False, "": None}
        for turn in range(12):
            partner = dice.choice([*self.customers, self.env["res.partner"]])
            key, outcome = dice.choice(list(keys)), dice.choice(["answered", "abandoned"])
            rated = {"survey_offered": True, "rating": key} if outcome == "answered" else {}
            self.called(partner, outcome=outcome, later=60 * turn, **rated)
            row = want[partner.callcenter_level_id.id]
            row[0] += 1
            row[1] += outcome == "answered"
            if rated and key:
                row[2] += 1
                row[3] += keys[key]
        for _turn in range(8):
            partner, amount = dice.choice(self.customers), dice.randint(10, 900)
            state = dice.choice(["sale", "sale", "draft", "cancel"])
            self.sold(partner, amount, state=state)
            if state == "sale":
                want[partner.callcenter_level_id.id][4] += 1
                want[partner.callcenter_level_id.id][5] += amount
        domain = [("day", "=", "2026-03-02"), "|", ("partner_id", "in", self.customers.ids), ("partner_id", "=", False)]
        names = ("received", "calls_talked", "ratings", "satisfied", "sold", "revenue")
        got = self.report("customer", domain, ["level_id"], *names)
        self.assertEqual(got, {level: tuple(row) for level, row in want.items()})
        got = self.report("customer", domain, ["level_id"], "csat", "order_value", "customers_new")
        for level in self.levels:
            row = want[level.id]
            wanted = (row[3] / row[2] if row[2] else None, row[5] / row[4] if row[4] else None, 2)
            self.assertEqual(got[level.id], wanted)

    def test_colleagues_companies_and_further_addresses_are_no_new_customers(self):
        partner = self.env["res.partner"]
        company = self.env["res.company"].create({"name": "Second"}).partner_id
        address = partner.create({"name": "Shop", "parent_id": self.customers[0].id, "type": "delivery"})
        both = self.users["agent1"].partner_id | company | address
        self.assertFalse(
            self.env["callcenter.report.customer"].search([("partner_id", "in", both.ids), ("customers_new", "=", 1)])
        )
        mine = self.env["callcenter.report.customer"].search(
            [("partner_id", "in", self.customers.ids), ("customers_new", "=", 1)]
        )
        self.assertEqual(mine.partner_id, self.customers)

    def test_an_order_of_somebody_without_a_telephone_is_none_of_ours(self):
        order = self.sold(self.customers[0], 50, seller="qa")
        self.assertFalse(self.env["callcenter.report.customer"].search([("order_id", "=", order.id)]))

    def test_a_figure_leads_to_calls_orders_and_customers(self):
        call, order = self.called(self.customers[0]), self.sold(self.customers[1], 50)
        level = [("level_id", "in", self.levels.ids)]
        calls = self.env["callcenter.call"].with_user(self.users["manager"])
        rows = [*level, ("received", "!=", 0)]
        self.assertEqual(calls.search([("id", "=", call.id), ("customer_row_ids", "any", rows)]), call)
        orders = self.env["sale.order"].with_user(self.users["manager"])
        rows = [*level, ("sold", "!=", 0)]
        self.assertEqual(orders.search([("callcenter_figure_ids", "any", rows)]), order)
        people = self.env["res.partner"].with_user(self.users["manager"])
        rows = [*level, ("customers_new", "!=", 0)]
        self.assertEqual(people.search([("callcenter_figure_ids", "any", rows)]), self.customers)

    def test_leaders_count_what_their_people_did_and_managers_all(self):
        for agent, later in (("agent1", 0), ("agent2", 60)):
            self.called(self.customers[0], agent, later=later)
        self.sold(self.customers[0], 50, "agent2")
        domain = [("partner_id", "in", self.customers.ids)]
        users = {"leader": self.users["agent1"], "manager": self.users["agent1"] | self.users["agent2"]}
        for user, people in users.items():
            got = self.report("customer", [*domain, ("user_id", "!=", False)], ["user_id"], "received", user=user)
            with self.subTest(user=user):
                self.assertEqual(set(got), set(people.ids))
        theirs = self.env["callcenter.report.customer"].search([*domain, ("user_id", "=", self.users["agent2"].id)])
        self.assertEqual(len(theirs), 2)
        with self.assertRaises(AccessError):
            theirs.with_user(self.users["leader"]).read(["received"])

    def test_who_does_not_sell_reads_no_sales(self):
        self.sold(self.customers[0], 50)
        self.assertNotIn(self.sells, self.users["qa"].all_group_ids)
        for name in ("sold", "revenue", "order_value"):
            with self.subTest(figure=name), self.assertRaises(AccessError):
                self.report("customer", [], ["level_id"], name, user="qa")
            with self.subTest(figure=name), self.assertRaises(AccessError):
                self.env["callcenter.report.customer"].with_user(self.users["qa"]).search([(name, ">", 0)])
        self.assertTrue(self.report("customer", [], ["level_id"], "received", user="qa"))

    def test_agents_have_no_way_to_them(self):
        with self.assertRaises(AccessError):
            self.report("customer", [], ["level_id"], "received", user="agent1")
        for model, path in (("res.partner", "callcenter_figure_ids"), ("callcenter.call", "customer_row_ids")):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.users["agent1"]).search([(path, "any", [("received", "=", 1)])])
