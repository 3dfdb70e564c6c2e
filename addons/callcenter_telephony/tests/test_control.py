import time

from odoo.exceptions import AccessError, UserError

from ..connector.ledger import Batch, Call, Leg
from .common import TelephonyCase

KEY = "test-node:1.1"


class TestControl(TelephonyCase):
    """7001 talks to a customer, 7002 is ready in the same queue."""

    def setUp(self):
        super().setUp()
        self.set_state(self.me, "on_call", sub="talk", call=KEY)
        self.set_state(self.other, "ready")
        self.call()

    def call(self, *legs, end=None):
        """Write the call with these legs beside the agent's."""
        at = time.time() - 30
        mine = Leg("agent-1", "agent", "7001", at, at + 5, end, via="queue", queue="help", channel="PJSIP/7001-1")
        caller = Leg("caller", "caller", "+8613800130001", at, end=end, channel="PJSIP/line-1")
        waited = Leg("queue-1", "queue", "help", at, end=at + 5, queue="help", outcome="answered")
        row = Call(KEY, number="+8613800130001", start=at, end=end, queue="help", agent="7001")
        row.legs = [caller, waited, mine, *legs]
        for leg in row.legs:
            leg.ended_by = "caller" if leg.end else ""
        self.store.write(Batch(calls=[row]))

    def asked(self, role="consult", answered=True):
        at = time.time() - 5
        return Leg("consult-1", role, "7002", at, at + 2 if answered else None, by="7001", channel="PJSIP/7002-1")

    def refused(self, words, method, *args, user=None, kind=UserError):
        before = self.commands()
        with self.assertRaisesRegex(kind, words):
            self.act(user or self.agent, method, KEY, *args)
        self.assertEqual(self.commands(), before)

    def done(self, method, *args):
        """Return name and arguments of the command that it gives, without the agent."""
        answer = self.act(self.agent, method, KEY, *args)
        row = self.env["callcenter.command"].browse(answer["command"])
        args = dict(row.args)
        self.assertEqual((args.pop("agent"), args.pop("call")), ("7001", KEY))
        return row.name, args

    def test_transfer_and_consult_to_every_kind_of_target(self):
        sales = self.env["callcenter.queue"].create({"name": "Sales", "code": "sales", "node_id": self.node.id})
        for method in ("transfer", "consult"):
            self.assertEqual(self.done(method, "agent", "7002"), (method, {"kind": "agent", "to": "7002"}))
            self.assertEqual(self.done(method, "queue", sales.code), (method, {"kind": "queue", "to": "sales"}))
            self.assertEqual(
                self.done(method, "outside", "0755 1234 5678"), (method, {"kind": "outside", "to": "+8675512345678"})
            )

    def test_who_cannot_be_reached_is_said(self):
        self.refused("No colleague", "transfer", "agent", "7009")
        self.refused("No colleague", "transfer", "agent", "7001")
        self.refused("queue is not in use", "transfer", "queue", "gone")
        self.refused("is no phone number", "transfer", "outside", "abc")
        self.refused("colleague's extension", "transfer", "outside", "7002")
        self.refused("Choose", "consult", "fax", "7002")
        self.refused("No colleague", "consult", "agent", {"a": 1})
        self.set_state(self.other, "on_call", sub="talk")
        self.refused("is in a call", "transfer", "agent", "7002")
        self.set_state(self.other, "offline")
        self.refused("No colleague", "consult", "agent", "7002")
        self.node.outbound_trunk_id = False
        self.refused("No trunk", "transfer", "outside", "075512345678")

    def test_the_way_through_a_consult(self):
        self.refused("Nobody is being asked", "consult_complete")
        self.refused("Nobody has answered", "three_way")
        self.call(self.asked(answered=False))
        self.refused("Nobody has answered", "three_way")
        self.refused("Somebody else is in the call", "transfer", "agent", "7002")
        self.assertEqual(self.done("consult_complete"), ("consult_complete", {}))
        self.call(self.asked())
        for method in ("consult_complete", "consult_cancel", "three_way"):
            self.assertEqual(self.done(method), (method, {}))
        self.refused("no three-way", "leave")
        self.refused("Somebody else is in the call", "hold")
        self.call(self.asked("conference"))
        self.assertEqual(self.done("leave"), ("leave", {}))
        self.refused("Nobody is being asked", "consult_complete")

    def test_hold_and_back(self):
        self.assertEqual(self.done("hold"), ("hold", {}))
        self.assertEqual(self.done("resume"), ("resume", {}))

    def test_a_call_that_is_over_is_left_alone(self):
        self.call(end=time.time())
        for method in ("consult_cancel", "three_way", "leave", "hold", "resume", "targets"):
            self.refused("not talking to this customer", method)
        self.refused("not talking to this customer", "transfer", "agent", "7002")

    def test_nobody_acts_on_anybody_elses_call(self):
        """Neither a colleague, nor the one asked, nor a leader who is no agent."""
        leaders = self.env.ref("callcenter_crm.group_leader")
        self.boss = self.env["res.users"].create({"name": "Boss", "login": "cc_boss", "group_ids": [(4, leaders.id)]})
        for method, args in (("transfer", ("agent", "7001")), ("consult_cancel", ()), ("targets", ()), ("hold", ())):
            self.refused("not one of your calls", method, *args, user=self.colleague, kind=AccessError)
            self.refused("not set up as an agent", method, *args, user=self.boss, kind=AccessError)
        self.call(self.asked())
        self.refused("not talking to this customer", "transfer", "agent", "7001", user=self.colleague)
        self.refused("not talking to this customer", "consult_complete", user=self.colleague)

    def test_who_took_over_may_transfer(self):
        at = time.time() - 5
        self.call(Leg("target-1", "target", "7002", at, at, by="7001", via="transfer_blind", channel="PJSIP/7002-1"))
        self.set_state(self.me, "ready")
        answer = self.act(self.colleague, "transfer", KEY, "agent", "7001")
        self.assertEqual(self.env["callcenter.command"].browse(answer["command"]).args["agent"], "7002")

    def test_targets(self):
        self.set_state(self.other, "not_ready", reason="lunch")
        targets = self.act(self.agent, "targets", KEY)
        self.assertTrue(targets["outside"])
        (queue,) = targets["queues"]
        self.assertEqual(queue, {"code": "help", "name": "Help", "waiting": 0, "ready": 0})
        (colleague,) = targets["agents"]
        self.assertEqual((colleague["extension"], colleague["state"], colleague["busy"]), ("7002", "not_ready", False))
        self.assertEqual(colleague["reason"], self.reason.name)
        at = time.time()
        waiting = Call("test-node:2.2", number="", start=at, queue="help")
        waiting.legs = [Leg("caller", "caller", "", at), Leg("queue-1", "queue", "help", at, queue="help")]
        self.store.write(Batch(calls=[waiting]))
        self.set_state(self.other, "ready")
        (queue,) = self.act(self.agent, "targets", KEY)["queues"]
        self.assertEqual((queue["waiting"], queue["ready"]), (1, 1))

    def test_who_is_signed_out_is_no_target(self):
        self.set_state(self.other, "offline")
        self.assertEqual(self.act(self.agent, "targets", KEY)["agents"], [])
