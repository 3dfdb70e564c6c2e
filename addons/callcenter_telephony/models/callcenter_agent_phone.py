from odoo import api, models
from odoo.exceptions import RedirectWarning


class CallcenterAgent(models.Model):
    _name = "callcenter.agent"
    _inherit = ("callcenter.agent",)

    @api.model
    def _own_phone(self, nodes):
        """Return the user's own agent on one of ``nodes`` with a phone to ring; RedirectWarning when there is none."""
        domain = [("user_id", "=", self.env.uid), ("node_id", "in", nodes.ids), ("endpoint_id.active", "=", True)]
        # sudo: callcenter.agent - the domain says whose row it is
        me = self.sudo().search(domain, limit=1)
        if not me:
            raise RedirectWarning(
                self.env._("You have no phone on this server. Make yourself an agent with an extension first."),
                self.env.ref("callcenter_telephony.callcenter_agent_action").id,
                self.env._("Open Agents"),
            )
        return me
