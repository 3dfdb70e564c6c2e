from odoo import api, fields, models
from odoo.exceptions import ValidationError

HOUR = 3600


class CallcenterSlaRule(models.Model):
    """How soon work orders are to be answered and solved, in working hours; the first rule that fits an order holds."""

    _name = "callcenter.sla.rule"
    _inherit = ("callcenter.order.rule",)
    _description = "Time Limits of Work Orders"
    _decides = (
        "sla_rule_id", "sla_answer_due", "sla_answered", "sla_due", "sla_left_s", "sla_kept", "sla_state", "sla_alarm",
        "sla_warn_at", "sla_escalate_at", "sla_answer_told", "sla_alarm_at",
    )  # fmt: skip

    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Hours",
        required=True,
        default=lambda self: self.env.company.resource_calendar_id,
        ondelete="restrict",
    )
    answer_h = fields.Float("First Answer Within", help="Hours until somebody takes the order; 0: no limit.")
    solve_h = fields.Float("Solved Within", required=True, default=24, help="Working hours until it is closed.")
    warn_h = fields.Float("Warn Before", default=1, help="Hours before the limit; 0: not.")
    escalate_h = fields.Float("Escalate After", help="Hours past the limit; 0: not.")

    _limits = models.Constraint(
        "CHECK (solve_h > 0 AND answer_h >= 0 AND warn_h >= 0 AND escalate_h >= 0)",
        "Give the hours until an order is to be solved; no time may be less than 0.",
    )

    @api.constrains("answer_h", "solve_h", "warn_h")
    def _constrain_order(self):
        for rule in self:
            if max(rule.answer_h, rule.warn_h) > rule.solve_h:
                raise ValidationError(
                    self.env._("%(name)s: first answer and warning come before the time to solve.", name=rule.name)
                )

    @api.constrains("calendar_id", "solve_h")
    def _constrain_calendar(self):
        for rule in self:
            rule.calendar_id._working_after(fields.Datetime.now(), rule.solve_h * HOUR)
