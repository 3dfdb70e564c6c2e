"""The way through the menus, against a count step by step in Python."""

import random
from collections import Counter

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests.common import tagged

from odoo.addons.callcenter_telephony.connector.ledger import Call, Leg

from .common import NODE, KpiCase

START = 1_772_416_800.0
STEPS = ("hello", "main", "balance", "gone")


@tagged("post_install", "-at_install")
class TestReportIvr(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        steps = [Command.create({"code": code, "name": code.title(), "kind": "menu"}) for code in STEPS[:3]]
        vals = {"name": "Counted", "code": "counted", "node_id": cls.node.id, "step_ids": steps}
        cls.flow = cls.env["callcenter.ivr.flow"].create(vals)

    def through(self, steps, result="ivr_abandoned", ended_by="caller", later=0, keys="1"):
        """Return a call that passed ``steps``, a second each; moved on, it waits in a queue."""
        at = START + later
        end = at + len(steps)
        moments = [(step, "v1", at + place) for place, step in enumerate(steps)]
        legs = [Leg("i", "ivr", "counted", at, None, end, ended_by, flow="counted", steps=moments, keys=keys)]
        if ended_by == "moved":
            legs.append(Leg("q", "queue", "service", end, None, end + 9, "caller", queue="service"))
            end += 9
        return Call(f"{NODE}:{next(self.numbers)}", start=at, end=end, result=result, legs=legs)

    def domain(self, calls):
        return [("call_id", "in", calls.ids)]

    def test_steps_are_counted_as_they_were_passed(self):
        dice = random.Random(3)
        told = []
        for _turn in range(50):
            way = [dice.choice(STEPS) for _step in range(dice.randint(1, 5))]
            ended_by, result = dice.choice(
                [("caller", "ivr_abandoned"), ("caller", "contained"), ("moved", "abandoned"), ("system", "closed")]
            )
            told.append((way, result, ended_by))
        calls = self.book(*(self.through(*one, later=60 * i) for i, one in enumerate(told)))
        want = {name: Counter() for name in ("begun", "passed", "left", "served", "ways")}
        for way, result, ended_by in told:
            want["begun"][way[0]] += 1
            want["passed"].update(way)
            want["ways"].update(zip(way, [*way[1:], False], strict=True))
            if ended_by == "caller":
                want["left"][way[-1]] += 1
                want["served"][way[-1]] += result == "contained"
        names = ("ivr_begun", "ivr_passed", "ivr_went_on", "ivr_left", "ivr_served", "ivr_given_up", "ivr_left_rate")
        got = self.report("ivr", self.domain(calls), ["step"], *names)
        for step in STEPS:
            begun, passed, left, served = (want[name][step] for name in ("begun", "passed", "left", "served"))
            row = (begun, passed, passed - left, left, served, left - served, left / passed)
            with self.subTest(step=step):
                self.assertEqual(got["gone" if step == "gone" else step.title()], row)
        ways = self.report("ivr", self.domain(calls), ["step", "next_step"], "ivr_passed")
        named = {code: code.title() for code in STEPS[:3]} | {"gone": "gone", False: False}
        self.assertEqual(ways, {(named[one], named[two]): (n,) for (one, two), n in want["ways"].items()})

    def test_the_flow_and_the_editor_say_the_same(self):
        calls = self.book(self.through(["hello", "main"]), self.through(["hello"], "closed", "system", 60))
        [row] = self.report("ivr", self.domain(calls), ["flow_id"], "ivr_begun", "ivr_passed", "ivr_left").items()
        self.assertEqual(row, (self.flow.id, (2, 3, 1)))
        counts = self.flow.step_counts()
        self.assertEqual(counts, {"hello": {"passed": 2, "left": 0}, "main": {"passed": 1, "left": 1}})

    def test_who_pressed_what_is_a_figure_too(self):
        calls = self.book(self.through(["hello"], keys="12"), self.through(["hello"], keys="", later=60))
        got = self.report("ivr", self.domain(calls), ["keys"], "ivr_passed")
        self.assertEqual(got, {"12": (1,), False: (1,)})

    def test_a_call_that_runs_is_not_counted_yet(self):
        call = self.through(["hello"])
        call.end = None
        self.assertFalse(self.env["callcenter.report.ivr"].search(self.domain(self.book(call))))

    def test_a_period_and_what_a_figure_leads_to(self):
        calls = self.book(self.through(["hello", "main"]), self.through(["hello"], later=86400))
        mine = self.env["callcenter.call"].with_user(self.users["manager"])
        rows = [("day", "=", "2026-03-02"), ("step", "=", "Main"), ("ivr_left", "!=", 0)]
        self.assertEqual(mine.search([("id", "in", calls.ids), ("ivr_row_ids", "any", rows)]), calls[0])
        rows = [("day", "=", "2026-03-03"), ("ivr_left", "!=", 0)]
        self.assertEqual(mine.search([("id", "in", calls.ids), ("ivr_row_ids", "any", rows)]), calls[1])

    def test_leaders_count_the_calls_that_they_may_see_agents_none(self):
        team, other = self.env["callcenter.department"].create(
            [{"name": "Team", "leader_id": self.users["leader"].id}, {"name": "Other"}]
        )
        self.users["leader"].callcenter_department_id = team
        self.users["agent2"].callcenter_department_id = other
        calls = self.book(self.through(["hello"]), self.through(["hello"], later=60))
        calls[1].sudo().write({"user_id": self.users["agent2"].id, "last_user_id": self.users["agent2"].id})
        self.assertEqual(self.report("ivr", self.domain(calls), [], "ivr_passed", user="leader"), {(): (1,)})
        self.assertEqual(self.report("ivr", self.domain(calls), [], "ivr_passed", user="qa"), {(): (2,)})
        with self.assertRaises(AccessError):
            self.report("ivr", [], ["step"], "ivr_passed", user="agent1")
        theirs = self.env["callcenter.report.ivr"].search([("call_id", "=", calls[1].id)])
        with self.assertRaises(AccessError):
            theirs.with_user(self.users["leader"]).read(["step"])
