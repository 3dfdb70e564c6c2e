from odoo import api, fields, models

from ..tools import location


class CallcenterLocatedMixin(models.AbstractModel):
    """Records with a ``number`` (a number key): where the number belongs, told in the language of who looks."""

    _name = "callcenter.located.mixin"
    _description = "Where a Number Belongs"

    location = fields.Char(
        "Number Location", compute="_compute_location", compute_sudo=True, help="Where the number belongs, its network."
    )

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_location(self):
        for record in self:
            record.location = location.text(record.number, self.env.lang)
