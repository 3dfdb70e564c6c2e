from odoo import api, models
from odoo.exceptions import AccessError


class CallcenterAgentOrders(models.Model):
    """The work orders of the customer whom an agent has on the line."""

    _inherit = "callcenter.agent"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def open_orders(self, call_key):
        """Return the open orders of the customer of an own call, see :meth:`helpdesk.ticket._open_of`."""
        return self._orders_of(self._me()._own_call(call_key))

    @api.model
    def urge_order(self, call_key, order_id, note=""):
        """The customer of an own call asks again for an open order; returns the orders as they are then."""
        call = self._me()._own_call(call_key)
        # sudo: helpdesk.ticket - the customer asks for it, whoever has it; that it is the customer's is looked at here
        order = self.env["helpdesk.ticket"].sudo().browse(order_id).exists()
        if not order or not call.partner_id or order.partner_id != call.partner_id:
            raise AccessError(self.env._("This work order is not of the customer on the line."))
        order.action_urge(str(note or "")[:1000])
        return self._orders_of(call)

    def _orders_of(self, call):
        # sudo: res.partner - who has the call has its customer; numbers in it are masked below
        partner = call.partner_id.sudo()
        return self.env.user._callcenter_shown(partner.env["helpdesk.ticket"]._open_of(partner)) if partner else []
