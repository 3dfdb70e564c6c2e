"""Calls over trunks, against a count leg by leg in Python."""

import random
from collections import defaultdict

from odoo.exceptions import AccessError
from odoo.tests.common import tagged

from odoo.addons.callcenter_telephony.connector.ledger import Call, Leg

from .common import EXTENSIONS, NODE, KpiCase

START = 1_772_416_800.0
CAUSES = {"busy": ("busy", 17), "no_answer": ("no_answer", 19), "congestion": ("system", 34), "cancelled": ("agent", 0)}


@tagged("post_install", "-at_install")
class TestReportTrunk(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trunks = {
            code: cls.env["callcenter.trunk"].create(
                {"name": code, "code": code, "host": "192.0.2.1", "node_id": cls.node.id}
            )
            for code in ("north", "south")
        }

    def came_in(self, trunk, later=0):
        call = self.waiting(START + later, 9, "abandoned")
        call.legs.append(Leg("caller", "caller", "+8613800000001", call.start, None, call.end, "caller", trunk=trunk))
        return call

    def dialled(self, trunk, result="answered", later=0):
        """Return a call that an agent dialled: ten seconds of ringing, then a minute of talk where it was answered."""
        start = START + later
        answer = start + 10 if result == "answered" else None
        end = start + (70 if answer else 10)
        ended_by, cause = CAUSES.get(result, ("outside", 16))
        legs = [
            Leg("agent", "agent", EXTENSIONS["agent1"], start, answer, end, ended_by, "manual"),
            Leg("outside", "outside", "+8613800000002", start, answer, end, ended_by, "manual", trunk=trunk),
        ]
        return Call(
            f"{NODE}:{next(self.numbers)}",
            "outbound",
            "manual",
            start=start,
            end=end,
            result=result,
            ended_by=ended_by,
            cause=cause,
            legs=legs,
        )

    def trunk(self, calls, groupby, *names, user="manager"):
        return self.report("trunk", [("call_id", "in", calls.ids)], groupby, *names, user=user)

    def test_figures_by_trunk_are_those_counted_leg_by_leg(self):
        dice = random.Random(11)
        told, want = [], defaultdict(lambda: [0, 0, 0, 0, 0, 0.0, 0.0])
        for turn in range(40):
            trunk, result = dice.choice(list(self.trunks)), dice.choice(["in", "answered", *CAUSES])
            row = want[self.trunks[trunk].id]
            if result == "in":
                told.append(self.came_in(trunk, 100 * turn))
                row[0] += 1
                row[5] += 9
                continue
            told.append(self.dialled(trunk, result, 100 * turn))
            row[1] += 1
            row[2 if result == "answered" else 3] += 1
            row[4] += result == "congestion"
            row[5] += 70 if result == "answered" else 10
            row[6] += 60 if result == "answered" else 0
        calls = self.book(*told)
        names = ("line_in", "line_out", "line_answered", "line_failed", "line_fault", "line_s", "line_talk_s")
        self.assertEqual(self.trunk(calls, ["trunk_id"], *names), {trunk: tuple(row) for trunk, row in want.items()})
        got = self.trunk(calls, ["trunk_id"], "line_answer_rate", "line_fault_rate")
        for trunk, row in want.items():
            self.assertEqual(got[trunk], (row[2] / row[1], row[4] / row[1]))

    def test_failures_by_cause(self):
        calls = self.book(*(self.dialled("north", result, 60 * i) for i, result in enumerate([*CAUSES, "busy"])))
        got = self.trunk(calls, ["cause"], "line_failed", "line_fault")
        self.assertEqual(got, {17: (2, 0), 19: (1, 0), 34: (1, 1), 0: (1, 0)})

    def test_one_asked_for_advice_who_stays_on_is_one_use_of_the_line(self):
        call = self.dialled("north")
        at = call.start + 20
        for role, via, start, end in (
            ("consult", "", at, at + 10),
            ("conference", "three_way", at + 10, at + 30),
            ("outside", "three_way", at + 30, at + 50),
        ):
            call.legs.append(Leg(f"{role}-x", role, "+861", start, start, end, "joined", via, trunk="south"))
        got = self.trunk(self.book(call), ["trunk_id"], "line_out", "line_answered", "line_s")
        self.assertEqual(got, {self.trunks["north"].id: (1, 1, 70), self.trunks["south"].id: (1, 1, 50)})

    def test_what_went_over_no_trunk_is_not_counted_and_a_dropped_trunk_keeps_its_code(self):
        inside, over = self.dialled(""), self.dialled("elsewhere", later=90)
        calls = self.book(inside, over)
        self.assertEqual(self.trunk(calls, ["trunk_code"], "line_out"), {"elsewhere": (1,)})

    def test_a_figure_leads_to_its_calls_in_its_period(self):
        calls = self.book(self.dialled("north", "busy"), self.dialled("north", "busy", 86400))
        mine = self.env["callcenter.call"].with_user(self.users["manager"])
        rows = [("trunk_id", "=", self.trunks["north"].id), ("day", "=", "2026-03-03"), ("line_failed", "!=", 0)]
        self.assertEqual(mine.search([("id", "in", calls.ids), ("trunk_row_ids", "any", rows)]), calls[1])

    def test_managers_read_them_nobody_else(self):
        calls = self.book(self.dialled("north"))
        self.assertTrue(self.trunk(calls, ["trunk_id"], "line_out"))
        for user in ("agent1", "leader", "qa"):
            with self.subTest(user=user), self.assertRaises(AccessError):
                self.trunk(calls, ["trunk_id"], "line_out", user=user)
