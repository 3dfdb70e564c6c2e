from odoo import api, models


class ResUsersRoleLine(models.Model):
    """A user's role for a time. Groups follow it at once, also where a line is written by itself."""

    _name = "res.users.role.line"
    _inherit = ("res.users.role.line", "callcenter.staff.form", "callcenter.rights.mixin")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._callcenter_follow(lines.user_id)
        return lines

    def write(self, vals):
        users = self.user_id
        result = super().write(vals)
        self._callcenter_follow(users | self.user_id)
        return result

    def _callcenter_follow(self, users):
        # sudo: res.users - groups are those of the roles, whoever may write these
        users.sudo().set_groups_from_roles(force=True)
