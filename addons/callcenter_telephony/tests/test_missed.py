from .common import TelephonyCase


class TestMissed(TelephonyCase):
    """Nobody is in charge of the caller: the leader of those who serve the queue is reminded."""

    def reminder(self, **vals):
        call = self._new_call(number=self.customer.phone, partner_id=self.customer.id, result="abandoned", **vals)
        self.env["callcenter.call"]._ledger_written(call)
        return self.env["callcenter.followup"].search([("call_id", "=", call.id), ("missed", "=", True)])

    def test_the_leader_of_the_queue_s_agents(self):
        self.assertEqual(self.reminder(queue_id=self.queue.id).next_user_id, self.users["leader"])

    def test_the_owner_goes_before_the_leader(self):
        self.customer.user_id = self.colleague
        self.assertEqual(self.reminder(queue_id=self.queue.id).next_user_id, self.colleague)

    def test_without_a_queue_and_a_leader_nobody(self):
        self.assertFalse(self.reminder())
