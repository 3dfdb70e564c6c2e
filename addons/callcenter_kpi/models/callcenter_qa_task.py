from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [("open", "To Score"), ("done", "Scored"), ("dropped", "Dropped")]


class CallcenterQaTask(models.Model):
    """A call that an inspector is to score: a sampling plan drew it, or it is of a calibration round.

    Written by its acts only.
    """

    _name = "callcenter.qa.task"
    _description = "Call to Score"
    _order = "due, id"
    _rec_name = "call_id"

    call_id = fields.Many2one("callcenter.call", required=True, readonly=True, ondelete="cascade", index=True)
    call_start = fields.Datetime(related="call_id.start", store=True, string="Time of Call")
    queue_id = fields.Many2one(related="call_id.queue_id")
    talk_s = fields.Float(related="call_id.talk_s")
    rating_level_id = fields.Many2one(related="call_id.rating_level_id", string="Rating")
    user_id = fields.Many2one("res.users", "Agent", required=True, readonly=True, ondelete="cascade", index=True)
    plan_id = fields.Many2one("callcenter.qa.plan", "Sampling Plan", readonly=True, ondelete="set null", index=True)
    calibration_call_id = fields.Many2one(
        "callcenter.qa.calibration.call", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    calibration_id = fields.Many2one(
        related="calibration_call_id.calibration_id", string="Calibration Round", store=True, index="btree_not_null"
    )
    by_chance = fields.Boolean(readonly=True)
    long = fields.Boolean("Long Call", readonly=True)
    rated = fields.Boolean("By Its Rating", readonly=True)
    reason = fields.Char("Why", compute="_compute_reason")
    inspector_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict", index=True)
    due = fields.Date(required=True, readonly=True)
    overdue = fields.Boolean(compute="_compute_overdue")
    state = fields.Selection(STATES, required=True, readonly=True, default="open", index=True)
    drop_reason = fields.Char("Dropped Because", readonly=True)
    score_id = fields.Many2one(
        "callcenter.qa.score", "Score Given", readonly=True, ondelete="set null", index="btree_not_null"
    )
    result = fields.Float(related="score_id.score", string="Score")

    _drawn_unique = models.UniqueIndex(
        "(call_id, user_id) WHERE calibration_call_id IS NULL", "The call is on a list already."
    )
    _calibration_unique = models.UniqueIndex(
        "(calibration_call_id, inspector_id) WHERE calibration_call_id IS NOT NULL", "The call is on a list already."
    )
    _open_idx = models.Index("(inspector_id, due, id) WHERE state = 'open'")

    @api.depends("by_chance", "long", "rated", "calibration_call_id")
    @api.depends_context("lang")
    def _compute_reason(self):
        words = {
            "by_chance": self.env._("By chance"),
            "long": self.env._("Long call"),
            "rated": self.env._("By its rating"),
            "calibration_call_id": self.env._("Calibration"),
        }
        for task in self:
            task.reason = ", ".join(word for name, word in words.items() if task[name])

    @api.depends("due", "state")
    def _compute_overdue(self):
        today = fields.Date.context_today(self)
        for task in self:
            task.overdue = task.state == "open" and bool(task.due) and task.due < today

    def action_score(self):
        """Open the score of the task's call; its inspector begins it."""
        self.ensure_one()
        self._check_open()
        if self.inspector_id != self.env.user:
            raise UserError(self.env._("This call is on %(inspector)s's list.", inspector=self.inspector_id.name))
        scores = self.env["callcenter.qa.score"]
        if self.calibration_call_id:
            return scores.browse(self.calibration_call_id._begin().id)._open()
        return scores.browse(scores.begin(self.call_id.id, self.user_id.id))._open()

    @api.model
    def action_next(self, done=()):
        """Open the next call of the user's list, or say that it is done.

        :param done: ids of scores not to be opened again
        """
        self.env["callcenter.qa.score"]._check_inspector()
        mine = [("inspector_id", "=", self.env.uid), ("state", "=", "open"), ("score_id", "not in", list(done))]
        if task := self.search(mine, limit=1):
            return task.action_score()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": self.env._("Your list is done."), "type": "success"},
        }

    def hand_over(self, inspector):
        """Give open tasks to another inspector: the own ones, a manager anybody's."""
        self._check_mine()
        if self.calibration_call_id:
            raise UserError(self.env._("In a calibration everybody scores for himself: drop the call instead."))
        if not inspector.has_group("callcenter_crm.group_qa"):
            raise UserError(self.env._("%(user)s is no inspector.", user=inspector.name))
        if own := self.filtered(lambda task: task.user_id == inspector):
            raise UserError(self.env._("%(user)s was on a call himself.", user=own[:1].user_id.name))
        # sudo: callcenter.qa.task - checked above
        self.sudo().inspector_id = inspector

    def drop(self, reason):
        """Take open tasks off the list, saying why."""
        self._check_mine()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why these calls are not scored."))
        # sudo: callcenter.qa.task - checked above
        tasks = self.sudo()
        tasks.write({"state": "dropped", "drop_reason": reason.strip()[:200]})
        tasks.calibration_id._close_when_done()

    def action_act(self):
        """Ask what to do with the tasks chosen: hand them over, or drop them."""
        self._check_mine()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Calls to Score"),
            "res_model": "callcenter.qa.task.act",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_task_ids": self.ids},
        }

    def _check_mine(self):
        self.check_access("read")
        self._check_open()
        if self.env.user.has_group("callcenter_crm.group_manager"):
            return
        self.env["callcenter.qa.score"]._check_inspector()
        if others := self.filtered(lambda task: task.inspector_id != self.env.user):
            raise AccessError(
                self.env._("This call is on %(inspector)s's list.", inspector=others[:1].inspector_id.name)
            )

    def _check_open(self):
        if self.filtered(lambda task: task.state != "open"):
            raise UserError(self.env._("Only calls that are still to be scored: choose those."))

    @api.model
    def _scored(self, score):
        """``score`` was handed in: its call is off the list."""
        # sudo: callcenter.qa.task - whoever scores the call, it is scored
        self.sudo().search(self._of_score(score)).write({"state": "done", "score_id": score.id, "drop_reason": False})

    @api.model
    def _of_score(self, score):
        if score.kind == "calibration":
            mine = [("inspector_id", "=", score.inspector_id.id)]
            return [("calibration_call_id", "=", score.calibration_call_id.id), *mine]
        drawn = [("calibration_call_id", "=", False)]
        return [("call_id", "=", score.call_id.id), ("user_id", "=", score.user_id.id), *drawn]

    @api.model
    def _taken_back(self, score):
        # sudo: callcenter.qa.task - the score is its inspector's draft again
        self.sudo().search([("score_id", "=", score.id)]).write(
            {"state": "open", "inspector_id": score.inspector_id.id}
        )
