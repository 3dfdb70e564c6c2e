from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import ormcache


class ResUsers(models.Model):
    """Which articles of the knowledge base somebody reads."""

    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @ormcache("self.id")
    def _callcenter_knowledge_category_ids(self):
        """Return the ids (tuple) of the categories that the user may read; None: no limit.

        A category is read by the departments it names with all below them, and by who leads one above.
        """
        self.ensure_one()
        if self.has_group("callcenter_crm.group_manager"):
            return None
        # sudo: callcenter.department - which departments there are above a user does not depend on what may be read
        Department = self.env["callcenter.department"].sudo().with_context(active_test=False)
        own = self._callcenter_departments("department")
        led = Department.search(Domain("id", "child_of", own.filtered(lambda one: one.leader_id == self).ids))
        above = Department.search(Domain("id", "parent_of", own.ids))
        # sudo: callcenter.knowledge.category - read to say which of them may be read
        Category = self.env["callcenter.knowledge.category"].sudo().with_context(active_test=False)
        return Category.search([])._read_by(own | led | above)._ids

    def _callcenter_knowledge_category_domain(self, name="id"):
        """Return the domain of what belongs to the categories that the user may read, by the field ``name``."""
        ids = self._callcenter_knowledge_category_ids()
        return Domain.TRUE if ids is None else Domain(name, "in", ids)

    def _callcenter_knowledge_domain(self):
        """Return the domain of the articles that the user may see: all for authors, what is valid for readers."""
        readable = self._callcenter_knowledge_category_domain("category_id")
        if self.has_group("callcenter_crm.group_knowledge_author"):
            return readable
        return readable & self._callcenter_knowledge_valid()

    def _callcenter_knowledge_valid(self):
        """Return the domain of the articles that readers find today."""
        today = fields.Date.context_today(self)
        return (
            Domain("active", "=", True)
            & Domain("version_id", "!=", False)
            & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", today))
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", today))
        )
