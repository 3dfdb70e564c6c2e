import time

from odoo.exceptions import UserError

from ..connector.ledger import Batch, State
from .common import TelephonyCase, answered_call

KEY = "test-node:1.1"


class TestReadyInWrapUp(TelephonyCase):
    """Ready ends a wrap-up, with what was typed, as far as nothing is missing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.queue = cls.env["callcenter.queue"].search([("code", "=", "help"), ("node_id", "=", cls.node.id)])

    def wrap_up(self):
        now = time.time()
        state = State("7001", now - 5, None, "wrap_up", call=KEY)
        self.store.write(Batch(calls=[answered_call(at=now - 70)], states=[state]))
        return self.env["callcenter.call"].search([("key", "=", KEY)])

    def names(self):
        return [name for name, _args in self.commands() if name in ("ready", "end_wrap_up")]

    def test_what_was_typed_is_saved_and_the_node_is_told_to_end_it(self):
        call = self.wrap_up()
        self.act(self.agent, "save_draft", KEY, {"note": "fees", "disposition_id": self.solved.id})
        answer = self.act(self.agent, "ready")
        self.assertEqual((call.note, call.disposition_id), ("fees", self.solved))
        self.assertFalse(self.env["callcenter.call.draft"].search([("call_key", "=", KEY)]))
        self.assertEqual(answer["saved"], KEY)
        self.assertEqual(self.names(), ["ready", "end_wrap_up"])
        self.assertEqual(self.env["callcenter.command"].browse(answer["command"]).name, "end_wrap_up")
        self.assertEqual(self.me.state, "wrap_up", "it ends when the node says so")

    def test_with_nothing_typed_what_the_call_has_stays(self):
        call = self.wrap_up()
        call.write({"note": "by a colleague", "disposition_id": self.solved.id})
        self.act(self.agent, "ready")
        self.assertEqual((call.note, call.disposition_id), ("by a colleague", self.solved))
        self.assertIn("end_wrap_up", self.names())

    def test_without_the_outcome_that_the_queue_demands_it_stays_a_wish(self):
        self.queue.outcome_required = True
        call = self.wrap_up()
        self.act(self.agent, "save_draft", KEY, {"note": "fees"})
        with self.bus() as sent:
            answer = self.act(self.agent, "ready")
        self.assertEqual(answer["missing"], "Choose an outcome first.")
        self.assertNotIn("saved", answer)
        self.assertEqual(self.names(), ["ready"])
        self.assertEqual([m["wish"] for _to, kind, m in sent if kind == "callcenter/state"], ["ready"])
        draft = self.env["callcenter.call.draft"].search([("call_key", "=", KEY)])
        self.assertEqual((call.note, draft.note), (False, "fees"), "nothing is half saved and nothing lost")

    def test_the_form_is_refused_without_that_outcome_and_the_card_says_so_before(self):
        call = self.wrap_up()
        self.assertIs(self.act(self.agent, "call_card", KEY)["outcome_required"], False)
        self.queue.outcome_required = True
        self.assertIs(self.act(self.agent, "call_card", KEY)["outcome_required"], True)
        for values in ({"note": "x"}, {"note": "x", "disposition_id": False}):
            with self.assertRaisesRegex(UserError, "Choose an outcome"):
                self.act(self.agent, "save_wrap_up", KEY, values, "ready")
        self.act(self.agent, "save_wrap_up", KEY, {"disposition_id": self.solved.id}, "ready")
        self.assertEqual(call.disposition_id, self.solved)
        self.act(self.agent, "save_wrap_up", KEY, {"note": "more"})
        with self.assertRaisesRegex(UserError, "Choose an outcome"):
            self.act(self.agent, "save_wrap_up", KEY, {"disposition_id": False})

    def test_a_call_that_is_not_in_the_record_yet_keeps_nobody_from_being_ready(self):
        self.set_state(self.me, "wrap_up", call="test-node:9.9")
        self.assertNotIn("saved", self.act(self.agent, "ready"))
        self.assertEqual(self.names(), ["ready", "end_wrap_up"])

    def test_in_a_call_it_is_a_wish_as_before(self):
        self.set_state(self.me, "on_call", sub="talk")
        self.act(self.agent, "ready")
        self.assertEqual(self.names(), ["ready"])

    def test_changing_the_rule_renders_nothing_on_the_node(self):
        self.env.cr.precommit.run()
        before = self.commands("configure")
        self.queue.outcome_required = True
        self.env.cr.precommit.run()
        self.assertEqual(self.commands("configure"), before)
