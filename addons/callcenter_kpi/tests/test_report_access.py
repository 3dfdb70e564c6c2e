from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests.common import tagged

from .common import EXTENSIONS, KpiCase

QUEUE = ("callcenter.report.queue", "callcenter.fact.queue")
CALL = ("callcenter.report.call", "callcenter.fact.call")
AGENT = ("callcenter.report.agent", "callcenter.fact.agent")
START = 1_772_416_800.0


@tagged("post_install", "-at_install")
class TestReportAccess(KpiCase):
    def rpc(self, name, model, method, *args, **kwargs):
        self.env.flush_all()
        self.env.invalidate_all()
        return call_kw(self.env[model].with_user(self.users[name]), method, args, kwargs)

    def setUp(self):
        super().setUp()
        team, other = self.env["callcenter.department"].create(
            [{"name": "Team", "leader_id": self.users["leader"].id}, {"name": "Other"}]
        )
        (self.users["agent1"] | self.users["leader"]).callcenter_department_id = team
        self.users["agent2"].callcenter_department_id = other
        calls = [self.waiting(START + 300 * i, 5) for i in range(2)]
        calls[1].legs[1].party = EXTENSIONS["agent2"]
        self.calls = self.book(*calls)

    def reads(self, name, model):
        """Yield what a user gets of a report by each way of reading, as (method, agents' ids)."""
        day = [("day", "=", "2026-03-02")]
        ids = self.env[model].search(day).ids
        agents = self.rpc(name, model, "search_read", day, ["agent_id"])
        yield "search_read", [row["agent_id"][0] for row in agents]
        rows = self.rpc(name, model, "formatted_read_group", day, ["agent_id"], ["handled:sum"])
        yield "formatted_read_group", [row["agent_id"][0] for row in rows]
        [rows] = self.rpc(name, model, "formatted_read_grouping_sets", day, [["agent_id"]], ["handled:sum"])
        yield "formatted_read_grouping_sets", [row["agent_id"][0] for row in rows]
        groups = self.rpc(name, model, "web_read_group", day, ["agent_id"], ["handled:sum"])["groups"]
        yield "web_read_group", [group["agent_id"][0] for group in groups]
        rows = [row for row in self.rpc(name, model, "search_read", [("id", "in", ids)], ["agent_id"])]
        yield "by id", [row["agent_id"][0] for row in rows]

    def test_agents_read_their_own_figures_leaders_their_team_s_managers_all(self):
        one, two = self.agents["agent1"].id, self.agents["agent2"].id
        may = {"agent1": {one}, "agent2": {two}, "leader": {one}, "manager": {one, two}, "qa": {one, two}}
        for model in AGENT:
            for name, want in may.items():
                for method, got in self.reads(name, model):
                    with self.subTest(model=model, user=name, method=method):
                        self.assertEqual(set(got), want)

    def test_the_figures_of_others_are_refused_by_id_and_in_an_export(self):
        for model in AGENT:
            theirs = self.env[model].search([("agent_id", "=", self.agents["agent2"].id), ("day", "=", "2026-03-02")])
            self.assertTrue(theirs)
            for method in ("read", "export_data"):
                with self.subTest(model=model, method=method), self.assertRaises(UserError):
                    self.rpc("agent1", model, method, theirs.ids, ["agent_id", "handled"])

    def test_the_calls_behind_the_figures_of_others_are_not_found(self):
        figures = [("handled", "=", 1), ("day", "=", "2026-03-02")]
        found = self.rpc("agent1", "callcenter.call", "search", [("agent_fact_ids", "any", figures)])
        self.assertEqual(found, self.calls[0].ids)

    def test_agents_read_no_figures_of_queues_by_any_method(self):
        for model in QUEUE:
            ids = self.env[model].search([("day", "=", "2026-03-02")], limit=1).ids
            for method, args in (
                ("search", [[]]),
                ("search_read", [[], ["queue_id"]]),
                ("read", [ids, ["queue_id"]]),
                ("formatted_read_group", [[], [], ["handled:sum"]]),
                ("formatted_read_grouping_sets", [[], [["queue_id"]], ["handled:sum"]]),
                ("web_read_group", [[], ["queue_id"], ["handled:sum"]]),
                ("name_search", [""]),
                ("export_data", [ids, ["queue_id"]]),
            ):
                # without the right to export the refusal is a plain message
                with self.subTest(model=model, method=method), self.assertRaises(UserError):
                    self.rpc("agent1", model, method, *args)
        with self.assertRaises(AccessError):
            self.rpc("agent1", "callcenter.call", "read", self.calls.ids, ["queue_fact_ids"])
        with self.assertRaises(AccessError):
            self.rpc("agent1", "callcenter.call", "search", [("queue_fact_ids", "any", [("handled", "=", 1)])])

    def test_nobody_writes_a_report(self):
        for name in ("leader", "qa", "manager", "admin"):
            for model in QUEUE + AGENT:
                ids = self.rpc(name, model, "search", [("day", "=", "2026-03-02")])
                self.assertTrue(ids)
                with self.subTest(user=name, model=model), self.assertRaises(AccessError):
                    self.rpc(name, model, "write", ids, {"handled": 5})

    def test_calls_by_number_are_for_leaders_and_inspectors(self):
        day = [("day", "=", "2026-03-02")]
        for model in CALL:
            for name in ("leader", "qa", "manager"):
                [row] = self.rpc(name, model, "formatted_read_group", day, [], ["received:sum"])
                self.assertEqual(row["received:sum"], 2, (model, name))
                ids = self.rpc(name, model, "search", day)
                with self.subTest(user=name, model=model), self.assertRaises(AccessError):
                    self.rpc(name, model, "write", ids, {"received": 5})
            for method, args in (
                ("search_read", (day, ["received"])),
                ("formatted_read_group", (day, ["did_id"], ["received:sum"])),
                ("web_read_group", (day, ["campaign_id"], ["received:sum"])),
            ):
                with self.subTest(model=model, method=method), self.assertRaises(AccessError):
                    self.rpc("agent1", model, method, *args)
        with self.assertRaises(AccessError):
            self.rpc("agent1", "callcenter.call", "search", [("call_fact_ids", "any", [("received", "=", 1)])])

    def test_the_menus_of_the_reports_are_for_those_who_may_read_them(self):
        """An agent finds the own figures, not the queues' and not the firm's."""

        def menus(*names):
            return {self.env.ref(f"callcenter_kpi.callcenter_menu_{name}").id for name in names}

        own = menus("report_agent", "fact_state", "kpi_definition", "appraisal")
        leaders = menus("dashboard", "report_queue", "report_call", "report_campaign")
        levels = menus("rating_level")
        for name in ("agent1", "leader", "qa", "manager", "admin"):
            seen = set(self.env["ir.ui.menu"].with_user(self.users[name]).load_web_menus(False))
            self.assertLessEqual(own, seen, name)
            self.assertEqual(leaders & seen, set() if name == "agent1" else leaders, name)
            self.assertEqual(levels & seen, levels if name == "admin" else set(), name)
