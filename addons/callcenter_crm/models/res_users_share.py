from odoo import models
from odoo.fields import Domain
from odoo.tools import ormcache


class ResUsersShare(models.Model):
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @ormcache("self.id")
    def _callcenter_share_department_ids(self):
        """Return the ids (tuple) of the departments whose shared contacts the user may work: the own, all above too."""
        self.ensure_one()
        # sudo: res.users, callcenter.department - what is shared does not depend on what the user may read
        user = self.sudo()
        user.fetch(["callcenter_department_id", "callcenter_department_ids"])
        own = user.callcenter_department_id | user.callcenter_department_ids
        return user.env["callcenter.department"].search([("id", "parent_of", own.ids)])._ids

    def _callcenter_contact_domain(self):
        """Return the domain of the contacts that the user may see: those in scope, and those shared."""
        domain = self._callcenter_scope_domain("contact", ("user_id",), "department_id")
        if domain.is_true():
            return domain
        return (
            domain
            | Domain("share_user_id", "in", self._callcenter_scope_user_ids("contact"))
            | Domain(
                "share_department_id",
                "in",
                {
                    *self._callcenter_share_department_ids(),
                    *self._callcenter_scope_department_ids("contact"),
                },
            )
        )
