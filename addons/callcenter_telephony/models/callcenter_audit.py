from odoo import fields, models


class CallcenterAudit(models.Model):
    _inherit = "callcenter.audit"

    act = fields.Selection(
        selection_add=[("supervise", "Supervised")],
        ondelete={"supervise": "cascade"},
    )
