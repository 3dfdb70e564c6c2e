from odoo import models


class CallcenterCall(models.Model):
    _name = "callcenter.call"
    _inherit = ["callcenter.call", "callcenter.located.mixin"]  # noqa: RUF012
