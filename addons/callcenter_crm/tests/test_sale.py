"""From the work list to customer, opportunity, quotation and order; who may see and do what of it."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tests.common import tagged

from .worklist_common import WorklistCase


@tagged("post_install", "-at_install")
class TestSale(WorklistCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create({"name": "Plan A", "list_price": 100.0, "taxes_id": False})
        cls.source = cls.env["callcenter.dictionary.item"].search([("dictionary_id.code", "=", "source")], limit=1)
        cls.campaign.write({"product_id": cls.product.id, "source_id": cls.source.id, "discount_max": 10})
        cls.contact.write({"remark": "likes tea", "intent_id": cls.intent.id, "address": "Road 1", "city": "深圳"})

    def sell(self, user, record, what):
        kind = "contact" if record._name == "callcenter.contact" else "partner"
        made = self.work(user, "sell", {"kind": kind, "id": record.id}, what)["made"]
        return self.env[made["model"]].browse(made["id"])

    def confirm(self, user, order):
        self.work(user, "confirm", {"kind": "partner", "id": order.partner_id.id}, order.id)

    # nothing is typed again

    def test_an_opportunity_takes_over_all_that_is_known(self):
        lead = self.sell(self.agent, self.contact, "lead")
        partner = self.contact.partner_id
        self.assertEqual((lead.partner_id, lead.user_id, lead.type), (partner, self.agent, "opportunity"))
        self.assertEqual((partner.name, partner.phone, partner.street), ("张三", self.contact.number, "Road 1"))
        self.assertEqual((lead.callcenter_contact_id, lead.callcenter_campaign_id), (self.contact, self.campaign))
        self.assertEqual((lead.callcenter_source_id, lead.callcenter_intent_id), (self.source, self.intent))
        self.assertIn("Plan A", lead.name)
        self.assertIn("likes tea", lead.description)

    def test_a_quotation_has_the_campaign_s_product_at_the_list_s_price(self):
        lead = self.sell(self.agent, self.contact, "lead")
        order = self.sell(self.agent, self.contact, "order")
        self.assertEqual((order.opportunity_id, order.user_id, order.state), (lead, self.agent, "draft"))
        line = order.order_line
        self.assertEqual((line.product_id, line.price_unit, line.product_uom_qty), (self.product, 100, 1))
        self.assertEqual((order.callcenter_campaign_id, order.callcenter_contact_id), (self.campaign, self.contact))

    def test_asking_twice_opens_the_one_that_is_there(self):
        for what in ("lead", "order"):
            self.assertEqual(self.sell(self.agent, self.contact, what), self.sell(self.agent, self.contact, what))

    def test_a_customer_is_sold_to_without_a_campaign(self):
        order = self.sell(self.agent, self.customer, "order")
        self.assertEqual(
            (order.partner_id, order.order_line.ids, order.callcenter_campaign_id.ids), (self.customer, [], [])
        )

    def test_who_has_no_role_here_sells_all_the_same(self):
        self.outsider.group_ids |= self.env.ref("sales_team.group_sale_salesman_all_leads")
        line = Command.create({"product_id": self.product.id})
        values = {"partner_id": self.customer.id, "order_line": [line]}
        [order] = self.rpc(self.outsider, "sale.order", "create", [values])
        [lead] = self.rpc(self.outsider, "crm.lead", "create", [{"name": "Plan", "partner_id": self.customer.id}])
        self.rpc(self.outsider, "sale.order", "write", [order], {"partner_id": self.other_customer.id})
        self.rpc(self.outsider, "crm.lead", "write", [lead], {"user_id": self.outsider.id})
        self.assertEqual(self.env["sale.order"].browse(order).partner_id, self.other_customer)

    def test_an_order_made_by_hand_belongs_to_the_seller_s_contact(self):
        self.contact.partner_id = self.customer
        [order] = self.rpc(self.agent, "sale.order", "create", [{"partner_id": self.customer.id}])
        self.assertEqual(self.env["sale.order"].browse(order).callcenter_contact_id, self.contact)

    def test_empty_forms_open_and_take_the_contact_of_the_customer_chosen(self):
        self.contact.partner_id = self.customer
        for model in ("crm.lead", "sale.order"):
            with self.subTest(model=model), Form(self.env[model].with_user(self.agent)) as form:
                form.partner_id = self.customer
                if model == "crm.lead":
                    form.name = "By hand"
            self.assertEqual(form.record.sudo().callcenter_contact_id, self.contact)

    def test_an_outcome_makes_the_quotation_in_one_key(self):
        self.solved.write({"converts": True, "converts_to": "order"})
        target = {"kind": "contact", "id": self.contact.id}
        made = self.work(self.agent, "save", target, {"disposition_id": self.solved.id})["made"]
        self.assertEqual(made["model"], "sale.order")
        self.assertEqual(self.env["sale.order"].browse(made["id"]).callcenter_contact_id, self.contact)

    def test_the_card_shows_what_has_been_sold(self):
        order = self.sell(self.agent, self.contact, "order")
        card = self.work(self.agent, "card", {"kind": "contact", "id": self.contact.id})
        self.assertEqual([(row["id"], row["draft"]) for row in card["sales"]], [(order.id, True)])
        self.confirm(self.agent, order)
        card = self.work(self.agent, "card", {"kind": "contact", "id": self.contact.id})
        self.assertEqual([(row["state"], row["draft"]) for row in card["sales"]], [("sale", False)])

    # whose customer it is already

    def test_a_foreign_customer_is_told_by_the_owner_s_name_only_and_not_made_twice(self):
        self.customer.user_id = self.colleague
        self.contact.number = self.customer.phone
        card = self.work(self.agent, "card", {"kind": "contact", "id": self.contact.id})
        self.assertEqual((card["taken"], card["same"]), ([self.colleague.name], []))
        self.assertNotIn(self.customer.name, str(card))
        before = self.env["res.partner"].search_count([])
        for method, args in (
            ("convert", [self.contact.id]),
            ("convert", [self.contact.id, False, True]),
            ("sell", [{"kind": "contact", "id": self.contact.id}, "order"]),
        ):
            with self.subTest(args=args), self.assertRaisesRegex(UserError, f"customer of {self.colleague.name}"):
                self.work(self.agent, method, *args)
        with self.assertRaises(UserError):
            self.rpc(self.agent, "callcenter.contact", "action_convert", self.contact.ids)
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_an_outcome_that_makes_customers_leaves_a_foreign_one_alone(self):
        self.solved.write({"converts": True, "converts_to": "order"})
        self.customer.user_id = self.colleague
        self.contact.number = self.customer.phone
        target = {"kind": "contact", "id": self.contact.id}
        done = self.work(self.agent, "save", target, {"disposition_id": self.solved.id})
        self.assertEqual((done["made"], self.contact.partner_id.ids, self.contact.attempts), (False, [], 1))

    def test_the_own_customer_is_linked_and_another_made_when_asked(self):
        self.customer.user_id = self.agent
        self.contact.number = self.customer.phone
        self.work(self.agent, "convert", self.contact.id, False, True)
        self.assertNotEqual(self.contact.partner_id, self.customer)
        again = self.new_contact("王磊", self.customer.phone, self.agent)
        self.contact.partner_id.unlink()
        self.work(self.agent, "convert", again.id)
        self.assertEqual(again.partner_id, self.customer)

    def test_masked_sellers_sell_by_numbers_that_they_do_not_see(self):
        self.env.company.callcenter_mask_numbers = True
        self.customer.user_id = self.agent
        target = {"kind": "contact", "id": self.contact.id}
        self.contact.number = number = "+8613800130001"
        card = self.work(self.agent, "card", target)
        self.assertEqual(([row["id"] for row in card["same"]], card["taken"]), (self.customer.ids, []))
        self.customer.user_id = self.colleague
        card = self.work(self.agent, "card", target)
        self.assertEqual((card["same"], card["taken"]), ([], [self.colleague.name]))
        self.customer.phone = False
        told = [self.work(self.agent, "sell", target, what) for what in ("lead", "order")]
        self.assertEqual(self.contact.partner_id.phone, number)
        self.assertNotIn(number[3:], str(told))
        lead = self.env["crm.lead"].browse(told[0]["made"]["id"])
        self.assertNotIn(number[3:], str(self.rpc(self.agent, "crm.lead", "read", lead.ids)))

    # what is counted

    def test_confirmed_orders_count_and_a_cancelled_one_does_not(self):
        order = self.sell(self.agent, self.contact, "order")
        self.assertEqual((self.campaign.sold, self.work(self.agent, "today")["sold"]), (0, 0))
        self.confirm(self.agent, order)
        self.campaign.invalidate_recordset()
        today = self.work(self.agent, "today")
        self.assertEqual((self.campaign.sold, self.campaign.sold_amount, today["sold"]), (1, 100, 1))
        self.assertEqual(today["rank"], {"place": 1, "of": 2})
        self.assertEqual(self.work(self.colleague, "today")["rank"], {"place": 2, "of": 2})
        order._action_cancel()
        self.campaign.invalidate_recordset()
        self.assertEqual((self.campaign.sold, self.work(self.agent, "today")["sold"]), (0, 0))

    def test_the_day_counts_calls_and_interested_ones(self):
        self._new_call(user_id=self.agent.id, number=self.contact.number)
        self._new_call(user_id=self.colleague.id, number=self.contact.number)
        self.follow(self.agent, self.contact, "complaint")
        today = self.work(self.agent, "today")
        self.assertEqual((today["calls"], today["interested"], today["reached"]), (1, 1, 1))

    def test_figures_count_the_own_scope_unless_the_campaign_is_the_leader_s(self):
        outside = self._new_user("cc_elsewhere", "agent")
        self.new_contact("李四", "+8613800139002", outside)
        leader, campaign = self.users["leader"], self.campaign
        self.campaign.user_id = False
        read = lambda user: self.rpc(user, "callcenter.campaign", "read", campaign.ids, ["loaded"])[0]["loaded"]
        self.assertEqual([read(user) for user in (self.agent, leader, self.users["manager"])], [1, 2, 3])
        campaign.department_ids = self.team
        self.assertEqual(read(leader), 3)
        campaign.write({"department_ids": [Command.clear()], "user_id": leader.id})
        self.assertEqual(read(leader), 3)

    # attacks

    def test_documents_of_another_seller_are_out_of_reach_by_every_method(self):
        order = self.sell(self.agent, self.contact, "order")
        lead = self.sell(self.agent, self.contact, "lead")
        for record in (order, lead, order.order_line):
            model = record._name
            with self.subTest(model=model):
                for method, args in (
                    ("read", [record.ids, ["display_name"]]),
                    ("write", [record.ids, {"name": "mine"}]),
                    ("export_data", [record.ids, ["name"]]),
                    ("unlink", [record.ids]),
                    ("copy", [record.ids]),
                ):
                    with self.assertRaises(UserError, msg=method):
                        self.rpc(self.colleague, model, method, *args)
                self.assertNotIn(record.id, self.rpc(self.colleague, model, "search", []))
                groups = self.rpc(
                    self.colleague, model, "formatted_read_group", [("id", "=", record.id)], [], ["__count"]
                )
                self.assertEqual(groups[0]["__count"] if groups else 0, 0)
                self.assertIn(record.id, self.rpc(self.agent, model, "search", []))
                self.assertIn(record.id, self.rpc(self.users["leader"], model, "search", []))
        with self.assertRaises(AccessError):
            self.work(self.colleague, "confirm", {"kind": "partner", "id": self.other_customer.id}, order.id)

    def test_leaders_see_what_their_people_sell_and_no_more(self):
        self.colleague.callcenter_department_id = False
        foreign = self.sell(self.colleague, self.foreign, "order")
        self.assertNotIn(foreign.id, self.rpc(self.users["leader"], "sale.order", "search", []))
        for role in ("manager", "admin"):
            self.assertIn(foreign.id, self.rpc(self.users[role], "sale.order", "search", []))
        with self.assertRaises(AccessError):
            self.rpc(self.users["qa"], "sale.order", "search", [])

    def test_a_foreign_contact_is_neither_sold_to_nor_claimed_for_a_sale(self):
        with self.assertRaises(AccessError):
            self.sell(self.agent, self.foreign, "order")
        order = self.sell(self.agent, self.contact, "order")
        other = self.new_campaign("Other")
        for vals in ({"callcenter_contact_id": self.foreign.id}, {"callcenter_campaign_id": other.id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc(self.agent, "sale.order", "write", order.ids, vals)
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc(self.agent, "sale.order", "create", [{"partner_id": self.customer.id, **vals}])

    def test_nobody_sells_in_another_s_name(self):
        values = {"partner_id": self.customer.id, "user_id": self.colleague.id}
        for model, more in (("sale.order", {}), ("crm.lead", {"name": "Theirs"})):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.rpc(self.agent, model, "create", [values | more])

    def test_prices_follow_the_list_and_what_the_campaign_grants(self):
        order = self.sell(self.agent, self.contact, "order")
        line = order.order_line
        write = lambda vals: self.rpc(self.agent, "sale.order.line", "write", line.ids, vals)
        for vals in (
            {"discount": 11},
            {"price_unit": 89},
            {"price_unit": 95, "discount": 10},
            {"product_uom_qty": -1},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "10 %"), self.cr.savepoint():
                write(vals)
        write({"discount": 10})
        write({"discount": 0, "price_unit": 120})
        for vals in (
            {"product_id": self.product.id, "price_unit": 1},
            {"name": "gift", "price_unit": -20},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError), self.cr.savepoint():
                self.rpc(self.agent, "sale.order", "write", order.ids, {"order_line": [Command.create(vals)]})
        self.rpc(self.users["leader"], "sale.order.line", "write", line.ids, {"price_unit": 1})
        self.assertEqual(line.price_unit, 1)

    def test_another_price_list_is_not_the_seller_s_to_choose(self):
        cheap = self.env["product.pricelist"].create({"name": "Friends"})
        order = self.sell(self.agent, self.contact, "order")
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "sale.order", "write", order.ids, {"pricelist_id": cheap.id})
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "sale.order", "create", [{"partner_id": self.customer.id, "pricelist_id": cheap.id}])
        with self.assertRaises(AccessError):
            vals = {"specific_property_product_pricelist": cheap.id}
            self.rpc(self.agent, "res.partner", "write", self.customer.ids, vals)

    def test_a_role_without_the_feature_does_not_sell(self):
        role = self.env["res.users.role"].create(
            {"name": "Service", "implied_ids": [Command.link(self.env.ref("callcenter_crm.group_agent").id)]}
        )
        self.agent.role_line_ids.unlink()
        self.agent.role_line_ids = [Command.create({"role_id": role.id})]
        with self.assertRaises(AccessError):
            self.sell(self.agent, self.contact, "order")
        self.assertFalse(self.work(self.agent, "card", {"kind": "contact", "id": self.contact.id})["sells"])
        self.assertFalse(self.agent.has_group("sales_team.group_sale_salesman"))


@tagged("post_install", "-at_install")
class TestSaleFields(WorklistCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(cls.registry.reset_changes)
        hidden = [Command.create({"role_id": cls.env.ref("callcenter_crm.role_agent").id, "right": "hidden"})]
        for model, code, access in (
            ("callcenter.contact", "holdings", []),
            ("res.partner", "holdings", []),
            ("callcenter.contact", "secret", hidden),
            ("res.partner", "secret", []),
            ("callcenter.contact", "closed", hidden),
            ("res.partner", "closed", hidden),
        ):
            values = {"model": model, "label": code, "code": code, "kind": "integer", "access_ids": access}
            cls.env["callcenter.field"].create(values)

    def test_custom_fields_that_both_have_go_along_and_nothing_hidden_comes_to_light(self):
        self.contact.write({"x_cc_holdings": 42, "x_cc_secret": 7, "x_cc_closed": 8})
        self.work(self.agent, "convert", self.contact.id)
        partner = self.contact.partner_id
        self.assertEqual((partner.x_cc_holdings, partner.x_cc_secret, partner.x_cc_closed), (42, 0, 8))
