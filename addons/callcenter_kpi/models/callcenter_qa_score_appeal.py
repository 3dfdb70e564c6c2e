from odoo import fields, models
from odoo.exceptions import UserError

from .callcenter_qa_line import LONGEST


class CallcenterQaScore(models.Model):
    """The agent's appeal, and another inspector's recheck."""

    _inherit = "callcenter.qa.score"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def appeal(self, reason):
        """Appeal against the own score, with a reason, as long as the sheet gives time for it."""
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user:
            raise UserError(self.env._("Only the agent who was scored may appeal."))
        if not self.may_appeal:
            raise UserError(self._why_no_appeal())
        if not (reason or "").strip():
            raise UserError(self.env._("Say what you think is wrong with the score."))
        # sudo: callcenter.qa.score - the agent's own, checked above
        self.sudo().write(
            {"state": "appealed", "appealed_at": fields.Datetime.now(), "appeal_reason": reason.strip()[:LONGEST]}
        )

    def _why_no_appeal(self):
        if self.kind == "recheck":
            return self.env._("A recheck is the last decision.")
        if self.state != "submitted":
            return self.env._("This score has been appealed already.")
        if not self.appeal_until:
            return self.env._("Scores by this sheet cannot be appealed.")
        until = fields.Datetime.context_timestamp(self, self.appeal_until)
        return self.env._("The time to appeal was over on %(date)s.", date=f"{until:%Y-%m-%d %H:%M}")

    def action_appeal(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Appeal"),
            "res_model": "callcenter.qa.appeal",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_score_id": self.id},
        }

    def recheck(self):
        """Begin the recheck of an appealed score with its marks, or go on with the own one. Returns its id."""
        self.ensure_one()
        self._check_inspector()
        self.check_access("read")
        # sudo: callcenter.qa.score - whether somebody is at it already
        known = self.sudo().recheck_ids
        if known and known.inspector_id == self.env.user:
            return known.id
        if known:
            raise UserError(self.env._("%(inspector)s rechecks this score.", inspector=known.inspector_id.name))
        if self.state != "appealed":
            raise UserError(self.env._("Nobody appealed against this score."))
        if self.env.user == self.inspector_id or self.env.user in self._talked(self.call_id):
            raise UserError(self.env._("A recheck is another inspector's, who was not on the call."))
        again = self._make(self.call_id, self.user_id, self.sheet_id, "recheck", recheck_of_id=self.id)
        again._take_marks_of(self)
        return again.id

    def action_recheck(self):
        return self.browse(self.recheck())._open()

    def _take_marks_of(self, other):
        marks = {line.item_id: line for line in other.line_ids}
        for line in self.line_ids:
            first = marks[line.item_id]
            line.write({name: first[name] for name in ("state", "points", "failed", "reason")})
