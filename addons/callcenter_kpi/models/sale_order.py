from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    callcenter_figure_ids = fields.One2many(
        "callcenter.report.customer", "order_id", "Figures", readonly=True, groups="sales_team.group_sale_salesman"
    )
