from odoo import fields, models

from .callcenter_queue_waiting import KEYS


class CallcenterQueueAnswer(models.Model):
    """A key that answers a question, and what it stands for."""

    _name = "callcenter.queue.answer"
    _inherit = "callcenter.config.mixin"
    _description = "Answer of the Survey"
    _order = "question_id, sequence, id"
    _not_configured = frozenset({"name", "satisfied", "value"})

    question_id = fields.Many2one("callcenter.queue.question", required=True, ondelete="cascade", index=True)
    node_id = fields.Many2one(related="question_id.node_id")
    sequence = fields.Integer(default=10)
    key = fields.Selection(KEYS, required=True)
    name = fields.Char("Stands for", required=True, translate=True)
    value = fields.Integer(help="On a scale from 0 to 100, for averages.")
    satisfied = fields.Boolean(help="Counts as a satisfied customer.")

    _key_uniq = models.Constraint("UNIQUE (question_id, key)", "Each key answers once.")
    _value_range = models.Constraint("CHECK (value BETWEEN 0 AND 100)", "Value: 0 to 100.")
