from odoo import api, fields, models
from odoo.exceptions import ValidationError

METRICS = [
    ("longest_wait", "Longest wait"),
    ("waiting", "Waiting callers"),
    ("abandoned", "Abandoned today"),
    ("service_level", "Service level today"),
    ("long_call", "Long call"),
    ("long_not_ready", "Long not ready"),
    ("long_wrap_up", "Long wrap-up"),
    ("trunk_down", "Trunk not reached"),
    ("node_down", "Server not reached"),
    ("disk_low", "Disk nearly full"),
]
OF_WAITS, OF_DAY = ("longest_wait", "waiting"), ("abandoned", "service_level")
OF_QUEUES = OF_WAITS + OF_DAY
OF_NODES = ("trunk_down", "node_down", "disk_low")
OF_AGENTS = ("long_call", "long_not_ready", "long_wrap_up")
LOWER_IS_WORSE = ("service_level", "disk_low")
PERCENT = ("abandoned", "service_level")
UNITS = {"waiting": "callers", "abandoned": "percent", "service_level": "percent", "disk_low": "mb"}


class CallcenterAlarm(models.Model):
    """From where on a number of the live monitor is to be watched, and from where on it is an alarm."""

    _name = "callcenter.alarm"
    _description = "Alarm"
    _order = "sequence, id"
    _rec_name = "metric"

    metric = fields.Selection(METRICS, "Measure", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", ondelete="cascade", help="Empty: all.")
    queue_id = fields.Many2one(
        "callcenter.queue", ondelete="cascade", help="Empty: all queues without a row of their own."
    )
    department_id = fields.Many2one(
        "callcenter.department", ondelete="cascade", help="Empty: all departments without a row of their own."
    )
    watch_from = fields.Float(
        required=True, digits=(16, 1), help="Better than this: target. For service level and free disk: below this."
    )
    alarm_from = fields.Float(required=True, digits=(16, 1), help="For service level and free disk: below this.")
    unit = fields.Selection(
        [("seconds", "seconds"), ("callers", "callers"), ("percent", "%"), ("mb", "MB free")], compute="_compute_unit"
    )
    sound = fields.Boolean(help="A tone in the live monitors when an alarm begins.")
    notify = fields.Boolean(
        "Notify leaders", default=True, help="Leaders whose live monitor is closed are told once when an alarm begins."
    )

    _row_uniq = models.UniqueIndex(
        "(metric, COALESCE(company_id, 0), COALESCE(queue_id, 0), COALESCE(department_id, 0)) WHERE active",
        "There is a row for this already.",
    )

    @api.depends("metric")
    def _compute_unit(self):
        for alarm in self:
            alarm.unit = UNITS.get(alarm.metric, "seconds") if alarm.metric else False

    @api.constrains("metric", "watch_from", "alarm_from")
    def _constrain_limits(self):
        for alarm in self:
            lower = alarm.metric in LOWER_IS_WORSE
            first, last = (alarm.alarm_from, alarm.watch_from) if lower else (alarm.watch_from, alarm.alarm_from)
            if first < 0 or first > last or (alarm.metric in PERCENT and last > 100):
                if lower:
                    raise ValidationError(self.env._("“Alarm from” must not be above “Watch from”, nor below 0."))
                raise ValidationError(self.env._("“Watch from” must not be above “Alarm from”, nor below 0."))

    @api.constrains("metric", "queue_id", "department_id")
    def _constrain_scope(self):
        for alarm in self:
            if alarm.queue_id and alarm.metric not in OF_QUEUES:
                raise ValidationError(self.env._("This number is not one of a queue: leave the queue empty."))
            if alarm.department_id and alarm.metric not in OF_AGENTS:
                raise ValidationError(self.env._("This number is not one of agents: leave the department empty."))

    @api.onchange("metric")
    def _onchange_metric(self):
        if self.metric not in OF_QUEUES:
            self.queue_id = False
        if self.metric not in OF_AGENTS:
            self.department_id = False

    @api.model_create_multi
    def create(self, vals_list):
        alarms = super().create(vals_list)
        alarms._tell_monitors()
        return alarms

    def write(self, vals):
        result = super().write(vals)
        self._tell_monitors()
        return result

    def unlink(self):
        self._tell_monitors()
        return super().unlink()

    def _tell_monitors(self):
        # sudo: res.company - a row of all companies is news for each
        companies = self.company_id if all(self.mapped("company_id")) else self.env["res.company"].sudo().search([])
        self.env["callcenter.monitor"]._tell_reload(companies)

    @api.model
    def _rules(self, companies):
        """Return the rows as browsers judge by them: [{id, metric, queue, department, watch, alarm, lower, sound,
        notify}]."""
        # sudo: callcenter.alarm - who watches may see the limits
        alarms = self.sudo().search([("company_id", "in", [False, *companies])])
        return [
            {
                "id": alarm.id,
                "metric": alarm.metric,
                "queue": alarm.queue_id.id or False,
                "department": alarm.department_id.id or False,
                "watch": alarm.watch_from,
                "alarm": alarm.alarm_from,
                "lower": alarm.metric in LOWER_IS_WORSE,
                "sound": alarm.sound,
                "notify": alarm.notify,
            }
            for alarm in alarms
        ]
