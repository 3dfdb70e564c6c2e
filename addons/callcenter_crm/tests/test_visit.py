from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import HttpCase, tagged
from odoo.tools import mute_logger

from .workorder_common import WorkorderCase


@tagged("post_install", "-at_install")
class TestVisit(WorkorderCase, HttpCase):
    """Return visits: planned when an order is closed, done once, by call or by link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        levels = (
            {"name": "Very", "score": 100, "satisfied": True},
            {"name": "So-so", "score": 50},
            {"name": "Not at all", "score": 0, "low": True},
            {"name": "Don't know", "counts": False},
        )
        solved = ({"name": "Yes", "score": 100, "satisfied": True}, {"name": "No", "low": True, "reopens": True})
        cls.rule = cls.env["callcenter.visit.rule"].create(
            {
                "name": "All",
                "share": 100,
                "department_id": cls.team.id,
                "question_ids": [
                    Command.create(
                        {"name": "Solved?", "sequence": 1, "level_ids": [Command.create(x) for x in solved]}
                    ),
                    Command.create(
                        {"name": "Content?", "sequence": 2, "level_ids": [Command.create(x) for x in levels]}
                    ),
                    Command.create({"name": "What else?", "sequence": 3, "kind": "text", "required": False}),
                ],
            }
        )
        cls.solved, cls.content, cls.else_ = cls.rule.question_ids
        cls.yes, cls.no = cls.solved.level_ids
        cls.very, cls.so_so, cls.not_at_all, cls.unknown = cls.content.level_ids

    def closed(self, **vals):
        order = self.env["helpdesk.ticket"].create(
            {
                "name": "No power",
                "partner_id": self.customer.id,
                "category_id": self.power.id,
                "department_id": self.field.id,
                "user_id": self.clerk.id,
                **vals,
            }
        )
        order._close(self.result, "fuse")
        return order

    def visit_of(self, order):
        return self.env["callcenter.visit"].search([("ticket_id", "=", order.id)])

    def answers(self, *levels, text=""):
        answers = {level.question_id.id: level.id for level in levels}
        return {**answers, self.else_.id: text} if text else answers

    def save(self, user, visit, answers, remark=""):
        answers = {str(question): answer for question, answer in answers.items()}
        return self.rpc(user, "callcenter.visit", "save_answers", visit.ids, answers, remark)

    # planning

    def test_a_closed_order_is_visited_within_its_days(self):
        visit = self.visit_of(self.closed())
        self.assertEqual((visit.state, visit.department_id, visit.partner_id), ("planned", self.team, self.customer))
        self.assertEqual(visit.due - visit.begin, timedelta(days=6))

    def test_a_share_is_drawn_by_chance_and_always_the_same(self):
        self.rule.share = 20
        order = self.env["helpdesk.ticket"]
        drawn = [self.rule._draws(order.browse(n)) for n in range(1, 2001)]
        self.assertTrue(330 < sum(drawn) < 470, sum(drawn))
        self.assertEqual(drawn, [self.rule._draws(order.browse(n)) for n in range(1, 2001)])

    def test_all_that_were_rated_low_are_visited(self):
        self.rule.share = 0
        self.assertFalse(self.visit_of(self.closed()))
        with patch.object(type(self.env["helpdesk.ticket"]), "_rated_low", lambda _order: True):
            self.assertTrue(self.visit_of(self.closed()))
            self.rule.all_low = False
            self.assertFalse(self.visit_of(self.closed()))

    def test_an_order_that_is_opened_again_is_not_visited(self):
        order = self.closed()
        order._reopen("dark again")
        self.assertEqual(self.visit_of(order).state, "dropped")
        order._close(self.result)
        self.assertEqual(sorted(self.visit_of(order).mapped("state")), ["dropped", "planned"])

    def test_rules_that_cannot_be_asked_are_refused(self):
        for vals in ({"share": 101}, {"after_h": 200}):
            with self.subTest(vals=vals), mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
                self.rule.write(vals)
                self.env.flush_all()
        with self.assertRaises(ValidationError):
            self.rule.question_ids = [Command.clear()]
        with self.assertRaises(ValidationError):
            self.content.level_ids = [Command.clear()]

    # by call

    def test_answers_are_stored_with_what_they_meant(self):
        visit = self.visit_of(self.closed())
        told = self.save(self.agent, visit, self.answers(self.yes, self.so_so, text="clean shoes"), "friendly")
        self.assertEqual(told, {"score": 75.0, "scored": True, "low": False})
        self.so_so.write({"name": "Well", "score": 0})
        rows = [(row.question, row.answer, row.score, row.counts) for row in visit.answer_ids]
        self.assertEqual(
            rows,
            [("Solved?", "Yes", 100, True), ("Content?", "So-so", 50, True), ("What else?", "clean shoes", 0, False)],
        )
        self.assertEqual((visit.state, visit.user_id, visit.satisfied), ("done", self.agent, False))
        with self.assertRaises(UserError):
            self.save(self.agent, visit, self.answers(self.yes, self.very))

    def test_what_does_not_count_is_not_in_the_score(self):
        visit = self.visit_of(self.closed())
        self.save(self.agent, visit, self.answers(self.yes, self.unknown))
        self.assertEqual((visit.score, visit.satisfied), (100, True))

    def test_a_low_score_raises_a_task_for_the_leader(self):
        order = self.closed()
        self.save(self.agent, self.visit_of(order), self.answers(self.yes, self.not_at_all))
        self.assertEqual(order.activity_ids.user_id, self.field_leader)
        self.assertTrue(order.closed)

    def test_a_score_below_the_mark_raises_a_task_too_and_one_above_none(self):
        self.rule.low_below = 76
        order, other = self.closed(), self.closed()
        told = self.save(self.agent, self.visit_of(order), self.answers(self.yes, self.so_so))
        self.assertTrue(told["low"])
        [task] = order.activity_ids
        self.assertEqual((task.user_id, task.activity_type_id.name), (self.field_leader, "Low Score"))
        self.assertIn("callcenter.visit", task.note)
        step = order.step_ids[0]
        self.assertEqual((step.act, step.visit_id, step.note), ("rated_low", self.visit_of(order), "75"))
        self.save(self.agent, self.visit_of(other), self.answers(self.yes, self.very))
        self.assertFalse(other.activity_ids)

    def test_an_answer_may_open_the_order_again(self):
        order = self.closed()
        self.save(self.agent, self.visit_of(order), self.answers(self.no, self.very))
        self.assertEqual((order.closed, order.reopened), (False, 1))

    def test_wrong_answers_are_refused(self):
        visit = self.visit_of(self.closed())
        for answers in (
            {},
            self.answers(self.yes),
            {self.solved.id: self.very.id, self.content.id: self.very.id},
            {self.solved.id: "yes", self.content.id: self.very.id},
        ):
            with self.subTest(answers=answers), self.assertRaises(UserError):
                self.save(self.agent, visit, answers)
        self.assertEqual(visit.state, "planned")

    def test_who_is_not_reached_stays_on_the_list_behind_the_others(self):
        first, second = self.visit_of(self.closed()), self.visit_of(self.closed())
        (first | second).begin = fields.Datetime.now()
        self.rpc(self.agent, "callcenter.visit", "action_tried", first.ids)
        self.assertEqual((first.state, first.tries, first.user_id), ("tried", 1, self.agent))
        self.assertEqual(self.rpc(self.agent, "callcenter.visit", "action_next")["res_id"], second.id)
        self.assertEqual(self.rpc(self.agent, "callcenter.visit", "action_next", second.ids)["res_id"], first.id)

    def test_others_do_and_see_nothing_of_it(self):
        visit = self.visit_of(self.closed())
        other = self._new_user("cc_other_team", "agent")
        self._new_team(self._new_user("cc_other_leader", "leader"), other)
        for user in (other, self.outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.save(user, visit, self.answers(self.yes, self.very))
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rpc(user, "callcenter.visit", "questions", visit.ids)
        for user in (self.agent, self.users["leader"], self.users["admin"]):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rpc(user, "callcenter.visit", "write", visit.ids, {"score": 100})
        with self.assertRaises(AccessError):
            self.rpc(self.agent, "callcenter.visit", "read", visit.ids, ["token_digest"])

    # by link

    def post(self, url, **given):
        page = self.url_open(url)
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(url, data={"csrf_token": token, **given})

    def link(self, visit):
        return visit._link().removeprefix(visit.get_base_url())

    def test_the_customer_answers_by_link_once(self):
        visit = self.visit_of(self.closed())
        url = self.link(visit)
        given = {f"question_{self.solved.id}": self.yes.id}
        page = self.post(url, **given)
        self.assertIn("Content?", page.text)
        self.assertIn("checked", page.text)
        self.assertEqual(visit.state, "planned")
        self.assertEqual(self.post(url, **given, **{f"question_{self.content.id}": self.very.id}).status_code, 200)
        self.assertEqual((visit.state, visit.score), ("done", 100))
        self.assertEqual(self.url_open(url).status_code, 410)

    def test_a_link_tells_nothing_else(self):
        visit = self.visit_of(self.closed())
        url = self.link(visit)
        page = self.url_open(url)
        self.assertNotIn(self.customer.name, page.text)
        self.assertNotIn("138", page.text.replace(visit.ticket_id.number, ""))
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertNotIn(url.rpartition("/")[2], visit.token_digest)
        for wrong in (url[:-1], url + "x", "/callcenter/visit/" + "a" * 32, f"/callcenter/visit/{visit.token_digest}"):
            with self.subTest(url=wrong):
                self.assertEqual(self.url_open(wrong).status_code, 410)
        old = url
        self.link(visit)
        self.assertEqual(self.url_open(old).status_code, 410)

    def test_a_link_is_over_with_the_visit(self):
        visit = self.visit_of(self.closed())
        url = self.link(visit)
        visit.due = fields.Datetime.now() - timedelta(minutes=1)
        self.assertEqual(self.url_open(url).status_code, 410)

    def test_html_stays_text(self):
        visit = self.visit_of(self.closed())
        url = self.link(visit)
        evil = "<script>alert(1)</script>"
        page = self.post(url, **{f"question_{self.else_.id}": evil})
        self.assertNotIn(evil, page.text)
        self.assertIn("&lt;script&gt;", page.text)
