from odoo import fields, models


class CallcenterDepartment(models.Model):
    _inherit = "callcenter.department"

    caller_pool_id = fields.Many2one(
        "callcenter.caller.pool",
        "Caller numbers",
        ondelete="restrict",
        index="btree_not_null",
        groups="callcenter_crm.group_leader",
        help="What the people called by members see. Empty: that of the department above.",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"caller_pool_id", "parent_id"}:
            # sudo: callcenter.node - the nodes follow, whoever changes a department
            nodes = self.env["callcenter.node"].sudo().search([])
            nodes._configure_later(nodes)
        return result
