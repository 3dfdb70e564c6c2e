from odoo import api, models


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model
    def _callcenter_features(self):
        """Return the groups that business administrators bundle in roles: the call center's, and export."""
        # sudo: res.groups - which groups there are is no secret
        features = self.sudo().search(
            [("privilege_id.category_id", "=", self.env.ref("callcenter_crm.module_category_callcenter").id)]
        )
        # sudo: res.groups - see above
        return features | self.env.ref("base.group_allow_export").sudo()

    @api.model
    def _callcenter_grantable(self):
        """Return the groups that roles of the call center may give: the features and what these imply."""
        # sudo: res.groups - see above
        everybody = self.env.ref("callcenter_crm.group_callcenter").sudo()
        return (self._callcenter_features() | everybody).all_implied_ids
