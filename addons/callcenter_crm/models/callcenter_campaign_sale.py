from odoo import fields, models
from odoo.tools import SQL


class CallcenterCampaignSale(models.Model):
    """What a campaign sells, what its sellers may grant, and what they have sold."""

    _inherit = "callcenter.campaign"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    product_id = fields.Many2one(
        "product.product",
        domain=[("sale_ok", "=", True)],
        ondelete="restrict",
        help="Proposed as the first line of the quotations made from this campaign's contacts.",
    )
    discount_max = fields.Float(
        "Discount (%)",
        help="What sellers may take off the price of the list in this campaign. Those with the feature "
        "“Changes prices” are free.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    goal_sold = fields.Integer("Goal: Sold")
    sold = fields.Integer(compute="_compute_sold", help="Confirmed orders from contacts of this campaign.")
    sold_amount = fields.Monetary("Sales", compute="_compute_sold", help="Their amount without taxes.")

    _discount_span = models.Constraint(
        "CHECK (discount_max >= 0 AND discount_max <= 100)", "A discount is between 0 and 100 percent."
    )

    def _compute_sold(self):
        sold = self._sold()
        for campaign in self:
            campaign.sold, campaign.sold_amount = sold.get(campaign.id, (0, 0))

    def _sold(self):
        """Return id of the campaign -> (confirmed orders, amount in the company's currency), in the user's scope."""
        if not self.ids:
            return {}
        self.env["sale.order"].flush_model()
        query = SQL(
            """SELECT o.callcenter_campaign_id, count(*),
                      sum(o.amount_untaxed / CASE WHEN o.currency_rate > 0 THEN o.currency_rate ELSE 1 END)
                 FROM sale_order o
                WHERE o.callcenter_campaign_id IN %s AND o.state = 'sale' AND %s
                GROUP BY o.callcenter_campaign_id""",
            tuple(self.ids),
            self._in_scope(SQL("o.callcenter_campaign_id"), "sale", SQL("o.user_id")),
        )
        return {row[0]: row[1:] for row in self.env.execute_query(query)}

    def action_orders(self):
        """Open what has been sold in this campaign."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_orders")
        return action | {"domain": [("callcenter_campaign_id", "=", self.id), ("state", "=", "sale")], "context": {}}
