from odoo import models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _rated_low(self):
        return super()._rated_low() or any(self.call_ids.rating_level_id.mapped("low"))
