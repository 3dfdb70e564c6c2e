from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Who may read and write which notices."""

    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _callcenter_announcement_own_domain(self):
        """Return the domain of the notices that the user may write: the own ones, a manager's all."""
        if self.has_group("callcenter_crm.group_manager"):
            return Domain.TRUE
        return Domain("author_id", "=", self.id)

    def _callcenter_announcement_domain(self):
        """Return the domain of the notices that the user may read: published ones with a receipt, and the own ones."""
        # sudo: callcenter.announcement.receipt - the user's own ones
        mine = self.env["callcenter.announcement.receipt"].sudo()._search([("user_id", "=", self.id)])
        addressed = Domain("id", "in", mine.subselect("announcement_id")) & Domain("state", "=", "published")
        return addressed | self._callcenter_announcement_own_domain()
