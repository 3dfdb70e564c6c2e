import copy
from datetime import UTC, datetime, timedelta

from ..connector.ledger import Batch, Call, Leg, State
from ..connector.ports import Taken
from .common import NOON, TelephonyCase, answered_call

BEGIN = datetime.fromtimestamp(NOON, UTC).replace(tzinfo=None)


class TestSinkLedger(TelephonyCase):
    def rows(self):
        """All that the ledger holds of the node, without what is only technical."""
        self.env.cr.execute(
            "SELECT to_jsonb(c) - '{id,write_date,create_date}'::text[] FROM callcenter_call c ORDER BY key"
        )
        calls = self.env.cr.fetchall()
        self.env.cr.execute("SELECT to_jsonb(l) FROM callcenter_call_leg l ORDER BY call_id, key")
        legs = self.env.cr.fetchall()
        self.env.cr.execute("SELECT to_jsonb(s) - 'id' FROM callcenter_agent_state s ORDER BY extension, start")
        return calls, legs, self.env.cr.fetchall()

    def call(self, key="test-node:1.1"):
        return self.env["callcenter.call"].search([("key", "=", key)])

    def line(self, extension="7001"):
        rows = self.env["callcenter.agent.state"].search([("extension", "=", extension)], order="start")
        return [
            (row.state, (row.start - BEGIN).total_seconds(), (row.end - BEGIN).total_seconds() if row.end else None)
            for row in rows
        ]

    def test_a_call_is_booked_with_all_its_legs(self):
        self.store.write(Batch(calls=[answered_call()]))
        call = self.call()
        self.assertEqual((call.start, call.end), (BEGIN, BEGIN + timedelta(seconds=65)))
        self.assertEqual((call.agent_id, call.user_id, call.last_user_id), (self.me, self.agent, self.agent))
        self.assertEqual((call.queue_id, call.queue_code), (self.queue, "help"))
        self.assertEqual((call.partner_id, call.ivr_keys, call.duration_s), (self.customer, "2", 65.0))
        leg = call.leg_ids.filtered(lambda leg: leg.role == "agent")
        self.assertEqual((leg.agent_id, leg.user_id, leg.queue_id), (self.me, self.agent, self.queue))
        self.assertEqual((leg.ring_s, leg.talk_s, leg.hold_s), (7.0, 40.0, 10.0))

    def test_writing_twice_changes_nothing(self):
        batch = Batch(
            calls=[answered_call()],
            states=[
                State("7001", NOON, NOON + 8, "ready"),
                State("7001", NOON + 8, None, "ringing", call="test-node:1.1"),
            ],
        )
        self.store.write(batch)
        once = self.rows()
        self.store.write(copy.deepcopy(batch))
        self.assertEqual(self.rows(), once)

    def test_a_later_version_wins(self):
        self.store.write(Batch(calls=[answered_call(result="", end=None)]))
        self.store.write(Batch(calls=[answered_call()]))
        self.assertEqual(self.call().result, "answered")
        self.assertEqual(len(self.call()), 1)

    def test_the_last_version_in_one_batch_wins(self):
        self.store.write(Batch(calls=[answered_call(result="abandoned"), answered_call()]))
        self.assertEqual(self.call().result, "answered")

    def test_legs_that_vanished_are_deleted_and_those_of_other_calls_stay(self):
        self.store.write(Batch(calls=[answered_call(), answered_call("test-node:2.2")]))
        call = answered_call()
        call.legs = call.legs[:2]
        self.store.write(Batch(calls=[call]))
        self.assertEqual(set(self.call().leg_ids.mapped("key")), {"caller", "ivr"})
        self.assertEqual(len(self.call("test-node:2.2").leg_ids), 4)

    def test_microseconds_are_kept(self):
        self.store.write(Batch(calls=[answered_call(at=NOON + 0.123456)]))
        self.env.cr.execute("SELECT start FROM callcenter_call WHERE key = 'test-node:1.1'")
        self.assertEqual(self.env.cr.fetchone()[0].microsecond, 123456)

    def test_unknown_parties_lose_no_call(self):
        call = answered_call(agent="9999", queue="gone", did="0000")
        call.legs[2].party = call.legs[2].queue = "gone"
        self.store.write(Batch(calls=[call], states=[State("9999", NOON, None, "on_call", call=call.key)]))
        booked = self.call()
        self.assertEqual((booked.agent_code, booked.queue_code, booked.did_number), ("9999", "gone", "0000"))
        self.assertFalse(booked.agent_id or booked.queue_id or booked.did_id)
        self.assertEqual([state for state, *_ in self.line("9999")], ["on_call"])

    def test_a_deleted_queue_between_two_versions_loses_no_call(self):
        self.store.write(Batch(calls=[answered_call(end=None)]))
        self.queue.unlink()
        self.store._names = None
        self.store.write(Batch(calls=[answered_call()]))
        self.assertEqual((self.call().queue_code, self.call().queue_id.id), ("help", False))

    def test_an_extension_given_to_somebody_else_does_not_rewrite_history(self):
        self.store.write(Batch(calls=[answered_call()]))
        self.me.endpoint_id, self.other.endpoint_id = False, self.me.endpoint_id
        self.store._names = None
        self.store.write(Batch(calls=[answered_call(wrap_s=20.0)]))
        self.assertEqual((self.call().agent_id, self.call().wrap_s), (self.me, 20.0))

    def test_hostile_names_are_text(self):
        for name in (
            "'; DROP TABLE callcenter_call; --",
            "<script>alert(1)</script>",
            "a\x00b",
            "\ud83d",
            "%s %(x)s",
            "𝒳" * 400,
        ):
            self.store.write(Batch(calls=[answered_call(name=name, number="+1'\x00")]))
            self.assertTrue(self.call().caller_name)
        self.assertEqual(len(self.call().caller_name), 200)

    def test_who_a_person_says_it_is_stays(self):
        self.store.write(Batch(calls=[answered_call(end=None)]))
        self.call().with_user(self.agent).write({"partner_id": self.other_customer.id})
        self.store.write(Batch(calls=[answered_call()]))
        self.assertEqual(self.call().partner_id, self.other_customer)
        self.call().with_user(self.agent).write({"partner_id": False})
        self.store.write(Batch(calls=[answered_call()]))
        self.assertFalse(self.call().partner_id)

    def test_note_and_outcome_stay(self):
        self.store.write(Batch(calls=[answered_call(end=None)]))
        self.call().write({"note": "said so", "disposition_id": self.solved.id})
        self.store.write(Batch(calls=[answered_call()]))
        self.assertEqual((self.call().note, self.call().disposition_id), ("said so", self.solved))

    def test_the_customer_dialled_is_the_one_chosen(self):
        command = self.env["callcenter.command"]._send(self.node, "dial", {}, self.other_customer)
        call = Call("test-node:3.3", "outbound", "manual", "+8613800130001", start=NOON, command=str(command.id))
        self.store.write(Batch(calls=[call]))
        self.assertEqual(self.call("test-node:3.3").partner_id, self.other_customer)

    def test_a_call_joined_into_an_older_one_moves_over(self):
        self.store.write(Batch(calls=[answered_call("test-node:2.2")]))
        self.call("test-node:2.2").note = "typed before it was joined"
        self.store.recording_taken(Taken("test-node:2.2", "a.wav", 1.0, 16, "ab"))
        self.store.write(Batch(calls=[answered_call(aliases=["2.2"])]))
        self.assertFalse(self.call("test-node:2.2"))
        self.assertEqual(
            (self.call().note, self.call().recording_ids.call_key), ("typed before it was joined", "test-node:1.1")
        )

    def test_a_recording_taken_in_before_its_call_is_written_belongs_to_it(self):
        self.store.recording_taken(Taken("test-node:1.1", "a.wav", 1.0, 16, "ab"))
        self.store.write(Batch(calls=[answered_call()]))
        self.assertEqual(self.call().recording_ids.mapped("path"), ["a.wav"])

    def test_what_fails_behind_a_recording_loses_none(self):
        def fail(_recordings, _call_key):
            raise ValueError("a fault of another addon")

        self.patch(self.registry["callcenter.recording"], "_taken", fail)
        with self.assertLogs("odoo.addons.callcenter_telephony.connector.sink", "ERROR"):
            self.store.recording_taken(Taken("test-node:1.1", "a.wav", 1.0, 16, "ab"))
        self.store.write(Batch(calls=[answered_call()]))
        self.assertEqual(self.call().recording_ids.mapped("path"), ["a.wav"])

    def test_states_leave_no_gap_and_no_overlap(self):
        self.env.cr.execute(
            "UPDATE callcenter_agent_state SET start = %s WHERE extension = '7001'", (BEGIN - timedelta(days=1),)
        )
        self.store.write(Batch(states=[State("7001", NOON, None, "ready")]))
        self.assertEqual(self.line(), [("offline", -86400, 0), ("ready", 0, None)])
        self.store.write(
            Batch(
                states=[
                    State("7001", NOON, NOON + 5, "ready"),
                    State("7001", NOON + 5, None, "not_ready", reason="lunch"),
                ]
            )
        )
        # the journal knows the moment better: the row moves, its predecessor with it
        self.store.write(
            Batch(
                states=[
                    State("7001", NOON, NOON + 4, "ready"),
                    State("7001", NOON + 4, None, "not_ready", reason="lunch"),
                ]
            )
        )
        self.assertEqual(self.line(), [("offline", -86400, 0), ("ready", 0, 4), ("not_ready", 4, None)])

    def test_two_equal_rows_never_meet(self):
        """A sign-in and sign-out that the journal gives the same second leaves nothing between two times of absence."""
        self.env.cr.execute(
            "UPDATE callcenter_agent_state SET start = %s WHERE extension = '7001'", (BEGIN - timedelta(days=1),)
        )
        for _again in range(2):
            self.store.write(Batch(states=[State("7001", NOON, None, "offline")]))
            self.assertEqual(self.line(), [("offline", -86400, None)])
        self.store.write(
            Batch(states=[State("7001", NOON, NOON + 9, "offline"), State("7001", NOON + 9, None, "ready")])
        )
        self.assertEqual(self.line(), [("offline", -86400, 9), ("ready", 9, None)])
        lunch = State("7001", NOON + 20, None, "not_ready", reason="lunch")
        self.store.write(Batch(states=[State("7001", NOON + 9, NOON + 20, "ready"), lunch]))
        self.store.write(Batch(states=[State("7001", NOON + 30, None, "not_ready", reason="training")]))
        self.assertEqual(
            self.line()[1:], [("ready", 9, 20), ("not_ready", 20, 30), ("not_ready", 30, None)], "another reason"
        )

    def test_the_agent_shows_the_present_state(self):
        self.store.write(Batch(states=[State("7001", NOON, None, "not_ready", reason="lunch")]))
        self.assertEqual((self.me.state, self.me.reason_id, self.me.state_since), ("not_ready", self.reason, BEGIN))

    def test_snapshot_comes_back(self):
        self.assertIsNone(self.store.snapshot())
        self.store.write(Batch(snapshot="memory"))
        self.assertEqual(self.store.snapshot(), "memory")

    def test_the_hook_gets_the_calls_written(self):
        seen = []
        self.patch(
            self.env.registry["callcenter.call"],
            "_ledger_written",
            lambda _model, calls: seen.extend(calls.mapped("key")),
        )
        self.store.write(Batch(calls=[answered_call()]))
        self.assertEqual(seen, ["test-node:1.1"])

    def test_supervisors_and_empty_legs_are_fine(self):
        call = Call("test-node:4.4", start=NOON, legs=[Leg("s", "supervisor", "7002", NOON, mode="listen")])
        self.store.write(Batch(calls=[call]))
        self.assertEqual(self.call("test-node:4.4").leg_ids.agent_id, self.other)
