import time
from dataclasses import replace
from unittest.mock import patch

from ..connector.ledger import Batch, Leg, State
from ..connector.ports import StoreDown
from .common import TelephonyCase, answered_call, offer


class TestSinkBus(TelephonyCase):
    def setUp(self):
        super().setUp()
        self.now = time.time()

    def ringing(self):
        call = answered_call(at=self.now, end=None, result="", agent="7001", last_handler="")
        call.legs = call.legs[:4]
        call.legs[3].answer = call.legs[3].end = call.legs[3].wrap = None
        return call

    def to(self, sent, user, kind):
        return [message for target, name, message in sent if name == kind and target == user.partner_id.id]

    def test_an_offer_brings_the_card_to_the_agent_and_nobody_else(self):
        with self.bus() as sent:
            self.store.write(Batch(calls=[self.ringing()], offers=[offer("test-node:1.1", at=self.now)]))
        (card,) = self.to(sent, self.agent, "callcenter/offer")
        self.assertEqual((card["key"], card["phase"], card["queue"]["name"]), ("test-node:1.1", "ringing", "Help"))
        self.assertEqual(card["partner"]["id"], self.customer.id)
        self.assertEqual(card["display_number"], "138 0013 0001")
        self.assertFalse([row for row in sent if row[0] == self.colleague.partner_id.id])

    def test_each_phase_is_told_once(self):
        call = self.ringing()
        with self.bus() as sent:
            self.store.write(Batch(calls=[call], offers=[offer(call.key, at=self.now)]))
            for _again in range(2):
                call.legs[3].answer = self.now + 15
                self.store.write(Batch(calls=[call]))
            call.legs[3].end, call.legs[3].wrap = self.now + 60, (self.now + 60, None)
            self.store.write(Batch(calls=[call]))
            call.legs[3].wrap = (self.now + 60, self.now + 80)
            self.store.write(Batch(calls=[call]))
        self.assertEqual(
            [m["phase"] for m in self.to(sent, self.agent, "callcenter/call")], ["talk", "wrap_up", "ended"]
        )

    def test_what_was_not_committed_is_told_again(self):
        batch = Batch(calls=[self.ringing()], snapshot="memory")
        with self.bus() as sent:
            with patch.object(self.store, "_set_status", side_effect=StoreDown("away")), self.assertRaises(StoreDown):
                self.store.write(batch)
            sent.clear()
            self.store.write(batch)
            self.store.write(batch)
        self.assertEqual([m["phase"] for m in self.to(sent, self.agent, "callcenter/call")], ["ringing"])

    def test_an_outbound_call_comes_with_its_card(self):
        call = self.ringing()
        call.direction = "outbound"
        with self.bus() as sent:
            self.store.write(Batch(calls=[call]))
        (card,) = self.to(sent, self.agent, "callcenter/call")
        self.assertEqual((card["phase"], card["number"], card["direction"]), ("ringing", "+8613800130001", "outbound"))

    def test_a_dialling_that_ended_at_once_comes_with_its_card_and_result(self):
        call = self.ringing()
        call.direction, call.result = "outbound", "busy"
        call.end = call.legs[3].end = self.now
        with self.bus() as sent:
            self.store.write(Batch(calls=[call]))
        (card,) = self.to(sent, self.agent, "callcenter/call")
        self.assertEqual((card["phase"], card["number"], card["result"]), ("ended", "+8613800130001", "busy"))

    def test_what_ended_long_ago_is_no_news(self):
        with self.bus() as sent:
            self.store.write(Batch(calls=[answered_call(at=self.now - 10000)]))
            call = answered_call("test-node:2.2", at=self.now - 10000)
            call.legs[3].wrap = (self.now - 9900, self.now - 9800)
            self.store.write(Batch(calls=[call]))
        self.assertEqual([m["key"] for m in self.to(sent, self.agent, "callcenter/call")], ["test-node:1.1"])

    def test_the_state_is_told_when_it_changes(self):
        state = State("7001", self.now, None, "not_ready", reason="lunch")
        with self.bus() as sent:
            self.store.write(Batch(states=[state]))
            self.store.write(Batch(states=[state]))
        (message,) = self.to(sent, self.agent, "callcenter/state")
        self.assertEqual((message["state"], message["reason"], message["reason_name"]), ("not_ready", "lunch", "Lunch"))
        self.assertAlmostEqual(message["since"], self.now * 1000, delta=2)

    def test_wrap_up_says_when_it_ends_and_settling_forgets_the_wish(self):
        self.store.write(Batch(calls=[answered_call(at=self.now - 65)]))
        self.me.wish = "ready"
        with self.bus() as sent:
            self.store.write(Batch(states=[State("7001", self.now, None, "wrap_up", call="test-node:1.1")]))
            self.store.write(
                Batch(
                    states=[
                        State("7001", self.now, self.now + 1, "wrap_up", call="test-node:1.1"),
                        State("7001", self.now + 1, None, "ready"),
                    ]
                )
            )
        wrap, ready = self.to(sent, self.agent, "callcenter/state")
        self.assertAlmostEqual(wrap["until"] - wrap["since"], 20_000, delta=2)
        self.assertEqual((wrap["wish"], ready["wish"], ready["until"]), ("ready", False, False))

    def test_a_call_back_that_the_call_settles_does_not_make_the_state_told_an_old_one(self):
        """It looks at the agents before their states are written."""
        self.set_state(self.me, "on_call", sub="talk")
        vals = {"node_id": self.node.id, "queue_id": self.queue.id, "number": "+8613800130001", "kind": "missed"}
        row = self.env["callcenter.callback"].create({**vals, "at": "2026-01-01", "due": "2026-01-01"})
        with self.bus() as sent:
            self.store.write(
                Batch(
                    calls=[answered_call(at=self.now - 65)],
                    states=[State("7001", self.now, None, "wrap_up", call="test-node:1.1")],
                )
            )
        self.assertEqual(row.state, "done")
        self.assertEqual([m["state"] for m in self.to(sent, self.agent, "callcenter/state")], ["wrap_up"])

    def test_a_draft_left_when_wrap_up_ends_is_kept(self):
        self.store.write(
            Batch(
                calls=[answered_call(at=self.now - 65)],
                states=[State("7001", self.now, None, "wrap_up", call="test-node:1.1")],
            )
        )
        self.act(self.agent, "save_draft", "test-node:1.1", {"note": "half a sent", "disposition_id": self.solved.id})
        self.store.write(Batch(states=[State("7001", self.now + 20, None, "ready")]))
        call = self.env["callcenter.call"].search([("key", "=", "test-node:1.1")])
        self.assertEqual((call.note, call.disposition_id), ("half a sent", self.solved))
        self.assertFalse(self.env["callcenter.call.draft"].search([("agent_id", "=", self.me.id)]))

    def test_who_is_asked_and_who_is_away_is_told_to_both(self):
        """Each change once; the listening leader is nobody's business."""
        call = self.ringing()
        call.legs[3].answer = self.now
        asked = Leg("consult-2", "consult", "7002", self.now, by="7001", channel="PJSIP/7002-1")
        watcher = Leg("supervisor-3", "supervisor", "7003", self.now, self.now, mode="listen")
        with self.bus() as sent:
            self.store.write(Batch(calls=[call]))
            call.legs[3].consult = [(self.now, None)]
            call.legs += [asked, watcher]
            for _again in range(2):
                self.store.write(Batch(calls=[call]))
            asked.answer = self.now + 1
            self.store.write(Batch(calls=[call]))
        mine = self.to(sent, self.agent, "callcenter/call")
        self.assertEqual(len(mine), 3)
        self.assertEqual([party["role"] for party in mine[0]["parties"]], ["agent"])
        told = [
            (row["role"], row["party"], row["name"], bool(row["answered"]), row["away"]) for row in mine[2]["parties"]
        ]
        self.assertEqual(
            told, [("agent", "7001", "cc_agent", True, "consult"), ("consult", "7002", "cc_colleague", True, False)]
        )
        self.assertEqual([m["phase"] for m in self.to(sent, self.colleague, "callcenter/call")], ["ringing", "talk"])

    def test_the_pop_of_a_transfer_says_from_whom_and_brings_the_note_so_far(self):
        call = self.ringing()
        self.store.write(Batch(calls=[call]))
        self.act(self.agent, "save_draft", call.key, {"note": "wants the big one"})
        at = self.now + 20
        call.legs[3].answer, call.legs[3].end, call.legs[3].ended_by = at - 10, at, "transfer"
        call.legs.append(Leg("target-2", "target", "7002", at, by="7001", via="transfer_blind", queue="help"))
        with self.bus() as sent:
            handed = replace(offer(call.key, "7002", at), role="target", by="7001")
            self.store.write(Batch(calls=[call], offers=[handed]))
        (card,) = self.to(sent, self.colleague, "callcenter/offer")
        self.assertEqual((card["role"], card["from"]), ("target", {"extension": "7001", "name": "cc_agent"}))
        self.assertEqual(card["draft"]["note"], "wants the big one")
