from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


class CallcenterQaCalibration(models.Model):
    """What the lead of a round does: open, take back, close."""

    _inherit = "callcenter.qa.calibration"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def action_open(self):
        """Put the calls on the inspectors' lists. Raises UserError with all that is wrong."""
        self._check_lead()
        self._check_draft()
        if problems := self._problems():
            raise UserError("\n".join(problems))
        due = fields.Date.context_today(self) + timedelta(days=self.days)
        # sudo: callcenter.qa.calibration - the state is written by these buttons only
        self.sudo().write({"state": "open", "opened_at": fields.Datetime.now(), "due": due})
        # sudo: callcenter.qa.task - tasks are made by opening a round, or by a draw
        self.env["callcenter.qa.task"].sudo().create(
            [self._task(call, user, due) for call in self.call_ids for user in self.inspector_ids]
        )

    def _task(self, call, user, due):
        return {
            "calibration_call_id": call.id,
            "call_id": call.call_id.id,
            "user_id": call.user_id.id,
            "inspector_id": user.id,
            "due": due,
        }

    def action_take_back(self):
        """Make the round a draft again, as long as nobody has begun to score."""
        self._check_lead()
        # sudo: callcenter.qa.score - whether there is one, whoever's
        if self.state != "open" or self.sudo().call_ids.score_ids:
            raise UserError(self.env._("Somebody has begun to score: close the round instead."))
        # sudo: callcenter.qa.task - those of this round, which the user leads
        self.sudo().task_ids.unlink()
        # sudo: callcenter.qa.calibration - the state is written by these buttons only
        self.sudo().write({"state": "draft", "opened_at": False, "due": False})

    def action_close(self):
        """Close the round with the scores handed in so far; what is missing is off the lists."""
        self._check_lead()
        if self.state != "open":
            raise UserError(self.env._("“%(round)s” is not being scored.", round=self.name))
        # sudo: callcenter.qa.calibration - the state is written by these buttons only
        self.sudo()._close()

    def _close(self):
        """Close and work out (superuser mode)."""
        left = self.task_ids.filtered(lambda task: task.state == "open")
        left.write({"state": "dropped", "drop_reason": self.env._("The calibration round was closed.")})
        self.write({"state": "closed", "closed_at": fields.Datetime.now()})
        self.env["callcenter.qa.calibration.result"]._work_out(self)

    def _close_when_done(self):
        """Close the rounds (superuser mode) of which nothing is on a list any more."""
        for round_ in self.filtered(lambda one: one.state == "open"):
            round_._wait_for_others()
            if not round_.task_ids.filtered(lambda task: task.state == "open"):
                round_._close()

    def _wait_for_others(self):
        """Where two hand in at once, the second waits here and is repeated: else neither would see that all is done."""
        self.env.cr.execute(SQL("UPDATE callcenter_qa_calibration SET state = state WHERE id = %s", self.id))

    @api.model
    def _of_calls(self, calls):
        """Return the draft of a round about ``calls``, in the user's name."""
        today = fields.Date.to_string(fields.Date.context_today(self))
        sheet = self.env["callcenter.qa.score"]._sheet_for(calls[:1])
        vals = {"name": self.env._("Calibration %(date)s", date=today), "sheet_id": sheet.id}
        return self.create({**vals, "call_ids": [Command.create({"call_id": call.id}) for call in calls]})

    def _problems(self):
        """Return what keeps the round from being opened (texts)."""
        problems = []
        if not self.call_ids:
            problems.append(self.env._("Choose a call."))
        if len(self.inspector_ids) < 2:
            problems.append(self.env._("Choose two inspectors or more: a difference is between two."))
        if self.reference_id and self.reference_id not in self.inspector_ids:
            problems.append(self.env._("The reference must be one of the inspectors."))
        if self.sheet_id.state != "used":
            problems.append(self.env._("“%(sheet)s” is not in use.", sheet=self.sheet_id.display_name))
        for user in self.inspector_ids:
            if not (user.active and user.has_group("callcenter_crm.group_qa")):
                problems.append(self.env._("%(user)s is no inspector.", user=user.name))
        return problems or self.call_ids._problems(self.inspector_ids)

    def _check_lead(self):
        self.ensure_one()
        self.check_access("write")
        if not self.may_lead:
            raise AccessError(self.env._("%(user)s leads this round.", user=self.lead_id.name))
