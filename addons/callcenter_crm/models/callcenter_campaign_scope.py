from odoo import models
from odoo.tools import SQL


class CallcenterCampaignScope(models.Model):
    """Whose contacts the figures of a campaign count.

    Who has all contacts, answers for the campaign, or has all its departments in scope sees it whole; everybody else
    sees the part of the own scope.
    """

    _inherit = "callcenter.campaign"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _whole(self, object_name):
        """Return those campaigns that the current user sees whole."""
        user = self.env.user
        department_ids = user._callcenter_scope_department_ids(object_name)
        if self.env.su or department_ids is None:
            return self
        own = set(department_ids)
        # sudo: callcenter.department - only whether they are the user's
        return self.filtered(
            lambda campaign: (
                campaign.user_id == user
                or (campaign.sudo().department_ids and set(campaign.sudo().department_ids.ids) <= own)
            )
        )

    def _in_scope(self, campaign, object_name, user, department=None):
        """Return the SQL condition of what the figures count.

        :param SQL campaign: the column with the campaign
        :param object_name: whose scope, see ``res.users._callcenter_scope``
        :param SQL user: the column with the holder or seller
        :param SQL department: the column with the department, if there is one
        """
        whole = self._whole(object_name)
        if whole == self:
            return SQL("TRUE")
        me = self.env.user
        parts = [
            SQL("%s = ANY(%s::int[])", campaign, whole.ids),
            SQL("%s = ANY(%s::int[])", user, list(me._callcenter_scope_user_ids(object_name))),
        ]
        if department:
            departments = list(me._callcenter_scope_department_ids(object_name))
            parts.append(SQL("%s = ANY(%s::int[])", department, departments))
        return SQL("(%s)", SQL(" OR ").join(parts))
