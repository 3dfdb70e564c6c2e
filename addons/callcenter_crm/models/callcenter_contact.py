from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .callcenter_contact_move import Told

# what an agent may correct of a contact; everything else changes by follow-ups and allocation
AGENTS_WRITE = {"name", "gender", "company_name", "region", "city", "address", "remark"}
CUSTOM = "x_cc_"


class CallcenterContact(models.Model):
    """Somebody on a campaign's list. Lean, as there are millions; becomes a customer when there is reason."""

    _name = "callcenter.contact"
    _description = "Campaign Contact"
    _order = "priority desc, id"
    _log_access = False

    campaign_id = fields.Many2one("callcenter.campaign", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="campaign_id.company_id")
    list_id = Told("callcenter.list", ondelete="set null")
    name = fields.Char()
    number = fields.Char(required=True, help="Stored in international form.")
    number_2 = fields.Char("Second Number")
    gender = fields.Selection([("male", "Male"), ("female", "Female")])
    company_name = fields.Char("Employer")
    region = fields.Char()
    city = fields.Char()
    address = fields.Char()
    remark = fields.Text()
    partner_id = fields.Many2one("res.partner", "Customer", ondelete="set null", index="btree_not_null")
    department_id = fields.Many2one("callcenter.department", ondelete="restrict")
    user_id = fields.Many2one("res.users", "Agent", ondelete="restrict")
    state = fields.Selection(
        [("new", "New"), ("open", "Open"), ("pending", "Waiting"), ("done", "Done"), ("invalid", "Invalid")],
        default="new",
        required=True,
        help="New: nobody has called yet. Open: to be called again. Waiting: a next date is agreed. "
        "Done: the matter is closed. Invalid: not the right person or number.",
    )
    disposition_id = fields.Many2one("callcenter.disposition", "Last Outcome", ondelete="restrict")
    intent_id = fields.Many2one(
        "callcenter.dictionary.item",
        "Intent Level",
        domain=[("dictionary_id.code", "=", "intent")],
        ondelete="restrict",
    )
    attempts = fields.Integer(default=0, required=True)
    first_at = fields.Datetime("First Contact")
    last_at = fields.Datetime("Last Contact")
    next_at = fields.Datetime("Next Date")
    priority = fields.Integer(default=0, required=True)
    created = fields.Datetime("Created On", default=fields.Datetime.now, readonly=True)

    _number_index = models.Index("(number)")
    _number_2_index = models.Index("(number_2) WHERE number_2 IS NOT NULL")
    # the agent's day: what is due, by its date; what has no date, by campaign and priority
    _next_index = models.Index(
        "(user_id, next_at, campaign_id, priority DESC, id, state) "
        "WHERE user_id IS NOT NULL AND state IN ('new', 'open', 'pending')"
    )
    _campaign_index = models.Index("(campaign_id, department_id, user_id, state)")
    _list_index = models.Index("(list_id) WHERE list_id IS NOT NULL")

    @api.depends("name", "number")
    def _compute_display_name(self):
        for contact in self:
            contact.display_name = contact.name or contact.number

    @api.model_create_multi
    def create(self, vals_list):
        campaigns = self.env["callcenter.campaign"]
        return super().create(
            [self._normalize(dict(vals), campaigns.browse(vals.get("campaign_id")).company_id) for vals in vals_list]
        )

    def write(self, vals):
        return super().write(self._normalize(dict(vals), self.campaign_id.company_id[:1]))

    def _normalize(self, vals, company):
        """Return ``vals`` with its numbers as keys; national ones are those of the country of ``company``."""
        for name in {"number", "number_2"} & vals.keys():
            if vals[name]:
                number = (company or self.env.company)._callcenter_normalize(vals[name])
                if not number:
                    raise ValidationError(self.env._("“%(text)s” is not a phone number.", text=vals[name]))
                vals[name] = number
        return vals

    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and not self._may_write(field):
            return False
        return super()._has_field_access(field, operation)

    def _may_write(self, field):
        if field.name in AGENTS_WRITE or field.name.startswith(CUSTOM):
            return True
        return self.env.user.has_group("callcenter_crm.group_leader")

    @api.model
    def _search_display_name(self, operator, value):
        if isinstance(value, str) and value:
            term = self.env.company._callcenter_search_term(value)
            return ["|", ("name", operator, value), "|", ("number", operator, term), ("number_2", operator, term)]
        return super()._search_display_name(operator, value)
