from odoo import fields, models

KINDS = [
    ("carrier", "Carrier's bill and ledger (s)"),
    ("calls", "Ledger and figures, call by call"),
    ("facts_queue", "Legs counted anew and figures by queue"),
    ("facts_agent", "Legs counted anew and figures by agent"),
    ("duration", "Begin to end and duration of calls (s)"),
    ("parts", "Duration and parts of calls (s)"),
    ("leg_state", "Legs and states of agents (s)"),
    ("state_day", "Time between and sum of an agent's states (s)"),
    ("state_line", "End of a state and begin of the next (s)"),
    ("files", "Recordings and their files"),
    ("recorded", "Expected and recorded length (s)"),
]


class CallcenterReconciliationLine(models.Model):
    """One comparison of a day: the sums of both sides, and how many of their values differ."""

    _name = "callcenter.reconciliation.line"
    _description = "Comparison of a Day"
    _order = "day desc, id"
    _rec_name = "kind"

    reconciliation_id = fields.Many2one(
        "callcenter.reconciliation", required=True, readonly=True, ondelete="cascade", index=True
    )
    day = fields.Date(related="reconciliation_id.day", store=True)
    kind = fields.Selection(KINDS, "Comparison", required=True, readonly=True)
    left_value = fields.Float("First", readonly=True, digits=(16, 1), aggregator=None)
    right_value = fields.Float("Second", readonly=True, digits=(16, 1), aggregator=None)
    compared = fields.Integer("Pairs", readonly=True)
    tolerated = fields.Integer("Within Tolerance", readonly=True)
    explained = fields.Integer(readonly=True)
    unexplained = fields.Integer(readonly=True)
    difference_ids = fields.One2many("callcenter.reconciliation.difference", "line_id", "Differences", readonly=True)

    def action_open_differences(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Differences"),
            "res_model": "callcenter.reconciliation.difference",
            "views": [(False, "list")],
            "domain": [("line_id", "in", self.ids)],
            "context": {"callcenter_comparison": self.kind if len(self) == 1 else False},
        }
