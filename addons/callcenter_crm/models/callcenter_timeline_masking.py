from odoo import api, models


class CallcenterTimeline(models.AbstractModel):
    _inherit = "callcenter.timeline"

    @api.model
    def page(self, partner_id, kinds=None, cursor=None):
        # whichever addon a kind comes from
        return self.env.user._callcenter_shown(super().page(partner_id, kinds, cursor))
