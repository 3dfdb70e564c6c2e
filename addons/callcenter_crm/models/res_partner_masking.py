from odoo import api, models

from ..tools.masked_fields import MaskedHtml, MaskedName, MaskedNumber, hides_numbers


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ("callcenter.masking", "res.partner")

    phone = MaskedNumber()
    name = MaskedName()
    complete_name = MaskedName()
    comment = MaskedHtml()

    def _callcenter_sync_numbers(self):
        # sudo: res.partner - the numbers that are mirrored are whole
        return super(ResPartner, self.sudo())._callcenter_sync_numbers()

    def _compute_callcenter_location(self):
        # sudo: res.partner - where a number belongs is told by its beginning
        return super(ResPartner, self.sudo())._compute_callcenter_location()

    @api.model
    def _callcenter_by_number(self, number):
        if not hides_numbers(self.env):
            return super()._callcenter_by_number(number)
        # sudo: res.partner - by the whole number, and then as far as they are the user's to see
        return super(ResPartner, self.sudo())._callcenter_by_number(number).with_env(self.env)._filtered_access("read")

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        # names sort by their index
        if field_name == "complete_name":
            plain = self.with_context(callcenter_plain_column=self._fields[field_name])
            return super(ResPartner, plain)._order_field_to_sql(alias, field_name, direction, nulls, query)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
