import re
import unicodedata

import phonenumbers

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

KINDS = [("blacklist", "Blacklist"), ("do_not_call", "Do Not Call")]
_TYPED_PREFIX = re.compile(r"(\+|00)?(\d{1,12})")


class CallcenterBlacklist(models.Model):
    """A number that is not called, or the beginning of such numbers.

    It holds for the company, without one for all, up to and with ``date_end``. Archived rows do not hold.
    """

    _name = "callcenter.blacklist"
    _description = "Blacklisted Number"
    _order = "id desc"
    _rec_name = "number"

    number = fields.Char(required=True, help="Stored in international form, numbers of the own country too.")
    prefix = fields.Boolean(
        "Range",
        default=False,
        help="All numbers that begin like this one, e.g. 170 for the mobile numbers 170 0000 0000 and on.",
    )
    kind = fields.Selection(
        KINDS,
        default="blacklist",
        required=True,
        help="Blacklist: not worth calling, e.g. somebody who complains about every call. "
        "Do not call: the person or the law forbids it.",
    )
    reason = fields.Char()
    source = fields.Char(help="Where it comes from, e.g. a customer's demand or a regulator's list.")
    date_end = fields.Date("Until", help="Last day on which it holds. Empty: for good.")
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, index=True, help="Empty: for all companies."
    )
    active = fields.Boolean(default=True)

    # 0 stands for "all companies", so that a number comes once there as well
    _number_unique = models.UniqueIndex(
        "(number, coalesce(company_id, 0)) WHERE active", "This number is on the blacklist already."
    )
    _prefix_index = models.Index("(number) WHERE prefix AND active")

    @api.model_create_multi
    def create(self, vals_list):
        company = self.env.company
        for vals in vals_list:
            owner = self.env["res.company"].browse(vals.get("company_id", company.id)) or company
            vals["number"] = self._key(vals.get("number"), vals.get("prefix"), owner)
        return super().create(vals_list)

    def write(self, vals):
        if not vals.keys() & {"number", "prefix"}:
            return super().write(vals)
        for row in self:
            # sudo: the row's own number - it may be masked for the user
            number = vals.get("number", row.sudo().number)
            key = row._key(number, vals.get("prefix", row.prefix), row.company_id or self.env.company)
            super(CallcenterBlacklist, row).write({**vals, "number": key})
        return True

    @api.depends("number", "prefix")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.number}…" if row.prefix else row.number

    @api.model
    def _search_display_name(self, operator, value):
        return super()._search_display_name(operator, self.env.company._callcenter_search_term(value))

    @api.model
    def _key(self, text, prefix, company):
        """Return what a person typed as it is stored.

        :raise ValidationError: where it is neither a number nor, with ``prefix``, the beginning of one
        """
        key = _prefix_key(text, company.country_id.code or "CN") if prefix else company._callcenter_normalize(text)
        if not key:
            raise ValidationError(self.env._("“%(text)s” is not a phone number.", text=text or ""))
        return key

    @api.model
    def _holds(self, company):
        """Return the SQL condition for the rows ``b`` that hold in ``company`` today."""
        today = fields.Date.context_today(self.with_context(tz=company._callcenter_tz()))
        return SQL(
            "b.active AND (b.company_id IS NULL OR b.company_id = %s) AND (b.date_end IS NULL OR b.date_end >= %s)",
            company.id,
            today,
        )

    @api.model
    def _free(self, company, *columns):
        """Return the SQL condition for rows none of whose number ``columns`` (SQL) is blacklisted in ``company``.

        Exact numbers are looked up by index, of ranges there are few. Columns may be NULL or empty.
        """
        self.flush_model()
        holds = self._holds(company)
        parts = [
            SQL(
                """NOT EXISTS (SELECT FROM callcenter_blacklist b
                                WHERE b.number = %(column)s AND b.prefix IS NOT TRUE AND %(holds)s)
               AND NOT EXISTS (SELECT FROM callcenter_blacklist b
                                WHERE b.prefix AND starts_with(%(column)s, b.number) AND %(holds)s)""",
                column=column,
                holds=holds,
            )
            for column in columns
        ]
        return SQL(" AND ").join(parts)

    @api.model
    def _matching(self, numbers, company=None):
        """Return ``{number: row}`` for those of ``numbers`` (keys) that are blacklisted; the longest match counts."""
        self.flush_model()
        found = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (n.number) n.number, b.id
                     FROM unnest(%(numbers)s) AS n (number)
                     JOIN callcenter_blacklist b ON b.number = n.number AND b.prefix IS NOT TRUE
                                                 OR b.prefix AND starts_with(n.number, b.number)
                    WHERE %(holds)s
                    ORDER BY n.number, b.prefix IS TRUE, length(b.number) DESC, b.id""",
                numbers=[number for number in numbers if number],
                holds=self._holds(company or self.env.company),
            )
        )
        return {number: self.browse(row) for number, row in found}


def _prefix_key(text, region):
    """Return the beginning of numbers in international form: ``170`` and ``0755`` are the region's own."""
    plain = re.sub(r"[\s().-]", "", unicodedata.normalize("NFKC", text or ""))
    typed = _TYPED_PREFIX.fullmatch(plain)
    if not typed:
        return ""
    abroad, digits = typed.groups()
    if abroad:
        return f"+{digits}"
    code = str(phonenumbers.country_code_for_region(region))
    return f"+{code}{digits.lstrip('0')}" if digits.strip("0") else ""
