from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [("level", "One of these answers"), ("text", "Text")]


class CallcenterVisitQuestion(models.Model):
    """A question of a return visit."""

    _name = "callcenter.visit.question"
    _description = "Question of a Return Visit"
    _order = "sequence, id"

    rule_id = fields.Many2one("callcenter.visit.rule", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Question", required=True, translate=True)
    kind = fields.Selection(KINDS, required=True, default="level")
    required = fields.Boolean(default=True)
    level_ids = fields.One2many("callcenter.visit.level", "question_id", "Answers", copy=True)

    @api.constrains("kind", "level_ids")
    def _constrain_levels(self):
        for question in self.filtered(lambda one: one.kind == "level"):
            if len(question.level_ids) < 2:
                raise ValidationError(self.env._("%(question)s: give two answers or more.", question=question.name))


class CallcenterVisitLevel(models.Model):
    """An answer that can be given to a question, and what it means."""

    _name = "callcenter.visit.level"
    _description = "Answer to a Question of a Return Visit"
    _order = "sequence, id"

    question_id = fields.Many2one("callcenter.visit.question", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Answer", required=True, translate=True)
    score = fields.Float(help="0 to 100; what the answer counts in the average.")
    counts = fields.Boolean(default=True, help="In the average; not for answers such as “don't know”.")
    satisfied = fields.Boolean(help="Counts as satisfied.")
    low = fields.Boolean(help="Raises a task for the leader.")
    reopens = fields.Boolean(help="The work order is opened again.")

    _score_range = models.Constraint("CHECK (score >= 0 AND score <= 100)", "A score is 0 to 100.")
