from odoo import api, fields, models
from odoo.tools import formatLang

from ..dashboard_sheet import NOTHING, words


class CallcenterAppraisalLine(models.Model):
    """One figure of a result, with the weight and the target of that time."""

    _name = "callcenter.appraisal.line"
    _description = "Indicator of an Appraisal"
    _order = "sequence, id"
    _rec_name = "definition_id"

    result_id = fields.Many2one("callcenter.appraisal.result", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(readonly=True)
    definition_id = fields.Many2one("callcenter.kpi.definition", "Figure", readonly=True, ondelete="restrict")
    formula = fields.Text(related="definition_id.formula")
    weight = fields.Integer(readonly=True)
    actual = fields.Float(readonly=True)
    target = fields.Float(readonly=True)
    less_is_better = fields.Boolean(readonly=True)
    score = fields.Float(readonly=True, digits=(16, 1))
    scored = fields.Boolean(readonly=True)
    actual_text = fields.Char("Achieved", compute="_compute_texts")
    target_text = fields.Char("Target", compute="_compute_texts")
    score_text = fields.Char("Score", compute="_compute_texts", help="Without data the other weights count for more.")

    @api.depends("actual", "target", "scored", "score", "definition_id.unit")
    def _compute_texts(self):
        for line in self:
            unit = line.definition_id.unit
            line.actual_text = words(unit, line.actual) if line.scored else NOTHING
            line.target_text = words(unit, line.target)
            line.score_text = formatLang(line.env, line.score, digits=1) if line.scored else line.env._("no data")
