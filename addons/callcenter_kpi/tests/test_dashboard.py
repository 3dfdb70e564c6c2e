from datetime import datetime, timedelta

import pytz

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .common import KpiCase


@tagged("post_install", "-at_install")
class TestDashboard(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        zone = pytz.timezone("Asia/Shanghai")
        cls.today = datetime.now(zone).date()
        yesterday = zone.localize(datetime.combine(cls.today - timedelta(days=1), datetime.min.time()))
        cls.noon = (yesterday + timedelta(hours=12)).timestamp()
        cls.departments = cls.env["callcenter.department"].create([{"name": "Board A"}, {"name": "Board B"}])
        cls.users["agent1"].callcenter_department_id, cls.users["agent2"].callcenter_department_id = cls.departments
        cls.env["callcenter.queue.member"].create(
            {"queue_id": cls.queues["service"].id, "agent_id": cls.agents["agent1"].id}
        )

    def board(self, user="manager", **asked):
        asked = {"kind": "day", "back": 1, "department_id": self.departments[0].id, **asked}
        return self.env["callcenter.dashboard"].with_user(self.users[user]).read_board(**asked)

    def tile(self, board, code):
        (tile,) = [tile for tile in board["tiles"] if tile["code"] == code]
        return tile

    def sell(self, user, amount, moment):
        partner = self.env["res.partner"].create({"name": "Buyer"})
        product = self.env["product.product"].create({"name": "Thing", "type": "service", "taxes_id": False})
        line = Command.create({"product_id": product.id, "price_unit": amount, "tax_ids": False})
        order = self.env["sale.order"].create(
            {"partner_id": partner.id, "user_id": self.users[user].id, "order_line": [line]}
        )
        order.action_confirm()
        order.date_order = datetime.fromtimestamp(moment, pytz.utc).replace(tzinfo=None)
        return order

    def test_the_figures_are_those_of_the_period_and_the_one_before(self):
        day_before = self.noon - 86400
        self.book(
            self.waiting(self.noon, 10),
            self.waiting(self.noon + 60, 40),
            self.waiting(self.noon + 120, 30, "abandoned"),
            self.waiting(day_before, 10),
        )
        board = self.board()
        offered = self.tile(board, "offered")
        self.assertEqual((offered["value"], offered["before"]), (3, 1))
        facts = [*offered["domain"], ("offered", "!=", 0)]
        calls = self.env["callcenter.call"].with_user(self.users["manager"])
        self.assertEqual(calls.search_count([("queue_fact_ids", "any", facts)]), 3, "the calls behind the figure")
        level = self.tile(board, "service_level")
        self.assertAlmostEqual(level["value"], 1 / 3)
        self.assertEqual((level["before"], level["goal"], level["verdict"]), (1, 0.8, "missed"))
        (bar,) = board["bars"]["rows"]
        self.assertEqual((bar["half_hour"], bar["answered"], bar["abandoned"]), ("12:00", 2, 1))
        (agent,) = board["agents"]["rows"]
        self.assertEqual((agent["id"], agent["handled"], agent["rank_before"]), (self.agents["agent1"].id, 2, 1))

    def test_nothing_is_a_dash_and_no_verdict(self):
        board = self.board(back=300)
        level = self.tile(board, "service_level")
        self.assertEqual((level["value"], level["verdict"]), (None, None))
        self.assertEqual((board["bars"]["rows"], board["agents"]["rows"]), ([], []))

    def test_a_department_has_the_queues_that_its_people_serve(self):
        self.book(self.waiting(self.noon, 10), self.waiting(self.noon, 10, queue="sales"))
        self.assertEqual(self.tile(self.board(), "offered")["value"], 1)
        self.assertFalse(self.tile(self.board(department_id=self.departments[1].id), "offered")["value"])

    def test_today_is_compared_with_nothing_while_it_runs(self):
        board = self.board(back=0)
        self.assertIsNone(board["period"]["before"])
        self.assertIsNone(self.tile(board, "offered")["before"])

    def test_sales_are_ranked_by_amount_and_belong_to_the_day_of_the_order(self):
        self.sell("agent1", 100, self.noon)
        self.sell("agent1", 50, self.noon)
        self.sell("agent1", 7, self.noon - 86400)
        self.sell("agent2", 900, self.noon)
        board = self.board(department_id=False)
        mine = {self.users["agent1"].id: ([2, 1], [150, 7]), self.users["agent2"].id: ([1, 0], [900, 0])}
        rows = [row for row in board["sellers"] if row["id"] in mine]
        self.assertEqual([row["id"] for row in rows], [self.users["agent2"].id, self.users["agent1"].id])
        for row in rows:
            self.assertEqual((row["sold"], row["revenue"]), mine[row["id"]])
        self.assertEqual(self.tile(self.board(), "revenue")["value"], 150)
        orders = self.env["sale.order"].search(self.board()["sold_domain"])
        self.assertEqual(sum(orders.mapped("amount_untaxed")), 150)

    def test_outbound_calls_by_what_came_of_them(self):
        outcome = self.env["callcenter.disposition"].search([], limit=1)
        agent = self.users["agent1"]
        values = {"direction": "outbound", "kind": "manual", "user_id": agent.id}
        start = datetime.fromtimestamp(self.noon, pytz.utc).replace(tzinfo=None)
        self.env["callcenter.call"].create(
            [
                {**values, "key": f"board:{number}", "start": start, "result": result, "disposition_id": outcome_id}
                for number, (result, outcome_id) in enumerate(
                    [("answered", outcome.id), ("answered", outcome.id), ("busy", False), ("no_answer", False)]
                )
            ]
        )
        outcomes = self.board()["outcomes"]
        self.assertEqual(outcomes["total"], 4)
        self.assertEqual(outcomes["rows"][0]["name"], outcome.display_name)
        for row in outcomes["rows"]:
            self.assertEqual(self.env["callcenter.call"].search_count(row["domain"]), row["count"])

    def test_work_orders_of_the_department(self):
        values = {"name": "Leak", "description": "x", "department_id": self.departments[0].id}
        self.env["helpdesk.ticket"].create([values, values])
        rows = {row["key"]: row for row in self.board(back=0)["orders"]}
        self.assertEqual((rows["new"]["value"], rows["open"]["value"], rows["closed"]["value"]), (2, 2, 0))
        self.assertEqual(self.env["helpdesk.ticket"].search_count(rows["new"]["domain"]), 2)

    def test_who_has_no_reports_has_no_dashboard(self):
        with self.assertRaises(AccessError):
            self.board("agent1")
        self.assertTrue(self.board("leader")["tiles"])
        self.assertTrue(self.board("qa")["tiles"])

    def test_a_leader_sees_the_people_in_the_scope_only(self):
        self.departments[1].leader_id = self.users["leader"]
        self.users["leader"].callcenter_department_id = self.departments[1]
        self.book(self.waiting(self.noon, 10))
        self.sell("agent1", 100, self.noon)
        self.env["helpdesk.ticket"].create(
            {"name": "Leak", "description": "x", "department_id": self.departments[0].id}
        )
        board = self.board("leader")
        self.assertEqual(board["agents"]["rows"], [])
        self.assertFalse([row for row in board["sellers"] or [] if row["id"] == self.users["agent1"].id])
        self.assertFalse({row["key"]: row for row in board["orders"] or []}.get("open", {}).get("value"))
        self.assertTrue(self.board("manager")["agents"]["rows"])

    def test_only_periods_that_there_are(self):
        for asked in ({"kind": "century"}, {"back": -1}, {"back": 10**9}, {"back": "1"}):
            with self.subTest(asked=asked), self.assertRaises(UserError):
                self.board(**asked)

    def test_the_admin_chooses_figures_and_goals_and_others_do_not(self):
        tile = self.env.ref("callcenter_kpi.tile_offered")
        for name in ("agent1", "leader", "qa", "manager"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                tile.with_user(self.users[name]).goal = 1
        tile.with_user(self.users["admin"]).write({"goal_kind": "most", "goal": 2})
        self.book(self.waiting(self.noon, 10))
        self.assertEqual(self.tile(self.board(), "offered")["verdict"], "met")
        tile.active = False
        self.assertNotIn("offered", [row["code"] for row in self.board()["tiles"]])
