from odoo import api, models


class HelpdeskTicketChannel(models.Model):
    _inherit = "helpdesk.ticket.channel"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self.env["callcenter.order.rule"]._refuse_used([("channel_ids", "in", self.ids)])
