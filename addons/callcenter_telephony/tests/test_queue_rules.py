from odoo.exceptions import AccessError, ValidationError

from .common import TelephonyCase


class TestQueueRules(TelephonyCase):
    """What an admin says of callers who are not served reaches the node's configuration."""

    def setUp(self):
        super().setUp()
        self.box = self.env["callcenter.mailbox"].create({"name": "Night", "code": "night", "node_id": self.node.id})

    def rule(self, **vals):
        return self.env["callcenter.queue.rule"].create({"queue_id": self.queue.id, **vals})

    def rendered(self):
        return next(queue for queue in self.node._node_config().queues if queue.code == "help")

    def test_each_reason_has_its_way(self):
        self.rule(reason="no_agents", action="voicemail", mailbox_id=self.box.id)
        self.rule(reason="late", action="outside", number="139 0000 0099", mailbox_id=self.box.id)
        queue = self.rendered()
        self.assertEqual((queue.no_agents.kind, queue.no_agents.target), ("voicemail", "night"))
        self.assertEqual((queue.late.kind, queue.late.target), ("outside", "+8613900000099"))
        self.assertEqual(queue.late.mailbox, "night")
        self.assertEqual(queue.full.kind, "hangup")
        self.assertEqual([box.code for box in self.node._node_config().mailboxes if box.code == "night"], ["night"])

    def test_a_way_needs_its_target(self):
        for vals in ({"action": "queue"}, {"action": "outside"}, {"action": "voicemail"}):
            with self.assertRaisesRegex(ValidationError, "where callers are sent"), self.cr.savepoint():
                self.rule(**vals)
        with self.assertRaisesRegex(ValidationError, "country code"), self.cr.savepoint():
            self.rule(action="outside", number="10")

    def test_another_action_forgets_the_old_target(self):
        rule = self.rule(reason="full", action="outside", number="+8613900000099")
        rule.action = "hangup"
        self.assertFalse(rule.number)

    def test_a_queue_or_mailbox_that_calls_are_sent_to_stays(self):
        second = self.env["callcenter.queue"].create({"name": "Second", "code": "second", "node_id": self.node.id})
        self.rule(reason="full", target_queue_id=second.id)
        self.rule(reason="no_agents", action="voicemail", mailbox_id=self.box.id)
        for record in (second, self.box):
            with self.assertRaisesRegex(ValidationError, "still sent to this"), self.cr.savepoint():
                record.active = False

    def test_questions_and_their_scale(self):
        prompt = self.env["callcenter.prompt"].create({"name": "Ask", "code": "ask"})
        answers = [(0, 0, {"key": key, "name": name}) for key, name in (("1", "Yes"), ("2", "No"))]
        self.queue.write(
            {
                "survey": True,
                "question_ids": [(0, 0, {"name": "Solved?", "prompt_id": prompt.id, "answer_ids": answers})],
            }
        )
        self.assertEqual(self.queue.question_ids.scale, "1 Yes, 2 No")
        self.assertEqual([(one.prompt, one.keys) for one in self.rendered().questions], [("ask", "12")])
        self.queue.survey = False
        self.assertFalse(self.rendered().questions)

    def test_a_question_without_answers_is_refused(self):
        prompt = self.env["callcenter.prompt"].create({"name": "Ask", "code": "ask"})
        with self.assertRaisesRegex(ValidationError, "no answers"):
            self.queue.question_ids = [(0, 0, {"name": "Solved?", "prompt_id": prompt.id})]

    def test_agents_set_no_rules(self):
        with self.assertRaises(AccessError):
            self.env["callcenter.queue.rule"].with_user(self.agent).create({"queue_id": self.queue.id})
        with self.assertRaises(AccessError):
            self.box.with_user(self.agent).write({"name": "Mine"})
        self.assertEqual(self.box.with_user(self.agent).name, "Night")
