from odoo import api, models
from odoo.tools import SQL


class CallcenterWorklist(models.AbstractModel):
    _inherit = "callcenter.worklist"

    @api.model
    def _running(self):
        """With ``callcenter_preview`` in the context: only campaigns whose contacts the workspace gives."""
        running = super()._running()
        if not self.env.context.get("callcenter_preview"):
            return running
        return running.filtered(lambda campaign: campaign.dial_mode == "preview")

    @api.model
    def _asked(self, filters):
        asked = super()._asked(filters)
        if self.env.context.get("callcenter_preview"):
            asked["match_partner"] = SQL("FALSE")  # a customer's promise belongs to no campaign
        return asked
