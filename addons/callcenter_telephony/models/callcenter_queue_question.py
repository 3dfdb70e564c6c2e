from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..render import model as render


class CallcenterQueueQuestion(models.Model):
    """A question asked once the agent has hung up. The first one of a queue is the main question."""

    _name = "callcenter.queue.question"
    _inherit = "callcenter.config.mixin"
    _description = "Question of the Survey"
    _order = "queue_id, sequence, id"
    _not_configured = frozenset({"name"})

    queue_id = fields.Many2one("callcenter.queue", required=True, ondelete="cascade", index=True)
    node_id = fields.Many2one(related="queue_id.node_id")
    sequence = fields.Integer(default=10)
    name = fields.Char("Question", required=True, translate=True)
    prompt_id = fields.Many2one("callcenter.prompt", required=True, ondelete="restrict")
    answer_ids = fields.One2many("callcenter.queue.answer", "question_id", "Answers", copy=True)
    scale = fields.Char(compute="_compute_scale", help="The keys and what they stand for.")

    @api.depends("answer_ids.key", "answer_ids.name")
    def _compute_scale(self):
        for question in self:
            question.scale = ", ".join(f"{answer.key} {answer.name}" for answer in question.answer_ids)

    @api.constrains("answer_ids", "prompt_id")
    def _constrain_answers(self):
        for question in self:
            if not question.answer_ids:
                raise ValidationError(
                    self.env._("“%(question)s” has no answers: add a key for each.", question=question.name)
                )

    def _as_question(self):
        return render.Question(self.prompt_id.code, "".join(self.answer_ids.mapped("key")))
