from odoo import api, fields, models

from .callcenter_sla_rule import HOUR

BATCH = 500
ALARMS = ("warned", "late", "escalated")


class HelpdeskTicketSlaAlarm(models.Model):
    """Who is told before and after the time limits of a work order, each once."""

    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    sla_alarm = fields.Selection(
        [("warned", "Warned"), ("late", "Late"), ("escalated", "Escalated")], "Last Alarm", readonly=True, copy=False
    )
    sla_warn_at = fields.Datetime("Warning", readonly=True, copy=False)
    sla_escalate_at = fields.Datetime("Escalation", readonly=True, copy=False)
    sla_answer_told = fields.Boolean("Told Unanswered", readonly=True, copy=False)
    sla_alarm_at = fields.Datetime("Next Alarm", readonly=True, copy=False)

    _sla_alarm_at_idx = models.Index("(sla_alarm_at) WHERE sla_alarm_at IS NOT NULL")

    def _sla_plan(self, now):
        """Set the moments of the alarms after the clock was set; those that are ahead again will be told again."""
        rule, due = self.sla_rule_id, self.sla_due
        vals = {"sla_warn_at": False, "sla_escalate_at": False, "sla_alarm": self.sla_alarm}
        if due and rule.warn_h:
            ahead_s = rule.calendar_id._working_seconds(now, due) - rule.warn_h * HOUR
            vals["sla_warn_at"] = rule.calendar_id._working_after(now, max(ahead_s, 0))
        if due and rule.escalate_h:
            vals["sla_escalate_at"] = rule.calendar_id._working_after(due, rule.escalate_h * HOUR)
        if not due or due > now:
            vals["sla_alarm"] = False
        self._sla_write(vals)
        self._sla_write({"sla_alarm_at": self._sla_next()})

    def _sla_moments(self):
        """Return [(alarm, moment)] that were not told yet, the earliest first; none while the clock stands."""
        all_of = zip(ALARMS, (self.sla_warn_at, self.sla_due, self.sla_escalate_at), strict=True)
        told = ALARMS.index(self.sla_alarm) + 1 if self.sla_alarm else 0
        return [(alarm, moment) for alarm, moment in list(all_of)[told:] if moment]

    def _sla_next(self):
        moments = [moment for _alarm, moment in self._sla_moments()]
        if self._sla_unanswered():
            moments.append(self.sla_answer_due)
        return False if self.closed else min(moments, default=False)

    def _sla_unanswered(self):
        return self.sla_answer_due and not self.sla_answered and not self.sla_answer_told

    @api.model
    def _cron_sla_alarms(self):
        """Tell what has come due since the last run."""
        now = fields.Datetime.now()
        for ticket in self.search([("sla_alarm_at", "<=", now)], order="sla_alarm_at", limit=BATCH):
            ticket._sla_tell(now)

    def _sla_tell(self, now):
        if self._sla_unanswered() and self.sla_answer_due <= now:
            self._sla_write({"sla_answer_told": True})
            self._sla_notify("unanswered", self._sla_leader() or self.user_id)
        reached = [alarm for alarm, moment in self._sla_moments() if moment <= now]
        if reached:
            self._sla_write({"sla_alarm": reached[-1]})
            self._sla_notify(reached[-1], self._sla_told(reached[-1]))
        self._sla_write({"sla_alarm_at": self._sla_next()})

    def _sla_told(self, alarm):
        """Return who hears of an alarm; of an escalation the leader above, as far as there is one."""
        if alarm == "warned":
            return self.user_id or self._sla_leader()
        return self.user_id | self._sla_leader() if alarm == "late" else self._sla_leader(above=True)

    def _sla_leader(self, above=False):
        """Return who leads the order's department; ``above``: who leads that leader, or the same where nobody does."""
        followups, department = self.env["callcenter.followup"], self.department_id
        leader = followups._leader(department, self.user_id)
        if not above or not leader:
            return leader
        while department.leader_id != leader:
            department = department.parent_id
        return followups._leader(department.parent_id, leader) or leader

    def _sla_notify(self, alarm, users):
        """Tell ``users`` at once, each in the own language."""
        for user in users:
            title = self.with_context(lang=user.lang)._sla_title(alarm)
            message = {"type": "warning", "title": title, "message": f"{self.number} {self.name}", "sticky": True}
            user._bus_send("simple_notification", message)

    def _sla_title(self, alarm):
        return {
            "unanswered": self.env._("Work order not taken in time"),
            "warned": self.env._("Work order due soon"),
            "late": self.env._("Work order is late"),
            "escalated": self.env._("Late work order, escalated to you"),
        }[alarm]
