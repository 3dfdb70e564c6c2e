from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests.common import tagged

from .common import KpiCase

REPORTS = ("callcenter.report.queue", "callcenter.report.agent")


@tagged("post_install", "-at_install")
class TestReportAccess(KpiCase):
    def rpc(self, name, model, method, *args, **kwargs):
        self.env.flush_all()
        self.env.invalidate_all()
        return call_kw(self.env[model].with_user(self.users[name]), method, args, kwargs)

    def test_agents_read_no_report_by_any_method(self):
        [call] = self.book(self.waiting(1_772_416_800.0, 5))
        for report in REPORTS:
            fact = self.env[report].search([("call_id", "=", call.id)], limit=1)
            for method, args in (
                ("search", [[]]),
                ("search_read", [[], ["call_id"]]),
                ("read", [fact.ids, ["call_id"]]),
                ("formatted_read_group", [[], [], ["handled:sum"]]),
                ("name_search", [""]),
                ("export_data", [fact.ids, ["call_id"]]),
            ):
                # without the right to export the refusal is a plain message
                with self.subTest(report=report, method=method), self.assertRaises(UserError):
                    self.rpc("agent1", report, method, *args)

    def test_agents_do_not_get_at_facts_through_calls(self):
        [call] = self.book(self.waiting(1_772_416_800.0, 5))
        for field in ("queue_fact_ids", "agent_fact_ids"):
            self.assertNotIn(field, self.rpc("agent1", "callcenter.call", "fields_get"))
            with self.subTest(field=field), self.assertRaises(AccessError):
                self.rpc("agent1", "callcenter.call", "read", [call.id], [field])
            with self.subTest(field=field), self.assertRaises(AccessError):
                self.rpc("agent1", "callcenter.call", "search", [(field, "any", [("handled", "=", 1)])])

    def test_leaders_inspectors_and_managers_read_the_reports_and_nobody_writes_them(self):
        [call] = self.book(self.waiting(1_772_416_800.0, 5))
        for name in ("leader", "qa", "manager", "admin"):
            for report in REPORTS:
                ids = self.rpc(name, report, "search", [("call_id", "=", call.id)])
                self.assertTrue(ids)
                with self.subTest(user=name, report=report), self.assertRaises(AccessError):
                    self.rpc(name, report, "write", ids, {"handled": 5})

    def test_the_menus_of_the_reports_are_for_those_who_may_read_them(self):
        menus = [self.env.ref(f"callcenter_kpi.callcenter_menu_report_{report}") for report in ("queue", "agent")]
        levels = self.env.ref("callcenter_kpi.callcenter_menu_rating_level")
        for name in ("agent1", "leader", "qa", "manager", "admin"):
            seen = self.env["ir.ui.menu"].with_user(self.users[name]).load_web_menus(False)
            for menu in menus:
                self.assertEqual(menu.id in seen, name != "agent1", name)
            self.assertEqual(levels.id in seen, name == "admin", name)
