import time
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ..connector.ledger import Batch, Call, Leg
from .test_dialing import MOBILE, DialCase


class TestPreview(DialCase):
    """One contact after the other on the agent's screen."""

    def setUp(self):
        super().setUp()
        self.set_state(self.me, "ready")
        self.reason = self.env.ref("callcenter_telephony.item_preview_skip_later")

    def take(self, user=None, **kwargs):
        return self.act(user or self.agent, "preview_next", **kwargs)

    def row(self):
        return self.env["callcenter.preview"].search([("agent_id", "=", self.me.id)], limit=1)

    def refused(self, name, *args, user=None, error=UserError, **kwargs):
        with self.assertRaises(error), self.cr.savepoint():
            self.act(user or self.agent, name, *args, **kwargs)

    def test_the_next_contact_is_reserved_on_the_node(self):
        self.spring.write({"blended": False, "preview_s": 120})
        shown = self.take()
        self.assertEqual(shown["card"]["id"], self.contact.id)
        self.assertEqual([number["blocked"] for number in shown["numbers"]], [False])
        args = self.commands("preview")[0][1]
        self.assertEqual((args["agent"], args["token"]), ("7001", str(shown["id"])))
        self.assertEqual((args["seconds"], args["pause"]), (120, True))
        self.assertEqual(self.take()["id"], shown["id"], "a second press, or a reload, shows the same")
        self.assertEqual(self.act(self.agent, "desktop")["preview"]["current"]["id"], shown["id"])
        self.assertEqual(len(self.commands("preview")), 1)

    def test_a_key_dials_one_of_its_numbers_for_the_campaign(self):
        self.contact.number_2 = "13900130002"
        self.take()
        self.act(self.agent, "preview_dial", 1)
        args = self.commands("dial")[0][1]
        self.assertEqual((args["number"], args["kind"]), ("+8613900130002", "preview"))
        self.assertEqual((args["campaign"], args["contact"]), (str(self.spring.id), str(self.contact.id)))
        self.assertEqual(self.row().state, "dialled")
        self.refused("preview_dial", 2)
        self.refused("preview_dial", "0; x")

    def test_a_forbidden_number_stands_there_with_its_reason_and_is_not_dialled(self):
        self.rule(name="Not these", prefixes="+86138")
        self.assertIn("Not these", self.take()["numbers"][0]["blocked"])
        self.refused("preview_dial", 0)
        self.assertFalse(self.commands("dial"))

    def test_a_skipped_contact_comes_back_later(self):
        self.spring.skip_min = 30
        self.take()
        self.refused("preview_skip", False)
        self.refused("preview_skip", self.env.ref("callcenter_crm.item_intent_a").id)
        self.act(self.agent, "preview_skip", self.reason.id)
        self.assertEqual((self.row().state, self.row().reason_id), ("skipped", self.reason))
        self.assertEqual(self.commands("release")[0][1]["token"], str(self.row().id))
        self.assertGreater(self.contact.next_at, fields.Datetime.now() + timedelta(minutes=29))
        self.assertEqual(self.contact.attempts, 0)
        self.assertFalse(self.take(), "nobody else is left")
        self.contact.next_at = fields.Datetime.now() - timedelta(minutes=1)
        self.assertTrue(self.take())

    def test_what_nobody_ends_is_let_go(self):
        self.take()
        self.row().until = fields.Datetime.now() - timedelta(seconds=1)
        self.assertFalse(self.act(self.agent, "preview")["current"])
        self.refused("preview_dial", 0)
        first = self.row()
        self.assertNotEqual(self.take()["id"], first.id)
        self.assertEqual(first.state, "released")

    def test_signing_out_lets_go(self):
        self.take()
        self.act(self.agent, "sign_out")
        self.assertEqual(self.row().state, "released")

    def test_nobody_takes_a_contact_in_a_call_or_signed_out(self):
        self.set_state(self.me, "on_call", sub="talk")
        self.refused("preview_next")
        self.set_state(self.me, "offline")
        self.refused("preview_next")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_another_agents_contact_is_neither_given_nor_taken(self):
        self.contact.user_id = self.colleague
        self.assertFalse(self.take())
        self.refused("preview_next", contact_id=self.contact.id, error=AccessError)
        self.contact.user_id = self.agent
        self.take()
        self.contact.user_id = self.colleague
        self.refused("preview_dial", 0, error=AccessError)

    def test_two_do_not_have_one_contact_on_the_screen(self):
        self.take()
        self.contact.user_id = self.colleague
        self.set_state(self.other, "ready")
        self.refused("preview_next", user=self.colleague)

    def test_a_campaign_by_hand_is_not_previewed(self):
        self.spring.dial_mode = "manual"
        self.assertFalse(self.take())
        self.refused("preview_next", contact_id=self.contact.id)
        self.assertEqual(self.act(self.agent, "preview")["campaigns"], [])

    def call(self, **vals):
        at = time.time() - 60
        leg = Leg(
            "agent",
            "agent",
            "7001",
            at,
            answer=at + 5,
            end=at + 50,
            ended_by="outside",
            via="preview",
            wrap=(at + 50, None),
        )
        about = {"campaign": str(self.spring.id), "contact": str(self.contact.id), "number": MOBILE}
        times = {"start": at, "end": at + 50, "result": "answered", "agent": "7001", "last_handler": "7001"}
        self.store.write(
            Batch(calls=[Call("test-node:5.5", "outbound", "preview", legs=[leg], **about, **times, **vals)])
        )
        return self.env["callcenter.call"].search([("key", "=", "test-node:5.5")])

    def test_the_wrap_up_writes_the_contacts_follow_up_by_its_rule(self):
        self.take()
        self.act(self.agent, "preview_dial", 0)
        call = self.call()
        self.set_state(self.me, "wrap_up", call=call.key)
        call_back = self.env.ref("callcenter_crm.disposition_call_back")
        self.refused("save_wrap_up", call.key, {"note": "x"})
        self.refused("save_wrap_up", call.key, {"disposition_id": call_back.id}, error=UserError)
        due = fields.Datetime.to_string(fields.Datetime.now() + timedelta(hours=3))
        values = {"disposition_id": call_back.id, "note": "after lunch", "next_at": due}
        for _again in range(2):
            self.act(self.agent, "save_wrap_up", call.key, values, "ready")
        followup = self.contact.followup_ids
        self.assertEqual(len(followup), 1)
        self.assertEqual((followup.call_id, followup.state, followup.user_id), (call, "open", self.agent))
        self.assertEqual((self.contact.state, self.contact.attempts), ("pending", 1))
        self.assertEqual(fields.Datetime.to_string(call.promised_at), due)
        self.assertTrue(call.right_party)
        self.assertEqual(self.row().state, "done")

    def test_save_and_next_goes_on_or_makes_ready(self):
        other = self.env["callcenter.contact"].create(
            {"campaign_id": self.spring.id, "name": "Qian", "number": "13900130009", "user_id": self.agent.id}
        )
        self.take()
        self.act(self.agent, "preview_dial", 0)
        call = self.call()
        self.set_state(self.me, "wrap_up", call=call.key)
        done = self.act(self.agent, "save_and_next", call.key, {"disposition_id": self.solved.id})
        self.assertEqual(done["preview"]["card"]["id"], other.id)
        self.assertFalse(self.commands("end_wrap_up"), "the next contact ends the wrap-up")
        self.act(self.agent, "preview_skip", self.reason.id)
        done = self.act(self.agent, "save_and_next", call.key, {"disposition_id": self.solved.id})
        self.assertFalse(done["preview"])
        self.assertTrue(self.commands("end_wrap_up"))

    def test_the_outcome_of_who_was_not_reached_is_chosen_where_no_rule_has_one(self):
        self.take()
        wrong = self.env.ref("callcenter_crm.disposition_wrong_number")
        self.refused("preview_outcome", {"disposition_id": wrong.id})
        self.act(self.agent, "preview_dial", 0)
        self.refused("preview_outcome", {})
        self.act(self.agent, "preview_outcome", {"disposition_id": wrong.id, "note": "a fax"})
        self.assertEqual((self.contact.state, self.contact.attempts), ("invalid", 1))
        self.assertEqual(self.row().state, "done")

    def test_the_card_of_the_call_says_for_whom_and_what_to_say(self):
        self.spring.script = "<p>Good day</p>"
        call = self.call()
        card = self.act(self.agent, "call_card", call.key)
        self.assertEqual(card["contact"]["id"], self.contact.id)
        self.assertEqual(card["contact"]["name"], "Zhao")
        self.assertIn("Good day", card["contact"]["script"])

    def test_a_draft_keeps_the_next_date(self):
        call = self.call()
        due = "2030-01-02 03:04:00"
        self.act(self.agent, "save_draft", call.key, {"note": "n", "next_at": due})
        self.assertEqual(self.act(self.agent, "call_card", call.key)["draft"]["next_at"], due)
