from odoo.exceptions import AccessError

from ..connector.ledger import Batch, Call, Leg
from .common import NOON, TelephonyCase

NUMBER = "+8613800135555"


class TestCallbacks(TelephonyCase):
    """Missed calls, messages and wishes make one row a number, which a talk closes."""

    def call(self, key, at=NOON, result="abandoned", number=NUMBER, direction="inbound", **vals):
        legs = vals.pop("legs", [])
        values = {"queue": "help", "kind": "inbound", "ended_by": "caller", **vals}
        call = Call(
            f"test-node:{key}", direction, number=number, start=at, end=at + 30, result=result, legs=legs, **values
        )
        self.store.write(Batch(calls=[call]))
        return self.env["callcenter.call"].search([("key", "=", call.key)])

    def message(self, key, **vals):
        leg = Leg("voicemail-1", "voicemail", "help", NOON, end=NOON + 20, ended_by="caller", message_s=12.0)
        call = self.call(key, result="voicemail", legs=[leg], **vals)
        self.env["callcenter.recording"].create(
            {
                "node_id": self.node.id,
                "call_id": call.id,
                "call_key": call.key,
                "path": f"2026/01/01/test-node-message-{key}-1.wav",
                "kind": "voicemail",
                "seconds": 12.0,
                "sha256": "ab",
            }
        )
        return call

    def rows(self, **vals):
        domain = [("node_id", "=", self.node.id), *((name, "=", value) for name, value in vals.items())]
        return self.env["callcenter.callback"].search(domain)

    def test_a_missed_call_is_put_on_the_list_once_a_number(self):
        self.queue.task_after_min = 10
        first = self.call("1.1")
        second = self.call("1.2", at=NOON + 100)
        self.call("1.1")  # told again
        row = self.rows()
        self.assertEqual((len(row), row.kind, row.state), (1, "missed", "open"))
        self.assertEqual(row.call_ids, first | second)
        self.assertEqual((row.due - row.at).total_seconds(), 630)
        self.assertTrue(row.overdue)

    def test_the_queue_says_which_results_count(self):
        self.call("2.1", result="short_abandoned")
        self.call("2.2", result="contained", queue="")
        self.queue.task_abandoned = False
        self.call("2.3")
        self.assertFalse(self.rows())
        self.queue.task_short = True
        self.call("2.4", result="short_abandoned", number="+8613800135556")
        self.assertEqual(self.rows().number, "+8613800135556")

    def test_a_customer_s_own_salesperson_is_reminded_anyway(self):
        self.customer.user_id = self.colleague
        self.call("3.1", number=self.customer.callcenter_numbers[:1].number)
        self.assertFalse(self.rows())

    def test_talking_closes_it_whoever_called(self):
        for number, direction in ((NUMBER, "inbound"), ("+8613800135557", "outbound")):
            self.call(f"4.{number}", number=number)
            self.call(f"5.{number}", at=NOON + 60, number=number, result="answered", direction=direction, agent="7001")
        self.assertEqual(self.rows().mapped("state"), ["done", "done"])
        self.assertEqual(self.rows().done_by_id, self.agent)

    def test_an_earlier_talk_told_late_closes_nothing(self):
        self.call("6.1")
        self.call("6.2", at=NOON - 500, result="answered", agent="7001")
        self.assertEqual(self.rows().state, "open")

    def test_the_node_calls_those_who_wish_it_and_people_after_the_last_attempt(self):
        self.queue.callback_tries = 2
        self.call("7.1", result="callback", callback_number=NUMBER, ended_by="system")
        row = self.rows()
        self.assertEqual((row.kind, row.state), ("wish", "waiting"))
        tried = {"result": "no_answer", "direction": "outbound", "kind": "callback", "callback_of": "test-node:7.1"}
        self.call("7.2", at=NOON + 60, **tried)
        self.call("7.2", at=NOON + 60, **tried)
        self.assertEqual((row.state, row.attempts), ("waiting", 1))
        self.call("7.3", at=NOON + 160, **tried)
        self.assertEqual((row.state, row.attempts), ("open", 2))

    def test_who_is_done_is_not_called_by_the_node(self):
        self.call("8.1", result="callback", callback_number=NUMBER)
        self.rows().with_user(self.agent).action_done()
        self.assertIn(("callback_cancel", {"number": NUMBER}), self.commands())
        self.assertEqual(self.rows().state, "done")

    def test_a_wish_that_is_too_old_is_for_people(self):
        self.call("9.1", at=NOON - 10**7, result="callback", callback_number=NUMBER)
        self.env["callcenter.callback"]._cron_due()
        self.assertEqual(self.rows().state, "open")

    def test_a_message_is_more_than_a_missed_call_and_can_be_played(self):
        self.call("10.1")
        self.message("10.2")
        self.assertEqual(self.rows().kind, "voicemail")
        (shown,) = self.act(self.agent, "today")["callbacks"]["rows"]
        self.assertEqual([one["seconds"] for one in shown["messages"]], [12])
        message = self.env["callcenter.recording"].browse(shown["messages"][0]["id"])
        message.with_user(self.agent).check_access("read")

    def test_messages_of_a_box_are_for_its_people(self):
        box = self.env["callcenter.mailbox"].create(
            {"name": "Help", "code": "help", "node_id": self.node.id, "user_ids": self.colleague.ids}
        )
        self.message("11.1")
        self.assertEqual(self.rows().mailbox_id, box)
        self.assertFalse(self.act(self.agent, "today")["callbacks"]["rows"])
        self.assertEqual(self.act(self.colleague, "today")["callbacks"]["count"], 1)
        recording = self.rows()._messages()
        with self.assertRaises(AccessError):
            recording.with_user(self.agent).check_access("read")
        with self.assertRaises(AccessError):
            self.act(self.agent, "callback_done", self.rows().id)
        self.act(self.colleague, "callback_done", self.rows().id)
        self.assertEqual(self.rows().done_by_id, self.colleague)

    def test_agents_write_nothing_but_that_it_is_done(self):
        self.call("12.1")
        with self.assertRaises(AccessError):
            self.rows().with_user(self.agent).write({"due": "2030-01-01"})

    def test_workspaces_are_told_of_news(self):
        self.set_state(self.me, "ready")
        with self.bus() as sent:
            self.call("13.1")
        self.assertIn("callcenter/callbacks", [kind for _to, kind, _message in sent])
