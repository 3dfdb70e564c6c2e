from odoo import api, models
from odoo.exceptions import AccessError


class CallcenterPoolGuard(models.AbstractModel):
    """Records that copy number and address of their customer: nobody names one of a pool whom he does not see."""

    _name = "callcenter.pool.guard"
    _description = "Names No Customer of a Pool"

    @api.model_create_multi
    def create(self, vals_list):
        self._callcenter_check_named(vals.get("partner_id") for vals in vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._callcenter_check_named([vals.get("partner_id")])
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        self._callcenter_check_named([values.get("partner_id")])
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _callcenter_check_named(self, partner_ids):
        partners = self.env["res.partner"].browse({id_ for id_ in partner_ids if id_ and isinstance(id_, int)})
        if self.env.su or not partners or not self.env.user.has_group("callcenter_crm.group_callcenter"):
            return
        # sudo: res.partner - only which of them are in a pool
        pooled = partners.sudo().filtered("callcenter_pool_id").with_env(self.env)
        if pooled and not pooled.has_access("read"):
            raise AccessError(self.env._("This customer is in the pool: claim it there."))


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ("callcenter.pool.guard", "crm.lead")


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ("callcenter.pool.guard", "sale.order")
