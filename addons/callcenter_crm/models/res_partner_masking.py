from odoo import models

from ..tools.masked_fields import MaskedHtml, MaskedName, MaskedNumber
from ..tools.masking import STARS


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ("callcenter.masking", "res.partner")

    phone = MaskedNumber()
    name = MaskedName()
    complete_name = MaskedName()
    comment = MaskedHtml()
    function = MaskedName()
    company_name = MaskedName()
    commercial_company_name = MaskedName()
    street = MaskedName()
    street2 = MaskedName()
    city = MaskedName()
    ref = MaskedName()

    def _callcenter_sync_numbers(self):
        # sudo: res.partner - the numbers that are mirrored are whole
        return super(ResPartner, self.sudo())._callcenter_sync_numbers()

    def _update_address(self, vals):
        # a company's address for its people, and theirs for it; past the write that knows masked text
        if not any(isinstance(value, str) and STARS in value for value in vals.values()):
            return super()._update_address(vals)
        for partner in self:
            super(ResPartner, partner)._update_address(partner._callcenter_unmasked(vals))

    def _compute_callcenter_location(self):
        # sudo: res.partner - where a number belongs is told by its beginning
        return super(ResPartner, self.sudo())._compute_callcenter_location()

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        # names sort by their index
        if field_name == "complete_name":
            plain = self.with_context(callcenter_plain_column=self._fields[field_name])
            return super(ResPartner, plain)._order_field_to_sql(alias, field_name, direction, nulls, query)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
