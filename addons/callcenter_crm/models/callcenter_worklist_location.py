from odoo import api, models

from ..tools import location


class CallcenterWorklistCard(models.AbstractModel):
    _inherit = "callcenter.worklist.card"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def _card(self, record):
        """Add ``location``: where the number belongs and its network, as text."""
        number = next(iter(self._numbers(record)), "")
        return {**super()._card(record), "location": location.text(number, self.env.lang)}
