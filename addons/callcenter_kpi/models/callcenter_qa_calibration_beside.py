from odoo import models

from .. import qa_calibration


class CallcenterQaCalibrationCall(models.Model):
    """The marks of a call beside each other. ``scores``: {inspector id: score handed in}."""

    _inherit = "callcenter.qa.calibration.call"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _judged(self, scores):
        """Return ``{item: {inspector id: qa_calibration.Judged}}``."""
        # sudo: callcenter.qa.line - of the scores that the user may see
        round_, marks = self.sudo().calibration_id, {}
        for who, score in scores.items():
            for line in score.sudo().line_ids:
                marks.setdefault(line.item_id, {})[who] = None if line.state == "na" else line.percent
        return {
            item: qa_calibration.judge(given, item.kind == "yes_no", round_.reference_id.id, round_.tolerance)
            for item, given in marks.items()
        }

    def _beside(self, scores):
        """Return the call for the page of its round."""
        # sudo: callcenter.qa.line - of the scores that the user may see
        lines = {(line.item_id, who): line for who, score in scores.items() for line in score.sudo().line_ids}
        groups = {}
        for item, marks in self._judged(scores).items():
            row = {"id": item.group_id.id, "name": item.group_id.name, "items": []}
            items = groups.setdefault(item.group_id, row)["items"]
            items.append(self._item_beside(item, marks, {who: lines[item, who] for who in marks}))
        given = {who: score.score for who, score in scores.items()}
        # sudo: callcenter.qa.calibration - whose marks are the measure; of the call its name
        reference, name = self.sudo().calibration_id.reference_id.id, self.sudo().display_name
        return {
            "id": self.id,
            "call_id": self.call_id.id,
            "name": name,
            "agent": self.user_id.name,
            "scores": {who: self._score_beside(score) for who, score in scores.items()},
            "against": given.get(reference, qa_calibration.mean(given.values())),
            "by_reference": reference in given,
            "groups": list(groups.values()),
        }

    def _score_beside(self, score):
        return {"id": score.id, "score": score.score, "failed": score.failed, "note": score.note or ""}

    def _item_beside(self, item, marks, lines):
        # sudo: callcenter.qa.calibration - whose marks are the measure
        reference = self.sudo().calibration_id.reference_id.id
        return {
            "id": item.id,
            "name": item.name,
            "fatal": item.fatal,
            "exact": item.kind == "yes_no",
            "middle": qa_calibration.centre({who: mark.percent for who, mark in marks.items()}, reference),
            "apart": not all(mark.agrees for mark in marks.values()),
            "marks": {who: self._mark_beside(mark, lines[who]) for who, mark in marks.items()},
        }

    def _mark_beside(self, mark, line):
        return {
            "text": line.answer,
            "reason": line.reason or "",
            "difference": mark.difference,
            "agrees": mark.agrees,
        }
