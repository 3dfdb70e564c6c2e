from odoo import api, fields, models

from .. import qa_score

KINDS = [("score", "Score"), ("recheck", "Recheck"), ("calibration", "Calibration")]
STATES = [("draft", "Draft"), ("submitted", "Submitted"), ("appealed", "Appealed"), ("rechecked", "Rechecked")]


class CallcenterQaScore(models.Model):
    """What an inspector gave an agent for a call. Nobody writes it but by its acts, so that what was handed in stays.

    After an appeal another inspector scores anew: that is a score of its own, and the one that counts from then on.
    """

    _name = "callcenter.qa.score"
    _description = "QA Score"
    _order = "call_start desc, id desc"
    _rec_names_search = ("call_id", "user_id")

    kind = fields.Selection(KINDS, required=True, readonly=True, default="score")
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", index=True)
    call_id = fields.Many2one("callcenter.call", required=True, readonly=True, ondelete="restrict", index=True)
    call_start = fields.Datetime("Time of Call", required=True, readonly=True)
    queue_id = fields.Many2one("callcenter.queue", readonly=True, ondelete="set null")
    user_id = fields.Many2one("res.users", "Agent", required=True, readonly=True, ondelete="restrict", index=True)
    sheet_id = fields.Many2one("callcenter.qa.sheet", required=True, readonly=True, ondelete="restrict", index=True)
    inspector_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict", index=True)
    line_ids = fields.One2many("callcenter.qa.line", "score_id", "Items", readonly=True)
    remark_ids = fields.One2many("callcenter.qa.remark", "score_id", "Remarks", readonly=True)
    note = fields.Text(readonly=True)
    counts = fields.Boolean(readonly=True, help="The result that counts for the call: the last decision.")

    score = fields.Float(compute="_compute_result", store=True, digits=(5, 1), aggregator="avg")
    before_fatal = fields.Float(compute="_compute_result", store=True, digits=(5, 1), aggregator="avg")
    failed = fields.Boolean("Fatal", compute="_compute_result", store=True)
    earned = fields.Float(compute="_compute_result", store=True, aggregator=None)
    possible = fields.Float(compute="_compute_result", store=True, aggregator=None)
    left = fields.Integer("Items Left", compute="_compute_result", store=True, aggregator=None)

    submitted_at = fields.Datetime("Submitted On", readonly=True)
    appeal_until = fields.Datetime(readonly=True)
    appealed_at = fields.Datetime("Appealed On", readonly=True)
    appeal_reason = fields.Text("Reason of the Appeal", readonly=True)
    recheck_of_id = fields.Many2one("callcenter.qa.score", readonly=True, ondelete="cascade", index="btree_not_null")
    recheck_ids = fields.One2many("callcenter.qa.score", "recheck_of_id", "Rechecks", readonly=True)
    calibration_call_id = fields.Many2one(
        "callcenter.qa.calibration.call", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    calibration_id = fields.Many2one(
        related="calibration_call_id.calibration_id", string="Calibration Round", store=True, index="btree_not_null"
    )
    recording_id = fields.Many2one("callcenter.recording", compute="_compute_recording_id")
    figure_ids = fields.One2many(
        "callcenter.report.qa",
        "score_id",
        "Figures",
        readonly=True,
        groups="callcenter_crm.group_leader,callcenter_crm.group_qa",
    )
    is_mine = fields.Boolean(compute="_compute_may")
    may_appeal = fields.Boolean(compute="_compute_may")
    may_recheck = fields.Boolean(compute="_compute_may")
    may_take_back = fields.Boolean(compute="_compute_may")

    _call_unique = models.UniqueIndex(
        "(call_id, user_id) WHERE kind = 'score'", "The agent has a score for this call already."
    )
    _recheck_unique = models.UniqueIndex(
        "(recheck_of_id) WHERE recheck_of_id IS NOT NULL", "This appeal is being rechecked already."
    )
    _calibration_unique = models.UniqueIndex(
        "(calibration_call_id, inspector_id) WHERE calibration_call_id IS NOT NULL",
        "This call is being scored already.",
    )
    _user_index = models.Index("(user_id, submitted_at DESC) WHERE counts")
    _call_start_idx = models.Index("(call_start)")

    @api.depends("line_ids.state", "line_ids.points", "line_ids.failed")
    def _compute_result(self):
        for score in self:
            found = score._result()
            score.score = found.score or 0.0
            score.before_fatal = found.before_fatal or 0.0
            score.failed = found.failed
            score.earned, score.possible, score.left = found.earned, found.possible, found.left

    @api.depends("user_id", "call_start", "sheet_id")
    @api.depends_context("tz")
    def _compute_display_name(self):
        for score in self:
            start = score.call_start and fields.Datetime.context_timestamp(score, score.call_start)
            score.display_name = f"{score.user_id.name}, {start:%Y-%m-%d %H:%M}" if start else score.user_id.name

    @api.depends("call_id")
    def _compute_recording_id(self):
        recordings = self.env["callcenter.recording"].search([("call_id", "in", self.call_id.ids)], order="id desc")
        by_call = {recording.call_id: recording for recording in recordings}
        for score in self:
            score.recording_id = by_call.get(score.call_id)

    @api.depends("state", "kind", "appeal_until", "inspector_id", "user_id", "calibration_id.state")
    @api.depends_context("uid")
    def _compute_may(self):
        user, now = self.env.user, fields.Datetime.now()
        inspects = user.has_group("callcenter_crm.group_qa")
        for score in self:
            given = score.kind == "score" and score.state == "submitted"
            in_time = bool(score.appeal_until) and now <= score.appeal_until
            score.is_mine = score.inspector_id == user
            score.may_take_back = score.is_mine and (given or score._is_blind())
            score.may_appeal = given and in_time and score.user_id == user
            score.may_recheck = (
                inspects and score.state == "appealed" and user not in (score.inspector_id, score.user_id)
            )

    def _is_blind(self):
        """Tell whether the score was handed in to a round in which nobody has seen it yet."""
        # sudo: callcenter.qa.calibration - whether it is closed, whoever leads it
        return self.state == "submitted" and self.kind == "calibration" and self.sudo().calibration_id.state == "open"

    def _result(self):
        """Return the qa_score.Result of the marks."""
        self.ensure_one()
        # sudo: callcenter.qa.item - who may see the score may read what was judged
        return qa_score.result(line._as_mark() for line in self.sudo().line_ids)
