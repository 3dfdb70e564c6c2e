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

        These are those handed in of the agents in scope (agents: their own), and what the user scores as an inspector
        or leader.
        Scores of a calibration are seen by nobody but who gives them until it is closed, then by inspectors; whose
        call it was never sees them, in whatever role.
        """
        given = self._callcenter_scope_domain("call") & Domain("state", "!=", "draft")
        seen = given & Domain("kind", "!=", "calibration")
        if self.has_group("callcenter_crm.group_qa") or self.has_group("callcenter_crm.group_leader"):
            seen |= Domain("inspector_id", "=", self.id)
        if self.has_group("callcenter_crm.group_qa"):
            seen |= given & Domain("calibration_id.state", "=", "closed") & Domain("user_id", "!=", self.id)
        return seen

    def _callcenter_qa_figures_domain(self):
        """Return the domain of the QA figures that the user may see: as the scores and calls that they count."""
        seen = self._callcenter_scope_domain("call")
        return seen | Domain("inspector_id", "=", self.id) if self.has_group("callcenter_crm.group_qa") else seen

    def _callcenter_qa_calibration_domain(self):
        """Return the domain of the calibration rounds that the user may see: the own ones, and those that are over."""
        if self.has_group("callcenter_crm.group_manager"):
            return Domain.TRUE
        return (
            self._callcenter_qa_led_domain() | Domain("inspector_ids", "in", self.ids) | Domain("state", "=", "closed")
        )

    def _callcenter_qa_led_domain(self):
        """Return the domain of the calibration rounds that the user leads."""
        return Domain.TRUE if self.has_group("callcenter_crm.group_manager") else Domain("lead_id", "=", self.id)

    def _callcenter_qa_result_domain(self):
        """Return the domain of the calibration results that the user may see; never those of the own calls."""
        return self._callcenter_scope_domain("call") & Domain("user_id", "!=", self.id)

    def _callcenter_qa_task_domain(self):
        """Return the domain of the calls to score that the user may see: the own list, and of the agents in scope.

        Those of a calibration are on the own list only: what became of them would tell of others' marks.
        """
        drawn = self._callcenter_scope_domain("call") & Domain("calibration_call_id", "=", False)
        return Domain("inspector_id", "=", self.id) | drawn

    def _callcenter_qa_part_domain(self):
        """Return the domain of what belongs to the QA scores that the user may see, by its ``score_id``."""
        return Domain("score_id", "any", self._callcenter_qa_score_domain())
