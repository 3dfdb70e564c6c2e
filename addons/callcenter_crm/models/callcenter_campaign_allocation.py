from odoo import models


class CallcenterCampaignAllocation(models.Model):
    _inherit = "callcenter.campaign"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def action_allocate(self):
        """Open the allocation of this campaign's contacts."""
        self.ensure_one()
        return self.env["callcenter.allocate"]._action(campaign_id=self.id)

    def action_allocations(self):
        """Open what has been allocated in this campaign."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_allocation_action")
        return action | {"domain": [("campaign_id", "=", self.id)], "context": {}}
