from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    def _callcenter_appraised_domain(self, path):
        """Return the domain of the appraisals that the user may see, for record rules.

        Everybody the own one; leaders those of the departments they lead and below; managers all. Colleagues of one
        department see nothing of each other, whatever their scope of calls.

        :param str path: of the appraised user
        """
        if self.has_group("callcenter_crm.group_manager"):
            return Domain.TRUE
        own = Domain(path, "=", self.id)
        if not self.has_group("callcenter_crm.group_leader"):
            return own
        # sudo: callcenter.department - which departments the user leads
        led = self.env["callcenter.department"].sudo().search([("leader_id", "=", self.id)])
        return own | Domain(f"{path}.callcenter_department_id", "child_of", led.ids)
