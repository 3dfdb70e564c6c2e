from datetime import datetime, timedelta

import pytz

from odoo.exceptions import AccessError
from odoo.tests.common import tagged
from odoo.tools import SQL

from .common import KpiCase

ZONE = pytz.timezone("Asia/Shanghai")


@tagged("post_install", "-at_install")
class TestFactState(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Fact = cls.env["callcenter.fact.state"]
        cls.today = cls.Fact._today()
        cls.day = cls.today - timedelta(days=2)

    def setUp(self):
        super().setUp()
        self.refresh()

    def at(self, day, hours):
        """Return the moment (naive UTC) so many hours after midnight of ``day`` by the company's clock."""
        moment = ZONE.localize(datetime.combine(day, datetime.min.time())) + timedelta(hours=hours)
        return moment.astimezone(pytz.utc).replace(tzinfo=None)

    def put(self, start, end, state, agent="agent1", **vals):
        agent = self.agents[agent]
        return self.env["callcenter.agent.state"].create(
            {
                "node_id": self.node.id,
                "extension": agent.extension,
                "agent_id": agent.id,
                "user_id": agent.user_id.id,
                "start": start,
                "end": end,
                "state": state,
                **vals,
            }
        )

    def refresh(self):
        self.env.flush_all()
        while self.Fact._refresh_some():
            pass
        self.env.invalidate_all()

    def figures(self, *names, domain=(), groupby="day", user="manager"):
        agents = [agent.id for agent in self.agents.values()]
        model = self.Fact.with_user(self.users[user])
        specs = [f"{name}:{model._fields[name].aggregator}" for name in names]
        rows = model._read_group([("agent_id", "in", agents), *domain], [f"{groupby}:day"], specs)
        return {row[0]: row[1:] for row in rows}

    def raw(self):
        """Return all sums of the agents here as the states say, without the table."""
        self.env.flush_all()
        days = [self.Fact._first_day() + timedelta(days=number) for number in range(400)]
        days = [day for day in days if day <= self.today]
        query = SQL(
            "SELECT day, agent_id, state, sub_state, reason_id, times, seconds FROM (%s) raw WHERE agent_id = ANY(%s)",
            self.Fact._added_up(days),
            [agent.id for agent in self.agents.values()],
        )
        return sorted(map(repr, self.env.execute_query(query)))

    def kept(self):
        """Return the same as a report reads it, from the days that are over alone."""
        domain = [("agent_id", "in", [agent.id for agent in self.agents.values()])]
        self.env.invalidate_all()
        return sorted(
            repr((row.day, row.agent_id.id, row.state, row.sub_state or None, row.reason_id.id or None, row.times,
                  row.signed_in_s))
            for row in self.Fact.search(domain)
        )  # fmt: skip

    def test_seconds_go_to_the_day_on_which_they_were_spent(self):
        self.put(self.at(self.day, 23), self.at(self.day, 26), "ready")
        for when in ("running", "kept"):
            with self.subTest(when):
                got = self.figures("signed_in_s", "ready_s", "times")
                self.assertEqual(got[self.day], (3600, 3600, 1))
                self.assertEqual(got[self.day + timedelta(days=1)], (7200, 7200, 0))
            self.refresh()

    def test_a_state_of_several_days_counts_on_each(self):
        self.put(self.at(self.day - timedelta(days=3), 12), self.at(self.day, 6), "not_ready")
        self.refresh()
        got = self.figures("not_ready_s")
        self.assertEqual([got[self.day - timedelta(days=ago)][0] / 3600 for ago in (3, 2, 1, 0)], [12, 24, 24, 6])

    def test_the_ratios_are_those_of_the_sums(self):
        training = self.env["callcenter.pause.reason"].create({"name": "Training", "code": "tr", "productive": True})
        spent = [
            (2, "ready", {}),
            (1, "ringing", {}),
            (3, "on_call", {"sub_state": "talk"}),
            (1, "on_call", {"sub_state": "hold"}),
            (2, "on_call", {"sub_state": "monitor"}),
            (1, "wrap_up", {}),
            (2, "not_ready", {"reason_id": training.id}),
            (4, "not_ready", {}),
            (5, "offline", {}),
        ]
        hour = 0
        for hours, state, vals in spent:
            self.put(self.at(self.day, hour), self.at(self.day, hour + hours), state, **vals)
            hour += hours
        self.refresh()
        got = self.figures("signed_in_s", "occupancy", "utilisation", "talk_share")[self.day]
        self.assertEqual(got[0], 16 * 3600)
        for value, expected in zip(got[1:], (5 / 8, 9 / 16, 4 / 16), strict=True):
            self.assertAlmostEqual(value, expected)

    def test_where_nobody_was_there_is_no_ratio(self):
        self.put(self.at(self.day, 1), self.at(self.day, 2), "not_ready")
        self.assertEqual(self.figures("occupancy")[self.day], (False,))

    def test_what_is_written_late_changes_what_was_added_up(self):
        row = self.put(self.at(self.day, 8), self.at(self.day, 12), "ready")
        self.put(self.at(self.day, 12), self.at(self.day, 13), "not_ready")
        self.refresh()
        row.end = self.at(self.day, 11)
        self.put(self.at(self.day, 11), self.at(self.day, 12), "on_call", sub_state="talk")
        self.env.flush_all()
        self.assertEqual(self.figures("ready_s", "on_call_s", "signed_in_s")[self.day], (10800, 3600, 18000))
        self.assertEqual(self.kept(), self.raw())
        self.refresh()
        self.assertEqual(self.figures("ready_s", "on_call_s", "signed_in_s")[self.day], (10800, 3600, 18000))
        self.assertEqual(self.kept(), self.raw())
        row.unlink()
        self.assertEqual(self.figures("signed_in_s")[self.day], (7200,))

    def test_a_refresh_reads_each_day_once_and_leaves_no_mark_of_the_past(self):
        self.put(self.at(self.day - timedelta(days=1), 8), self.at(self.day, 12), "ready")
        self.put(self.at(self.today, 0), None, "ready", "agent2")
        self.env.flush_all()
        self.assertEqual(self.Fact._refresh_some(limit=1), 1)
        self.refresh()
        self.assertEqual(self.Fact._stale_days(self.Fact._first_day(), self.today), [self.today])

    def test_a_state_that_runs_counts_until_now(self):
        begin = datetime.now() - timedelta(minutes=10)
        self.put(begin.replace(microsecond=0), None, "ready")
        seconds = sum(row[0] for row in self.figures("ready_s").values())
        self.assertAlmostEqual(seconds, 600, delta=30)

    def test_another_zone_of_the_company_moves_the_days(self):
        self.put(self.at(self.day, 7), self.at(self.day, 9), "ready")
        self.refresh()
        self.env.company.partner_id.tz = "UTC"
        before = self.day - timedelta(days=1)
        for when in ("running", "kept"):
            with self.subTest(when):
                got = self.figures("ready_s")
                self.assertEqual((got[before][0], got[self.day][0]), (3600, 3600))
            self.refresh()

    def test_agents_see_their_own_leaders_their_team_and_nobody_else(self):
        department = self.env["callcenter.department"].create({"name": "Times", "leader_id": self.users["leader"].id})
        self.users["agent1"].callcenter_department_id = department
        self.users["leader"].callcenter_department_id = department
        self.put(self.at(self.day, 1), self.at(self.day, 2), "ready")
        self.put(self.at(self.day, 1), self.at(self.day, 3), "ready", "agent2")
        expected = {"agent1": 3600, "agent2": 7200, "leader": 3600, "manager": 10800, "qa": 10800}
        for user, seconds in expected.items():
            with self.subTest(user):
                self.assertEqual(self.figures("ready_s", user=user)[self.day], (seconds,))
        with self.assertRaises(AccessError):
            self.Fact.with_user(self.env.ref("base.public_user")).search([])

    def test_a_row_leads_to_its_states(self):
        mine = self.put(self.at(self.day, 23), self.at(self.day, 25), "ready")
        self.put(self.at(self.day, 20), self.at(self.day, 23), "not_ready")
        (row,) = self.Fact.search([("agent_id", "=", self.agents["agent1"].id), ("state", "=", "ready"),
                                   ("day", "=", self.day)])  # fmt: skip
        action = row.action_open_states()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), mine)
