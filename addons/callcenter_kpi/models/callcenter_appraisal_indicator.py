from odoo import fields, models


class CallcenterAppraisalIndicator(models.Model):
    _name = "callcenter.appraisal.indicator"
    _description = "Indicator of an Appraisal Model"
    _order = "sequence, id"
    _rec_name = "definition_id"

    model_id = fields.Many2one("callcenter.appraisal.model", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    definition_id = fields.Many2one(
        "callcenter.kpi.definition",
        "Figure",
        required=True,
        ondelete="restrict",
        domain=[("kind", "in", ("agent", "rating", "qa", "time", "sale")), ("unit", "!=", False)],
    )
    unit = fields.Selection(related="definition_id.unit")
    weight = fields.Integer(required=True, default=10)
    target = fields.Float(required=True, help="Percent, seconds or a number of the month, as the unit says.")
    less_is_better = fields.Boolean()

    _weight_positive = models.Constraint("CHECK (weight > 0)", "A weight is more than 0.")
    _target_positive = models.Constraint("CHECK (target > 0)", "A target is more than 0.")
    _once = models.Constraint("UNIQUE (model_id, definition_id)", "Each figure counts once in a model.")

    def _target(self):
        """Return the target in the figure's own measure: shares from 0 to 1."""
        return self.target / 100 if self.unit == "share" else self.target
