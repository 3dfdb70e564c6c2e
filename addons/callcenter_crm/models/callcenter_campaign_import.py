from odoo import fields, models


class CallcenterCampaign(models.Model):
    _inherit = "callcenter.campaign"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    list_count = fields.Integer("Contact Lists", compute="_compute_list_count")

    def _compute_list_count(self):
        groups = self.env["callcenter.list"]._read_group(
            [("campaign_id", "in", self.ids)], ["campaign_id"], ["__count"]
        )
        counts = {campaign.id: count for campaign, count in groups}
        for campaign in self:
            campaign.list_count = counts.get(campaign.id, 0)

    def action_import(self):
        """Open the import of contacts into this campaign."""
        self.ensure_one()
        return self._action_import()

    def _action_import(self, list_id=False):
        action = self.env["ir.actions.actions"]._for_xml_id("callcenter_crm.callcenter_import_action")
        return action | {"params": {"list_id": list_id, "campaign": {"id": self.id, "name": self.name}}}

    def action_lists(self):
        """Open the lists that have come into this campaign."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_list_action")
        return action | {"domain": [("campaign_id", "=", self.id)], "context": {}}
