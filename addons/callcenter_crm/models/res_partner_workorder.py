from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def callcenter_open_orders(self):
        """Return the customer's open work orders, see :meth:`helpdesk.ticket._open_of`."""
        self.ensure_one()
        return self.env.user._callcenter_shown(self.env["helpdesk.ticket"]._open_of(self))
