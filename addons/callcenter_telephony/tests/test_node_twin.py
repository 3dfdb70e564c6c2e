"""Several servers that serve the same: one definition on each, an agent at one at a time, one that dies is given up."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError

from ..connector.ledger import Batch, State
from .common import NOON, SameTransactionStore, TelephonyCase, answered_call


class TestNodeTwin(TelephonyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.twin = cls.env["callcenter.node"].create({"name": "Twin", "code": "twin", "main_id": cls.node.id})

    def setUp(self):
        super().setUp()
        self.beside = SameTransactionStore(self.env, "twin")

    def heard(self, node, seconds_ago):
        row = node.status_ids
        row.last_seen = fields.Datetime.now() - timedelta(seconds=seconds_ago)
        row.status = {"linked": True}
        return row

    def ready_at(self, store, start):
        store.write(Batch(states=[State("7001", start, None, "ready")]))

    def ready_again_at(self, store, left, start):
        store.write(Batch(states=[State("7001", left, start, "offline"), State("7001", start, None, "ready")]))

    def sign_outs(self, node):
        rows = self.env["callcenter.command"].search([("node_id", "=", node.id), ("name", "=", "sign_out")])
        return rows.mapped("args")

    def test_the_twin_carries_what_the_main_server_has_under_its_own_code(self):
        mine, other = self.node._node_config(), self.twin._node_config()
        self.assertEqual(other.code, "twin")
        for part in ("endpoints", "queues", "trunks", "flows", "dids", "outbound_trunk", "extra"):
            self.assertEqual(getattr(mine, part), getattr(other, part), part)
        self.assertEqual(self.beside.rules(), self.store.rules())

    def test_what_is_saved_goes_to_both(self):
        self.env["callcenter.command"].search([("name", "=", "configure")]).unlink()
        self.queue.wrap_s = 7
        self.env.cr.precommit.run()
        rows = self.env["callcenter.command"].search([("name", "=", "configure"), ("state", "=", "queued")])
        self.assertLessEqual({self.node, self.twin}, set(rows.node_id))

    def test_a_twin_has_no_parts_of_its_own_and_no_twin(self):
        with self.assertRaises(ValidationError):
            self.env["callcenter.node"].create({"name": "x", "code": "x", "main_id": self.twin.id})
        with self.assertRaises(ValidationError):
            self.node.main_id = self.twin

    def test_calls_of_the_twin_are_booked_with_its_code_and_the_same_people(self):
        self.beside.write(Batch(calls=[answered_call("twin:1.1")]))
        call = self.env["callcenter.call"].search([("key", "=", "twin:1.1")])
        self.assertEqual((call.node_id, call.queue_id, call.agent_id), (self.twin, self.queue, self.me))

    def test_an_agent_who_signs_in_at_the_twin_is_signed_out_of_the_main_server(self):
        self.ready_at(self.store, NOON)
        self.assertEqual((self.me.at_node_id, self.me._serving_node()), (self.node, self.node))
        self.ready_at(self.beside, NOON + 60)
        self.assertEqual((self.me.state, self.me.at_node_id, self.me._serving_node()), ("ready", self.twin, self.twin))
        self.assertEqual(self.sign_outs(self.node), [{"agent": "7001"}])
        self.store.write(Batch(states=[State("7001", NOON + 61, None, "not_ready", reason="unreachable")]))
        self.store.write(Batch(states=[State("7001", NOON + 62, None, "offline")]))
        self.assertEqual((self.me.state, self.me.at_node_id), ("ready", self.twin), "the server left says nothing")

    def test_a_server_that_was_given_up_says_nothing_of_who_went_on_elsewhere(self):
        self.ready_at(self.beside, NOON)
        self.twin.status_ids.given_up_at = fields.Datetime.now()
        self.me.state = "offline"
        self.ready_at(self.store, NOON + 60)
        self.ready_at(self.beside, NOON + 90)
        self.assertEqual((self.me.at_node_id, self.sign_outs(self.node)), (self.node, []))
        self.beside.back()
        self.assertEqual(self.sign_outs(self.twin), [{"agent": "7001"}], "and is signed out there")
        self.env["callcenter.command"].search([("node_id", "=", self.twin.id)]).state = "done"
        self.ready_at(self.beside, NOON + 95)
        self.assertEqual((self.me.at_node_id, self.sign_outs(self.node)), (self.node, []), "no sign-in: told late")
        self.ready_again_at(self.beside, NOON + 100, NOON + 120)
        self.assertEqual(self.me.at_node_id, self.twin, "a new sign-in")

    def test_a_server_that_starts_again_says_nothing_of_who_went_on_elsewhere(self):
        self.ready_at(self.store, NOON)
        self.ready_at(self.beside, NOON + 60)
        self.env["callcenter.command"].search([("node_id", "=", self.node.id)]).state = "done"
        states = [
            State("7001", NOON, NOON + 90, "ready"),
            State("7001", NOON + 90, None, "not_ready", "", "unreachable"),
        ]
        self.store.write(Batch(states=states))
        self.assertEqual((self.me.state, self.me.at_node_id), ("ready", self.twin), "written behind the sign-out")
        self.ready_again_at(self.store, NOON + 100, NOON + 120)
        self.assertEqual((self.me.at_node_id, self.sign_outs(self.twin)), (self.node, [{"agent": "7001"}]))

    def test_who_signs_in_at_a_server_while_it_is_given_up_is_believed_when_it_is_back(self):
        self.ready_at(self.store, NOON)
        self.store.write(
            Batch(states=[State("7001", NOON, NOON + 30, "ready"), State("7001", NOON + 30, None, "offline")])
        )
        self.twin.status_ids.given_up_at = fields.Datetime.now()
        states = [State("7001", NOON - 60, NOON + 60, "offline"), State("7001", NOON + 60, None, "ready")]
        self.beside.write(Batch(states=states))
        self.assertEqual(self.me.state, "offline", "nobody knows what it missed")
        self.beside.back()
        self.assertFalse(self.sign_outs(self.twin))
        self.beside.write(Batch(states=states))
        self.assertEqual((self.me.state, self.me.at_node_id), ("ready", self.twin))

    def test_commands_go_where_the_agent_is_and_else_where_somebody_is(self):
        self.heard(self.node, 300), self.heard(self.twin, 1)
        self.assertEqual(self.me._serving_node(), self.twin)
        self.heard(self.node, 1)
        self.assertEqual(self.me._serving_node(), self.node)
        self.ready_at(self.beside, NOON)
        self.act(self.agent, "sign_out")
        self.assertEqual(self.sign_outs(self.twin), [{"agent": "7001"}])

    def test_a_browser_phone_moves_to_the_server_that_is_there(self):
        self.me.phone_kind = "browser"
        self.twin.write({"sip_host": "second.example.com", "ws_port": 18088})
        self.heard(self.node, 1), self.heard(self.twin, 1)
        self.ready_at(self.store, NOON)
        self.assertFalse(self.act(self.agent, "next_server"), "the server is well: it is the agent's network")
        self.heard(self.node, 300)
        phone = self.act(self.agent, "next_server")
        self.assertEqual(phone["uri"], "sip:7001-web@second.example.com")
        self.assertIn(":18088/", phone["ws_url"])
        sent = self.env["callcenter.command"].search([("node_id", "=", self.twin.id), ("name", "=", "sign_in")])
        self.assertEqual(sent.args["queues"], [["help", 0]])
        self.heard(self.twin, 300)
        self.assertFalse(self.act(self.agent, "next_server"), "nobody is there")

    def test_nobody_moves_who_is_signed_out(self):
        with self.assertRaises(UserError):
            self.act(self.agent, "next_server")

    def test_a_server_that_is_not_heard_of_is_given_up_and_its_connector_has_the_last_word(self):
        row = self.heard(self.twin, 310)
        self.heard(self.node, 1)
        begin = row.last_seen.timestamp() - 60
        call = answered_call("twin:1.1", begin)
        for leg in (call, *call.legs):
            leg.end = None
        call.result, call.ended_by, call.talk_s = "", "", 0.0
        call.hold_s = 0.0
        self.beside.write(Batch(calls=[call], states=[State("7001", begin, None, "on_call", sub="talk")]))
        self.env["callcenter.node"]._cron_give_up()

        booked = self.env["callcenter.call"].search([("key", "=", "twin:1.1")])
        self.assertEqual((booked.result, booked.ended_by, booked.marks), ("answered", "fault", "fault"))
        self.assertAlmostEqual(booked.duration_s, 60, delta=1)
        owners = ("ivr_s", "wait_s", "ring_s", "talk_s", "hold_s", "outside_s", "voicemail_s", "survey_s")
        self.assertAlmostEqual(sum(booked[name] for name in owners), booked.duration_s, delta=0.01)
        self.assertFalse(booked.leg_ids.filtered(lambda leg: not leg.end))
        self.assertEqual(self.me.state, "offline")
        self.assertIn("Not heard of since", self.twin.status_message)
        self.assertEqual(self.me._serving_node(), self.node)
        self.assertEqual(self.beside.given_up(), row.last_seen.timestamp())
        self.beside.back()
        self.assertIsNone(self.beside.given_up())

        self.beside.write(Batch(calls=[answered_call("twin:1.1", begin)]))
        booked.invalidate_recordset()
        self.assertNotEqual(booked.ended_by, "fault")

    def test_where_no_other_server_serves_the_agents_of_one_given_up_keep_their_phones(self):
        self.ready_at(self.store, NOON)
        row = self.heard(self.node, 310)
        self.heard(self.twin, 200)
        self.env["callcenter.node"]._cron_give_up()
        self.assertTrue(row.given_up_at)
        self.assertEqual(self.me.state, "ready")

    def test_a_server_that_is_heard_of_is_not_given_up(self):
        row = self.heard(self.twin, 290)
        self.env["callcenter.node"]._cron_give_up()
        self.assertFalse(row.given_up_at)
