from odoo import models


class CallcenterVisit(models.Model):
    _inherit = "callcenter.visit"

    # figures are read by day
    _due_idx = models.Index("(due)")
