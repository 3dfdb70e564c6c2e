from odoo import models

from .. import qa_calibration


class CallcenterQaCalibration(models.Model):
    """What the page of a round shows."""

    _inherit = "callcenter.qa.calibration"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def page(self):
        """Return what the page of the round shows.

        ``inspectors``: each with ``given`` of ``expected`` and, of a closed round, what the marks come to; ``calls``
        with their items and each one's marks: only of a closed round, and only those that the user may see.
        """
        self.ensure_one()
        self.check_access("read")
        given = self._given() if self.state == "closed" else {}
        results = self.env["callcenter.qa.calibration.result"].search([("calibration_id", "=", self.id)])
        return {
            "state": self.state,
            "tolerance": self.tolerance,
            "inspectors": [self._on_page(user, results) for user in self.inspector_ids.sorted("name")],
            "calls": [call._beside(given[call]) for call in self.call_ids if call in given],
            "hidden": sum(call not in given for call in self.call_ids) if self.state == "closed" else 0,
        }

    def _given(self):
        """Return ``{calibration call: {inspector id: score}}`` of what was handed in and the user may see."""
        domain = [("calibration_id", "=", self.id), ("state", "=", "submitted")]
        given = {}
        for score in self.env["callcenter.qa.score"].search(domain, order="inspector_id, id"):
            given.setdefault(score.calibration_call_id, {})[score.inspector_id.id] = score
        return given

    def _on_page(self, user, results):
        # sudo: callcenter.qa.task - how many, of lists that are not the user's own
        tasks = self.sudo().task_ids.filtered(lambda task: task.inspector_id == user)
        rows = results.filtered(lambda row: row.inspector_id == user)
        return {
            "id": user.id,
            "name": user.name,
            "reference": user == self.reference_id,
            "expected": len(tasks),
            "given": len(tasks.filtered(lambda task: task.state == "done")),
            "compared": len(rows),
            **qa_calibration.overall(rows),
        }

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
