from odoo import api, models


class ResUsersRoleLine(models.Model):
    _name = "res.users.role.line"
    _inherit = ("res.users.role.line", "callcenter.staff.form")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        self.env.registry.clear_cache()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
