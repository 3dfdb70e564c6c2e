import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class CallcenterCall(models.Model):
    """For which campaign and contact a call was dialled, and what came of it."""

    _inherit = "callcenter.call"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    campaign_id = fields.Many2one("callcenter.campaign", readonly=True, ondelete="set null", index="btree_not_null")
    contact_id = fields.Many2one(
        "callcenter.contact", "Campaign Contact", readonly=True, ondelete="set null", index="btree_not_null"
    )
    right_party = fields.Boolean(
        "Right Party Reached", readonly=True, help="The outcome says so: one of the class valid or to be continued."
    )
    promised_at = fields.Datetime("Call-back Promised", readonly=True)

    def write(self, vals):
        if "disposition_id" in vals:
            outcome = self.env["callcenter.disposition"].browse(vals["disposition_id"] or False)
            vals = {**vals, "right_party": bool(outcome) and outcome.category != "invalid"}
        return super().write(vals)

    @api.model
    def _user_writable_fields(self):
        return super()._user_writable_fields() | {"right_party", "promised_at"}

    @api.model
    def _ledger_written(self, calls):
        """Write down by itself what came of contacts who were not reached."""
        result = super()._ledger_written(calls)
        for call in calls.filtered(lambda call: call.contact_id and call.end and call.result != "answered"):
            call._note_unreached()
        return result

    def _note_unreached(self):
        """Give the contact an attempt with the outcome of the result, once; without one the agent says it."""
        outcome = self.env["callcenter.dial.outcome"]._of(self)
        Followup = self.env["callcenter.followup"]
        if not outcome or Followup.search_count([("call_id", "=", self.id)], limit=1):
            return
        user = self.leg_ids.filtered(lambda leg: leg.role == "agent").user_id[:1]
        values = {"contact_id": self.contact_id.id, "disposition_id": outcome.id, "call_id": self.id, "at": self.end}
        try:
            with self.env.cr.savepoint():
                Followup.create({**values, "user_id": (user or self.env.user).id})
                self.write({"disposition_id": outcome.id})
                self.env["callcenter.preview"]._over(self)
        except UserError as error:  # the campaign does not have this outcome: the agent chooses one
            _logger.info("call %s: its outcome is not written by itself: %s", self.key, error)
