from odoo import fields, models


class CallcenterQaGroup(models.Model):
    _name = "callcenter.qa.group"
    _inherit = "callcenter.qa.frozen.mixin"
    _description = "Group of a Score Sheet"
    _order = "sheet_id, sequence, id"

    sheet_id = fields.Many2one("callcenter.qa.sheet", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Group", required=True, translate=True)
    weight = fields.Float("Weight (%)", digits=(5, 2), aggregator=None, help="0 for a group of fatal items only.")
    item_ids = fields.One2many("callcenter.qa.item", "group_id", "Items", copy=True)

    _weight_range = models.Constraint("CHECK (weight BETWEEN 0 AND 100)", "Weight of a group: 0 to 100 percent.")

    def _problems(self):
        """Return what keeps the groups from being scored by (texts)."""
        problems = []
        for group in self:
            scored = group.item_ids.filtered(lambda item: not item.fatal)
            if not group.item_ids:
                problems.append(self.env._("Group “%(group)s” has no item.", group=group.name))
            elif group.weight and not scored:
                problems.append(
                    self.env._("Group “%(group)s” has a weight, but no item with points.", group=group.name)
                )
            elif scored and not group.weight:
                problems.append(self.env._("Group “%(group)s” has items with points, but no weight.", group=group.name))
        return problems
