from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .qa_common import START, QaCase

SCORE, LIVE = "callcenter.qa.score", "odoo.addons.callcenter_kpi.models.callcenter_qa_score_live.time"
ANSWERED = START + 10_005  # seconds since 1970


@tagged("post_install", "-at_install")
class TestQaLive(QaCase):
    """agent1 talks; ``leader``, who leads the team, and ``qa`` have phones and may listen."""

    def setUp(self):
        super().setUp()
        endpoint = self.env["callcenter.endpoint"].create({"extension": "9909", "name": "qa", "node_id": self.node.id})
        self.agents["qa"] = self.env["callcenter.agent"].create(
            {"user_id": self.users["qa"].id, "endpoint_id": endpoint.id}
        )
        self.ledger = self.waiting(START + 10_000, 5, agent=self.agents["agent1"].extension)
        self.ledger.legs[1].end, self.ledger.end = None, None
        [self.running] = self.book(self.ledger)
        self.agents["agent1"].sudo().write({"state": "on_call", "sub_state": "talk", "call_id": self.running.id})

    def listening(self, name, call=None):
        call = call or self.running
        self.agents[name].sudo().write({"state": "on_call", "sub_state": "monitor", "call_id": call.id})

    def live(self, name):
        self.listening(name)
        action = self.rpc(name, SCORE, "begin_live", self.agents["agent1"].id)
        return self.env[SCORE].browse(action["res_id"])

    def remarked(self, name, score, second, ago=0):
        with patch(f"{LIVE}.time", lambda: ANSWERED + second):
            remark = self.act(name, score, "remark_live", "Interrupts", False, ago)
        return self.env["callcenter.qa.remark"].browse(remark)

    def ended(self):
        """Book the end of the call, and its recording: it begins 2 s after the answer and stood still from 30 to 40."""
        self.ledger.legs[1].end = self.ledger.end = ANSWERED + 60
        self.book(self.ledger)
        spans = [[ANSWERED + 2, ANSWERED + 30], [ANSWERED + 40, ANSWERED + 60]]
        recording = self.env["callcenter.recording"].create(
            {
                "node_id": self.node.id,
                "call_id": self.running.id,
                "call_key": self.running.key,
                "path": "live.wav",
                "sha256": "ab",
                "spans": spans,
            }
        )
        self.env["callcenter.recording"]._taken(self.running.key)
        return recording

    def test_who_listens_begins_the_score_of_the_running_call_and_goes_on_with_it(self):
        for name in ("qa", "leader"):
            with self.subTest(user=name):
                score = self.live(name)
                self.assertEqual((score.call_id, score.user_id), (self.running, self.users["agent1"]))
                self.assertEqual((score.inspector_id, score.state), (self.users[name], "draft"))
                self.assertEqual(self.live(name), score)
                self.act(name, score, "action_discard")

    def test_who_does_not_listen_to_this_call_is_told_so(self):
        for prepare in (lambda: None, lambda: self.listening("leader", self.other_call)):
            prepare()
            with self.assertRaisesRegex(UserError, "Listen to the call first"):
                self.rpc("leader", SCORE, "begin_live", self.agents["agent1"].id)

    def test_leaders_score_no_other_team_and_agents_nobody(self):
        self.listening("leader")
        self.agents["agent2"].sudo().call_id = self.running
        for name, agent in (("leader", "agent2"), ("agent2", "agent1"), ("agent1", "agent2")):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.rpc(name, SCORE, "begin_live", self.agents[agent].id)

    def test_a_leader_finishes_the_own_draft_and_no_other_s(self):
        score = self.live("leader")
        self.mark(score, "leader", greet=5, polite=1, solved=20, leak=0)
        with self.assertRaisesRegex(UserError, "not over yet"):
            self.act("leader", score, "submit")
        self.ended()
        self.act("leader", score, "submit")
        self.assertEqual((score.state, score.counts), ("submitted", True))
        other = self.begun("qa")
        with self.assertRaises(AccessError):
            self.act("leader", other, "mark", self.item("greet").id, 1)

    def test_a_leader_s_draft_is_nobody_else_s_to_see(self):
        score = self.live("leader")
        for name in ("qa", "manager", "agent1"):
            with self.subTest(user=name):
                self.assertFalse(self.rpc(name, SCORE, "search", [("id", "=", score.id)]))
        self.assertTrue(self.rpc("leader", SCORE, "search", [("id", "=", score.id)]))

    def test_the_page_tells_since_when_the_call_is_talked_on(self):
        score = self.live("qa")
        self.assertEqual(self.act("qa", score, "paper")["live"], ANSWERED * 1000)
        self.ended()
        self.assertFalse(self.act("qa", score, "paper")["live"])

    def test_a_remark_has_its_second_since_the_answer_and_less_what_it_took_to_type(self):
        score = self.live("qa")
        self.assertAlmostEqual(self.remarked("qa", score, 25).second, 25)
        self.assertAlmostEqual(self.remarked("qa", score, 25, ago=5).second, 20)
        self.assertAlmostEqual(self.remarked("qa", score, 25, ago=-100).second, 25)
        self.assertEqual(self.remarked("qa", score, 25, ago=10_000).second, 0)
        with self.assertRaises(UserError):
            self.act("qa", score, "remark_live", " ")
        with self.assertRaises(AccessError):
            self.act("leader", score, "remark_live", "x")

    def test_it_goes_to_its_place_in_the_recording_once_that_is_there(self):
        score = self.live("qa")
        early, later = self.remarked("qa", score, 25), self.remarked("qa", score, 50)
        recording = self.ended()
        self.assertEqual((early | later).recording_id, recording)
        self.assertEqual(((early | later).mapped("second")), [23, 38])
        self.assertEqual(score.with_user(self.users["qa"]).recording_id, recording)

    def test_after_the_call_a_remark_is_put_at_a_second_of_the_recording(self):
        score = self.live("qa")
        self.ended()
        with self.assertRaisesRegex(UserError, "call is over"):
            self.act("qa", score, "remark_live", "Late")
        self.assertTrue(self.act("qa", score, "remark", 3, "Late"))

    def test_the_inspector_is_told_when_the_call_is_over_and_when_the_recording_is_there(self):
        score, told = self.live("qa"), []
        users = type(self.env["res.users"])
        with patch.object(
            users, "_bus_send", lambda user, kind, message, **_kwargs: told.append((user, kind, message))
        ):
            self.ended()
        mine = (self.users["qa"], "callcenter/qa_score", {"id": score.id})
        self.assertEqual([one for one in told if one[1] == mine[1]], [mine, mine])


@tagged("post_install", "-at_install")
class TestQaWhichAgent(QaCase):
    def setUp(self):
        super().setUp()
        self.ledger = self.waiting(START + 20_000, 5, agent=self.agents["agent1"].extension)
        self.ledger.legs.append(self.talk(START + 20_060, START + 20_065, START + 20_120, agent="agent2"))
        [self.shared] = self.book(self.ledger)

    def test_the_button_of_a_call_with_two_agents_asks_which(self):
        action = self.rpc("qa", "callcenter.call", "action_qa_score", self.shared.ids)
        self.assertEqual((action["res_model"], action["target"]), ("callcenter.qa.begin", "new"))
        form = self.env["callcenter.qa.begin"].with_user(self.users["qa"]).with_context(**action["context"]).create({})
        self.assertEqual(form.talked_ids, self.users["agent1"] | self.users["agent2"])
        self.assertEqual(form.user_id, self.users["agent1"])
        form.user_id = self.users["agent2"]
        score = self.env[SCORE].browse(form.action_begin()["res_id"])
        self.assertEqual(score.user_id, self.users["agent2"])

    def test_somebody_who_was_not_on_it_cannot_be_chosen(self):
        form = (
            self.env["callcenter.qa.begin"]
            .with_user(self.users["qa"])
            .create({"call_id": self.shared.id, "user_id": self.users["leader"].id})
        )
        with self.assertRaisesRegex(UserError, "agent talked on"):
            form.action_begin()
        with self.assertRaises(AccessError):
            self.rpc("leader", "callcenter.qa.begin", "create", [{"call_id": self.shared.id}])
