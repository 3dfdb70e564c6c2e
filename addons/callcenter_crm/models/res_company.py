from odoo import models

from ..tools.phone import normalize, search_term


class ResCompany(models.Model):
    _inherit = "res.company"

    def _callcenter_normalize(self, text, country=None):
        """Return ``text`` as a number key, see :func:`tools.phone.normalize`; national numbers are the country's."""
        country = country or self.country_id
        return normalize(text, country.code or "CN")

    def _callcenter_search_term(self, value):
        """Return ``value`` as it stands in number keys when it is (part of) a number as people type it."""
        return search_term(value, self.country_id.code or "CN") if isinstance(value, str) else value

    def _callcenter_tz(self):
        """Return the name of the zone in which the company counts its days."""
        return self.partner_id.tz or self.env.user.tz or "UTC"
