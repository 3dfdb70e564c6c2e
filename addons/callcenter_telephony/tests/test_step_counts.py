from odoo.exceptions import AccessError

from ..connector.ledger import Batch, Call, Leg
from .common import NOON, TelephonyCase


def call(key, steps, ended_by="caller", at=NOON, end=True):
    """A call through the flow ``counted``; a second after the last step it ends, or goes to a queue when moved."""
    last = at + len(steps)
    moments = [(step, "v1", at + n) for n, step in enumerate(steps)]
    legs = [Leg("ivr-1", "ivr", "counted", at, end=last, ended_by=ended_by, flow="counted", steps=moments)]
    if ended_by == "moved":
        legs.append(Leg("queue-1", "queue", "help", last, end=last + 9, ended_by="caller", queue="help"))
        last += 9
    return Call(f"test-node:{key}", start=at, end=last if end else None, number="+8613800130009", legs=legs)


class TestStepCounts(TelephonyCase):
    """How many callers passed each step and how many left there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.flow = cls.env["callcenter.ivr.flow"].create({"name": "C", "code": "counted", "node_id": cls.node.id})

    def counts(self, *period):
        return self.rpc(self.users["leader"], "callcenter.ivr.flow", "step_counts", self.flow.ids, *period)

    def test_who_hangs_up_left_at_the_last_step(self):
        calls = [
            call("1.1", ["hello", "main"]),
            call("1.2", ["hello", "main", "main"], "moved"),
            call("1.3", ["hello"], "system"),
            call("1.4", ["hello"], end=False),
        ]
        for _twice in range(2):
            self.store.write(Batch(calls=calls))
        self.assertEqual(self.counts(), {"hello": {"passed": 3, "left": 0}, "main": {"passed": 3, "left": 1}})

    def test_a_period_counts_by_the_moment_of_the_step(self):
        self.store.write(Batch(calls=[call("1.1", ["hello", "main"]), call("1.2", ["hello"], at=NOON + 86400)]))
        day = "2026-09-21 14:13:%s"  # NOON and the seconds behind it
        self.assertEqual(self.counts(day % "20", day % "21"), {"hello": {"passed": 1, "left": 0}})
        self.assertEqual(self.counts(False, day % "20"), {})
        self.assertEqual(self.counts("2026-09-22 00:00:00"), {"hello": {"passed": 1, "left": 1}})

    def test_one_query_counts(self):
        self.store.write(Batch(calls=[call(f"1.{n}", ["a", "b", "c"]) for n in range(20)]))
        self.flow.fetch(["code", "node_id"])
        with self.assertQueryCount(1):
            self.flow.step_counts()

    def test_agents_see_no_counts(self):
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.ivr.flow", "step_counts", self.flow.ids)
