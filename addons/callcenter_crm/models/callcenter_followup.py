from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

# what a person may say of a contact; who and when is the server's
WRITTEN = {"contact_id", "partner_id", "disposition_id", "intent_id", "topic", "note", "next_at", "call_id"}


class CallcenterFollowup(models.Model):
    """One contact with somebody, as the agent wrote it down, and what was promised for the next.

    A row is a fact and stays with the contact or customer whoever holds them later. ``state`` tells of the promise:
    ``open`` until the next contact is written down, ``done`` from then on, and where nothing was promised. A promise
    falls to whoever holds the contact; for a customer without one, to ``next_user_id``.
    """

    _name = "callcenter.followup"
    _description = "Follow-up"
    _order = "at desc, id desc"
    _log_access = False

    contact_id = fields.Many2one("callcenter.contact", "Campaign Contact", ondelete="cascade", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", ondelete="cascade", readonly=True)
    user_id = fields.Many2one("res.users", "Agent", required=True, ondelete="restrict", readonly=True)
    at = fields.Datetime("Time", required=True, default=fields.Datetime.now, readonly=True)
    disposition_id = fields.Many2one("callcenter.disposition", "Outcome", required=True, ondelete="restrict")
    category = fields.Selection(related="disposition_id.category", string="Class")
    intent_id = fields.Many2one(
        "callcenter.dictionary.item",
        "Intent Level",
        domain=[("dictionary_id.code", "=", "intent")],
        ondelete="restrict",
    )
    topic = fields.Char(help="What the next contact is about.")
    note = fields.Text()
    next_at = fields.Datetime("Next Date")
    next_user_id = fields.Many2one("res.users", "Next Contact By", ondelete="restrict", readonly=True)
    call_id = fields.Many2one("callcenter.call", ondelete="set null")
    state = fields.Selection([("open", "Promised"), ("done", "Done")], "Promise", default="done", required=True)
    reminded_at = fields.Datetime(readonly=True)
    escalated_at = fields.Datetime("Told to Leader", readonly=True)

    _whose = models.Constraint(
        "CHECK (contact_id IS NOT NULL OR partner_id IS NOT NULL)", "Say whom you were in contact with."
    )
    _promised = models.Constraint("CHECK (state <> 'open' OR next_at IS NOT NULL)", "A promise needs its date.")
    _contact_index = models.Index("(contact_id, at DESC) WHERE contact_id IS NOT NULL")
    _partner_index = models.Index("(partner_id, at DESC) WHERE partner_id IS NOT NULL")
    _user_index = models.Index("(user_id, at DESC)")
    _promise_index = models.Index("(next_user_id, next_at) WHERE state = 'open'")
    _remind_index = models.Index("(next_at) WHERE state = 'open' AND reminded_at IS NULL")
    _overdue_index = models.Index("(next_at) WHERE state = 'open' AND escalated_at IS NULL")

    @api.depends("contact_id", "partner_id", "at")
    @api.depends_context("tz", "lang")
    def _compute_display_name(self):
        for followup in self:
            who = followup.contact_id.display_name or followup.partner_id.display_name or ""
            at = fields.Datetime.context_timestamp(followup, followup.at) if followup.at else None
            followup.display_name = f"{who}, {at:%Y-%m-%d %H:%M}" if at else who

    @api.model_create_multi
    def create(self, vals_list):
        """Write contacts down and apply the rules of their outcomes.

        :raise AccessError: a contact, customer or call out of the user's reach; somebody else's name or time
        :raise UserError: what the outcome's rule wants is missing (see ``callcenter.disposition._outcome``)
        """
        if not self.env.su:
            self.browse().check_access("create")
            for vals in vals_list:
                self._check_written(vals)
        # sudo: callcenter.followup - what was asked for has just been checked; the rule writes the rest
        followups = super(CallcenterFollowup, self.sudo()).create([self._complete(vals) for vals in vals_list])
        for followup in followups.filtered(lambda followup: not followup.missed):
            followup._apply_rule()
        return followups.with_env(self.env)

    def copy(self, default=None):
        raise UserError(self.env._("A follow-up is a record of what happened and is not copied."))

    def _check_written(self, vals):
        if forged := vals.keys() - WRITTEN:
            raise AccessError(self.env._("These are not yours to write: %(fields)s.", fields=", ".join(sorted(forged))))
        for name in ("contact_id", "partner_id", "call_id", "disposition_id", "intent_id"):
            if vals.get(name):
                self.env[self._fields[name].comodel_name].browse(vals[name]).check_access("read")

    def _complete(self, vals):
        """Return ``vals`` with who, when and the customer that the contact has become."""
        contact = self.env["callcenter.contact"].browse(vals.get("contact_id") or False)
        intent = self.env["callcenter.dictionary.item"].browse(vals.get("intent_id") or False)
        # sudo: callcenter.contact, callcenter.dictionary.item - only whose customer and which dictionary it is
        contact, intent = contact.sudo(), intent.sudo()
        if intent and intent.dictionary_id.code != "intent":
            raise ValidationError(self.env._("Choose one of the intent levels."))
        return {
            "user_id": self.env.uid,
            "partner_id": contact.partner_id.id,
            **vals,
            "intent_id": intent.id,
        }

    def _apply_rule(self):
        """Let the outcome's rule say what becomes of the contact and of the promise: the only place that does."""
        self.ensure_one()
        outcome, contact = self.disposition_id, self.contact_id
        allowed = contact.campaign_id.disposition_ids
        if allowed and outcome not in allowed:
            raise UserError(self.env._("“%(outcome)s” is no outcome of this campaign.", outcome=outcome.name))
        attempts = contact.attempts + 1
        result = outcome._outcome(self.at, self.next_at, attempts)
        self._close_earlier()
        promised = bool(self.next_at)
        self.write(
            {
                "state": "open" if promised else "done",
                "next_user_id": (self.next_user_id or contact.user_id or self.user_id).id if promised else False,
                "topic": self.topic or outcome.next_task if promised else self.topic,
            }
        )
        if contact:
            contact._callcenter_followed_up(self, {**result, "attempts": attempts})

    def _close_earlier(self):
        """What was promised before is kept by this contact."""
        own = [("contact_id", "=", self.contact_id.id)]
        if not self.contact_id:
            own += [("partner_id", "=", self.partner_id.id)]
        self.search([("state", "=", "open"), ("id", "not in", self.ids), *own]).write({"state": "done"})

    def _who(self):
        """Return the name of whom this follow-up is about."""
        return self.contact_id.name or self.partner_id.name or self.contact_id.number or ""
