from odoo import api, fields, models

KINDS = [("scale", "Points"), ("yes_no", "Yes or No")]


class CallcenterQaItem(models.Model):
    """What is judged. Of a fatal item "yes" says that the fault happened; it has no points of its own."""

    _name = "callcenter.qa.item"
    _inherit = "callcenter.qa.frozen.mixin"
    _description = "Item of a Score Sheet"
    _order = "group_id, sequence, id"

    group_id = fields.Many2one("callcenter.qa.group", required=True, ondelete="cascade", index=True)
    sheet_id = fields.Many2one(related="group_id.sheet_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Item", required=True, translate=True)
    guidance = fields.Text(translate=True, help="What the inspector looks for, and how it is judged.")
    fatal = fields.Boolean(help="If it happened, the whole score is 0.")
    kind = fields.Selection(KINDS, required=True, compute="_compute_kind", store=True, readonly=False, precompute=True)
    points = fields.Integer(required=True, default=10, aggregator=None, help="The most that can be given.")
    weight = fields.Float(
        required=True, default=1.0, digits=(5, 2), aggregator=None, help="Among the items of the group; 2 counts twice."
    )

    _points_range = models.Constraint("CHECK (points BETWEEN 1 AND 100)", "Points of an item: 1 to 100.")
    _weight_range = models.Constraint("CHECK (weight > 0)", "Weight of an item: more than 0.")
    _fatal_kind = models.Constraint("CHECK (NOT fatal OR kind = 'yes_no')", "A fatal item is answered by yes or no.")

    @api.depends("fatal")
    def _compute_kind(self):
        for item in self:
            item.kind = "yes_no" if item.fatal else item.kind or "scale"
