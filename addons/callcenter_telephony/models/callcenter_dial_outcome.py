from odoo import api, fields, models
from odoo.exceptions import ValidationError

UNREACHED = [
    ("busy", "Busy"),
    ("no_answer", "No Answer"),
    ("invalid", "Invalid Number"),
    ("rejected", "Rejected"),
    ("congestion", "Congestion"),
    ("machine", "Machine"),
]


class CallcenterDialOutcome(models.Model):
    """The outcome that is written by itself when a contact was not reached: by what the network said."""

    _name = "callcenter.dial.outcome"
    _description = "Outcome of an Unreached Call"
    _order = "result, campaign_id, id"
    _rec_name = "result"

    result = fields.Selection(UNREACHED, required=True)
    disposition_id = fields.Many2one(
        "callcenter.disposition",
        "Outcome",
        required=True,
        ondelete="cascade",
        help="Its rule says when the contact comes back, and after how many attempts no more.",
    )
    campaign_id = fields.Many2one("callcenter.campaign", ondelete="cascade", help="Empty: all others.")

    _result_uniq = models.UniqueIndex(
        "(result, coalesce(campaign_id, 0))", "This result has an outcome for this campaign already."
    )

    @api.constrains("disposition_id")
    def _constrain_disposition(self):
        for row in self:
            if row.disposition_id.next_required:
                raise ValidationError(
                    self.env._("“%(outcome)s” needs a next date from a person.", outcome=row.disposition_id.name)
                )

    @api.model
    def _of(self, call):
        """Return the outcome of a call's result: that of its campaign before the one for all."""
        rows = self.search([("result", "=", call.result), ("campaign_id", "in", (False, call.campaign_id.id))])
        return rows.sorted(lambda row: not row.campaign_id)[:1].disposition_id
