"""Ratings and answers as they are counted, against a count call by call in Python."""

import random
from collections import defaultdict

from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests.common import tagged

from odoo.addons.callcenter_telephony.connector.ledger import Leg

from .common import EXTENSIONS, KpiCase

START = 1_772_416_800.0
SCALE = {"1": (100, True), "2": (60, True), "3": (20, False)}
SOLVED = {"7": (90, True), "8": (10, False)}


@tagged("post_install", "-at_install")
class TestReportRating(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        prompt = cls.env["callcenter.prompt"].create({"name": "Ask", "code": "ask"})
        for name, scale in (("Content?", SCALE), ("Solved?", SOLVED)):
            answers = [
                Command.create({"key": key, "name": f"{name} {key}", "value": value, "satisfied": good})
                for key, (value, good) in scale.items()
            ]
            question = {"name": name, "prompt_id": prompt.id, "answer_ids": answers}
            cls.queues["service"].write({"survey": True, "question_ids": [Command.create(question)]})
        team, other = cls.env["callcenter.department"].create(
            [{"name": "Team", "leader_id": cls.users["leader"].id}, {"name": "Other"}]
        )
        (cls.users["agent1"] | cls.users["leader"]).callcenter_department_id = team
        cls.users["agent2"].callcenter_department_id = other
        cls.team, cls.other = team, other

    def surveyed(self, keys, agent="agent1", later=0):
        """Return a call of the service queue after which ``keys`` were pressed; ``-``: nothing."""
        extension = EXTENSIONS[agent]
        call = self.waiting(START + later, 5, agent=extension, last_handler=extension, survey_offered=True)
        call.rating = keys[:1].strip("-")
        call.legs[1].party = extension
        call.legs.append(Leg("s", "ivr", "survey", call.end, None, call.end + 9, flow="survey", keys=keys))
        call.end += 9
        return call

    def test_figures_by_agent_are_those_counted_call_by_call(self):
        dice = random.Random(5)
        told = [
            (dice.choice(["agent1", "agent2"]), dice.choice(["", "-", "1", "2", "3"]), dice.choice(["", "7", "8"]))
            for _turn in range(40)
        ]
        calls = self.book(
            *(self.surveyed(one + two if one else "", agent, 60 * i) for i, (agent, one, two) in enumerate(told))
        )
        want = defaultdict(lambda: [0, 0, 0, 0, 0.0, 0, 0, 0.0])
        for agent, one, two in told:
            row = want[self.agents[agent].id]
            row[0] += 1
            if one in SCALE:
                value, good = SCALE[one]
                for place, more in enumerate((1, good, not good, value), 1):
                    row[place] += more
            for answered, scale in ((one, SCALE), (one and two, SOLVED)):
                if answered in scale:
                    value, good = scale[answered]
                    for place, more in enumerate((1, good, value), 5):
                        row[place] += more
        names = ("surveys", "ratings", "satisfied", "not_satisfied", "score_sum")
        names += ("answers", "answers_satisfied", "answers_sum")
        got = self.report("rating", [("call_id", "in", calls.ids)], ["agent_id"], *names)
        self.assertEqual(got, {agent: tuple(row) for agent, row in want.items()})
        ratios = ("csat", "csat_response", "csat_avg", "answer_csat", "answer_avg")
        got = self.report("rating", [("call_id", "in", calls.ids)], ["agent_id"], *ratios)
        for agent, row in want.items():
            asked, rated, good, _bad, points, answers, fine, values = row
            wanted = (good / rated, rated / asked, points / rated, fine / answers, values / answers)
            for name, one, other in zip(ratios, got[agent], wanted, strict=True):
                with self.subTest(agent=agent, figure=name):
                    self.assertAlmostEqual(one, other)

    def test_it_says_of_the_main_question_what_the_other_reports_say(self):
        calls = self.book(*(self.surveyed(keys, later=60 * i) for i, keys in enumerate(("17", "38", "", "-8"))))
        names = ("surveys", "ratings", "satisfied", "csat", "csat_avg", "csat_response")
        [row] = self.figures("agent", calls, "agent_id", *names).values()
        got = self.report("rating", [("call_id", "in", calls.ids)], [], *names)
        self.assertEqual(got, {(): tuple(row[name] for name in names)})

    def test_answers_are_told_by_question_and_department(self):
        calls = self.book(self.surveyed("17"), self.surveyed("38", "agent2", 60), self.surveyed("18", later=120))
        domain = [("call_id", "in", calls.ids)]
        got = self.report("rating", domain, ["question"], "answers", "answer_csat", "answer_avg")
        self.assertEqual(got["Content?"][:2], (3, 2 / 3))
        self.assertAlmostEqual(got["Solved?"][2], 110 / 3)
        got = self.report("rating", domain, ["department_id"], "ratings", "satisfied")
        self.assertEqual(got, {self.team.id: (2, 2), self.other.id: (1, 0)})

    def test_without_ratings_there_is_no_rate(self):
        calls = self.book(self.surveyed(""))
        got = self.report("rating", [("call_id", "in", calls.ids)], ["agent_id"], "surveys", "csat", "csat_response")
        self.assertEqual(got, {self.agents["agent1"].id: (1, None, 0)})

    def test_a_period_reads_what_lies_in_it(self):
        calls = self.book(self.surveyed("1"), self.surveyed("1", later=86400))
        domain = [("call_id", "in", calls.ids), ("surveys", "=", 1)]
        report = self.env["callcenter.report.rating"]
        self.assertEqual(report.search([*domain, ("day", "=", "2026-03-02")]).call_id, calls[0])
        self.assertEqual(report.search([*domain, ("day", ">", "2026-03-02")]).call_id, calls[1])

    def test_a_figure_leads_to_its_calls(self):
        calls = self.book(self.surveyed("18"), self.surveyed("3", later=60))
        mine = self.env["callcenter.call"].with_user(self.users["manager"])
        rows = [("agent_id", "=", self.agents["agent1"].id), ("not_satisfied", "!=", 0)]
        found = mine.search([("id", "in", calls.ids), ("rating_row_ids", "any", rows)])
        self.assertEqual(found, calls[1])

    def test_leaders_read_of_their_team_inspectors_and_managers_all_agents_nothing(self):
        calls = self.book(self.surveyed("17"), self.surveyed("38", "agent2", 60))
        one, two = self.agents["agent1"].id, self.agents["agent2"].id
        domain = [("call_id", "in", calls.ids)]
        for user, want in {"leader": {one}, "qa": {one, two}, "manager": {one, two}}.items():
            with self.subTest(user=user):
                self.assertEqual(set(self.report("rating", domain, ["agent_id"], "answers", user=user)), want)
        rows = self.env["callcenter.report.rating"].search([*domain, ("agent_id", "=", two)])
        self.assertEqual(len(rows), 2)
        for user in ("agent1", "agent2", "leader"):
            with self.subTest(user=user), self.assertRaises(AccessError):
                model = self.env["callcenter.report.rating"].with_user(self.users[user])
                call_kw(model, "read", (rows.ids, ["answers"]), {})
        with self.assertRaises(AccessError):
            self.report("rating", [], ["agent_id"], "answers", user="agent1")
        with self.assertRaises(AccessError):
            rows.with_user(self.users["manager"]).write({"answers": 2})
