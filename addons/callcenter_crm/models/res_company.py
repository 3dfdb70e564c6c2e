from odoo import models
from odoo.tools import ormcache

from ..tools.phone import normalize, search_term


class ResCompany(models.Model):
    _inherit = "res.company"

    def _callcenter_normalize(self, text, country=None):
        """Return ``text`` as a number key, see :func:`tools.phone.normalize`; national numbers are the country's."""
        return normalize(text, country.code if country else self._callcenter_region())

    def _callcenter_search_term(self, value):
        """Return ``value`` as it stands in number keys when it is (part of) a number as people type it."""
        return search_term(value, self._callcenter_region()) if isinstance(value, str) else value

    @ormcache("self.id")
    def _callcenter_region(self):
        """Return the ISO code of the company's country; asked for with every number, so it is kept in memory."""
        return self.country_id.code or "CN"

    def _callcenter_tz(self):
        """Return the name of the zone in which the company counts its days."""
        return self._callcenter_own_tz() or self.env["res.users"].context_get().get("tz") or "UTC"

    @ormcache("self.id")
    def _callcenter_own_tz(self):
        # sudo: res.partner - the zone is no secret
        return self.sudo().partner_id.tz
