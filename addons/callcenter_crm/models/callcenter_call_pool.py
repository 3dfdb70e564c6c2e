from odoo import models
from odoo.exceptions import AccessError


class CallcenterCall(models.Model):
    """A call shows the customer of a pool whole: so nobody names one as the own call's whom he does not see."""

    _name = "callcenter.call"
    _inherit = ("callcenter.call",)

    def write(self, vals):
        if vals.get("partner_id") and not self.env.su:
            self._callcenter_check_pooled(self.env["res.partner"].browse(vals["partner_id"]))
        return super().write(vals)

    def _callcenter_check_pooled(self, partner):
        # sudo: res.partner - only whether it is in a pool, and its numbers
        hidden = partner.sudo()
        if not hidden.callcenter_pool_id or partner.has_access("read"):
            return
        if any(call.number not in hidden.callcenter_numbers.mapped("number") for call in self):
            raise AccessError(self.env._("This customer is in the pool: claim it there."))
