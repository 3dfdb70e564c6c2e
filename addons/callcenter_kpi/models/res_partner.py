from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    callcenter_figure_ids = fields.One2many(
        "callcenter.report.customer",
        "partner_id",
        "Figures",
        readonly=True,
        groups="callcenter_crm.group_leader,callcenter_crm.group_qa",
    )

    # new customers are counted by day
    _callcenter_made_idx = models.Index("(create_date)")
