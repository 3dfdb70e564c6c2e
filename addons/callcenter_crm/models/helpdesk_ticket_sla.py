from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..tools.field_kinds import CUSTOM
from .callcenter_sla_rule import HOUR

# what a rule looks at, beside its own condition
ASKED = {"category_id", "partner_id", "priority", "company_id", "channel_id", "tag_ids"}

STATES = [
    ("running", "In Time"),
    ("soon", "Due Soon"),
    ("late", "Late"),
    ("waiting", "Waiting for Customer"),
    ("kept", "Kept"),
    ("missed", "Missed"),
]


class HelpdeskTicketSla(models.Model):
    """The clock of a work order: it runs in working hours, stands while the customer is waited for, ends when closed.

    While it runs ``sla_due`` is when it is up; while it stands ``sla_left_s`` is the working time that is left. An
    order that is late stays so.
    """

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    sla_rule_id = fields.Many2one("callcenter.sla.rule", "Time Limits", readonly=True, copy=False, ondelete="restrict")
    sla_answer_due = fields.Datetime("Answer Until", readonly=True, copy=False)
    sla_answered = fields.Datetime("Answered", readonly=True, copy=False)
    sla_due = fields.Datetime("Solve Until", readonly=True, copy=False, index="btree_not_null")
    sla_left_s = fields.Integer("Time Left (s)", readonly=True, copy=False, help="While the clock stands.")
    sla_kept = fields.Boolean("Closed in Time", readonly=True, copy=False)
    sla_state = fields.Selection(
        STATES, "Time Limit", compute="_compute_sla_state", search="_search_sla_state", compute_sudo=True
    )

    @api.depends("sla_due", "sla_left_s", "sla_alarm", "sla_kept", "stage_id.closed")
    def _compute_sla_state(self):
        now = fields.Datetime.now()
        for ticket in self:
            if not ticket.sla_rule_id:
                ticket.sla_state = False
            elif ticket.closed:
                ticket.sla_state = "kept" if ticket.sla_kept else "missed"
            elif not ticket.sla_due:
                ticket.sla_state = "waiting"
            elif ticket.sla_due < now:
                ticket.sla_state = "late"
            else:
                ticket.sla_state = "soon" if ticket.sla_alarm else "running"

    def _search_sla_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        running = Domain("stage_id.closed", "=", False) & Domain("sla_rule_id", "!=", False)
        closed = Domain("stage_id.closed", "=", True) & Domain("sla_rule_id", "!=", False)
        ahead = running & Domain("sla_due", ">=", now)
        domains = {
            False: Domain("sla_rule_id", "=", False),
            "waiting": running & Domain("sla_due", "=", False),
            "late": running & Domain("sla_due", "<", now),
            "soon": ahead & Domain("sla_alarm", "!=", False),
            "running": ahead & Domain("sla_alarm", "=", False),
            "kept": closed & Domain("sla_kept", "=", True),
            "missed": closed & Domain("sla_kept", "=", False),
        }
        return Domain.OR(domains[one] for one in value if one in domains)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._sla_refuse(vals)
        tickets = super().create(vals_list)
        now = fields.Datetime.now()
        tickets._sla_choose(now, begun=now)
        return tickets

    def write(self, vals):
        self._sla_refuse(vals)
        before = {ticket: ticket.stage_id for ticket in self} if "stage_id" in vals else {}
        result = super().write(vals)
        if ASKED & vals.keys() or any(name.startswith(CUSTOM) for name in vals):
            self.filtered(lambda ticket: not ticket.closed)._sla_choose(fields.Datetime.now())
        for ticket, stage in before.items():
            if stage != ticket.stage_id:
                ticket._sla_follow(stage)
        return result

    # the clock

    def _sla_choose(self, now, begun=None):
        """Put the rule that fits now in force; the working time that has passed since ``begun`` stays passed."""
        # sudo: callcenter.sla.rule - whoever makes an order, its limits hold
        rules = self.env["callcenter.sla.rule"].sudo().search([])
        for ticket in self:
            rule = rules._for(ticket)
            if rule != ticket.sla_rule_id:
                ticket._sla_apply(rule, now, begun or ticket.create_date)

    def _sla_apply(self, rule, now, begun):
        old, vals = self.sla_rule_id, {"sla_rule_id": rule.id, "sla_answer_due": False}
        passed_s = old.solve_h * HOUR - self._sla_left(now) if old else 0.0
        if rule.answer_h:
            vals["sla_answer_due"] = rule.calendar_id._working_after(begun, rule.answer_h * HOUR)
        self._sla_write(vals | {"sla_due": False, "sla_left_s": 0})
        if rule:
            self._sla_run(rule.solve_h * HOUR - passed_s, now if old else begun)

    def _sla_left(self, now):
        """Return the seconds of working time that are left, negative when late."""
        if not self.sla_due:
            return float(self.sla_left_s)
        return self.sla_rule_id.calendar_id._working_seconds(now, self.sla_due)

    def _sla_run(self, left_s, now):
        """Let the clock run with ``left_s`` seconds from ``now`` on, or keep them where the stage makes it stand."""
        if self.stage_id.sla_stands and left_s > 0:
            self._sla_write({"sla_due": False, "sla_left_s": round(left_s)})
        else:
            due = self.sla_rule_id.calendar_id._working_after(now, max(left_s, 0.0))
            self._sla_write({"sla_due": due, "sla_left_s": 0})
        self._sla_plan(now)

    def _sla_follow(self, left):
        """Follow a change of stage away from ``left``."""
        now, rule = fields.Datetime.now(), self.sla_rule_id
        if left.unattended and not self.stage_id.unattended and not self.sla_answered:
            self._sla_write({"sla_answered": now})
        if not rule or left.closed and self.closed:
            return
        if self.closed:
            self._sla_close(now)
        elif left.closed:
            # what was left when it was closed is left now; what was late stays late
            if self.sla_kept:
                self._sla_run(self._sla_left(self.closed_date), now)
            else:
                self._sla_plan(now)
        elif left.sla_stands != self.stage_id.sla_stands:
            left_s = self._sla_left(now)
            if left_s > 0:
                self._sla_run(left_s, now)

    def _sla_close(self, now):
        due = self.sla_due or self.sla_rule_id.calendar_id._working_after(now, self.sla_left_s)
        self._sla_write({"sla_due": due, "sla_left_s": 0, "sla_kept": now <= due, "sla_alarm_at": False})

    def _sla_refuse(self, vals):
        """Nobody sets the clock's own fields, whatever else of the order he may change."""
        if any(name.startswith("sla_") for name in vals):
            raise AccessError(self.env._("Time limits follow from their rules; nobody sets them by hand."))

    def _sla_write(self, vals):
        return super().write(vals)  # pylint: disable=super-method-mismatch  # past the refusal of this class's write
