import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

FIGURES = ("calls", "contacts", "reached", "interested", "sold", "amount")


class CallcenterAdvert(models.Model):
    """An advertisement in a medium and a time slot: what it cost, and the calls, contacts and sales that it brought."""

    _name = "callcenter.advert"
    _description = "Advertisement"
    _order = "date_from desc, id desc"

    name = fields.Char("Title", required=True)
    medium_id = fields.Many2one(
        "callcenter.dictionary.item",
        domain=[("dictionary_id.code", "=", "medium")],
        required=True,
        ondelete="restrict",
        index=True,
    )
    source_id = fields.Many2one(
        "callcenter.dictionary.item",
        "Customer Source",
        domain=[("dictionary_id.code", "=", "source")],
        ondelete="restrict",
        help="Where customers come from whom this brings.",
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until", help="Empty: still running.")
    hour_from = fields.Float(
        "Hours From", help="In the time zone of the company. Calls outside the hours do not count."
    )
    hour_to = fields.Float("Hours Until", default=24.0)
    cost = fields.Monetary()
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company's Currency")
    company_cost = fields.Monetary(
        "Cost in the Company's Currency",
        currency_field="company_currency_id",
        compute="_compute_company_cost",
        store=True,
    )
    number = fields.Char(
        "Tracking Number", help="The number that is advertised, as the carrier sends it. Calls to it are counted."
    )
    list_ids = fields.One2many("callcenter.list", "advert_id", "Contact Lists")
    sale_days = fields.Integer(
        "Counts Sales For (days)",
        default=30,
        help="Orders of a caller count so many days after the call; those from the lists always do.",
    )
    note = fields.Text()
    calls = fields.Integer(compute="_compute_figures", help="Incoming calls to the number within dates and hours.")
    contacts = fields.Integer(compute="_compute_figures", help="Contacts on its lists.")
    reached = fields.Integer(
        compute="_compute_figures", help="Calls that were answered, and contacts whose last outcome is not invalid."
    )
    interested = fields.Integer(
        compute="_compute_figures", help="Calls and contacts whose last outcome is to be continued."
    )
    sold = fields.Integer(compute="_compute_figures", help="Confirmed orders of its contacts and callers.")
    amount = fields.Monetary("Sales", compute="_compute_figures", currency_field="company_currency_id")
    cost_per_call = fields.Monetary(compute="_compute_figures", currency_field="company_currency_id")
    cost_per_interested = fields.Monetary(compute="_compute_figures", currency_field="company_currency_id")
    cost_per_sale = fields.Monetary(compute="_compute_figures", currency_field="company_currency_id")

    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The advertisement ends before it starts."
    )
    _hours_in_order = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_to > hour_from AND hour_to <= 24)",
        "Hours: from must be earlier than until, within one day.",
    )
    _cost_positive = models.Constraint(
        "CHECK (cost >= 0 AND sale_days >= 0)", "The cost and the days cannot be negative."
    )
    _number_index = models.Index("(number) WHERE number IS NOT NULL")

    @api.depends("cost", "currency_id", "company_id", "date_from")
    def _compute_company_cost(self):
        for advert in self:
            target = advert.company_id.currency_id
            day = advert.date_from or fields.Date.context_today(advert)
            source = advert.currency_id or target
            advert.company_cost = source._convert(advert.cost, target, advert.company_id, day) if target else 0

    def _compute_figures(self):
        """All figures of all advertisements by one query, that of the report."""
        Report = self.env["callcenter.advert.report"]
        Report.invalidate_model()
        rows = Report.search_read([("advert_id", "in", self.ids)], ["advert_id", *FIGURES])
        found = {row["advert_id"][0]: row for row in rows}
        for advert in self:
            row = found.get(advert.id, {})
            figures = {name: row.get(name, 0) for name in FIGURES}
            advert.update(figures)
            for name, result in (("call", "calls"), ("interested", "interested"), ("sale", "sold")):
                count = figures[result]
                advert[f"cost_per_{name}"] = advert.company_cost / count if count else 0

    @api.constrains("number", "date_from", "date_to", "hour_from", "hour_to")
    def _check_overlap(self):
        """One call counts for one advertisement only."""
        for advert in self.filtered("number"):
            others = self.search([("number", "=", advert.number), ("id", "!=", advert.id)])
            for other in others:
                if advert._overlaps(other):
                    raise ValidationError(
                        self.env._("“%(other)s” has this number at the same time.", other=other.display_name)
                    )

    def _overlaps(self, other):
        ends = [(row.date_to or fields.Date.to_date("9999-12-31")) for row in (self, other)]
        days = self.date_from <= ends[1] and other.date_from <= ends[0]
        return days and self.hour_from < other.hour_to and other.hour_from < self.hour_to

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean(vals))

    @api.model
    def _clean(self, vals):
        """Return ``vals`` with the number as the ledger has it: digits, a + before them if there was one."""
        if vals.get("number"):
            vals = {**vals, "number": re.sub(r"[^0-9+]", "", vals["number"]) or False}
        return vals

    def action_contacts(self):
        """Open the contacts on its lists."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_contact_action")
        return action | {"domain": [("list_id", "in", self.list_ids.ids)], "context": {}}

    def action_calls(self):
        """Open the calls to its number within its dates."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_call_action")
        domain = [("did_number", "=", self.number), ("start", ">=", self.date_from)] if self.number else [(0, "=", 1)]
        domain += [("start", "<", fields.Date.add(self.date_to, days=1))] if self.number and self.date_to else []
        return action | {"domain": domain, "context": {}}


class CallcenterListAdvert(models.Model):
    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    advert_id = fields.Many2one("callcenter.advert", "Advertisement", ondelete="set null", index="btree_not_null")


class CallcenterCallAdvert(models.Model):
    _inherit = "callcenter.call"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    did_number = fields.Char("Number called", readonly=True)

    _did_index = models.Index("(did_number, start) WHERE did_number <> '' AND direction = 'inbound'")
