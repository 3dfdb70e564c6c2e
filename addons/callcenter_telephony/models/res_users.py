from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if "callcenter_department_id" in vals:
            # sudo: callcenter.agent - dial rules and caller numbers hold by department
            agents = self.env["callcenter.agent"].sudo().search([("user_id", "in", self.ids)])
            agents._configure_later(agents.node_id)
        return result
