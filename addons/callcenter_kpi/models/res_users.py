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

    def _callcenter_qa_score_domain(self):
        """Return the domain of the QA scores that the user may see.

        These are those handed in of the agents in scope (agents: their own), and what the user scores as an inspector.
        Scores of a calibration are seen by nobody but who gives them until it is closed, then by inspectors.
        """
        seen = self._callcenter_scope_domain("call") & Domain("state", "!=", "draft")
        seen &= Domain("kind", "!=", "calibration")
        if self.has_group("callcenter_crm.group_qa"):
            seen |= Domain("inspector_id", "=", self.id)
        return seen

    def _callcenter_qa_figures_domain(self):
        """Return the domain of the QA figures that the user may see: as the scores and calls that they count."""
        seen = self._callcenter_scope_domain("call")
        return seen | Domain("inspector_id", "=", self.id) if self.has_group("callcenter_crm.group_qa") else seen

    def _callcenter_qa_task_domain(self):
        """Return the domain of the calls to score that the user may see: the own list, and of the agents in scope."""
        return Domain("inspector_id", "=", self.id) | self._callcenter_scope_domain("call")

    def _callcenter_qa_part_domain(self):
        """Return the domain of what belongs to the QA scores that the user may see, by its ``score_id``."""
        return Domain("score_id", "any", self._callcenter_qa_score_domain())
