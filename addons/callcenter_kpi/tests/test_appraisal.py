from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests.common import tagged

from .common import KpiCase


@tagged("post_install", "-at_install")
class TestAppraisal(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Model, cls.Result = cls.env["callcenter.appraisal.model"], cls.env["callcenter.appraisal.result"]
        cls.Model.search([]).active = False
        cls.env.flush_all()
        cls.model = cls.Model.create(
            {
                "name": "Agents here",
                "role_id": cls.env.ref("callcenter_crm.role_agent").id,
                "line_ids": [
                    Command.create(cls.indicator("handled", 60, 4)),
                    Command.create({**cls.indicator("missed", 20, 1), "less_is_better": True}),
                    Command.create(cls.indicator("csat", 20, 90)),
                ],
            }
        )
        cls.now = cls.env["callcenter.report.mail"]._now()

    @classmethod
    def indicator(cls, code, weight, target):
        definition = cls.env["callcenter.kpi.definition"].search([("code", "=", code)])
        return {"definition_id": definition.id, "weight": weight, "target": target}

    def of(self, agent, month=None):
        month = month or self.now.date().replace(day=1)
        return self.Result.search([("user_id", "=", self.users[agent].id), ("month", "=", month)])

    def work_out(self):
        self.env.flush_all()
        self.Result._cron_work_out()

    def moment(self):
        return self.now.replace(hour=0, minute=1).timestamp()

    def test_a_result_says_how_it_came_about(self):
        self.book(self.waiting(self.moment(), 10), self.waiting(self.moment(), 10))
        self.work_out()
        result = self.of("agent1")
        lines = {line.definition_id.code: line for line in result.line_ids}
        self.assertEqual((lines["handled"].actual, lines["handled"].score), (2, 50))
        self.assertEqual((lines["missed"].actual, lines["missed"].score), (0, 120))
        self.assertFalse(lines["csat"].scored, "nobody rated")
        self.assertAlmostEqual(result.index, (60 * 50 + 20 * 120) / 80, places=1)
        self.assertEqual((result.state, lines["csat"].actual_text), ("running", "–"))

    def test_working_out_again_changes_the_result_and_makes_no_second_one(self):
        self.work_out()
        self.book(self.waiting(self.moment(), 10))
        self.work_out()
        self.assertEqual(len(self.of("agent1")), 1)
        self.assertEqual(len(self.of("agent1").line_ids), 3)

    def test_a_month_is_final_some_days_after_its_end_and_stays(self):
        self.book(self.waiting(self.moment(), 10))
        self.work_out()
        month = self.now.date().replace(day=1)
        later = (month + timedelta(days=32)).replace(day=3)
        Board = type(self.env["callcenter.dashboard"])
        with patch.object(Board, "_today", lambda board: later):
            self.work_out()
        self.assertEqual(self.of("agent1", month).state, "running")
        with patch.object(Board, "_today", lambda board: later.replace(day=6)):
            self.work_out()
            result = self.of("agent1", month)
            self.assertEqual((result.state, len(self.of("agent1", later.replace(day=1)))), ("final", 1))
            before = result.index
            self.model.line_ids[0].target = 1
            self.work_out()
        self.assertEqual((result.index, result.line_ids[0].target), (before, 4), "kept as it was")

    def test_weights_have_to_add_up(self):
        with self.assertRaises(ValidationError):
            self.model.line_ids[0].weight = 70
            self.model._check_weights()
        with self.assertRaises(ValidationError):
            self.model.write({"line_ids": [Command.delete(self.model.line_ids[0].id)]})
        with self.assertRaises(ValidationError):
            self.Model.create({"name": "Empty", "role_id": self.env.ref("callcenter_crm.role_leader").id})

    def test_everybody_sees_the_own_result_leaders_their_people_and_managers_all(self):
        department = self.env["callcenter.department"].create({"name": "Judged", "leader_id": self.users["leader"].id})
        other = self.env["callcenter.department"].create({"name": "Others"})
        self.users["agent1"].callcenter_department_id = department
        self.users["agent2"].callcenter_department_id = other
        self.work_out()
        rows = self.of("agent1") | self.of("agent2")
        seen = {"agent1": self.of("agent1"), "agent2": self.of("agent2"), "leader": self.of("agent1"), "manager": rows}
        for user, expected in seen.items():
            with self.subTest(user):
                mine = self.Result.with_user(self.users[user])
                self.assertEqual(mine.search([("id", "in", rows.ids)]), expected)
                lines = self.env["callcenter.appraisal.line"].with_user(self.users[user])
                self.assertEqual(lines.search([("result_id", "in", rows.ids)]).result_id, expected)
                groups = mine._read_group([("id", "in", rows.ids)], ["user_id"], ["index:avg"])
                self.assertEqual(len(groups), len(expected))
        for model, record in (("callcenter.appraisal.result", self.of("agent2")),
                              ("callcenter.appraisal.line", self.of("agent2").line_ids)):  # fmt: skip
            with self.subTest(model), self.assertRaises(AccessError):
                record.with_user(self.users["agent1"]).read()

    def test_a_colleague_with_the_scope_of_the_department_sees_no_appraisal_of_another(self):
        department = self.env["callcenter.department"].create({"name": "Judged"})
        (self.users["agent1"] | self.users["agent2"]).callcenter_department_id = department
        scope = {"role_id": self.env.ref("callcenter_crm.role_agent").id, "object": "call"}
        known = self.env["callcenter.role.scope"].search([("role_id", "=", scope["role_id"]), ("object", "=", "call")])
        known.scope = "department"
        if not known:
            self.env["callcenter.role.scope"].create({**scope, "scope": "department"})
        self.work_out()
        self.assertFalse(self.of("agent2").with_user(self.users["agent1"])._filtered_access("read"))

    def test_nobody_changes_a_result_and_managers_alone_the_model(self):
        self.book(self.waiting(self.moment(), 10))
        self.work_out()
        for user in ("agent1", "leader", "manager", "admin"):
            with self.subTest(user), self.assertRaises(AccessError):
                self.of("agent1").with_user(self.users[user]).index = 100
        for user in ("agent1", "leader"):
            with self.subTest(user), self.assertRaises(AccessError):
                self.model.with_user(self.users[user]).cap = 200
            with self.subTest(user), self.assertRaises(AccessError):
                self.model.with_user(self.users[user]).line_ids[0].target = 1
        mine = self.model.with_user(self.users["manager"])
        mine.cap = 150
        mine.action_compute()
        self.assertEqual(self.of("agent1").line_ids[1].score, 150)
