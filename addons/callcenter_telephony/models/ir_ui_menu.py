from odoo import models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Hide the workspace from those who have no phone: team leaders are agents by their rights only."""
        hidden = super()._load_menus_blacklist()
        # sudo: callcenter.agent - whether there is a row of the user's own
        if not self.env["callcenter.agent"].sudo().search_count([("user_id", "=", self.env.uid)], limit=1):
            hidden.append(self.env.ref("callcenter_crm.callcenter_menu_workspace").id)
        return hidden
