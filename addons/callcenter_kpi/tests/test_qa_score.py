from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import freeze_time, tagged

from .qa_common import QaCase


@tagged("post_install", "-at_install")
class TestQaScore(QaCase):
    def test_each_mark_is_kept_at_once_and_answered_with_the_totals(self):
        score = self.begun()
        totals = self.mark(score, greet=5)
        self.assertEqual((totals["earned"], totals["possible"], totals["left"]), (10, 100, 2))
        totals = self.mark(score, polite=1, solved=10)
        self.assertEqual((totals["score"], totals["left"], totals["failed"]), (60, 0, False))
        self.assertEqual(totals["groups"][str(self.item("greet").group_id.id)], [30, 40])
        self.assertEqual((score.score, score.state), (60, "draft"))

    def test_the_scoring_page_shows_groups_items_and_what_was_marked(self):
        score = self.begun()
        self.mark(score, greet=5, polite=1, solved="na", leak=1)
        self.act("qa", score, "explain", self.item("greet").id, "Mumbles")
        paper = self.act("qa", score, "paper")
        groups = [(row["name"], row["weight"]) for row in paper["groups"]]
        self.assertEqual(groups, [("Manner", 40), ("Matter", 60), ("Red lines", 0)])
        items = {item["name"]: item for row in paper["groups"] for item in row["items"]}
        values = {name: item["value"] for name, item in items.items()}
        self.assertEqual(values, {"greet": 5, "polite": 1, "solved": "na", "leak": 1})
        self.assertEqual((items["greet"]["reason"], items["greet"]["possible"]), ("Mumbles", 10))
        with self.assertRaises(AccessError):
            self.act("agent1", score, "paper")

    def test_the_button_of_the_call_opens_the_score_for_inspectors_only(self):
        action = self.rpc("qa", "callcenter.call", "action_qa_score", self.call.ids)
        self.assertEqual((action["res_model"], action["res_id"]), ("callcenter.qa.score", self.begun().id))
        with self.assertRaises(AccessError):
            self.rpc("agent1", "callcenter.call", "action_qa_score", self.call.ids)

    def test_a_mark_can_be_changed_and_taken_back(self):
        score = self.begun()
        self.mark(score, greet=5)
        self.assertEqual(self.mark(score, greet=None)["left"], 3)
        self.assertEqual(self.mark(score, greet=10)["earned"], 20)

    def test_what_does_not_apply_leaves_both_sums(self):
        score = self.begun()
        totals = self.mark(score, greet="na", polite=0, solved=20)
        self.assertEqual((totals["possible"], totals["score"], totals["left"]), (80, 75, 0))

    def test_a_mark_beyond_the_item_is_refused(self):
        score = self.begun()
        for item, value in (("greet", 11), ("greet", -1), ("polite", 2), ("leak", 5), ("greet", "5"), ("greet", 1.5)):
            with self.subTest(item=item, value=value), self.assertRaises(UserError):
                self.mark(score, **{item: value})
        with self.assertRaisesRegex(UserError, "none of the sheet's"):
            self.act("qa", score, "mark", self.item("greet", self._new_sheet()).id, 1)

    def test_a_fatal_item_makes_it_0_and_asks_for_a_reason(self):
        score = self.begun()
        totals = self.mark(score, greet=10, polite=1, solved=20, leak=1)
        self.assertEqual((totals["score"], totals["before_fatal"], totals["failed"]), (0, 100, True))
        with self.assertRaisesRegex(UserError, "Say why “leak” is fatal here"):
            self.act("qa", score, "submit")
        self.act("qa", score, "explain", self.item("leak").id, "Read the address out to a stranger")
        self.act("qa", score, "submit")
        self.assertEqual((score.score, score.before_fatal, score.state), (0, 100, "submitted"))

    def test_what_is_not_judged_keeps_it_from_being_handed_in(self):
        score = self.begun()
        self.mark(score, greet=5)
        with self.assertRaisesRegex(UserError, "Not judged yet: polite, solved"):
            self.act("qa", score, "submit")
        self.mark(score, greet="na", polite="na", solved="na")
        with self.assertRaisesRegex(UserError, "No item of the sheet applies"):
            self.act("qa", score, "submit")

    def test_a_score_may_be_begun_while_the_call_runs_and_is_handed_in_after(self):
        call = self.waiting(1_772_420_000.0, 5, agent=self.agents["agent1"].extension)
        call.legs[1].end, call.end = None, None
        [running] = self.book(call)
        score = self.begun(call=running)
        self.mark(score, greet=5, polite=1, solved=20)
        with self.assertRaisesRegex(UserError, "not over yet"):
            self.act("qa", score, "submit")

    def test_what_was_handed_in_changes_no_more_until_it_is_taken_back(self):
        score = self.submitted()
        for method, args in (("mark", [self.item("greet").id, 1]), ("remark", [1, "x"]), ("submit", [])):
            with self.subTest(method=method), self.assertRaisesRegex(UserError, "take it back"):
                self.act("qa", score, method, *args)
        with self.assertRaises(UserError):
            self.act("qa2", score, "action_take_back")
        self.act("qa", score, "action_take_back")
        self.assertEqual((score.state, score.counts, score.appeal_until), ("draft", False, False))

    def test_beginning_again_goes_on_with_one_s_own_and_finds_another_s(self):
        score = self.begun()
        self.assertEqual(self.begun(), score)
        with self.assertRaisesRegex(UserError, "kpi_qa scores this call"):
            self.begun("qa2")

    def test_nobody_scores_a_call_of_the_own_or_one_that_nobody_talked_on(self):
        [lost] = self.book(self.waiting(1_772_430_000.0, 9, outcome="abandoned"))
        with self.assertRaisesRegex(UserError, "agent talked"):
            self.begun(call=lost)
        with self.assertRaisesRegex(UserError, "agent talked"):
            self.rpc("qa", "callcenter.qa.score", "begin", self.call.id, self.users["agent2"].id)
        self.users["agent1"].role_line_ids = [(0, 0, {"role_id": self.env.ref("callcenter_crm.role_qa").id})]
        with self.assertRaisesRegex(UserError, "on this call yourself"):
            self.begun("agent1")

    def test_without_a_sheet_it_says_what_is_to_be_done(self):
        self.sheet.active = False
        with self.assertRaisesRegex(UserError, "No score sheet in use fits"):
            self.begun()

    def test_remarks_are_at_a_second_and_can_be_taken_back(self):
        score = self.begun()
        self.act("qa", score, "remark", 27.5, " No name given ", self.item("greet").id)
        remark = score.remark_ids
        self.assertEqual((remark.second, remark.text, remark.item_id.name), (27.5, "No name given", "greet"))
        with self.assertRaises(UserError):
            self.act("qa", score, "remark", 3, "  ")
        self.act("qa", score, "unremark", remark.id)
        self.assertFalse(score.remark_ids)

    def test_a_draft_can_be_thrown_away_by_its_inspector_only(self):
        score = self.begun()
        with self.assertRaises(AccessError):
            self.act("qa2", score, "action_discard")
        self.act("qa", score, "action_discard")
        self.assertFalse(score.exists())


@tagged("post_install", "-at_install")
class TestQaAppeal(QaCase):
    def test_the_agent_appeals_with_a_reason_and_once(self):
        score = self.submitted()
        with self.assertRaisesRegex(UserError, "Say what"):
            self.act("agent1", score, "appeal", "  ")
        self.act("agent1", score, "appeal", "I did give my name")
        self.assertEqual((score.state, score.appeal_reason, score.counts), ("appealed", "I did give my name", True))
        with self.assertRaisesRegex(UserError, "appealed already"):
            self.act("agent1", score, "appeal", "Again")

    def test_by_the_form_too(self):
        score = self.submitted()
        action = self.act("agent1", score, "action_appeal")
        form = self.env["callcenter.qa.appeal"].with_user(self.users["agent1"]).with_context(**action["context"])
        form.create({"reason": "Look again"}).action_appeal()
        self.assertEqual(score.state, "appealed")

    def test_nobody_appeals_for_another(self):
        score = self.submitted()
        for name in ("leader", "qa", "manager"):
            with self.subTest(user=name), self.assertRaisesRegex(UserError, "Only the agent"):
                self.act(name, score, "appeal", "x")
        with self.assertRaises(AccessError):
            self.act("agent2", score, "appeal", "x")

    def test_the_time_to_appeal_ends(self):
        score = self.submitted()
        self.assertEqual(score.appeal_until, score.submitted_at + timedelta(days=7))
        with freeze_time(score.appeal_until + timedelta(seconds=1)), self.assertRaisesRegex(UserError, "was over on"):
            self.act("agent1", score, "appeal", "x")
        with freeze_time(score.appeal_until - timedelta(seconds=1)):
            self.act("agent1", score, "appeal", "x")

    def test_a_sheet_may_give_no_time_to_appeal(self):
        self.sheet.appeal_days = 0
        with self.assertRaisesRegex(UserError, "cannot be appealed"):
            self.act("agent1", self.submitted(), "appeal", "x")

    def appealed(self):
        score = self.submitted()
        self.act("agent1", score, "appeal", "Look again")
        return score

    def test_a_recheck_is_another_inspector_s_and_counts_and_the_first_is_kept(self):
        first = self.appealed()
        with self.assertRaisesRegex(UserError, "another inspector's"):
            self.act("qa", first, "recheck")
        again = first.browse(self.act("qa2", first, "recheck"))
        self.assertEqual((again.kind, again.score, again.inspector_id), ("recheck", 90, self.users["qa2"]))
        self.assertEqual((first.state, first.counts), ("appealed", True))
        self.mark(again, "qa2", greet=10)
        self.act("qa2", again, "submit")
        self.assertEqual((first.state, first.counts, first.score), ("rechecked", False, 90))
        self.assertEqual((again.state, again.counts, again.score), ("submitted", True, 100))
        with self.assertRaisesRegex(UserError, "last decision"):
            self.act("agent1", again, "appeal", "Once more")

    def test_one_recheck_at_a_time(self):
        first = self.appealed()
        again = self.act("qa2", first, "recheck")
        self.assertEqual(self.act("qa2", first, "recheck"), again)
        with self.assertRaisesRegex(UserError, "kpi_qa2 rechecks"):
            self.act("manager", first, "recheck")

    def test_nothing_is_rechecked_that_nobody_appealed_against(self):
        with self.assertRaisesRegex(UserError, "Nobody appealed"):
            self.act("qa2", self.submitted(), "recheck")

    def test_what_was_appealed_is_not_taken_back(self):
        with self.assertRaises(UserError):
            self.act("qa", self.appealed(), "action_take_back")

    def test_the_buttons_are_shown_to_those_who_may(self):
        score = self.submitted()
        self.assertEqual([score.with_user(self.users[name]).may_appeal for name in ("agent1", "qa")], [True, False])
        self.act("agent1", score, "appeal", "x")
        names = ("agent1", "qa", "qa2", "leader")
        self.assertEqual([score.with_user(self.users[name]).may_recheck for name in names], [False, False, True, False])
        self.assertLess(score.submitted_at, fields.Datetime.now() + timedelta(seconds=1))
