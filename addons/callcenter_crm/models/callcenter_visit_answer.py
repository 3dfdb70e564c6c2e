from odoo import fields, models

from ..tools.masked_fields import MaskedText


class CallcenterVisitAnswer(models.Model):
    """What was answered, with the meaning that the answer had then."""

    _name = "callcenter.visit.answer"
    _description = "Answer of a Return Visit"
    _order = "visit_id, sequence, id"
    _rec_name = "question"

    visit_id = fields.Many2one("callcenter.visit", required=True, readonly=True, ondelete="cascade", index=True)
    question_id = fields.Many2one("callcenter.visit.question", "Asked", readonly=True, ondelete="set null")
    sequence = fields.Integer(readonly=True)
    question = fields.Char(required=True, readonly=True)
    answer = MaskedText(required=True, readonly=True)
    score = fields.Float(readonly=True)
    counts = fields.Boolean(readonly=True)
    satisfied = fields.Boolean(readonly=True)
    low = fields.Boolean(readonly=True)
