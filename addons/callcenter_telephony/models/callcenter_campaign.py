from odoo import api, fields, models

DIAL_MODES = [("manual", "Manual"), ("preview", "Preview")]
CONFIGURED = {"caller_pool_id", "active"}


class CallcenterCampaign(models.Model):
    """How a campaign is dialled."""

    _inherit = "callcenter.campaign"

    dial_mode = fields.Selection(
        DIAL_MODES,
        "Dialling",
        required=True,
        default="manual",
        help="Manual: agents work from their list. Preview: the workspace gives them one contact after the other and "
        "dials on a key.",
    )
    blended = fields.Boolean(
        "Queue calls meanwhile", default=True, help="Calls of queues are offered while an agent looks at a contact."
    )
    preview_s = fields.Integer(
        "Keep a contact for (s)", default=300, required=True, help="After this a contact nobody dialled is let go."
    )
    skip_min = fields.Integer(
        "A skipped contact is back after (min)", default=60, required=True, help="Also in the agent's work list."
    )
    caller_pool_id = fields.Many2one(
        "callcenter.caller.pool",
        "Caller numbers",
        ondelete="restrict",
        index="btree_not_null",
        groups="callcenter_crm.group_leader",
        help="What the people called see. Empty: of the agent's department, or of the trunk.",
    )

    _preview_range = models.Constraint(
        "CHECK (preview_s BETWEEN 10 AND 3600 AND skip_min BETWEEN 1 AND 43200)",
        "Keep a contact for 10 to 3600 s; a skipped one is back after 1 minute to 30 days.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        campaigns = super().create(vals_list)
        campaigns._configure_pools()
        return campaigns

    def write(self, vals):
        if not vals.keys() & CONFIGURED:
            return super().write(vals)
        self._configure_pools()
        result = super().write(vals)
        self._configure_pools()
        return result

    def _configure_pools(self):
        # sudo: callcenter.caller.pool - the nodes follow, whoever changes a campaign
        nodes = self.sudo().caller_pool_id.node_id
        nodes._configure_later(nodes)
