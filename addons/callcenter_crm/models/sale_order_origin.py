from odoo import api, models
from odoo.exceptions import AccessError


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "callcenter.sale.mixin"]  # noqa: RUF012

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        for order, vals in zip(orders, vals_list, strict=True):
            if "pricelist_id" in vals:
                order._callcenter_check_pricelist()
        return orders

    def write(self, vals):
        result = super().write(vals)
        if "pricelist_id" in vals:
            self._callcenter_check_pricelist()
        if vals.keys() & {"pricelist_id", "currency_id", "callcenter_contact_id"}:
            self.order_line._callcenter_check_price()
        return result

    def _callcenter_check_pricelist(self):
        """Refuse another price list than the customer's to sellers who are bound by it."""
        if not self.env["sale.order.line"]._callcenter_price_bound():
            return
        for order in self.filtered("pricelist_id"):
            # sudo: res.partner - the price list that the customer has been given
            customer = order.partner_id.with_company(order.company_id).sudo()
            if order.pricelist_id.id != customer.property_product_pricelist.id:
                raise AccessError(self.env._("You sell at the customer's own price list."))
