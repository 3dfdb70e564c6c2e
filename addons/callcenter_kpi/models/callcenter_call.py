from odoo import api, fields, models

_GROUPS = "callcenter_crm.group_leader,callcenter_crm.group_qa"


class CallcenterCall(models.Model):
    _inherit = "callcenter.call"

    rating_level_id = fields.Many2one("callcenter.rating.level", "Satisfaction", readonly=True, ondelete="restrict")
    # as the level was when the rating was given
    rating_score = fields.Float("Score", readonly=True, aggregator="avg")
    rating_satisfied = fields.Boolean("Satisfied", readonly=True)
    rated_key = fields.Char("Key Rated", readonly=True)
    queue_fact_ids = fields.One2many(
        "callcenter.report.queue", "call_id", "Facts by Queue", readonly=True, groups=_GROUPS
    )
    call_fact_ids = fields.One2many(
        "callcenter.report.call", "call_id", "Facts by Number", readonly=True, groups=_GROUPS
    )
    agent_fact_ids = fields.One2many("callcenter.report.agent", "call_id", "Facts by Agent", readonly=True)
    rating_row_ids = fields.One2many(
        "callcenter.report.rating", "call_id", "Ratings Counted", readonly=True, groups=_GROUPS
    )
    ivr_row_ids = fields.One2many("callcenter.report.ivr", "call_id", "Steps Counted", readonly=True, groups=_GROUPS)
    customer_row_ids = fields.One2many(
        "callcenter.report.customer", "call_id", "Counted by Customer", readonly=True, groups=_GROUPS
    )
    trunk_row_ids = fields.One2many(
        "callcenter.report.trunk", "call_id", "Lines Counted", readonly=True, groups="callcenter_crm.group_manager"
    )

    # ratings are read by day
    _surveyed_idx = models.Index("(start) WHERE survey_offered")

    def action_qa_score(self):
        """Open the score of the call; its inspector begins it. Where several agents talked, ask whom to score."""
        self.ensure_one()
        scores = self.env["callcenter.qa.score"]
        scores._check_inspector()
        if len(scores._talked(self)) < 2:
            return scores.browse(scores.begin(self.id))._open()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Score Call"),
            "res_model": "callcenter.qa.begin",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_call_id": self.id},
        }

    def action_qa_calibrate(self):
        """Open the draft of a calibration round about these calls."""
        return self.env["callcenter.qa.calibration"]._of_calls(self)._open()

    @api.model
    def _ledger_written(self, calls):
        result = super()._ledger_written(calls)
        self.env["callcenter.call.leg"]._freeze_limits(calls.ids)
        calls._rate()
        self.env["callcenter.qa.score"]._tell(calls.filtered("end"))
        return result

    def _rate(self):
        """Turn the keys pressed in surveys into ratings; a rating once given stays as it was."""
        unrated = self.filtered(lambda call: call.rating_key and call.rated_key != call.rating_key)
        if not unrated:
            return
        levels = self.env["callcenter.rating.level"].search([])
        for call in unrated:
            if vals := call._rating(levels):
                call.write({**vals, "rated_key": call.rating_key})
        # sudo: helpdesk.ticket - orders of a rated call are followed, whoever books it
        orders = self.env["helpdesk.ticket"].sudo().search([("call_ids", "in", unrated.ids)])
        orders._follow_ratings(unrated)

    def _rating(self, levels):
        """Return the values of the rating: by the queue's own scale, else by ``levels``; None where its key is gone."""
        given = self.survey_answer_ids.filtered(lambda answer: answer.number == 1 and answer.key == self.rating_key)
        if not given.question:
            return levels._rating(self.rating_key)
        if given.question_id and given.key not in given.question_id.answer_ids.mapped("key"):
            return None
        return levels._rating_of_answer(given.value, given.satisfied)
