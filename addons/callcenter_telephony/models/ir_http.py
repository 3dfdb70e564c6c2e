from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the page whether the user is an agent, so that only agents' pages start the phone."""
        info = super().session_info()
        # sudo: callcenter.agent - whether there is a row of the user's own
        agents = self.env["callcenter.agent"].sudo()
        info["callcenter_agent"] = bool(
            self.env.user._is_internal() and agents.search_count([("user_id", "=", self.env.uid)], limit=1)
        )
        return info
