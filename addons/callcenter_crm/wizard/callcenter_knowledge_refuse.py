from odoo import fields, models


class CallcenterKnowledgeRefuse(models.TransientModel):
    """Asks why a draft goes back to its author."""

    _name = "callcenter.knowledge.refuse"
    _description = "Send a Draft Back"

    version_id = fields.Many2one("callcenter.knowledge.version", required=True, readonly=True, ondelete="cascade")
    reason = fields.Text(required=True)

    def action_refuse(self):
        self.version_id.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
