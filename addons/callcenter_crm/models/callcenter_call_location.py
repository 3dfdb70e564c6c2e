from odoo import api, fields, models

from ..tools import location


class CallcenterCall(models.Model):
    _inherit = "callcenter.call"

    location = fields.Char(
        "Number Location", compute="_compute_location", compute_sudo=True, help="Where the number belongs, its network."
    )

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_location(self):
        for call in self:
            call.location = location.text(call.number, self.env.lang)
