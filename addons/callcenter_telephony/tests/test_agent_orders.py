"""Work orders of the customer on the line: seen, urged and made by who has the call, by nobody else."""

import time

from odoo.exceptions import AccessError

from ..connector.ledger import Batch
from .common import TelephonyCase, answered_call


class TestAgentOrders(TelephonyCase):
    def setUp(self):
        super().setUp()
        self.store.write(Batch(calls=[answered_call(at=time.time() - 70)]))
        self.call = self.env["callcenter.call"].search([("key", "=", "test-node:1.1")])
        self.caller = self.env["res.partner"].create({"name": "王磊"})
        self.call.partner_id = self.caller
        stage = self.env["helpdesk.ticket.stage"].create({"name": "Open"})
        orders = self.env["helpdesk.ticket"].create(
            [
                {"name": "No power, 13800135021", "partner_id": self.caller.id, "stage_id": stage.id},
                {"name": "Somebody else's", "partner_id": self.caller.copy().id, "stage_id": stage.id},
            ]
        )
        self.order, self.foreign = orders

    def test_the_pop_has_the_open_orders_masked(self):
        self.env.company.callcenter_mask_numbers = True
        [row] = self.act(self.agent, "open_orders", self.call.key)
        self.assertEqual(row["id"], self.order.id)
        self.assertNotIn("13800135021", str(row))

    def test_who_has_the_call_urges_the_customers_orders_alone(self):
        [row] = self.act(self.agent, "urge_order", self.call.key, self.order.id)
        self.assertEqual((row["urges"], self.order.urges), (1, 1))
        with self.assertRaises(AccessError):
            self.act(self.agent, "urge_order", self.call.key, self.foreign.id)
        self.assertEqual(self.foreign.urges, 0)

    def test_another_agent_gets_nothing_of_the_call(self):
        for method, args in (("open_orders", ()), ("urge_order", (self.order.id,))):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.act(self.colleague, method, self.call.key, *args)

    def test_an_order_made_in_the_call_is_linked_with_it(self):
        orders = self.env["helpdesk.ticket"].with_user(self.agent)
        vals = {"name": "Meter", "partner_id": self.caller.id}
        order = orders.with_context(callcenter_call_key=self.call.key).create(vals)
        self.assertEqual(order.sudo().call_ids, self.call)
        with self.assertRaises(AccessError):
            orders.with_user(self.colleague).with_context(callcenter_call_key=self.call.key).create(vals)
