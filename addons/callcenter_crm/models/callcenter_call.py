from odoo import api, fields, models
from odoo.exceptions import AccessError

DIRECTIONS = [("inbound", "Inbound"), ("outbound", "Outbound"), ("internal", "Internal")]
KINDS = [
    ("inbound", "Inbound"),
    ("manual", "Manual"),
    ("preview", "Preview Dialing"),
    ("progressive", "Progressive"),
    ("predictive", "Predictive"),
    ("callback", "Call-back"),
    ("broadcast", "Broadcast"),
    ("internal", "Internal"),
]
RESULTS = [
    ("answered", "Answered"),
    ("overflowed", "Overflowed"),
    ("voicemail", "Voicemail"),
    ("callback", "Call-back Wished"),
    ("lost", "Lost by Fault"),
    ("short_abandoned", "Abandoned Shortly"),
    ("abandoned", "Abandoned"),
    ("unanswered", "Unanswered"),
    ("refused", "Refused by Us"),
    ("contained", "Self-service"),
    ("ivr_abandoned", "Abandoned in Menu"),
    ("closed", "Outside Hours"),
    ("dropped", "Dropped"),
    ("machine", "Machine"),
    ("busy", "Busy"),
    ("no_answer", "No Answer"),
    ("invalid", "Invalid Number"),
    ("rejected", "Rejected"),
    ("congestion", "Congestion"),
    ("cancelled", "Cancelled"),
]
ENDERS = [
    ("caller", "Customer"),
    ("agent", "Agent"),
    ("target", "Transfer Target"),
    ("outside", "Outside Party"),
    ("supervisor", "Supervisor"),
    ("system", "System"),
    ("busy", "Busy"),
    ("no_answer", "No Answer"),
    ("invalid", "Invalid Number"),
    ("refused", "Refused"),
    ("timeout", "Time Limit"),
    ("fault", "Fault"),
]
# what the customer did not get: a person to talk to, though he or she asked for one
MISSED = ("abandoned", "short_abandoned", "ivr_abandoned", "unanswered", "voicemail", "lost")


class CallcenterCall(models.Model):
    """One call, from the customer's first moment to the last.

    A row is a fact: only the ledger writes it. People add who the customer is, the outcome and a note.
    The seconds say who had the customer's time; they add up to ``end - start`` (``wrap_s`` comes on top).
    """

    _name = "callcenter.call"
    _description = "Call"
    _order = "start desc, id desc"
    _rec_names_search = ("number", "caller_name", "partner_id")

    key = fields.Char(required=True, readonly=True, copy=False)
    direction = fields.Selection(DIRECTIONS, required=True, readonly=True, default="inbound")
    kind = fields.Selection(KINDS, required=True, readonly=True, default="inbound")
    number = fields.Char(readonly=True, help="The customer's number; empty when withheld.")
    caller_name = fields.Char(readonly=True, help="Name that the network sent with the call. Anybody can send any.")
    partner_id = fields.Many2one("res.partner", "Customer", ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", "Agent", readonly=True, ondelete="restrict", help="The first who talked to the customer."
    )
    last_user_id = fields.Many2one(
        "res.users", "Last Agent", readonly=True, ondelete="restrict", help="The last who talked to the customer."
    )
    start = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    end = fields.Datetime(readonly=True)
    result = fields.Selection(RESULTS, readonly=True)
    ended_by = fields.Selection(ENDERS, readonly=True)
    cause = fields.Integer(
        "Cause Code", readonly=True, aggregator=None, help="Why the line was cleared (Q.850); 0: unknown."
    )
    duration_s = fields.Float("Duration", readonly=True)
    ivr_s = fields.Float("Menu", readonly=True)
    wait_s = fields.Float("Wait", readonly=True)
    ring_s = fields.Float("Ringing", readonly=True)
    talk_s = fields.Float("Talk", readonly=True)
    hold_s = fields.Float("Hold", readonly=True)
    outside_s = fields.Float("Outside", readonly=True)
    voicemail_s = fields.Float("Voicemail", readonly=True)
    survey_s = fields.Float("Survey", readonly=True)
    wrap_s = fields.Float("Wrap-up", readonly=True)
    disposition_id = fields.Many2one("callcenter.disposition", "Outcome", ondelete="restrict")
    note = fields.Text()

    _key_unique = models.Constraint("UNIQUE (key)", "There is a call with this key already.")
    _start_index = models.Index("(start DESC, id DESC)")
    _partner_index = models.Index("(partner_id, start DESC) WHERE partner_id IS NOT NULL")
    _user_index = models.Index("(user_id, start DESC) WHERE user_id IS NOT NULL")
    _last_user_index = models.Index("(last_user_id, start DESC) WHERE last_user_id IS NOT NULL")
    _number_index = models.Index("(number, start DESC) WHERE number <> ''")

    @api.depends("partner_id", "number", "caller_name", "start")
    @api.depends_context("tz", "lang")
    def _compute_display_name(self):
        for call in self:
            # sudo: res.partner - who was on the line belongs to the call, whoever the customer's owner is
            who = (
                call.partner_id.sudo().display_name or call.number or call.caller_name or self.env._("Number withheld")
            )
            start = fields.Datetime.context_timestamp(call, call.start) if call.start else None
            call.display_name = f"{who}, {start:%Y-%m-%d %H:%M}" if start else who

    @api.model
    def _search_display_name(self, operator, value):
        return super()._search_display_name(operator, self.env.company._callcenter_search_term(value))

    def write(self, vals):
        """Let people write what they judge, never the facts (see :meth:`_user_writable_fields`)."""
        if not self.env.su and (facts := vals.keys() - self._user_writable_fields()):
            raise AccessError(
                self.env._(
                    "A call is a record of what happened: %(fields)s cannot be changed.",
                    fields=", ".join(sorted(facts)),
                )
            )
        return super().write(vals)

    @api.model
    def _user_writable_fields(self):
        """Return the names of the fields that a person may write, rights to the call given."""
        return {"disposition_id", "note", "partner_id"}

    @api.model
    def _ledger_written(self, calls):
        """Hook: the ledger has just written ``calls`` (recordset, in superuser mode) and what belongs to them."""
