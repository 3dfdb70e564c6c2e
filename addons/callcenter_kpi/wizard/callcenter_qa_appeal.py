from odoo import fields, models


class CallcenterQaAppeal(models.TransientModel):
    """What an appeal asks: why."""

    _name = "callcenter.qa.appeal"
    _description = "Appeal Against a QA Score"

    score_id = fields.Many2one("callcenter.qa.score", required=True, readonly=True, ondelete="cascade")
    reason = fields.Text(required=True)

    def action_appeal(self):
        self.ensure_one()
        self.score_id.appeal(self.reason)
        return {"type": "ir.actions.act_window_close"}
