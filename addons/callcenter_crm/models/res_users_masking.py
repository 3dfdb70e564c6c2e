from odoo import models
from odoo.api import SUPERUSER_ID
from odoo.tools import ormcache

from ..tools.masked_fields import MaskedNumber
from ..tools.masking import mask, mask_text


class ResUsers(models.Model):
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    phone = MaskedNumber()

    @ormcache("self.id")
    def _callcenter_sees_numbers(self):
        """Return whether the user sees telephone numbers whole.

        Masked they are for internal users without the right as soon as one of their companies masks them.
        """
        if not self.id or self.id == SUPERUSER_ID:
            return True
        # sudo: res.users - rights and companies are not the user's own to read
        user = self.sudo()
        if user.share or not any(user.company_ids.mapped("callcenter_mask_numbers")):
            return True
        return user.has_group("callcenter_crm.group_numbers")

    def _callcenter_number(self, number):
        """Return ``number`` as the user may see it."""
        return number if self._callcenter_sees_numbers() else mask(number)

    def _callcenter_text(self, text):
        """Return ``text`` as the user may see it: telephone numbers in it are masked."""
        return text if self._callcenter_sees_numbers() else mask_text(text)
