"""Work orders and return visits: each thing counted on the day on which it was or is due."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests.common import tagged

from odoo.addons.callcenter_crm.tests.workorder_common import WorkorderCase

REPORT = "callcenter.report.order"
A_DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestReportOrder(WorkorderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.limit = cls.env["callcenter.sla.rule"].create(
            {"name": "Day", "calendar_id": cls.env.company.resource_calendar_id.id, "solve_h": 8}
        )
        levels = [Command.create(vals) for vals in ({"name": "Yes", "score": 100, "satisfied": True}, {"name": "No"})]
        question = Command.create({"name": "Solved?", "level_ids": levels})
        cls.visits = cls.env["callcenter.visit.rule"].create({"name": "Some", "share": 0, "question_ids": [question]})
        cls.now = fields.Datetime.now()

    def at(self, order, **columns):
        """Set what the order's clock and stages would write in days of a life."""
        self.env.flush_all()
        for column, value in columns.items():
            self.env.cr.execute(f"UPDATE helpdesk_ticket SET {column} = %s WHERE id = %s", (value, order.id))
        self.env.invalidate_all()
        return order

    def past(self, days):
        return self.now - days * A_DAY

    def closed(self, **columns):
        order = self.order(department_id=self.field.id, user_id=self.clerk.id)
        order.sudo()._close(self.result, "fuse")
        return self.at(order, **columns)

    def visit(self, order, **vals):
        return self.env["callcenter.visit"].create(
            {
                "ticket_id": order.id,
                "rule_id": self.visits.id,
                "channel": "call",
                "begin": self.past(3),
                "due": self.past(1),
                "department_id": self.field.id,
                **vals,
            }
        )

    def figures(self, orders, *names, groupby=(), user=None):
        report = self.env[REPORT].with_user(user or self.users["manager"])
        specs = [f"{name}:{report._fields[name].aggregator}" for name in names]
        rows = report.formatted_read_group([("ticket_id", "in", orders.ids)], list(groupby), specs)
        return [tuple(None if row[spec] is False else row[spec] for spec in specs) for row in rows]

    def test_what_is_due_counts_on_its_due_day_open_and_late_too(self):
        in_time = self.closed(sla_due=self.past(2), sla_kept=True)
        too_late = self.closed(sla_due=self.past(2), sla_kept=False)
        late, ahead, waiting = (self.order() for _turn in range(3))
        self.at(late, sla_due=self.past(2))
        self.at(ahead, sla_due=self.now + A_DAY)
        self.at(waiting, sla_due=None, sla_left_s=3600)
        orders = in_time | too_late | late | ahead | waiting
        self.assertEqual(self.figures(orders, "orders_due", "orders_on_time", "wo_on_time"), [(3, 1, 1 / 3)])
        day = [("ticket_id", "in", orders.ids), ("orders_due", "=", 1)]
        self.assertEqual(set(self.env[REPORT].search(day).mapped("days_ago")), {2})

    def test_an_order_without_a_time_limit_is_never_due(self):
        self.limit.active = False
        order = self.closed(sla_due=None)
        self.assertEqual(self.figures(order, "orders_new", "orders_due", "wo_on_time"), [(1, 0, None)])

    def test_closed_ones_and_those_closed_again_with_the_time_it_took(self):
        first = self.closed(create_date=self.past(5), closed_date=self.past(4))
        again = self.closed(create_date=self.past(5), closed_date=self.past(2), reopened=1)
        reopened = self.at(self.order(), closed_date=self.past(1), reopened=1)
        names = ("orders_closed", "orders_reopened", "wo_reopened", "solve_time")
        self.assertEqual(self.figures(first | again | reopened, *names), [(2, 1, 0.5, 2 * 86400)])

    def urged(self, order, *days):
        """Urge an order as its button does, and set back when that was."""
        for day in days:
            order.with_user(self.agent).action_urge()
            step = order.sudo().step_ids.filtered(lambda one: one.act == "urged").sorted("id")[-1]
            self.env.flush_all()
            self.env.cr.execute("UPDATE callcenter_workorder_step SET at = %s WHERE id = %s", (self.past(day), step.id))
            self.env.invalidate_all()
        return order

    def test_each_urge_counts_on_its_own_day_and_days_add_up(self):
        often, once, never = self.urged(self.order(), 3, 3, 1), self.urged(self.order(), 1), self.order()
        orders = often | once | never
        by_day = self.figures(orders, "urges", groupby=["day:day"])
        self.assertEqual(sorted(by_day), [(0,), (2,), (2,)])
        self.assertEqual(self.figures(orders, "urges", "orders_new"), [(4, 3)])
        report = self.env[REPORT].with_user(self.users["manager"])
        recent = [("ticket_id", "in", orders.ids), ("urges", "!=", 0), ("days_ago", "<", 2)]
        self.assertEqual(sorted(report.search(recent).ticket_id.ids), sorted((often | once).ids))
        self.assertEqual(len(report.search(recent)), 2)
        found = self.env["helpdesk.ticket"].with_user(self.users["manager"])
        behind = [("id", "in", orders.ids), ("figure_ids", "any", [("urges", "!=", 0), ("days_ago", ">", 2)])]
        self.assertEqual(found.search(behind), often)

    def test_leaders_count_the_urges_of_the_orders_that_they_may_see(self):
        mine = self.order(department_id=self.field.id, user_id=self.clerk.id)
        orders = self.urged(mine, 1, 1) | self.urged(self.order(), 1)
        self.assertEqual(self.figures(orders, "urges", user=self.field_leader), [(2,)])
        self.assertEqual(self.figures(orders, "urges"), [(3,)])

    def test_return_visits_by_their_due_day(self):
        order = self.closed()
        self.visit(order, state="done", scored=True, satisfied=True)
        self.visit(order, state="done", scored=True)
        self.visit(order, state="dropped")
        self.visit(order, state="tried", tries=2)
        names = ("visits_due", "visits_done", "visit_rate", "visit_csat")
        self.assertEqual(self.figures(order, *names), [(3, 2, 2 / 3, 1 / 2)])

    def test_a_visit_ahead_counts_when_it_is_due(self):
        order = self.closed()
        self.visit(order, due=self.now + A_DAY)
        self.assertEqual(self.figures(order, "visits_due", "visit_rate"), [(0, None)])

    def test_a_period_reads_what_lies_in_it(self):
        old, new = self.closed(create_date=self.past(40)), self.closed()
        domain = [("ticket_id", "in", (old | new).ids), ("orders_new", "=", 1)]
        report = self.env[REPORT].with_user(self.users["manager"])
        self.assertEqual(report.search([*domain, ("days_ago", "<", 30)]).ticket_id, new)
        self.assertEqual(report.search(domain).ticket_id, old | new)

    def test_leaders_count_the_orders_that_they_may_see(self):
        mine, other = self.closed(), self.order()
        self.assertEqual(self.figures(mine | other, "orders_new", user=self.field_leader), [(1,)])
        self.assertEqual(self.figures(mine | other, "orders_new"), [(2,)])
        for user in (self.field_leader, self.users["manager"]):
            row = self.env[REPORT].search([("ticket_id", "=", mine.id)], limit=1)
            with self.assertRaises(AccessError):
                row.with_user(user).write({"orders_new": 3})

    def test_agents_have_no_way_to_them(self):
        order = self.closed()
        for method, args in (
            ("search_read", ([], ["orders_new"])),
            ("formatted_read_group", ([], ["user_id"], ["orders_new:sum"])),
            ("web_read_group", ([], ["user_id"], ["orders_new:sum"])),
            ("read", (self.env[REPORT].search([("ticket_id", "=", order.id)]).ids, ["orders_new"])),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc(self.agent, REPORT, method, *args)
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "helpdesk.ticket", "search", [("figure_ids", "any", [("orders_due", "=", 1)])])

    def test_a_figure_leads_to_its_orders(self):
        late, fine = self.at(self.order(), sla_due=self.past(1)), self.order()
        domain = [("id", "in", (late | fine).ids), ("figure_ids", "any", [("orders_due", "!=", 0)])]
        self.assertEqual(self.env["helpdesk.ticket"].with_user(self.users["manager"]).search(domain), late)
