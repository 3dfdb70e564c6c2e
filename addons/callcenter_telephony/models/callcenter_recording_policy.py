from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

KINDS = [("call", "Call"), ("voicemail", "Voicemail"), ("prompt", "Prompt")]


class CallcenterRecordingPolicy(models.Model):
    """How long recordings are kept, and where: of each recording the first policy that fits. Without one, for ever."""

    _name = "callcenter.recording.policy"
    _description = "Retention Policy"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    kind = fields.Selection(KINDS, "Sound", help="Empty: all.")
    queue_ids = fields.Many2many("callcenter.queue", string="Queues", help="Empty: all, and calls without a queue.")
    campaign_ids = fields.Many2many("callcenter.campaign", string="Campaigns", help="Empty: all.")
    direction = fields.Selection([("inbound", "Inbound"), ("outbound", "Outbound")], help="Empty: both.")
    store_id = fields.Many2one("callcenter.recording.store", "Archive", ondelete="restrict", help="Empty: not moved.")
    keep_days = fields.Integer("Move after (days)", default=30, help="Until then they stay on the server.")
    delete_days = fields.Integer("Delete after (days)", help="Counted from the call. 0: never.")

    @api.constrains("keep_days", "delete_days", "store_id")
    def _constrain_days(self):
        for policy in self:
            if policy.keep_days < 0 or policy.delete_days < 0:
                raise ValidationError(self.env._("Days: 0 or more."))
            if policy.store_id and policy.delete_days and policy.delete_days <= policy.keep_days:
                raise ValidationError(self.env._("What is moved must be deleted later than it is moved."))

    def _fits(self):
        """Return the domain of the recordings that this policy is about, whether or not an earlier one fits."""
        self.ensure_one()
        domain = Domain("node_id.company_id", "=", self.company_id.id)
        if self.kind:
            domain &= Domain("kind", "=", self.kind)
        if self.queue_ids:
            domain &= Domain("call_id.queue_id", "in", self.queue_ids.ids)
        if self.campaign_ids:
            domain &= Domain("call_id.campaign_id", "in", self.campaign_ids.ids)
        if self.direction:
            domain &= Domain("call_id.direction", "=", self.direction)
        return domain

    @api.model
    def _work(self):
        """Return ``[(policy, domain)]`` of all policies: each with what no earlier one is about and is still there."""
        rest = Domain("deleted_at", "=", False)
        found = []
        for policy in self.search([]):
            fits = policy._fits()
            found.append((policy, rest & fits))
            rest &= ~fits
        return found

    def _due(self, days):
        """Return the domain of recordings older than so many days."""
        return Domain("recorded_at", "<", fields.Datetime.now() - timedelta(days=days))
