from odoo import Command, api, models


class HelpdeskTicket(models.Model):
    """Work orders know the calls in which they were made."""

    _inherit = "helpdesk.ticket"

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        key = self.env.context.get("callcenter_call_key")
        if key:
            call = self.env["callcenter.agent"]._me()._own_call(str(key))
            # sudo: helpdesk.ticket - who has the call links it; the order may have been routed out of sight
            orders.sudo().write({"call_ids": [Command.link(call.id)]})
        return orders
