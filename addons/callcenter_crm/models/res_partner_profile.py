from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.date_utils import subtract

from ..tools import location
from ..tools.masked_fields import MaskedName
from .res_partner import _GROUP

# field: the dictionary that its items are of
DICTIONARIES = {
    "callcenter_gender_id": "gender",
    "callcenter_age_group_id": "age_group",
    "callcenter_marital_id": "marital",
    "callcenter_education_id": "education",
    "callcenter_occupation_id": "occupation",
    "callcenter_source_id": "source",
    "callcenter_region_id": "region",
}
_ORDERS = ("=", "!=", "<", "<=", ">", ">=")


def _item(label, code, **options):
    """Return a field that takes an item of the dictionary ``code``."""
    return fields.Many2one(
        "callcenter.dictionary.item",
        label,
        domain=[("dictionary_id.code", "=", code)],
        ondelete="restrict",
        groups=_GROUP,
        **options,
    )


class ResPartner(models.Model):
    """What a call center knows of a customer beyond what Odoo asks.

    The customer's own address is the home of a person; where mail or goods go elsewhere Odoo's further addresses
    serve, while the work address is one line to be read.
    """

    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    callcenter_is_customer = fields.Boolean(
        "Is a Customer",
        compute="_compute_callcenter_is_customer",
        compute_sudo=True,
        groups=_GROUP,
        help="Neither a colleague nor one of the own companies.",
    )
    callcenter_alias = MaskedName("Other Name", groups=_GROUP, help="Former name, name in another script, nickname.")
    callcenter_gender_id = _item("Gender", "gender")
    callcenter_birthday = fields.Date("Birthday", groups=_GROUP)
    callcenter_age = fields.Integer(
        "Age",
        compute="_compute_callcenter_age",
        search="_search_callcenter_age",
        aggregator=None,
        groups=_GROUP,
        help="In years; 0 where the birthday is not known.",
    )
    callcenter_age_group_id = _item("Age Group", "age_group", help="Where the birthday is not known.")
    callcenter_marital_id = _item("Marital Status", "marital")
    callcenter_education_id = _item("Education", "education")
    callcenter_occupation_id = _item("Occupation", "occupation")
    callcenter_employer = MaskedName("Employer", groups=_GROUP, help="Where the person works, a customer or not.")
    callcenter_work_address = MaskedName("Work Address", groups=_GROUP)
    callcenter_source_id = _item("Source", "source")
    callcenter_region_id = _item("Region", "region")
    callcenter_location = fields.Char(
        "Number Location",
        compute="_compute_callcenter_location",
        compute_sudo=True,
        groups=_GROUP,
        help="Where the phone number belongs, its network.",
    )

    @api.depends("partner_share", "callcenter_company_ids")
    def _compute_callcenter_is_customer(self):
        for partner in self:
            partner.callcenter_is_customer = partner.partner_share and not partner.callcenter_company_ids

    @api.depends("callcenter_birthday")
    def _compute_callcenter_age(self):
        today = fields.Date.context_today(self)
        for partner in self:
            born = partner.callcenter_birthday
            partner.callcenter_age = relativedelta(today, born).years if born else 0

    @api.depends("phone", "country_id", "company_id", "callcenter_numbers.number")
    @api.depends_context("lang")
    def _compute_callcenter_location(self):
        self.callcenter_numbers.fetch(["number"])
        for partner in self:
            key = partner.callcenter_numbers[:1].number or partner._callcenter_normalize(partner.phone)
            partner.callcenter_location = location.text(key, self.env.lang)

    @api.model
    def _search_callcenter_age(self, operator, value):
        """Turn years into the days on which people of that age were born."""
        if operator == "in":
            return Domain.OR(self._search_callcenter_age("=", years) for years in value)
        if operator not in _ORDERS:
            return NotImplemented
        if not isinstance(value, int):
            raise UserError(self.env._("Give an age as a whole number of years."))
        today = fields.Date.context_today(self)
        youngest = subtract(today, years=value)  # born that day: just became so old
        oldest = subtract(today, years=value + 1)  # born that day: just became a year older
        known = Domain("callcenter_birthday", "!=", False)
        match operator:
            case ">=":
                return Domain("callcenter_birthday", "<=", youngest)
            case ">":
                return Domain("callcenter_birthday", "<=", oldest)
            case "<":
                return known & Domain("callcenter_birthday", ">", youngest)
            case "<=":
                return known & Domain("callcenter_birthday", ">", oldest)
        if not value:
            unknown = Domain("callcenter_birthday", "=", False) | Domain("callcenter_birthday", ">", oldest)
            return unknown if operator == "=" else ~unknown
        same = Domain("callcenter_birthday", "<=", youngest) & Domain("callcenter_birthday", ">", oldest)
        return same if operator == "=" else ~same

    @api.constrains("callcenter_birthday")
    def _check_callcenter_birthday(self):
        today = fields.Date.context_today(self)
        for partner in self:
            if partner.callcenter_birthday and partner.callcenter_birthday > today:
                raise ValidationError(self.env._("A birthday lies in the past."))

    @api.constrains(*DICTIONARIES)
    def _check_callcenter_profile(self):
        # sudo: callcenter.dictionary - only whose item it is
        for partner in self.sudo():
            for name, code in DICTIONARIES.items():
                item = partner[name]
                if item and item.dictionary_id.code != code:
                    raise ValidationError(
                        self.env._(
                            "“%(item)s” is no item of the dictionary of “%(label)s”.",
                            item=item.display_name,
                            label=partner._fields[name]._description_string(self.env),
                        )
                    )

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self._callcenter_works_here())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Show people of the call center a customer as they work with it, unless somebody asks for another view."""
        if view_type == "form" and not view_id and self._callcenter_works_here():
            view_id = self.env.ref("callcenter_crm.callcenter_customer_view_form").id
        return super()._get_view(view_id, view_type, **options)

    @api.model
    def _callcenter_works_here(self):
        return not self.env.su and self.env.user.has_group(_GROUP)
