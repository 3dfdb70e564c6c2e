from odoo.exceptions import AccessError

from ..connector.ledger import Batch, Call, Leg
from .common import NODE, NOON, TelephonyCase


class TestSurveyAnswers(TelephonyCase):
    """What callers answered is kept with its question, as both were called then."""

    def setUp(self):
        super().setUp()
        prompt = self.env["callcenter.prompt"].create({"name": "Ask", "code": "ask"})
        scales = {"Satisfied?": (("1", "Yes", 100), ("2", "No", 0)), "Solved?": (("7", "At once", 90), ("8", "No", 10))}
        rows = [
            {
                "name": question,
                "prompt_id": prompt.id,
                "answer_ids": [
                    (0, 0, {"key": key, "name": name, "value": value, "satisfied": value > 50})
                    for key, name, value in scale
                ],
            }
            for question, scale in scales.items()
        ]
        self.queue.write({"survey": True, "question_ids": [(0, 0, row) for row in rows]})

    def rated(self, keys, key="1.1", queue="help"):
        """Return the call after whose end ``keys`` were pressed."""
        legs = [
            Leg("queue-1", "queue", queue, NOON, None, NOON + 5, queue=queue, outcome="answered"),
            Leg("agent-1", "agent", "7001", NOON, NOON + 5, NOON + 20, queue=queue),
            Leg("ivr-1", "ivr", "survey", NOON + 20, None, NOON + 30, flow="survey", keys=keys),
        ]
        moments = {"start": NOON, "end": NOON + 30}
        call = Call(f"{NODE}:{key}", legs=legs, survey_offered=True, rating=keys[:1].strip("-"), **moments)
        call.agent = call.last_handler = "7001"
        self.store.write(Batch(calls=[call]))
        return self.env["callcenter.call"].search([("key", "=", call.key)])

    def kept(self, call):
        return [(row.number, row.question, row.key, row.name, row.satisfied) for row in call.survey_answer_ids]

    def test_each_answer_has_its_question_and_level(self):
        call = self.rated("17")
        self.assertEqual(
            sorted(self.kept(call)), [(1, "Satisfied?", "1", "Yes", True), (2, "Solved?", "7", "At once", True)]
        )
        self.assertEqual((call.survey_answer_ids.queue_id, call.survey_answer_ids.agent_id), (self.queue, self.me))
        self.assertEqual(call.survey_answer_ids.mapped("value"), [100, 90])

    def test_a_question_that_was_not_answered_has_no_row(self):
        self.assertFalse(self.kept(self.rated("")))
        self.assertEqual([row[:3] for row in self.kept(self.rated("-8"))], [(2, "Solved?", "8")])

    def test_told_again_it_stays_as_it_was_answered(self):
        row = self.rated("17").survey_answer_ids.filtered(lambda answer: answer.number == 1)
        self.queue.question_ids[0].answer_ids[0].write({"name": "Very", "satisfied": False})
        self.assertEqual(self.rated("17").survey_answer_ids.filtered(lambda answer: answer.number == 1), row)
        self.assertEqual((row.name, row.satisfied), ("Yes", True))
        self.assertEqual([answer[3] for answer in self.kept(self.rated("1", "2.2"))], ["Very"])
        self.queue.question_ids.unlink()
        self.assertEqual((row.question, row.name), ("Satisfied?", "Yes"))

    def test_what_was_told_wrong_at_first_is_put_right(self):
        self.rated("28")
        self.assertEqual([row[2:4] for row in self.kept(self.rated("1"))], [("1", "Yes")])

    def test_a_key_whose_question_is_gone_is_kept(self):
        self.queue.question_ids[1].unlink()
        self.assertIn((2, False, "7", "7", False), self.kept(self.rated("17")))

    def test_who_sees_the_call_sees_the_answers_and_nobody_writes_them(self):
        answers = self.rated("17").survey_answer_ids
        self.assertEqual(answers.with_user(self.agent).mapped("name"), ["Yes", "At once"])
        for role in ("leader", "qa", "manager"):
            self.assertEqual(len(answers.with_user(self.users[role]).mapped("name")), 2)
        for user in self.users.values():
            with self.assertRaises(AccessError):
                answers[0].with_user(user).write({"satisfied": False})
        with self.assertRaises(AccessError):
            answers[0].with_user(self.colleague).read(["name"])
