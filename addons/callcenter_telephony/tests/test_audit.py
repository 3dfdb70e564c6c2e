import json
import time

from ..connector.ledger import Batch
from .common import TelephonyCase, answered_call, offer

NUMBER = "+8613800130001"


class TestAudit(TelephonyCase):
    """Whom an agent is shown by the phone stands in the log: the pop that nobody asked for, too."""

    def setUp(self):
        super().setUp()
        self.env.cr.flush()
        self.env.cr.execute("DELETE FROM callcenter_audit")

    def looks(self):
        self.env.flush_all()
        self.env["callcenter.audit"].invalidate_model()
        return self.env["callcenter.audit"].search([("act", "=", "see")], order="id")

    def pop(self, key="test-node:9.9", number=NUMBER, agents=("7001",)):
        now = time.time()
        call = answered_call(key, at=now, number=number, end=None, result="", last_handler="")
        call.legs = call.legs[:4]
        call.legs[3].answer = call.legs[3].end = call.legs[3].wrap = None
        self.store.write(Batch(calls=[call], offers=[offer(key, at=now, agent=agent) for agent in agents]))

    def test_a_pop_is_a_look_of_the_agent_at_the_customer(self):
        self.pop()
        row = self.looks()
        self.assertEqual((row.user_id, row.model, row.res_id), (self.agent, "res.partner", self.customer.id))
        self.assertEqual(json.loads(row.detail), {"fields": ["phone"]})
        self.assertEqual((row.name, row.count), (self.customer.name, 1))

    def test_the_same_customer_again_and_the_page_that_is_loaded_again_are_not(self):
        self.pop()
        self.pop("test-node:9.10")
        self.act(self.agent, "desktop")
        self.act(self.agent, "call_card", "test-node:9.9")
        self.assertEqual(len(self.looks()), 1)
        self.env.cr.execute("UPDATE callcenter_audit SET at = at - interval '31 minutes'")
        self.act(self.agent, "call_card", "test-node:9.9")
        self.assertEqual(len(self.looks()), 2)

    def test_each_agent_who_is_offered_the_call_looks(self):
        self.pop(agents=("7001", "7002"))
        self.assertEqual(self.looks().user_id, self.agent | self.colleague)

    def test_the_log_tells_that_the_number_was_masked(self):
        self.env.company.callcenter_mask_numbers = True
        self.pop()
        self.assertEqual((self.looks().res_id, self.looks().detail), (self.customer.id, False))

    def test_an_unknown_caller_and_a_rule_that_is_off_leave_nothing(self):
        self.pop(number="+8613999999999")
        self.env["callcenter.audit.rule"].search([("act", "=", "see"), ("model", "=", "res.partner")]).active = False
        self.pop("test-node:9.10")
        self.assertFalse(self.looks())

    def test_a_look_up_in_the_phone_bar_is_a_look(self):
        [found] = self.act(self.agent, "lookup", "138 0013 0001")
        row = self.looks()
        self.assertEqual((row.user_id, row.res_id), (self.agent, found["partner_id"]))
        for partner in self.customer | self.other_customer:
            partner.name = "Lookalike"
        self.assertEqual(len(self.act(self.agent, "lookup", "Lookalike")), 2)
        self.assertEqual(sorted(json.loads(self.looks()[-1].detail)["ids"]), (self.customer | self.other_customer).ids)
