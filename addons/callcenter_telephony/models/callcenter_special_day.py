from odoo import models


class CallcenterSpecialDay(models.Model):
    _name = "callcenter.special.day"
    _inherit = ["callcenter.special.day", "callcenter.config.mixin"]  # noqa: RUF012

    _not_configured = frozenset({"name"})

    def _configured_nodes(self):
        return self.env["callcenter.node"]._with_hours()
