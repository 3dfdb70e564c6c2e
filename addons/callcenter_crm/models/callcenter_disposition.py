from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

RETRY_UNITS = [("minutes", "Minutes"), ("hours", "Hours"), ("days", "Days")]
MINUTES = {"minutes": 1, "hours": 60, "days": 24 * 60}
CONTACT_STATES = [("open", "Open"), ("pending", "Waiting"), ("done", "Done"), ("invalid", "Invalid")]
CLOSED = ("done", "invalid")
STATE_BY_CATEGORY = {"valid": "done", "pending": "pending", "invalid": "invalid"}


class CallcenterDisposition(models.Model):
    """Outcome of a call, as the person who handled it judges it, and the rule of what happens to the contact then."""

    _name = "callcenter.disposition"
    _description = "Call Outcome"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name for imports and interfaces; unique.")
    category = fields.Selection(
        [("valid", "Valid"), ("pending", "To be continued"), ("invalid", "Invalid")],
        default="valid",
        required=True,
        help="Valid: the matter was dealt with. To be continued: another contact follows. "
        "Invalid: not the right person or number.",
    )
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
    contact_state = fields.Selection(
        CONTACT_STATES,
        "Contact Becomes",
        compute="_compute_contact_state",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="State of the campaign contact after this outcome. Open and waiting ones come back to the agent, "
        "done and invalid ones are closed. A next date given by the agent always makes it wait.",
    )
    retry_after = fields.Integer(
        help="The contact comes back into the work list after this time, where the agent gives no next date. "
        "0: at once, behind the new ones."
    )
    retry_unit = fields.Selection(RETRY_UNITS, default="hours", required=True)
    retry_after_min = fields.Integer("Retry After (minutes)", compute="_compute_retry_after_min", store=True)
    next_required = fields.Boolean(
        "Next Date Required", help="The agent has to say when the next contact is before this outcome can be saved."
    )
    next_task = fields.Char(
        translate=True, help="What the next contact is about; its topic where the agent writes none."
    )
    converts = fields.Boolean("Makes a Customer", help="Saving this outcome makes the contact a customer.")
    converts_to = fields.Selection(
        [("lead", "Opportunity"), ("order", "Quotation")],
        "Then Opens",
        help="Made and opened at once from what is known of the contact, for agents whose role sells.",
    )
    max_attempts = fields.Integer(
        help="After so many contacts in all, one that would come back is closed instead. 0: no limit."
    )
    max_attempts_state = fields.Selection(
        [("done", "Done"), ("invalid", "Invalid")], "Then Closed As", default="done", required=True
    )
    overdue_min = fields.Integer(
        "Overdue After (minutes)",
        default=15,
        help="A promised contact that is so late is told to the leader of the department. 0: never.",
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another call outcome has this code already.")
    _rule_positive = models.Constraint(
        "CHECK (retry_after >= 0 AND max_attempts >= 0 AND overdue_min >= 0)",
        "Times and limits of a call outcome cannot be negative.",
    )

    @api.depends("category")
    def _compute_contact_state(self):
        for disposition in self:
            disposition.contact_state = STATE_BY_CATEGORY[disposition.category or "valid"]

    @api.depends("retry_after", "retry_unit")
    def _compute_retry_after_min(self):
        for disposition in self:
            disposition.retry_after_min = disposition.retry_after * MINUTES[disposition.retry_unit or "hours"]

    def _outcome(self, at, next_at=False, attempts=1):
        """Return what this outcome makes of a contact: ``{"state", "next_at"}``.

        :param at: moment of the contact (UTC)
        :param next_at: next date that the agent promised (UTC), or False
        :param attempts: contacts with this one, this one included
        :raise UserError: where the rule wants a next date and there is none, or the date is over
        """
        self.ensure_one()
        if next_at:
            if next_at <= at:
                raise UserError(self.env._("The next date is over already. Choose one that is still to come."))
            return {"state": "pending", "next_at": next_at}
        if self.next_required:
            raise UserError(self.env._("“%(outcome)s” needs a next date.", outcome=self.name))
        if self.contact_state in CLOSED:
            return {"state": self.contact_state, "next_at": False}
        if self.max_attempts and attempts >= self.max_attempts:
            return {"state": self.max_attempts_state, "next_at": False}
        minutes = self.retry_after_min
        return {"state": self.contact_state, "next_at": at + timedelta(minutes=minutes) if minutes else False}
