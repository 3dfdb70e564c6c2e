"""A missed call of somebody known reminds the owner, else the holder, else the leader, until they have talked."""

from datetime import timedelta

from odoo import fields
from odoo.tests.common import tagged

from .worklist_common import WorklistCase


@tagged("post_install", "-at_install")
class TestMissed(WorklistCase):
    def call(self, number, result="abandoned", minutes=1, **vals):
        start = fields.Datetime.now() - timedelta(minutes=minutes)
        talk = 20 if result == "answered" else 0
        call = self._new_call(number=number, result=result, start=start, talk_s=talk, **vals)
        self.env["callcenter.call"]._ledger_written(call)
        return call

    def reminders(self):
        return self.env["callcenter.followup"].search([("missed", "=", True), ("state", "=", "open")])

    def test_the_owner_of_the_customer_is_reminded_at_once(self):
        self.customer.user_id = self.agent
        call = self.call("+8613800130001", partner_id=self.customer.id)
        reminder = self.reminders()
        self.assertEqual(
            (reminder.call_id, reminder.next_user_id, reminder.partner_id), (call, self.agent, self.customer)
        )
        self.assertEqual(self.work(self.agent, "next")["id"], self.customer.id)
        with self.told() as told:
            self.env["callcenter.followup"]._cron_remind()
        self.assertEqual([(user, message["rows"][0]["missed"]) for user, _name, message in told], [(self.agent, True)])

    def test_the_holder_of_the_contact_gets_it_first_of_all(self):
        self.new_contact("李四", "+8613800139002", self.agent, priority=9)
        self.call(self.contact.number)
        self.assertEqual(self.reminders().contact_id, self.contact)
        self.assertEqual((self.contact.state, self.contact.attempts), ("pending", 0))
        self.assertEqual(self.work(self.agent, "next")["id"], self.contact.id)

    def test_where_nobody_is_in_charge_the_leader_is(self):
        leader = self.users["leader"]
        self.call("+8613800130001", partner_id=self.customer.id, last_user_id=self.agent.id)
        self.assertEqual(self.reminders().next_user_id, leader)
        self.contact.user_id = False
        self.call(self.contact.number, last_user_id=self.agent.id)
        self.assertEqual(self.contact.user_id, leader)
        self.assertIn("allocate", self.contact.move_ids.mapped("kind"))

    def test_an_unknown_caller_and_one_who_got_through_remind_nobody(self):
        self.call("+8613900000000")
        self.call(self.contact.number, result="answered")
        self.call(self.contact.number, result="busy", direction="outbound", kind="manual")
        self.assertFalse(self.reminders())

    def test_the_ledger_writes_a_call_often_and_a_caller_calls_often(self):
        call = self.call(self.contact.number)
        self.env["callcenter.call"]._ledger_written(call)
        self.call(self.contact.number)
        self.assertEqual(len(self.reminders()), 1)

    def test_talking_to_the_caller_settles_it(self):
        self.call(self.contact.number, minutes=10)
        self.call(self.contact.number, result="answered", minutes=20)
        self.assertTrue(self.reminders())
        self.call(self.contact.number, result="answered", minutes=2, direction="outbound", kind="manual")
        self.assertFalse(self.reminders())
        self.assertEqual(self.contact.state, "open")

    def test_a_promise_made_before_stands_when_it_is_settled(self):
        promise = self.promise(self.contact, self.agent, minutes=60)
        self.call(self.contact.number, minutes=10)
        self.call(self.contact.number, result="answered", minutes=2)
        self.assertEqual((self.contact.state, self.contact.next_at), ("pending", promise.next_at))

    def test_a_follow_up_settles_it_and_an_overdue_one_reaches_the_leader(self):
        self.call(self.contact.number, minutes=40)
        with self.told() as told:
            self.env["callcenter.followup"]._cron_remind()
        self.assertIn(("callcenter.followup/overdue", self.users["leader"]), [(row[1], row[0]) for row in told])
        self.follow(self.agent, self.contact, "solved")
        self.assertFalse(self.reminders())

    def test_a_fault_costs_the_ledger_nothing(self):
        def fault(*_args):
            raise ValueError

        self.patch(type(self.env["callcenter.followup"]), "_callcenter_missed", fault)
        with self.assertLogs("odoo.addons.callcenter_crm.models.callcenter_call_missed", "ERROR"):
            call = self.call(self.contact.number)
        self.assertTrue(call.exists())
