from odoo import fields, models


class CallcenterKpiTile(models.Model):
    """A figure at the top of the dashboard, and the goal it is held against."""

    _name = "callcenter.kpi.tile"
    _description = "Figure on the Dashboard"
    _order = "sequence, id"
    _rec_name = "definition_id"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    definition_id = fields.Many2one(
        "callcenter.kpi.definition", required=True, ondelete="cascade", domain=[("unit", "!=", False)]
    )
    unit = fields.Selection(related="definition_id.unit")
    goal_kind = fields.Selection(
        [("least", "At Least"), ("most", "At Most")], "Goal", help="Empty: no goal, the figure is only shown."
    )
    goal = fields.Float("Value", help="Percent, seconds or a number, as the unit says.")

    _definition_unique = models.Constraint("UNIQUE (definition_id)", "This figure is on the dashboard already.")

    def _goal(self):
        """Return the goal in the figure's own measure (shares from 0 to 1), None without one."""
        if not self.goal_kind:
            return None
        return self.goal / 100 if self.unit == "share" else self.goal

    def _verdict(self, value):
        """Return ``met`` or ``missed``, None where there is nothing to judge."""
        goal = self._goal()
        if value is None or goal is None:
            return None
        return "met" if (value >= goal if self.goal_kind == "least" else value <= goal) else "missed"
