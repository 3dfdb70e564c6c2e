from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.phone import is_typed

_GROUP = "callcenter_crm.group_callcenter"


class ResPartner(models.Model):
    _inherit = "res.partner"

    callcenter_call_ids = fields.One2many("callcenter.call", "partner_id", "Calls", copy=False, groups=_GROUP)
    callcenter_call_count = fields.Integer("Number of Calls", compute="_compute_callcenter_call_count", groups=_GROUP)
    callcenter_followup_ids = fields.One2many(
        "callcenter.followup", "partner_id", "Follow-ups", copy=False, groups=_GROUP
    )
    callcenter_company_ids = fields.One2many("res.company", "partner_id", "Own Companies", groups=_GROUP)
    callcenter_numbers = fields.One2many("callcenter.number", "partner_id", "All Numbers", copy=False, groups=_GROUP)
    callcenter_other_numbers = fields.One2many(
        "callcenter.number",
        "partner_id",
        "Further Numbers",
        domain=[("origin", "=", "manual")],
        copy=False,
        groups=_GROUP,
    )

    @api.depends_context("uid")
    def _compute_callcenter_call_count(self):
        groups = self.env["callcenter.call"]._read_group([("partner_id", "in", self.ids)], ["partner_id"], ["__count"])
        count = {partner.id: calls for partner, calls in groups}
        for partner in self:
            partner.callcenter_call_count = count.get(partner.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners.filtered("phone")._callcenter_sync_numbers()
        return partners

    def write(self, vals):
        """Write; who owns a customer owns the addresses and people below it that had no other owner."""
        owners = {partner: partner.user_id for partner in self} if "user_id" in vals else {}
        result = super().write(vals)
        # sudo: res.partner - whether one of these is a company of ours, or a colleague
        known = self.sudo()
        if (vals.keys() & {"country_id", "tz"} and known.callcenter_company_ids) or ("tz" in vals and known.user_ids):
            self.env.registry.clear_cache()
        for partner, owner in owners.items():
            below = partner.child_ids - self
            below.filtered(lambda row, owner=owner: row.user_id in (owner, row.user_id.browse())).write(
                {"user_id": vals["user_id"]}
            )
        if not vals.keys().isdisjoint(self._callcenter_number_triggers()):
            self._callcenter_sync_numbers()
        return result

    @api.model
    def _search_display_name(self, operator, value):
        """Who is looked for by a number, or a part of one, is found by any of the customer's."""
        domain = super()._search_display_name(operator, value)
        if (
            operator in ("ilike", "=")
            and isinstance(value, str)
            and is_typed(value)
            and self.env.user.has_group(_GROUP)
        ):
            domain = Domain(domain) | Domain("callcenter_numbers", operator, value)
        return domain

    @api.model
    def _callcenter_by_number(self, number):
        """Return the active customers that have ``number`` (any spelling) and that the user may see.

        Those whose own phone it is come first. The numbers are compared whole, whoever the user is.
        """
        Number = self.env["callcenter.number"]
        Number.check_access("read")
        key = self.env.company._callcenter_normalize(number)
        if not key:
            return self.browse()
        # sudo: callcenter.number - the rights are those of the customers, asked for below
        rows = Number.sudo().search_fetch(
            [("number", "=", key), ("partner_id.active", "=", True)], ["partner_id"], order="origin desc, id"
        )
        partners = rows.partner_id.with_env(self.env)
        if self.env.su or not partners:
            return partners
        return partners & self.search_fetch([("id", "in", partners.ids)], ["name"])

    @api.model
    def _callcenter_phone_fields(self):
        """Return the fields whose numbers are mirrored in ``callcenter.number``."""
        return ["phone"]

    @api.model
    def _callcenter_number_triggers(self):
        return {*self._callcenter_phone_fields(), "country_id", "company_id"}

    def _callcenter_normalize(self, text):
        """Return ``text`` as a number key; national numbers are those of the contact's country, else the company's."""
        company = self.company_id or self.env.company
        return company._callcenter_normalize(text, self.country_id)

    def _callcenter_sync_numbers(self):
        """Make the mirrored rows of ``callcenter.number`` say what the phone fields say."""
        # sudo: callcenter.number - mirrors what the user was just allowed to write on the contact
        Number = self.env["callcenter.number"].sudo().with_context(callcenter_sync=True)
        rows = Number.search([("partner_id", "in", self.ids)])
        have = {(row.partner_id.id, row.number): row for row in rows}
        want = {
            (partner.id, key): partner
            for partner in self
            for fname in self._callcenter_phone_fields()
            if (key := partner._callcenter_normalize(partner[fname]))
        }
        gone = rows.filtered(lambda row: row.origin == "phone" and (row.partner_id.id, row.number) not in want)
        Number.create(
            [
                {"partner_id": partner_id, "number": key, "origin": "phone"}
                for partner_id, key in want
                if (partner_id, key) not in have
            ]
        )
        gone.unlink()
