from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def _update_last_login(self):
        result = super()._update_last_login()
        self.env["callcenter.audit"]._note_act("login", self.env.user)
        return result
