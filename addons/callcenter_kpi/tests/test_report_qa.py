"""QA figures against a count score by score in Python."""

from odoo.exceptions import AccessError
from odoo.tests.common import tagged

from .qa_common import QaCase


@tagged("post_install", "-at_install")
class TestReportQa(QaCase):
    def setUp(self):
        super().setUp()
        self.good = self.submitted()
        self.fatal = self.begun(call=self.other_call)
        self.mark(self.fatal, greet=10, polite=0, solved=10, leak=1)
        self.act("qa", self.fatal, "explain", self.item("leak").id, "Said it")
        self.act("qa", self.fatal, "submit")

    def domain(self, *scores):
        """Return the domain of the rows of these scores."""
        return [("score_id", "in", [score.id for score in scores])]

    def qa(self, domain, groupby, *names, user="manager"):
        return self.report("qa", domain, groupby, *names, user=user)

    def test_scores_by_agent(self):
        one, two = self.users["agent1"].id, self.users["agent2"].id
        names = ("qa_scored", "qa_score", "qa_fatal", "qa_fatal_share", "qa_before_fatal")
        got = self.qa(self.domain(self.good, self.fatal), ["user_id"], *names)
        # 40 % for 15 of 20 points, 60 % for 20 of 20; 40 % for 10 of 20, 60 % for 10 of 20
        self.assertEqual(got[one], (1, 90, 0, 0, 90))
        self.assertEqual(got[two], (1, 0, 1, 1, 50))

    def test_items_are_counted_as_they_were_judged(self):
        got = self.qa(self.domain(self.good, self.fatal), ["item_id"], "item_judged", "item_score", "item_failed")
        want = {"greet": (2, 0.75, 0), "polite": (2, 0.5, 0), "solved": (2, 0.75, 0), "leak": (2, 0.5, 1)}
        self.assertEqual({name: got[self.item(name).id] for name in want}, want)

    def test_what_does_not_apply_is_not_judged(self):
        score = self.submitted(call=self.answered("agent1", 1200), polite="na")
        got = self.qa(self.domain(score), ["item_id"], "item_judged")
        self.assertNotIn(self.item("polite").id, got)
        self.assertEqual(got[self.item("greet").id], (1,))

    def test_a_draft_counts_nothing(self):
        draft = self.begun(call=self.answered("agent1", 1200))
        self.assertFalse(self.qa(self.domain(draft), [], "qa_scored").get((), (0,))[0])

    def test_after_an_appeal_the_recheck_counts_and_the_appeal_is_kept(self):
        self.act("agent1", self.good, "appeal", "I greeted")
        again = self.env["callcenter.qa.score"].browse(self.act("qa2", self.good, "recheck"))
        names = ("qa_scored", "qa_score", "qa_appeals", "qa_changed", "qa_appeal_rate")
        appealed = self.qa(self.domain(self.good, again), ["user_id"], *names)
        self.assertEqual(appealed[self.good.user_id.id][:3], (1, 90, 1))
        self.mark(again, "qa2", greet=10, polite=1, solved=20)
        self.act("qa2", again, "submit")
        got = self.qa(self.domain(self.good, again), ["user_id"], *names)
        self.assertEqual(got, {self.good.user_id.id: (1, 100, 1, 1, 1)})

    def test_the_share_scored_is_of_the_calls_handled(self):
        more = [self.answered("agent1", 1200 + 60 * i) for i in range(3)]
        self.assertEqual(len(more), 3)
        agent = [("user_id", "=", self.users["agent1"].id)]
        for period in ([], [("day", "=", self.env["callcenter.report.qa"].search(agent, limit=1).day)]):
            got = self.qa([*agent, *period], ["user_id"], "qa_scored", "handled", "qa_share")
            self.assertEqual(got, {self.users["agent1"].id: (1, 4, 1 / 4)})
        self.assertEqual(self.qa([*agent, ("day", "=", "2026-03-01")], ["user_id"], "handled"), {})

    def test_a_figure_leads_to_its_scores(self):
        scores = self.env["callcenter.qa.score"].with_user(self.users["manager"])
        both = (self.good | self.fatal).ids
        found = scores.search([("id", "in", both), ("figure_ids", "any", [("qa_fatal", "!=", 0)])])
        self.assertEqual(found, self.fatal)
        rows = [("item_id", "=", self.item("greet").id), ("item_judged", "!=", 0)]
        self.assertEqual(scores.search([("id", "in", both), ("figure_ids", "any", rows)]), self.good | self.fatal)

    def test_leaders_read_of_their_team_inspectors_and_managers_all_agents_nothing(self):
        one, two = self.users["agent1"].id, self.users["agent2"].id
        both = [("user_id", "in", (one, two))]
        for user, want in {"leader": {one}, "qa2": {one, two}, "manager": {one, two}}.items():
            with self.subTest(user=user):
                self.assertEqual(set(self.qa(both, ["user_id"], "qa_scored", "handled", user=user)), want)
        theirs = self.env["callcenter.report.qa"].search([("user_id", "=", two)])
        self.assertGreater(len(theirs), 2)
        with self.assertRaises(AccessError):
            self.rpc("leader", "callcenter.report.qa", "read", theirs.ids, ["qa_sum"])
        with self.assertRaises(AccessError):
            self.qa([], ["user_id"], "qa_scored", user="agent1")

    def test_leaders_see_what_the_sheet_asked_without_a_right_on_sheets(self):
        rows = self.rpc(
            "leader",
            "callcenter.report.qa",
            "formatted_read_group",
            self.domain(self.good),
            ["sheet_id", "item_id"],
            ["item_score:avg"],
        )
        self.assertIn("greet", [row["item_id"] and row["item_id"][1] for row in rows])

    def test_an_appraisal_can_weigh_the_qa_score(self):
        definition = self.env["callcenter.kpi.definition"].search([("code", "=", "qa_score")])
        board = self.env["callcenter.dashboard"]
        days = (self.good.call_start.date(), self.good.call_start.date())
        people = {self.users[name]: self.agents[name] for name in ("agent1", "agent2")}
        got = board._figures_of_people(definition, people, days)
        self.assertEqual([row["qa_score"] for row in got.values()], [90, 0])
