from odoo import api, fields, models


class CallcenterCallSurvey(models.Model):
    """Each answer to a survey is kept with its question."""

    _inherit = "callcenter.call"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    survey_answer_ids = fields.One2many("callcenter.survey.answer", "call_id", "Answers given", readonly=True)

    @api.model
    def _ledger_written(self, calls):
        result = super()._ledger_written(calls)
        self.env["callcenter.survey.answer"]._keep(calls.filtered("survey_offered"))
        return result
