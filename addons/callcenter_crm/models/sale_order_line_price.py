from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

PRICE_FIELDS = {"price_unit", "discount", "product_id", "product_uom_id", "product_uom_qty", "order_id"}


class SaleOrderLine(models.Model):
    """Sellers of the call center sell at the price of the list, less what the campaign lets them grant.

    Whoever has the feature "Changes prices" is free.
    """

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._callcenter_check_price()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if PRICE_FIELDS & vals.keys():
            self._callcenter_check_price()
        return result

    @api.model
    def _callcenter_price_bound(self):
        """Return whether the price list binds the current user."""
        user = self.env.user
        return (
            not self.env.su
            and user.has_group("callcenter_crm.group_seller")
            and not user.has_group("callcenter_crm.group_price")
            and not user.has_group("sales_team.group_sale_manager")
        )

    def _callcenter_check_price(self):
        """Raise UserError where a line is cheaper than the seller may sell."""
        if not self._callcenter_price_bound():
            return
        # sudo: callcenter.campaign, product.pricelist - what may be granted, whoever may read it
        for line in self.sudo():
            if line.display_type or line.is_downpayment or line.combo_item_id or line.product_type == "combo":
                continue
            granted = line.order_id.callcenter_campaign_id.discount_max
            floor = line._callcenter_list_price() * (1 - granted / 100)
            price = line.price_unit * (1 - (line.discount or 0) / 100)
            rounding = line.currency_id.rounding or 0.01
            if line.product_uom_qty < 0 or float_compare(price, floor, precision_rounding=rounding) < 0:
                raise UserError(
                    self.env._(
                        "“%(line)s”: you may grant %(granted)s %% at most. Ask your team leader for another price.",
                        line=line.product_id.display_name or line.name or "",
                        granted=f"{granted:g}",
                    )
                )

    def _callcenter_list_price(self):
        """Return the unit price by the order's price list, 0 for a line without a product."""
        self.ensure_one()
        if not self.product_id:
            return 0.0
        line = self.with_company(self.company_id)
        return line.product_id._get_tax_included_unit_price_from_price(
            line._get_pricelist_price(),
            product_taxes=line.product_id.taxes_id._filter_taxes_by_company(line.company_id),
            fiscal_position=line.order_id.fiscal_position_id,
        )
