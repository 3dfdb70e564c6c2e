from odoo import api, fields, models


class CallcenterSurveyAnswer(models.Model):
    """What a caller answered to a question once the agent had hung up, as question and answer were called then."""

    _name = "callcenter.survey.answer"
    _description = "Answer to a Survey"
    _order = "at desc, call_id, number"

    call_id = fields.Many2one("callcenter.call", required=True, readonly=True, ondelete="cascade")
    number = fields.Integer("No.", required=True, readonly=True, aggregator=None, help="1: the main question.")
    at = fields.Datetime("When", required=True, readonly=True, index=True)
    queue_id = fields.Many2one("callcenter.queue", readonly=True, ondelete="set null", index="btree_not_null")
    agent_id = fields.Many2one("callcenter.agent", readonly=True, ondelete="set null", index="btree_not_null")
    question_id = fields.Many2one("callcenter.queue.question", "Question today", readonly=True, ondelete="set null")
    question = fields.Char(readonly=True)
    key = fields.Char(required=True, readonly=True)
    name = fields.Char("Answer given", required=True, readonly=True)
    value = fields.Integer(readonly=True, aggregator="avg")
    satisfied = fields.Boolean(readonly=True)

    _number_uniq = models.Constraint("UNIQUE (call_id, number)", "A question is answered once in a call.")

    @api.model
    def _keep(self, calls):
        """Keep the answers of ``calls``; one that is kept stays, whatever becomes of the question."""
        for leg in calls.leg_ids.filtered(lambda leg: leg.flow == "survey" and leg.keys):
            keys = {number: key for number, key in enumerate(leg.keys, 1) if key != "-"}
            kept = leg.call_id.survey_answer_ids
            kept.filtered(lambda answer, keys=keys: answer.key != keys.get(answer.number)).unlink()
            missing = keys.keys() - set(kept.exists().mapped("number"))
            self.create([self._answered(leg, number, keys[number]) for number in sorted(missing)])

    def _answered(self, leg, number, key):
        """Return the values of the answer ``key`` to the question ``number`` of the queue that ``leg`` follows."""
        queues = leg.call_id.leg_ids.filtered(lambda one: one.role == "queue" and one.start <= leg.start)
        queue = queues[-1:].queue_id
        question = queue.question_ids[number - 1 : number]
        answer = question.answer_ids.filtered(lambda one: one.key == key)
        return {
            "call_id": leg.call_id.id,
            "number": number,
            "at": leg.start,
            "queue_id": queue.id,
            "agent_id": leg.call_id.last_agent_id.id,
            "question_id": question.id,
            "question": question.name,
            "key": key,
            "name": answer.name or key,
            "value": answer.value,
            "satisfied": answer.satisfied,
        }
