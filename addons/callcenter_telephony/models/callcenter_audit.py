from odoo import fields, models


class CallcenterAudit(models.Model):
    _inherit = "callcenter.audit"

    act = fields.Selection(
        selection_add=[("supervise", "Supervised"), ("refused", "Was Refused")],
        ondelete={"supervise": "cascade", "refused": "cascade"},
    )
