from odoo import models
from odoo.fields import Domain

from ..tools.masked_fields import MaskedNumber, hides_numbers


class MailThreadPhone(models.AbstractModel):
    _inherit = "mail.thread.phone"

    phone_sanitized = MaskedNumber()

    def _search_phone_mobile_search(self, operator, value):
        if not hides_numbers(self.env):
            return super()._search_phone_mobile_search(operator, value)
        # whoever sees masked numbers finds them by what is shown
        names = [name for name in self._phone_get_number_fields() if name in self._fields]
        join = Domain.AND if operator in Domain.NEGATIVE_OPERATORS else Domain.OR
        return join(Domain(name, operator, value) for name in names)
