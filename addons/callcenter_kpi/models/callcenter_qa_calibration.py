from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [("draft", "Draft"), ("open", "Being Scored"), ("closed", "Closed")]
# what a round is, decided by opening and closing only
_COURSE = frozenset({"state", "opened_at", "closed_at", "due"})
# what may change while it is scored, and after
_FREE = frozenset({"name", "note"})


class CallcenterQaCalibration(models.Model):
    """Several inspectors score the same calls, blind: nobody sees another's marks before the round is closed."""

    _name = "callcenter.qa.calibration"
    _description = "Calibration Round"
    _order = "id desc"

    name = fields.Char(required=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", copy=False, index=True)
    lead_id = fields.Many2one(
        "res.users", "Led By", required=True, readonly=True, default=lambda self: self.env.user, ondelete="restrict"
    )
    sheet_id = fields.Many2one(
        "callcenter.qa.sheet", required=True, ondelete="restrict", domain="[('state', '=', 'used')]"
    )
    inspector_ids = fields.Many2many("res.users", string="Inspectors", help="Each scores every call of the round.")
    reference_id = fields.Many2one(
        "res.users",
        ondelete="restrict",
        domain="[('id', 'in', inspector_ids)]",
        help="The inspector whose marks the others are held against. Empty: the mean of all.",
    )
    tolerance = fields.Float(
        "Tolerance (%)",
        default=10.0,
        digits=(5, 2),
        help="Marks agree that are no further off, in percent of the points.",
    )
    days = fields.Integer("Days to Score", default=7, required=True)
    due = fields.Date(readonly=True, copy=False)
    note = fields.Text(help="Why these calls, and what came out of talking about them.")
    call_ids = fields.One2many("callcenter.qa.calibration.call", "calibration_id", "Calls", copy=False)
    task_ids = fields.One2many("callcenter.qa.task", "calibration_id", readonly=True)
    opened_at = fields.Datetime("Opened", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed", readonly=True, copy=False)
    given = fields.Integer("Handed In", compute="_compute_progress")
    expected = fields.Integer(compute="_compute_progress")
    may_lead = fields.Boolean(compute="_compute_may_lead")

    _tolerance_range = models.Constraint("CHECK (tolerance BETWEEN 0 AND 100)", "A tolerance is 0 to 100 %.")
    _days_range = models.Constraint("CHECK (days BETWEEN 1 AND 365)", "Days to score: 1 to 365.")

    @api.depends("task_ids.state")
    def _compute_progress(self):
        # sudo: callcenter.qa.task - how many, of lists that are not the user's own
        tasks = self.env["callcenter.qa.task"].sudo()
        rows = tasks._read_group([("calibration_id", "in", self.ids)], ["calibration_id", "state"], ["__count"])
        counts = {(round_.id, state): count for round_, state, count in rows}
        for round_ in self:
            mine = {state: counts.get((round_.id, state), 0) for state in ("open", "done", "dropped")}
            round_.given, round_.expected = mine["done"], sum(mine.values())

    @api.depends("lead_id")
    @api.depends_context("uid")
    def _compute_may_lead(self):
        manages = self.env.user.has_group("callcenter_crm.group_manager")
        for round_ in self:
            round_.may_lead = manages or round_.lead_id == self.env.user

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_course(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_course(vals)
        if vals.keys() - _FREE - _COURSE:
            self._check_draft()
        return super().write(vals)

    def _check_course(self, vals):
        if self.env.su:
            return
        if _COURSE & vals.keys():
            raise AccessError(self.env._("A round is opened and closed by its buttons."))
        if vals.get("lead_id", self.env.uid) != self.env.uid:
            raise AccessError(self.env._("A round is led by who makes it."))

    def _check_draft(self):
        if begun := self.filtered(lambda round_: round_.state != "draft"):
            raise UserError(self.env._("“%(round)s” has been opened: it changes no more.", round=begun[0].name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_opened(self):
        self._check_draft()

    @api.onchange("inspector_ids")
    def _onchange_inspector_ids(self):
        if self.reference_id._origin not in self.inspector_ids._origin:
            self.reference_id = False
