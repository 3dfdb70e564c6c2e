from odoo import models

TOLD = {"callcenter_level_id", "user_id", "active", "company_id"}


class ResPartner(models.Model):
    """Level and salesperson of a customer decide on the node: who goes first, and whose agent."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & TOLD:
            # sudo: callcenter.number - for the node; they may be masked for the user
            numbers = self.sudo().callcenter_numbers.mapped("number")
            self.env["callcenter.node"]._numbers_later(numbers)
        return result
