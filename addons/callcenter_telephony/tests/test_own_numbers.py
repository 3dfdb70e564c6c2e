import time
from unittest.mock import patch

from odoo import fields

from ..connector.ledger import Batch, Call, Leg, State
from .common import TelephonyCase, answered_call

HOUR = 3600


class TestOwnNumbers(TelephonyCase):
    """The day begins two hours ago; what is counted when is that of metrics 1.5 and 2.3."""

    def setUp(self):
        super().setUp()
        self.now = time.time()
        midnight = fields.Datetime.subtract(fields.Datetime.now(), hours=2)
        patcher = patch.object(self.env.registry["callcenter.agent"], "_midnight", lambda _self: midnight)
        patcher.start()
        self.addCleanup(patcher.stop)

    def numbers(self, user=None):
        return self.act(user or self.agent, "today")["numbers"]

    def ids(self, *keys):
        return self.env["callcenter.call"].search([("key", "in", [f"test-node:{key}" for key in keys])], order="id").ids

    def taken(self, key, ago, wrap=20.0, **vals):
        call = answered_call(f"test-node:{key}", at=self.now - ago, **vals)
        leg = call.legs[3]
        leg.wrap = (leg.end, leg.end + wrap if wrap else None)
        return call

    def made(self, key, ago, answer=None, kind="manual"):
        at = self.now - ago
        legs = [
            Leg("outside", "outside", "+8613800130009", at, answer=answer and at + answer, end=at + 60, via=kind),
            Leg("agent", "agent", "7001", at, answer=answer and at + answer, end=at + 60, via=kind),
        ]
        values = {"number": "+8613800130009", "direction": "outbound", "end": at + 60, "agent": "7001", "legs": legs}
        return Call(f"test-node:{key}", start=at, result="answered" if answer else "busy", **values)

    def test_an_empty_day_has_no_average(self):
        numbers = self.numbers()
        self.assertEqual((numbers["taken"], numbers["made"], numbers["reached"], numbers["results"]), ([], [], [], []))
        self.assertEqual((numbers["talk_s"], numbers["not_ready_s"]), (0, 0))
        self.assertIs(numbers["wrap_s"], False)

    def test_calls_taken_and_made_and_how_long(self):
        self.store.write(
            Batch(
                calls=[
                    self.taken("1.1", HOUR, 20.0),
                    self.taken("1.2", HOUR / 2, 40.0),
                    self.taken("1.3", 900, None),  # in wrap-up: no part of the average yet
                    self.taken("1.4", 600, agent="7002"),
                    self.made("2.1", 1000, answer=10),
                    self.made("2.2", 500),
                ]
            )
        )
        numbers = self.numbers()
        self.assertEqual(sorted(numbers["taken"]), self.ids("1.1", "1.2", "1.3"))
        self.assertEqual(sorted(numbers["made"]), self.ids("2.1", "2.2"))
        self.assertEqual(numbers["reached"], self.ids("2.1"))
        legs = self.env["callcenter.call.leg"].search([("agent_id", "=", self.me.id), ("answer", "!=", False)])
        self.assertEqual(numbers["talk_s"], round(sum(legs.mapped("talk_s"))))
        self.assertEqual(numbers["hold_s"], round(sum(legs.mapped("hold_s"))))
        self.assertGreater(numbers["hold_s"], 0)
        self.assertEqual(numbers["wrap_s"], 20)  # (20 + 40 + 0 of the call made) / 3
        self.assertEqual(len(self.numbers(self.colleague)["taken"]), 1)

    def test_a_call_belongs_whole_to_the_day_of_its_answer(self):
        before, across = self.taken("1.1", 2 * HOUR + 60), self.taken("1.2", 2 * HOUR + 5)
        self.store.write(Batch(calls=[before, across]))  # answered 15 s after they came
        self.assertEqual(self.numbers()["taken"], self.ids("1.2"))

    def test_not_ready_time_is_counted_where_it_was_spent(self):
        rows = [
            State("7001", self.now - 3 * HOUR, self.now - HOUR, "not_ready", reason="lunch"),
            State("7001", self.now - HOUR, self.now - 600, "ready"),
            State("7001", self.now - 600, None, "not_ready", reason="lunch"),
        ]
        self.store.write(Batch(states=rows))
        self.assertAlmostEqual(self.numbers()["not_ready_s"], HOUR + 600, delta=3)

    def test_results_with_their_calls(self):
        self.store.write(Batch(calls=[self.taken("1.1", 900), self.taken("1.2", 600), self.taken("1.3", 300)]))
        one, two = self.env["callcenter.disposition"].create(
            [{"code": code, "name": code, "category": "valid"} for code in ("t_one", "t_two")]
        )
        for key, outcome in (("1.1", one), ("1.2", two), ("1.3", two)):
            self.env["callcenter.call"].browse(self.ids(key)).disposition_id = outcome
        results = [(row["name"], sorted(row["calls"])) for row in self.numbers()["results"]]
        self.assertEqual(results, [("t_two", self.ids("1.2", "1.3")), ("t_one", self.ids("1.1"))])
