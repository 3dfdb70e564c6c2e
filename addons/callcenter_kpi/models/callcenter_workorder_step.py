from odoo import models


class CallcenterWorkorderStep(models.Model):
    _inherit = "callcenter.workorder.step"

    # urges are counted by day
    _urged_idx = models.Index("(at) WHERE act = 'urged'")
