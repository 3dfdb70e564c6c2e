from collections import Counter
from datetime import datetime, timedelta
from unittest.mock import patch

from psycopg2.errors import CheckViolation, LockNotAvailable, SerializationFailure

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import TransactionCase, tagged
from odoo.tools import mute_logger

from .qa_common import QaCase

TASK = "callcenter.qa.task"
MODULE = "odoo.addons.callcenter_kpi.models.callcenter_qa_plan"
DAY = datetime(2026, 3, 2).date()  # of START, in Shanghai


@tagged("post_install", "-at_install")
class TestQaPlan(QaCase):
    def setUp(self):
        super().setUp()
        self.env["callcenter.qa.plan"].search([]).active = False  # those of the demo
        self.calls = self.call | self.other_call
        for turn in range(1, 5):
            self.calls |= self.answered("agent1", 1000 * turn)
        self.record(self.calls)

    def record(self, calls):
        vals = {"node_id": self.node.id, "sha256": "ab"}
        self.env["callcenter.recording"].create(
            [{**vals, "call_id": call.id, "call_key": call.key, "path": f"{call.id}.wav"} for call in calls]
        )

    def plan(self, *inspectors, **vals):
        users = [self.users[name].id for name in inspectors or ("qa", "qa2")]
        vals = {"name": "Weekly", "inspector_ids": [Command.set(users)], "share": 0, **vals}
        return self.env["callcenter.qa.plan"].create(vals)

    def test_a_share_of_each_agent_goes_evenly_to_the_inspectors(self):
        tasks = self.plan(share=40)._draw(DAY)
        self.assertEqual(sorted(tasks.user_id.mapped("login")), ["kpi_agent1", "kpi_agent2"])
        loads = Counter(task.inspector_id for task in tasks)
        self.assertEqual(sorted(loads.values()), [1, 2])
        self.assertEqual(set(tasks.mapped("reason")), {"By chance"})

    def test_what_was_drawn_is_not_drawn_again_and_a_grown_week_adds_its_share(self):
        plan = self.plan(share=40)
        plan._draw(DAY)
        self.assertFalse(plan._draw(DAY))
        later = self.env["callcenter.call"]
        for turn in range(5):
            later |= self.answered("agent1", 90_000 + 1000 * turn)  # the next day
        self.record(later)
        self.assertEqual(len(plan._draw(DAY + timedelta(days=1))), 2)

    def test_a_call_without_recording_is_not_drawn_nor_one_that_is_scored_or_runs(self):
        self.submitted(leak=0)
        unheard = self.answered("agent1", 20_000)
        tasks = self.plan(share=100)._draw(DAY)
        self.assertFalse(tasks.call_id & (self.call | unheard))
        self.assertEqual(len(tasks), len(self.calls) - 1)

    def test_all_long_ones_and_all_with_the_rating_are_drawn(self):
        level = self.env["callcenter.rating.level"].search([], limit=1)
        bad, long = self.calls[2], self.calls[3]
        bad.sudo().rating_level_id = level
        long.leg_ids.filtered(lambda leg: leg.role == "agent").sudo().talk_s = 601
        tasks = self.plan(minutes=10, rating_level_ids=[Command.link(level.id)])._draw(DAY)
        self.assertEqual({task.call_id: task.reason for task in tasks}, {bad: "By its rating", long: "Long call"})

    def test_other_queues_departments_and_directions_are_left_out(self):
        self.assertFalse(self.plan(share=100, queue_ids=[Command.link(self.queues["sales"].id)])._draw(DAY))
        self.assertFalse(self.plan(share=100, direction="outbound")._draw(DAY))
        team = self.users["agent2"].callcenter_department_id
        tasks = self.plan(share=100, department_ids=[Command.link(team.id)])._draw(DAY)
        self.assertEqual(tasks.call_id, self.other_call)

    def test_a_plan_that_draws_nothing_or_has_no_inspector_is_refused(self):
        for vals in ({"share": 101}, {"share": -1}, {"share": 5, "days": 0}):
            with self.subTest(vals), self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
                self.plan(**vals)
        with self.assertRaises(ValidationError):
            self.plan()
        with self.assertRaises(ValidationError):
            self.plan("agent1", share=3)
        with self.assertRaises(ValidationError):
            self.plan(share=3).inspector_ids = False

    def test_the_list_is_worked_from_one_call_to_the_next(self):
        tasks = self.plan("qa", number=2)._draw(DAY)
        first = self.rpc("qa", TASK, "action_next")
        self.assertEqual(first["res_model"], "callcenter.qa.score")
        score = self.env["callcenter.qa.score"].browse(first["res_id"])
        self.assertEqual(self.rpc("qa", "callcenter.qa.score", "paper", score.ids)["waiting"], len(tasks) - 1)
        self.mark(score, greet=5, polite=1, solved=20)
        self.act("qa", score, "submit")
        [done] = tasks.filtered(lambda task: task.state == "done")
        self.assertEqual((done.call_id, done.user_id, done.score_id), (score.call_id, score.user_id, score))
        self.assertNotEqual(self.rpc("qa", TASK, "action_next")["res_id"], score.id)
        self.act("qa", score, "action_take_back")
        self.assertEqual(done.state, "open")

    def test_a_call_scored_without_the_list_is_off_the_list(self):
        tasks = self.plan("qa", share=100)._draw(DAY)
        self.submitted("qa2", call=self.other_call, leak=0)
        self.assertEqual(tasks.filtered(lambda task: task.call_id == self.other_call).state, "done")

    def test_calls_are_handed_over_or_dropped_with_a_reason(self):
        tasks = self.plan("qa", share=100)._draw(DAY)
        act = self.rpc("qa", "callcenter.qa.task.act", "create", [{"task_ids": [Command.set(tasks[0].ids)]}])
        self.rpc("qa", "callcenter.qa.task.act", "write", act, {"inspector_id": self.users["qa2"].id})
        self.rpc("qa", "callcenter.qa.task.act", "action_hand_over", act)
        self.assertEqual(tasks[0].inspector_id, self.users["qa2"])
        with self.assertRaises(UserError):
            tasks[1].with_user(self.users["qa"]).drop(" ")
        tasks[1].with_user(self.users["qa"]).drop("Wrong number")
        self.assertEqual((tasks[1].state, tasks[1].drop_reason), ("dropped", "Wrong number"))
        for name, refused in (("qa", tasks[0]), ("qa2", tasks[2])):
            with self.assertRaises(AccessError):
                refused.with_user(self.users[name]).drop("Mine?")
        with self.assertRaises(UserError):
            tasks[1].with_user(self.users["qa"]).action_score()

    def test_nobody_gets_a_call_that_he_talked_on(self):
        role = self.env.ref("callcenter_crm.role_qa")
        self.users["agent2"].role_line_ids = [Command.create({"role_id": role.id})]
        tasks = self.plan("agent2", share=100)._draw(DAY)
        self.assertFalse(tasks.call_id & self.other_call)
        self.assertTrue(tasks)

    def test_agents_and_leaders_have_no_way_to_the_lists(self):
        plan = self.plan(share=100)
        tasks = plan._draw(DAY)
        for name in ("agent1", "leader"):
            for model, ids in ((TASK, tasks.ids), ("callcenter.qa.plan", plan.ids)):
                for method, args in (("read", (ids, ["display_name"])), ("search", ([],)), ("unlink", (ids,))):
                    with self.subTest(user=name, model=model, method=method), self.assertRaises(AccessError):
                        self.rpc(name, model, method, *args)
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.rpc(name, TASK, "action_next")
        paper = self.submitted(leak=0)
        self.assertEqual(self.rpc("agent1", "callcenter.qa.score", "paper", paper.ids)["waiting"], 0)

    def test_inspectors_write_neither_plans_nor_lists_and_managers_write_plans(self):
        plan = self.plan(share=100)
        tasks = plan._draw(DAY)
        for model, ids, vals in ((TASK, tasks.ids, {"state": "done"}), ("callcenter.qa.plan", plan.ids, {"share": 1})):
            with self.subTest(model), self.assertRaises(AccessError):
                self.rpc("qa", model, "write", ids, vals)
        with self.assertRaises(AccessError):
            self.rpc("qa", "callcenter.qa.plan", "action_draw", plan.ids)
        with self.assertRaises(AccessError):
            self.rpc("manager", TASK, "write", tasks.ids, {"state": "done"})
        self.rpc("manager", "callcenter.qa.plan", "write", plan.ids, {"share": 50})
        told = self.rpc("manager", "callcenter.qa.plan", "action_draw", plan.ids)
        self.assertEqual(told["params"]["type"], "info")
        self.assertEqual(self.rpc("manager", TASK, "search_count", [("id", "in", tasks.ids)]), len(tasks))

    def test_a_plan_without_inspectors_stops_no_other(self):
        left, plan = self.plan("qa2", share=100, sequence=1), self.plan("qa", share=100)
        self.users["qa2"].active = False
        with patch.object(type(plan), "_today", lambda _plans: DAY), mute_logger(MODULE):
            self.env["callcenter.qa.plan"]._cron_draw()
        self.assertEqual((left.task_count, plan.task_count), (0, len(self.calls)))

    def test_a_night_whose_draw_failed_is_made_up_for(self):
        plan = self.plan(share=100, period="day")
        with patch.object(type(plan), "_today", lambda _plans: DAY + timedelta(days=2)):
            self.env["callcenter.qa.plan"]._cron_draw()
        self.assertTrue(plan.task_count)

    def test_the_nightly_draw_takes_the_week_that_ended_too(self):
        plan = self.plan(share=100)
        monday = DAY + timedelta(days=7)
        self.env.flush_all()
        with patch.object(type(plan), "_today", lambda _plans: monday):
            self.env["callcenter.qa.plan"]._cron_draw()
        tasks = self.env[TASK].search([("plan_id", "in", plan.ids)])
        self.assertEqual(tasks.call_id, self.calls)


@tagged("post_install", "-at_install")
class TestQaPlanTurn(TransactionCase):
    """With cursors of their own, so nothing here may write before."""

    def test_of_two_draws_at_once_the_second_waits_and_is_refused_to_be_done_anew(self):
        with self.registry.cursor() as cr:
            vals = {"name": "Twice", "share": 1, "inspector_ids": [Command.set(self.env.ref("base.user_admin").ids)]}
            plan = api.Environment(cr, SUPERUSER_ID, {})["callcenter.qa.plan"].create(vals)
        self.addCleanup(self.removed, plan.id)
        with self.registry.cursor() as first, self.registry.cursor() as second:
            mine, theirs = (api.Environment(cr, SUPERUSER_ID, {})["callcenter.qa.plan"] for cr in (first, second))
            mine._take_turn()
            second.execute("SET LOCAL lock_timeout = '100ms'")
            with self.assertRaises(LockNotAvailable), mute_logger("odoo.sql_db"):
                theirs._take_turn()
            second.rollback()
            second.execute("SELECT")
            first.commit()
            with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
                theirs._take_turn()
            second.rollback()
            second.execute("SET LOCAL lock_timeout = '100ms'")
            theirs._take_turn()

    def removed(self, plan_id):
        with self.registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["callcenter.qa.plan"].browse(plan_id).unlink()
