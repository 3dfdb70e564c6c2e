from odoo import models

from ..tools.masked_fields import hides_numbers, number_behind
from ..tools.masking import is_masked


class Base(models.AbstractModel):
    _inherit = "base"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _phone_format(self, fname=False, number=False, **kwargs):
        """Format the number behind a masked one: what the server sends a text to is no masked text."""
        if not hides_numbers(self.env):
            return super()._phone_format(fname=fname, number=number, **kwargs)
        if is_masked(number):
            number = number_behind(self.env, number, fname) or number
        # sudo: the records' own number - what goes back to the user is masked where it is kept
        records = self if number or any(not record.id for record in self) else self.sudo()
        return super(Base, records)._phone_format(fname=fname, number=number, **kwargs)
