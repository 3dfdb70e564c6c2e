from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .qa_common import QaCase

ROUND, RESULT, TASK = "callcenter.qa.calibration", "callcenter.qa.calibration.result", "callcenter.qa.task"


class CalibrationCase(QaCase):
    """A round led by ``qa``: inspectors ``qa``, ``qa2`` and ``qa3`` score agent1's call; tolerance 10 %."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["qa3"] = cls._new_user("kpi_qa3", "qa")
        cls.users["qa4"] = cls._new_user("kpi_qa4", "qa")

    def setUp(self):
        super().setUp()
        self.record(self.call | self.other_call)

    def record(self, calls):
        vals = {"node_id": self.node.id, "sha256": "ab"}
        self.env["callcenter.recording"].create(
            [{**vals, "call_id": call.id, "call_key": call.key, "path": f"{call.id}.wav"} for call in calls]
        )

    def round(self, lead="qa", calls=None, inspectors=("qa", "qa2", "qa3"), **vals):
        vals = {
            "name": "March",
            "sheet_id": self.sheet.id,
            "inspector_ids": [Command.set([self.users[name].id for name in inspectors])],
            "call_ids": [Command.create({"call_id": call.id}) for call in calls or self.call],
            **vals,
        }
        return self.env[ROUND].browse(self.rpc(lead, ROUND, "create", [vals]))

    def opened(self, lead="qa", **vals):
        round_ = self.round(lead, **vals)
        self.rpc(lead, ROUND, "action_open", round_.ids)
        return round_

    def scoring(self, name, round_, call=None):
        """Begin the score of ``name`` as the list does."""
        mine = [("calibration_id", "=", round_.id), ("call_id", "=", (call or self.call).id)]
        [task] = self.rpc(name, TASK, "search", [*mine, ("inspector_id", "=", self.users[name].id)])
        return self.env["callcenter.qa.score"].browse(self.rpc(name, TASK, "action_score", [task])["res_id"])

    def given(self, name, round_, call=None, **values):
        score = self.scoring(name, round_, call)
        self.mark(score, name, **{"greet": 5, "polite": 1, "solved": 20, "leak": 0, **values})
        if values.get("leak"):
            self.act(name, score, "explain", self.item("leak").id, "Told a stranger")
        self.act(name, score, "submit")
        return score

    def closed(self, **vals):
        """A round that all have scored: 90, 60 and, by a fatal item, 0."""
        round_ = self.opened(**vals)
        scores = self.given("qa", round_) | self.given("qa2", round_, solved=10)
        return round_, scores | self.given("qa3", round_, leak=1)


@tagged("post_install", "-at_install")
class TestCalibration(CalibrationCase):
    def test_an_opened_round_is_on_the_list_of_each_inspector(self):
        round_ = self.opened(calls=self.call | self.other_call)
        self.assertEqual((round_.state, round_.given, round_.expected), ("open", 0, 6))
        for name in ("qa", "qa2", "qa3"):
            found = self.rpc(name, TASK, "search_read", [("calibration_id", "=", round_.id)], ["reason", "state"])
            self.assertEqual([(row["reason"], row["state"]) for row in found], [("Calibration", "open")] * 2)

    def test_each_inspector_has_a_score_of_the_own_and_goes_on_with_it(self):
        round_ = self.opened()
        first, second = self.scoring("qa", round_), self.scoring("qa2", round_)
        self.assertNotEqual(first, second)
        self.assertEqual(self.scoring("qa", round_), first)
        self.assertEqual((first.kind, first.sheet_id, first.user_id), ("calibration", self.sheet, self.users["agent1"]))

    def test_it_closes_by_itself_when_all_have_scored(self):
        round_ = self.opened()
        self.given("qa", round_)
        self.given("qa2", round_)
        self.assertEqual((round_.state, round_.given), ("open", 2))
        self.given("qa3", round_)
        self.assertEqual((round_.state, round_.given), ("closed", 3))

    def test_closing_takes_what_is_missing_off_the_lists_and_out_of_the_comparison(self):
        round_ = self.opened()
        self.given("qa", round_)
        self.given("qa2", round_, solved=10)
        begun = self.scoring("qa3", round_)
        self.rpc("qa", ROUND, "action_close", round_.ids)
        self.assertEqual(round_.task_ids.filtered(lambda task: task.state == "dropped").inspector_id.login, "kpi_qa3")
        self.assertEqual(len(self.env[RESULT].search([("calibration_id", "=", round_.id)])), 2)
        self.mark(begun, "qa3", greet=5, polite=1, solved=20, leak=0)
        with self.assertRaisesRegex(UserError, "not being scored"):
            self.act("qa3", begun, "submit")

    def test_the_last_call_dropped_closes_it_too(self):
        round_ = self.opened(inspectors=("qa", "qa2"))
        self.given("qa", round_)
        task = round_.task_ids.filtered(lambda task: task.state == "open")
        task.with_user(self.users["qa2"]).drop("On leave")
        self.assertEqual(round_.state, "closed")

    def test_the_figures_of_each_inspector(self):
        round_, _scores = self.closed()
        rows = self.env[RESULT].search([("calibration_id", "=", round_.id)])
        found = {
            row.inspector_id.login: (row.score, row.against, row.deviation, row.distance, row.agreed, row.fatal_apart)
            for row in rows
        }
        # solved is 100, 50 and 100: nobody is within 10 of the mean
        self.assertEqual(
            found,
            {
                "kpi_qa": (90, 50, 40, 40, 3, 0),
                "kpi_qa2": (60, 50, 10, 10, 3, 0),
                "kpi_qa3": (0, 50, -50, 50, 2, 1),
            },
        )
        self.assertEqual(set(rows.mapped("items")), {4})

    def test_a_named_reference_is_the_measure_and_is_not_measured(self):
        round_, _scores = self.closed(reference_id=self.users["qa"].id)
        rows = self.env[RESULT].search([("calibration_id", "=", round_.id)])
        self.assertEqual(
            {row.inspector_id.login: (row.deviation, row.agreed, row.fatal_apart) for row in rows},
            {"kpi_qa2": (-30, 3, 0), "kpi_qa3": (-90, 3, 1)},
        )
        page = self.rpc("manager", ROUND, "page", round_.ids)
        self.assertEqual([call["by_reference"] for call in page["calls"]], [True])

    def test_the_page_of_a_closed_round_has_all_marks_side_by_side(self):
        round_, _scores = self.closed()
        page = self.rpc("qa2", ROUND, "page", round_.ids)
        [call] = page["calls"]
        self.assertEqual(
            {who: row["score"] for who, row in call["scores"].items()},
            dict(zip((self.users[name].id for name in ("qa", "qa2", "qa3")), (90, 60, 0), strict=True)),
        )
        items = {item["name"]: item for group in call["groups"] for item in group["items"]}
        self.assertEqual(
            {name: item["apart"] for name, item in items.items()},
            {
                "greet": False,
                "polite": False,
                "solved": True,
                "leak": True,
            },
        )
        leak = items["leak"]["marks"][self.users["qa3"].id]
        self.assertEqual((leak["text"], leak["reason"], leak["agrees"]), ("Yes", "Told a stranger", False))
        solved = items["solved"]["marks"][self.users["qa2"].id]
        self.assertEqual((solved["text"], round(solved["difference"], 1)), ("10 / 20", -33.3))
        row = next(row for row in page["inspectors"] if row["name"] == "kpi_qa3")
        self.assertEqual((row["deviation"], row["distance"], row["agreement"], row["fatal_apart"]), (-50, 50, 0.5, 1))

    def test_the_share_of_several_rows_is_the_share_of_their_sums(self):
        round_, _scores = self.closed()
        domain = [("calibration_id", "=", round_.id)]
        [row] = self.rpc("manager", RESULT, "formatted_read_group", domain, [], ["agreement:avg", "distance:avg"])
        self.assertAlmostEqual(row["agreement:avg"], 8 / 12)
        self.assertAlmostEqual(row["distance:avg"], 100 / 3)

    def test_a_round_that_cannot_be_scored_says_all_that_is_wrong(self):
        unheard = self.answered("agent1", 3000)
        with self.assertRaisesRegex(UserError, "Choose a call") as refused:
            self.rpc("qa", ROUND, "action_open", self.round(inspectors=("qa",), call_ids=[]).ids)
        self.assertIn("two inspectors or more", str(refused.exception))
        for problem, vals in (
            ("is no inspector", {"inspectors": ("qa", "leader")}),
            ("one of the inspectors", {"reference_id": self.users["qa4"].id}),
            ("only a recorded call", {"calls": unheard}),
            ("is not in use", {"sheet_id": self._new_sheet().id}),
        ):
            with self.subTest(problem), self.assertRaisesRegex(UserError, problem):
                self.rpc("qa", ROUND, "action_open", self.round(**vals).ids)

    def test_nobody_scores_a_call_of_the_own_in_a_round(self):
        role = self.env.ref("callcenter_crm.role_qa")
        self.users["agent1"].role_line_ids = [Command.create({"role_id": role.id})]
        with self.assertRaisesRegex(UserError, "was on it himself"):
            self.rpc("qa", ROUND, "action_open", self.round(inspectors=("qa", "agent1")).ids)

    def test_an_inspector_who_may_not_hear_the_call_is_refused(self):
        role = self.env["res.users.role"].create(
            {
                "name": "QA of a team",
                "implied_ids": self.env.ref("callcenter_crm.group_qa").ids,
                "scope_ids": [Command.create({"object": "call", "scope": "department"})],
            }
        )
        self.users["qa2"].role_line_ids.role_id = role
        self.users["qa2"].callcenter_department_id = self.users["agent2"].callcenter_department_id
        self.users["qa2"].set_groups_from_roles(force=True)
        self.env.registry.clear_cache()
        with self.assertRaisesRegex(UserError, "kpi_qa2 may not hear it"):
            self.rpc("qa", ROUND, "action_open", self.round().ids)

    def test_an_opened_round_changes_no_more_and_is_taken_back_until_somebody_scores(self):
        round_ = self.opened()
        for vals in ({"tolerance": 50}, {"inspector_ids": [Command.clear()]}, {"call_ids": [Command.clear()]}):
            with self.subTest(vals), self.assertRaises(UserError):
                self.rpc("qa", ROUND, "write", round_.ids, vals)
        with self.assertRaises(UserError):
            self.rpc("qa", ROUND, "unlink", round_.ids)
        self.rpc("qa", ROUND, "write", round_.ids, {"note": "Talked about on Friday"})
        self.rpc("qa", ROUND, "action_take_back", round_.ids)
        self.assertEqual((round_.state, len(round_.task_ids)), ("draft", 0))
        self.rpc("qa", ROUND, "action_open", round_.ids)
        self.scoring("qa2", round_)
        with self.assertRaisesRegex(UserError, "begun to score"):
            self.rpc("qa", ROUND, "action_take_back", round_.ids)

    def test_a_calibration_counts_nowhere_and_leaves_the_score_of_the_call_alone(self):
        _round, scores = self.closed()
        self.assertEqual(scores.mapped("counts"), [False] * 3)
        regular = self.submitted("qa4")
        self.assertTrue(regular.counts)
        self.assertNotIn(regular, scores)
        with self.assertRaises(AccessError):
            self.act("agent1", scores[0], "appeal", "Look again")

    def test_a_score_of_the_call_outside_leaves_the_lists_of_the_round_alone(self):
        round_ = self.opened()
        self.submitted("qa2", leak=0)
        self.assertEqual(set(round_.task_ids.mapped("state")), {"open"})
        with self.assertRaisesRegex(UserError, "drop the call instead"):
            round_.task_ids[0].with_user(self.users["qa"]).hand_over(self.users["qa4"])

    def test_the_action_of_the_call_list_makes_a_draft_about_the_calls(self):
        action = self.rpc("qa", "callcenter.call", "action_qa_calibrate", (self.call | self.other_call).ids)
        round_ = self.env[ROUND].browse(action["res_id"])
        self.assertEqual((round_.call_ids.call_id, round_.sheet_id), (self.call | self.other_call, self.sheet))
        self.assertEqual((round_.lead_id, round_.state), (self.users["qa"], "draft"))
        with self.assertRaises(AccessError):
            self.rpc("leader", "callcenter.call", "action_qa_calibrate", self.call.ids)


@tagged("post_install", "-at_install")
class TestCalibrationAccess(CalibrationCase):
    PARTS = ("callcenter.qa.score", "callcenter.qa.line", "callcenter.qa.remark")

    def parts(self, score):
        return zip(self.PARTS, (score, score.line_ids, score.remark_ids), strict=True)

    def remarked(self, name, round_):
        score = self.scoring(name, round_)
        self.act(name, score, "remark", 3, "Secret")
        self.given(name, round_)
        return score

    def seen(self, name, records):
        return self.rpc(name, records._name, "search_count", [("id", "in", records.ids)])

    def test_nobody_sees_another_s_marks_until_the_round_is_closed(self):
        round_ = self.opened()
        score = self.remarked("qa", round_)
        for name in ("qa2", "qa3", "qa4", "manager", "admin", "leader", "agent1"):
            for model, records in self.parts(score):
                with self.subTest(user=name, model=model):
                    self.assertEqual(self.seen(name, records), 0)
                with self.subTest(user=name, model=model), self.assertRaises(UserError):
                    self.rpc(name, model, "read", records.ids, ["display_name"])
        for model, records in self.parts(score):
            with self.subTest(model=model):
                self.assertEqual(self.seen("qa", records), len(records))

    def test_nothing_is_told_of_them_by_what_is_found_through_them(self):
        round_ = self.opened()
        score = self.remarked("qa", round_)
        for domain in (
            [("call_ids.score_ids.score", ">", 0)],
            [("call_ids.score_ids.line_ids.points", "=", 20)],
            [("task_ids.score_id.score", ">", 0)],
        ):
            with self.subTest(domain):
                self.assertEqual(self.rpc("qa2", ROUND, "search", [("id", "=", round_.id), *domain]), [])
        [row] = self.rpc("qa2", "callcenter.qa.calibration.call", "read", round_.call_ids.ids, ["score_ids"])
        self.assertEqual(row["score_ids"], [])
        mine = [("calibration_id", "=", round_.id)]
        tasks = self.rpc("qa2", TASK, "search_read", mine, ["inspector_id", "result", "score_id"])
        self.assertEqual([task["inspector_id"][0] for task in tasks], self.users["qa2"].ids)
        groups = self.rpc("manager", "callcenter.qa.score", "formatted_read_group", mine, [], ["score:avg", "__count"])
        self.assertEqual(groups[0]["__count"], 0)
        page = self.rpc("qa2", ROUND, "page", round_.ids)
        self.assertEqual((page["calls"], page["hidden"]), ([], 0))
        self.assertNotIn(score.id, self.rpc("qa2", "callcenter.qa.score", "search", []))

    def test_once_it_is_closed_inspectors_and_managers_see_all_and_the_agent_nothing(self):
        round_, scores = self.closed()
        results = self.env[RESULT].search([("calibration_id", "=", round_.id)])
        for name, may in {"qa2": 1, "qa4": 1, "manager": 1, "admin": 1, "agent1": 0, "leader": 0, "agent2": 0}.items():
            with self.subTest(user=name):
                self.assertEqual(self.seen(name, scores), 3 * may)
                self.assertEqual(self.seen(name, scores.line_ids), 12 * may)
            if may:
                self.assertEqual(self.seen(name, results), 3)
                continue
            for model in (RESULT, ROUND, "callcenter.qa.calibration.call"):
                with self.subTest(user=name, model=model), self.assertRaises(AccessError):
                    self.rpc(name, model, "search_read", [], ["id"])

    def test_the_scored_agent_sees_nothing_in_the_role_of_an_inspector_either(self):
        round_, scores = self.closed()
        role = self.env.ref("callcenter_crm.role_qa")
        self.users["agent1"].role_line_ids = [Command.create({"role_id": role.id})]
        self.env.registry.clear_cache()
        self.assertEqual(self.seen("agent1", scores), 0)
        self.assertEqual(self.seen("agent1", self.env[RESULT].search([("calibration_id", "=", round_.id)])), 0)
        page = self.rpc("agent1", ROUND, "page", round_.ids)
        self.assertEqual((page["calls"], page["hidden"]), ([], 1))
        self.assertEqual({row["compared"] for row in page["inspectors"]}, {0})

    def test_a_score_is_taken_back_until_the_round_is_closed(self):
        round_ = self.opened()
        score = self.given("qa", round_)
        self.act("qa", score, "action_take_back")
        self.assertEqual((score.state, round_.given), ("draft", 0))
        self.act("qa", score, "submit")
        self.rpc("qa", ROUND, "action_close", round_.ids)
        with self.assertRaisesRegex(UserError, "its round is closed"):
            self.act("qa", score, "action_take_back")

    def test_only_who_leads_a_round_and_managers_change_it(self):
        round_ = self.round()
        for method, args in (
            ("write", [{"name": "Mine"}]),
            ("write", [{"call_ids": [Command.create({"call_id": self.other_call.id})]}]),
            ("action_open", []),
            ("action_close", []),
            ("unlink", []),
        ):
            for name in ("qa2", "qa4", "leader", "agent1"):
                with self.subTest(user=name, method=method), self.assertRaises(AccessError):
                    self.rpc(name, ROUND, method, round_.ids, *args)
        self.rpc("manager", ROUND, "write", round_.ids, {"name": "Better"})
        self.rpc("manager", ROUND, "action_open", round_.ids)
        self.assertEqual((round_.name, round_.state, round_.lead_id), ("Better", "open", self.users["qa"]))

    def test_a_round_that_one_has_no_part_in_is_not_seen_before_it_is_closed(self):
        round_ = self.opened()
        self.assertEqual([self.seen(name, round_) for name in ("qa", "qa2", "qa4", "manager")], [1, 1, 0, 1])
        self.assertEqual(self.seen("qa4", round_.call_ids), 0)
        self.rpc("manager", ROUND, "action_close", round_.ids)
        self.assertEqual(self.seen("qa4", round_), 1)

    def test_nobody_writes_its_course_or_its_results(self):
        round_, _scores = self.closed()
        results = self.env[RESULT].search([("calibration_id", "=", round_.id)])
        for name in ("qa", "manager", "admin"):
            for vals in ({"state": "draft"}, {"closed_at": False}):
                with self.subTest(user=name, vals=vals), self.assertRaises(AccessError):
                    self.rpc(name, ROUND, "write", round_.ids, vals)
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.rpc(name, RESULT, "write", results.ids, {"distance": 0})
        with self.assertRaises(AccessError):
            self.rpc("qa", ROUND, "create", [{"name": "x", "sheet_id": self.sheet.id, "state": "closed"}])
        with self.assertRaises(AccessError):
            self.rpc("qa", ROUND, "create", [{"name": "x", "sheet_id": self.sheet.id, "lead_id": self.users["qa2"].id}])
