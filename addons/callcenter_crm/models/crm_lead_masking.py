from odoo import models

from ..tools.masked_fields import MaskedHtml, MaskedName, MaskedNumber, hides_numbers
from ..tools.masking import mask


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ("callcenter.masking", "crm.lead")

    phone = MaskedNumber()
    # crm names the field again, as a plain one: without this it would not be computed any more
    phone_sanitized = MaskedNumber()
    name = MaskedName()
    contact_name = MaskedName()
    partner_name = MaskedName()
    description = MaskedHtml()
    function = MaskedName()
    street = MaskedName()
    street2 = MaskedName()
    city = MaskedName()

    def _compute_partner_phone_update(self):
        if not hides_numbers(self.env):
            return super()._compute_partner_phone_update()
        # whether a number is the customer's would tell it in ten thousand guesses
        for lead in self:
            lead.partner_phone_update = bool(lead.partner_id and mask(lead.phone) != mask(lead.partner_id.phone))
