from odoo import fields, models


class ResUsersRole(models.Model):
    _inherit = "res.users.role"

    scope_ids = fields.One2many("callcenter.role.scope", "role_id", "Data Scope", copy=True)

    def cron_update_users(self):
        # a role that begins or ends today changes scopes also where it changes no group
        result = super().cron_update_users()
        self.env.registry.clear_cache()
        return result
