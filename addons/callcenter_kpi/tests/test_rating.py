from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests.common import tagged

from odoo.addons.callcenter_telephony.connector.ledger import Leg

from ..hooks import post_init_hook
from .common import EXTENSIONS, KpiCase


@tagged("post_install", "-at_install")
class TestRating(KpiCase):
    def rated(self, key, **vals):
        vals = {"agent": EXTENSIONS["agent1"], "survey_offered": True, "rating": key, **vals}
        return self.waiting(1_772_416_800.0, 5, **vals)

    def test_the_key_pressed_becomes_a_rating(self):
        good, bad = self.book(self.rated("5"), self.rated("2"))
        self.assertEqual((good.rating_score, good.rating_satisfied), (100, True))
        self.assertEqual((bad.rating_score, bad.rating_satisfied), (25, False))
        self.assertEqual(good.rating_level_id, self.env.ref("callcenter_kpi.rating_level_5"))

    def test_a_key_without_a_level_is_no_answer(self):
        calls = self.book(self.rated("9"), self.rated(""))
        self.assertFalse(calls.rating_level_id)
        [row] = self.figures("queue", calls, "queue_id", "surveys", "ratings", "csat").values()
        self.assertEqual(row, {"surveys": 2, "ratings": 0, "csat": None})

    def test_booking_again_changes_nothing_and_a_corrected_key_counts(self):
        call = self.rated("5")
        self.book(call)
        [record] = self.book(call)
        self.assertEqual(record.rating_score, 100)
        call.rating = "1"
        self.book(call)
        self.assertEqual((record.rating_score, record.rating_satisfied), (0, False))

    def test_ratings_keep_the_meaning_they_had(self):
        level = self.env.ref("callcenter_kpi.rating_level_4")
        call = self.rated("4")
        [before] = self.book(call)
        level.with_user(self.users["admin"]).write({"satisfied": False, "score": 60})
        self.book(call)
        [after] = self.book(self.rated("4"))
        self.assertEqual((before.rating_satisfied, before.rating_score), (True, 75))
        self.assertEqual((after.rating_satisfied, after.rating_score), (False, 60))

    def test_a_rating_is_credited_to_the_agent_who_talked_last(self):
        calls = self.book(self.rated("5"), self.rated("1", last_handler=EXTENSIONS["agent2"]))
        got = self.figures("agent", calls, "agent_id", "surveys", "csat", "csat_avg")
        self.assertEqual(got[self.agents["agent1"].id], {"surveys": 1, "csat": 1, "csat_avg": 100})
        self.assertEqual(got[self.agents["agent2"].id], {"surveys": 1, "csat": 0, "csat_avg": 0})

    def test_satisfaction_is_satisfied_by_answered_not_by_asked(self):
        calls = self.book(*(self.rated(key) for key in ("5", "4", "3", "", "")))
        [row] = self.figures("queue", calls, "queue_id", "csat", "csat_response", "csat_avg").values()
        self.assertAlmostEqual(row["csat"], 2 / 3)
        self.assertAlmostEqual(row["csat_response"], 3 / 5)
        self.assertAlmostEqual(row["csat_avg"], 75)

    def test_calls_booked_before_the_addon_came_are_rated_when_it_comes(self):
        [record] = self.book(self.rated("5"))
        record.write({"rating_level_id": False, "rating_score": 0, "rating_satisfied": False, "rated_key": False})
        leg = record.leg_ids.filtered(lambda leg: leg.role == "queue")
        self.env.flush_all()
        self.env.cr.execute("UPDATE callcenter_call_leg SET service_level_s = NULL WHERE id = %s", [leg.id])
        post_init_hook(self.env)
        self.assertEqual((record.rating_score, leg.service_level_s), (100, 20))

    def asked(self, *answers):
        """Give the service queue a question with its own ``answers``: key, value, satisfied."""
        prompt = self.env["callcenter.prompt"].create({"name": "Ask", "code": "ask"})
        rows = [{"key": key, "name": key, "value": value, "satisfied": good} for key, value, good in answers]
        question = {"name": "Satisfied?", "prompt_id": prompt.id, "answer_ids": [Command.create(row) for row in rows]}
        self.queues["service"].write({"survey": True, "question_ids": [Command.create(question)]})

    def surveyed(self, key):
        call = self.rated(key)
        moment = call.end
        call.legs.append(Leg("s", "ivr", "survey", moment, None, moment + 9, flow="survey", keys=key))
        call.end += 9
        return call

    def test_a_queue_is_rated_on_its_own_scale(self):
        self.asked(("1", 100, True), ("2", 60, True), ("3", 0, False))
        calls = self.book(*(self.surveyed(key) for key in "123"))
        self.assertEqual(calls.mapped("rating_score"), [100, 60, 0])
        self.assertEqual(calls.mapped("rating_satisfied"), [True, True, False])
        self.assertEqual(calls.mapped("rating_level_id.key"), ["5", "4", "1"])
        [row] = self.figures("queue", calls, "queue_id", "ratings", "csat", "csat_avg").values()
        self.assertEqual(row["ratings"], 3)
        self.assertAlmostEqual(row["csat"], 2 / 3)
        self.assertAlmostEqual(row["csat_avg"], 160 / 3)

    def test_a_rating_on_a_scale_stays_and_a_key_that_is_gone_is_no_answer(self):
        self.asked(("1", 100, True), ("2", 0, False))
        call = self.surveyed("1")
        self.book(call)
        self.env["callcenter.rating.level"].search([]).score = 2
        gone = self.surveyed("5")
        record, other = self.book(call, gone)
        self.assertEqual((record.rating_score, record.rating_satisfied), (100, True))
        self.assertFalse(other.rating_level_id)

    def test_nobody_writes_a_rating(self):
        [record] = self.book(self.rated("1"))
        for name in ("agent1", "leader", "manager", "admin"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                record.with_user(self.users[name]).write({"rating_satisfied": True})

    def test_only_administrators_change_levels(self):
        level = self.env.ref("callcenter_kpi.rating_level_4")
        for name in ("agent1", "leader", "qa", "manager"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                level.with_user(self.users[name]).write({"satisfied": False})

    def test_orders_of_calls_rated_low_are_told_apart(self):
        self.env.ref("callcenter_kpi.rating_level_2").low = True
        good, bad = self.book(self.rated("3"), self.rated("2"))
        orders = self.env["helpdesk.ticket"].create([{"name": "x", "call_ids": call.ids} for call in (good, bad)])
        self.assertEqual([order._rated_low() for order in orders], [False, True])

    def test_a_low_rating_is_one_task_of_the_leader_linked_to_the_call(self):
        leader = self.users["leader"]
        department = self.env["callcenter.department"].create({"name": "Rated", "leader_id": leader.id})
        self.env["callcenter.visit.rule"].search([]).active = False
        question = {"name": "x", "kind": "text"}
        rule = {"name": "x", "share": 0, "low_below": 30, "question_ids": [Command.create(question)]}
        self.env["callcenter.visit.rule"].create(rule)
        good, bad, later = self.book(self.rated("3"), self.rated("2"), self.rated("1"))
        vals = {"name": "x", "department_id": department.id}
        orders = self.env["helpdesk.ticket"].create([{**vals, "call_ids": call.ids} for call in (good, bad)])
        self.assertEqual([order.activity_ids.user_id for order in orders], [leader.browse(), leader])
        self.assertIn(f"res_id={bad.id}", orders[1].activity_ids.note)
        orders[0].call_ids |= bad | later
        self.assertEqual(len(orders[0].activity_ids), 1)
        bad._rate()
        orders[1].call_ids |= good
        self.assertEqual(len(orders[1].activity_ids), 1)

    def test_a_call_rated_after_its_order_was_made_raises_the_task(self):
        leader = self.users["leader"]
        department = self.env["callcenter.department"].create({"name": "Rated", "leader_id": leader.id})
        self.env.ref("callcenter_kpi.rating_level_2").low = True
        call = self.rated("")
        [record] = self.book(call)
        order = self.env["helpdesk.ticket"].create(
            {"name": "x", "department_id": department.id, "call_ids": record.ids}
        )
        call.rating = "2"
        self.book(call)
        self.assertEqual(order.activity_ids.user_id, leader)
