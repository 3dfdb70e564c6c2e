from markupsafe import Markup

from odoo import models


class HelpdeskTicketLow(models.Model):
    """A low score of a work order, at its return visit or for one of its calls, is a task of who leads there."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _low_mark(self):
        """Return the score below which a task is raised, of the visit rule that fits; 0: only answers marked low."""
        # sudo: callcenter.visit.rule - whoever closes or rates, the rule's mark holds
        return self.env["callcenter.visit.rule"].sudo().search([])._for(self).low_below

    def _raise_low(self, score, call=None, visit=None):
        """Write down that ``call`` or ``visit`` was scored low and give the leader a task, once for each of them."""
        self.ensure_one()
        name, record_id = ("call_id", call.id) if call else ("visit_id", visit.id)
        # sudo: callcenter.workorder.step - whoever gave the score; a merge takes calls along, they are told already
        steps = self.env["callcenter.workorder.step"].sudo()
        if steps.search_count([("act", "=", "rated_low"), (name, "=", record_id)], limit=1):
            return
        self._note_step("rated_low", f"{score:g}", **{name: record_id})
        department = self.department_id or (visit.department_id if visit else self.user_id.callcenter_department_id)
        leader = self.env["callcenter.followup"]._leader(department, self.user_id)
        if leader:
            self._task_low(leader, score, call or visit)

    def _task_low(self, leader, score, record):
        told = self.with_context(lang=leader.lang)
        is_call = record._name == "callcenter.call"
        at = told.env._("Low score for a call") if is_call else told.env._("Low score at the return visit")
        link = Markup('<a href="/mail/view?model=%s&amp;res_id=%s" data-oe-model="%s" data-oe-id="%s">%s</a>')
        where = told.env._("Call") if is_call else told.env._("Return Visit")
        # sudo: mail.activity - the leader has to look at it, whoever gave the score
        self.sudo().activity_schedule(
            "callcenter_crm.activity_type_low_score",
            user_id=leader.id,
            summary=f"{at}: {score:g}",
            note=link % (record._name, record.id, record._name, record.id, where),
        )
