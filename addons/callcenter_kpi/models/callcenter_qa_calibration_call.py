from odoo import api, fields, models
from odoo.exceptions import UserError


class CallcenterQaCalibrationCall(models.Model):
    """A call of a calibration round, and the agent on it who is scored."""

    _name = "callcenter.qa.calibration.call"
    _description = "Call of a Calibration Round"
    _order = "calibration_id, sequence, id"
    _rec_name = "call_id"

    calibration_id = fields.Many2one("callcenter.qa.calibration", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    call_id = fields.Many2one("callcenter.call", required=True, ondelete="restrict", index=True)
    user_id = fields.Many2one(
        "res.users",
        "Agent",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )
    talked_ids = fields.Many2many("res.users", compute="_compute_talked_ids", compute_sudo=True)
    queue_id = fields.Many2one(related="call_id.queue_id")
    talk_s = fields.Float(related="call_id.talk_s")
    score_ids = fields.One2many("callcenter.qa.score", "calibration_call_id", "Scores", readonly=True)

    _call_unique = models.Constraint("UNIQUE (calibration_id, call_id, user_id)", "The call is in the round already.")

    @api.depends("call_id")
    def _compute_user_id(self):
        for row in self:
            row.user_id = row.call_id.user_id or row.call_id.last_user_id

    @api.depends("call_id")
    def _compute_talked_ids(self):
        scores = self.env["callcenter.qa.score"]
        for row in self:
            row.talked_ids = scores._talked(row.call_id) if row.call_id else False

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.calibration_id._check_draft()
        return rows

    def write(self, vals):
        self.calibration_id._check_draft()
        result = super().write(vals)
        self.calibration_id._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_opened(self):
        self.calibration_id._check_draft()

    def _begin(self):
        """Return the user's own score of the call (superuser mode), begun now where there is none."""
        self.ensure_one()
        # sudo: callcenter.qa.score - the own one
        scores = self.env["callcenter.qa.score"].sudo()
        known = scores.search([("calibration_call_id", "=", self.id), ("inspector_id", "=", self.env.uid)])
        # sudo: callcenter.qa.calibration - whoever leads it, it is scored by its sheet
        round_ = self.sudo().calibration_id
        if not known and round_.state != "open":
            raise UserError(self.env._("“%(round)s” is not being scored.", round=round_.name))
        make = self.env["callcenter.qa.score"]._make
        return known or make(self.call_id, self.user_id, round_.sheet_id, "calibration", calibration_call_id=self.id)

    def _problems(self, inspectors):
        """Return what keeps ``inspectors`` from scoring the calls (texts)."""
        problems = []
        for row in self:
            problems += row._problems_of_call() or [
                problem for user in inspectors for problem in row._problems_of(user)
            ]
        return problems

    def _problems_of_call(self):
        talked = self.env["callcenter.qa.score"]._talked(self.call_id)
        if self.user_id and self.user_id in talked and self.call_id.end and self._recorded(self.env.user):
            return []
        return [
            self.env._(
                "%(call)s: only a recorded call that is over and that the agent talked on.", call=self.display_name
            )
        ]

    def _problems_of(self, user):
        names = {"user": user.name, "call": self.display_name}
        if user in self.env["callcenter.qa.score"]._talked(self.call_id):
            return [self.env._("%(call)s: %(user)s was on it himself.", **names)]
        if not self._recorded(user):
            return [self.env._("%(call)s: %(user)s may not hear it.", **names)]
        return []

    def _recorded(self, user):
        there = [("call_id", "=", self.call_id.id), ("deleted_at", "=", False), ("sha256", "!=", False)]
        return bool(self.env["callcenter.recording"].with_user(user).search_count(there, limit=1))
