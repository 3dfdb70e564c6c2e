import time
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError

from ..connector.ledger import Batch, Call, Leg
from .common import NODE, TelephonyCase

KEY = f"{NODE}:77.1"
ACTS = {"listen", "take_over", "end_call", "give", "pick_up", "ready", "not_ready", "sign_out"}


def running(agent="", since=30.0, number="+8613800130001"):
    """A call that waits in queue ``help``, or that ``agent`` talks in."""
    at = time.time() - since
    wait = Leg("queue-1", "queue", "help", at, queue="help")
    legs = [Leg("caller", "caller", number, at, channel="PJSIP/line-1"), wait]
    if agent:
        wait.end, wait.outcome, wait.ended_by = at + 5, "answered", "answered"
        legs.append(Leg("agent-1", "agent", agent, at, answer=at + 5, via="queue", queue="help", channel="PJSIP/a-1"))
    return Call(KEY, start=at, number=number, queue="help", agent=agent, legs=legs)


class TestSupervision(TelephonyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls.users["leader"]
        cls.lead, cls.inspector = cls._new_agent(cls.leader, "7009"), cls._new_agent(cls.users["qa"], "7010")
        cls.stranger = cls._new_user("cc_other_leader", "leader")
        cls._new_team(cls.stranger, cls.env["res.users"])

    def setUp(self):
        super().setUp()
        for agent in (self.me, self.other, self.lead):
            self.set_state(agent, "ready")

    def talk(self):
        self.store.write(Batch(calls=[running("7001")]))
        self.set_state(self.me, "on_call", sub="talk", call=KEY)

    def refused(self, user, method, *args):
        before = self.acts()
        with self.assertRaises(AccessError):
            self.act(user, method, *args)
        self.assertEqual(self.acts(), before)

    def acts(self):
        return [command for command in self.commands() if command[0] in ACTS]

    def sent(self, name):
        return self.commands(name)[-1][1]

    def test_a_leader_listens_whispers_barges_and_takes_over(self):
        self.talk()
        for mode in ("listen", "whisper", "barge"):
            self.act(self.leader, "listen", self.me.id, mode)
            self.assertEqual(
                self.sent("listen"),
                {"agent": "7009", "call": KEY, "interface": "PJSIP/7009-web", "of": "7001", "mode": mode},
            )
        with self.assertRaisesRegex(UserError, "Listen to the call first"):
            self.act(self.leader, "take_over", self.me.id)
        self.set_state(self.lead, "on_call", sub="monitor", call=KEY)
        self.act(self.leader, "take_over", self.me.id)
        self.assertEqual(self.sent("take_over"), {"agent": "7009", "call": KEY})
        notes = self.env["callcenter.audit"].search([("act", "=", "supervise"), ("user_id", "=", self.leader.id)])
        self.assertEqual({note.detail.partition(":")[0] for note in notes}, {"listen", "whisper", "barge", "take_over"})

    def test_who_is_not_the_agents_leader_is_refused(self):
        self.talk()
        for user in (self.agent, self.colleague, self.stranger, self.outsider):
            for method, args in (
                ("listen", (self.me.id, "whisper")),
                ("take_over", (self.me.id,)),
                ("end_call", (KEY,)),
                ("give", (KEY, self.other.id)),
                ("set_agent_state", (self.other.id, "ready")),
            ):
                with self.subTest(user=user.login, method=method):
                    self.refused(user, method, *args)
        self.refused(self.leader, "listen", 0)
        self.refused(self.leader, "end_call", "x")

    def test_a_refusal_is_written_down_though_its_transaction_is_taken_back(self):
        self.talk()
        with patch.object(self.env.registry, "cursor", lambda: _Kept(self.env.cr)):
            self.env.cr.postrollback.clear()
            self.refused(self.colleague, "listen", self.me.id, "whisper")
            self.env.cr.postrollback.run()
        note = self.env["callcenter.audit"].search([("act", "=", "refuse")], order="id desc", limit=1)
        self.assertEqual((note.user_id, note.model, note.res_id), (self.colleague, "callcenter.agent", self.me.id))
        self.assertEqual(note.detail, "whisper")

    def test_inspectors_listen_and_do_nothing_else(self):
        self.talk()
        qa = self.users["qa"]
        self.set_state(self.inspector, "not_ready", reason="lunch")
        self.act(qa, "listen", self.me.id)
        self.assertEqual(self.sent("listen")["agent"], "7010")
        self.refused(qa, "end_call", KEY)

    def test_listening_needs_a_call_and_a_phone(self):
        with self.assertRaisesRegex(UserError, "talks to nobody"):
            self.act(self.leader, "listen", self.me.id)
        self.talk()
        with self.assertRaisesRegex(UserError, "Listen, whisper or barge"):
            self.act(self.leader, "listen", self.me.id, "shout")
        self.set_state(self.lead, "offline")
        with self.assertRaisesRegex(UserError, "Sign in"):
            self.act(self.leader, "listen", self.me.id)

    def test_a_waiting_caller_is_given_and_ended(self):
        self.store.write(Batch(calls=[running()]))
        self.act(self.leader, "give", KEY, self.other.id)
        self.assertEqual(self.sent("give"), {"agent": "7009", "call": KEY, "to": "7002"})
        self.set_state(self.other, "on_call", sub="talk")
        with self.assertRaisesRegex(UserError, "cannot take a call"):
            self.act(self.leader, "give", KEY, self.other.id)
        self.act(self.leader, "end_call", KEY)
        self.assertEqual(self.sent("end_call"), {"agent": "7009", "call": KEY})

    def test_a_leader_sets_states(self):
        self.act(self.leader, "set_agent_state", self.me.id, "not_ready", "lunch")
        self.assertEqual(self.sent("not_ready"), {"agent": "7001", "reason": "lunch"})
        self.act(self.leader, "set_agent_state", self.me.id, "ready")
        self.assertEqual(self.sent("ready"), {"agent": "7001"})
        self.act(self.leader, "set_agent_state", self.me.id, "offline")
        self.assertEqual(self.sent("sign_out"), {"agent": "7001"})
        with self.assertRaisesRegex(UserError, "reason"):
            self.act(self.leader, "set_agent_state", self.me.id, "not_ready", "nap")
        self.talk()
        self.act(self.leader, "set_agent_state", self.me.id, "not_ready", "lunch")
        self.assertEqual(self.me.wish, "not_ready:lunch")

    def test_a_colleague_picks_up_what_rings_in_the_team(self):
        self.store.write(Batch(calls=[running()]))
        with self.assertRaisesRegex(UserError, "Nothing rings"):
            self.act(self.colleague, "pick_up", self.me.id)
        self.set_state(self.me, "ringing", call=KEY)
        self.act(self.colleague, "pick_up", self.me.id)
        self.assertEqual(
            self.sent("pick_up"), {"agent": "7002", "call": KEY, "interface": "PJSIP/7002-web", "of": "7001"}
        )
        self.other.member_ids.unlink()
        self.colleague.write({"callcenter_department_id": False, "callcenter_department_ids": [Command.clear()]})
        self.refused(self.colleague, "pick_up", self.me.id)


class _Kept:
    """The test's own cursor where the code opens one."""

    def __init__(self, cr):
        self.cr = cr

    def __enter__(self):
        return self.cr

    def __exit__(self, *args):
        return False
