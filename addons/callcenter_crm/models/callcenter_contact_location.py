from odoo import api, models

from ..tools import location

# where Chinese is what addresses are written in
CHINESE = {"CN", "HK", "MO", "TW"}


class CallcenterContact(models.Model):
    """Where a contact's number belongs; fills in region and city where the list says neither."""

    _name = "callcenter.contact"
    _inherit = ["callcenter.contact", "callcenter.located.mixin"]  # noqa: RUF012

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        for contact in contacts:
            if not contact.region and not contact.city:
                # sudo: callcenter.contact - the number tells, whoever may read it
                contact.update(self._callcenter_region(contact.sudo().number, contact.company_id))
        return contacts

    @api.model
    def _callcenter_region(self, number, company):
        """Return ``{"region", "city"}`` as the number tells them, in the language of the company's addresses.

        :param number: a number key; of one that belongs nowhere both are False
        """
        lang = "zh_CN" if (company.country_id.code or "CN") in CHINESE else "en_US"
        province, city, _carrier, country = location.locate(number or "", lang)
        return {"region": province or country or False, "city": city or False}

    def _callcenter_customer_values(self):
        vals = super()._callcenter_customer_values()
        genders = self.env["callcenter.dictionary"]._callcenter_items("gender")
        gender = genders.filtered(lambda item: item.code == self.gender)[:1]
        # Odoo's field would put the firm before the person's name wherever it is shown
        employer = vals.pop("company_name", False)
        return {**vals, "callcenter_gender_id": gender.id, "callcenter_employer": employer}
