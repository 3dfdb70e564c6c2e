from odoo.exceptions import AccessError
from odoo.tests.common import tagged

from ..hooks import post_init_hook
from .common import EXTENSIONS, KpiCase


@tagged("post_install", "-at_install")
class TestRating(KpiCase):
    def rated(self, key, **vals):
        vals = {"agent": EXTENSIONS["agent1"], "survey_offered": True, "rating": key, **vals}
        return self.waiting(1_772_416_800.0, 5, **vals)

    def test_the_key_pressed_becomes_a_rating(self):
        good, bad = self.book(self.rated("5"), self.rated("2"))
        self.assertEqual((good.rating_score, good.rating_satisfied), (5, True))
        self.assertEqual((bad.rating_score, bad.rating_satisfied), (2, False))
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
        self.assertEqual(record.rating_score, 5)
        call.rating = "1"
        self.book(call)
        self.assertEqual((record.rating_score, record.rating_satisfied), (1, False))

    def test_ratings_keep_the_meaning_they_had(self):
        level = self.env.ref("callcenter_kpi.rating_level_4")
        call = self.rated("4")
        [before] = self.book(call)
        level.with_user(self.users["admin"]).write({"satisfied": False, "score": 3.5})
        self.book(call)
        [after] = self.book(self.rated("4"))
        self.assertEqual((before.rating_satisfied, before.rating_score), (True, 4))
        self.assertEqual((after.rating_satisfied, after.rating_score), (False, 3.5))

    def test_a_rating_is_credited_to_the_agent_who_talked_last(self):
        calls = self.book(self.rated("5"), self.rated("1", last_handler=EXTENSIONS["agent2"]))
        got = self.figures("agent", calls, "agent_id", "surveys", "csat", "csat_avg")
        self.assertEqual(got[self.agents["agent1"].id], {"surveys": 1, "csat": 1, "csat_avg": 5})
        self.assertEqual(got[self.agents["agent2"].id], {"surveys": 1, "csat": 0, "csat_avg": 1})

    def test_satisfaction_is_satisfied_by_answered_not_by_asked(self):
        calls = self.book(*(self.rated(key) for key in ("5", "4", "3", "", "")))
        [row] = self.figures("queue", calls, "queue_id", "csat", "csat_response", "csat_avg").values()
        self.assertAlmostEqual(row["csat"], 2 / 3)
        self.assertAlmostEqual(row["csat_response"], 3 / 5)
        self.assertAlmostEqual(row["csat_avg"], 4)

    def test_calls_booked_before_the_addon_came_are_rated_when_it_comes(self):
        [record] = self.book(self.rated("5"))
        record.write({"rating_level_id": False, "rating_score": 0, "rating_satisfied": False})
        leg = record.leg_ids.filtered(lambda leg: leg.role == "queue")
        self.env.flush_all()
        self.env.cr.execute("UPDATE callcenter_call_leg SET service_level_s = NULL WHERE id = %s", [leg.id])
        post_init_hook(self.env)
        self.assertEqual((record.rating_score, leg.service_level_s), (5, 20))

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
