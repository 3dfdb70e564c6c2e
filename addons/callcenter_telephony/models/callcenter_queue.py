from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..render import model as render

STRATEGIES = [
    ("rrmemory", "In turn"),
    ("leastrecent", "Longest idle"),
    ("fewestcalls", "Fewest calls"),
    ("linear", "By penalty and order"),
    ("random", "By chance"),
    ("ringall", "All at once"),
]


class CallcenterQueue(models.Model):
    """A line of waiting callers and the agents who serve it."""

    _name = "callcenter.queue"
    _inherit = ("callcenter.node.part", "callcenter.used.mixin")
    _description = "Queue"
    _order = "sequence, name"
    _not_configured = frozenset({"name", "sequence", "short_abandon_s", "outcome_required"})

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    strategy = fields.Selection(STRATEGIES, "Who is offered the call", required=True, default="rrmemory")
    ring_timeout_s = fields.Integer("Ring (s)", default=15, help="Seconds a phone rings before the next agent.")
    max_wait_s = fields.Integer("Longest wait (s)", help="0: no limit.")
    max_length = fields.Integer("Most waiting callers", help="0: no limit.")
    wrap_s = fields.Integer("Wrap-up (s)", default=30, help="0: no wrap-up.")
    outcome_required = fields.Boolean(
        "Outcome required",
        help="The wrap-up form is not saved without an outcome. When its time is over, wrap-up ends all the same.",
    )
    missed_limit = fields.Integer(
        "Misses until not ready", default=1, help="Misses in a row after which an agent is set not ready; 0: never."
    )
    service_level_s = fields.Integer(
        "Service level T (s)", default=20, help="Answered within T seconds counts as in time."
    )
    short_abandon_s = fields.Integer(
        "Short abandon S (s)", default=5, help="Who hangs up within S seconds does not count as abandoned; 0: off."
    )
    weight = fields.Integer(help="Of an agent's queues the one with the higher weight goes first.")
    record = fields.Boolean(default=True, help="Record calls of this queue for which there is no recording rule.")
    survey = fields.Boolean(help="Ask for a rating after the agent has hung up.")
    question_ids = fields.One2many("callcenter.queue.question", "queue_id", "Questions", copy=True)
    survey_thanks_id = fields.Many2one("callcenter.prompt", "Thanks", ondelete="restrict")
    member_ids = fields.One2many("callcenter.queue.member", "queue_id", "Agents")
    agent_ids = fields.Many2many("callcenter.agent", compute="_compute_agent_ids")

    _code_uniq = models.Constraint("UNIQUE (node_id, code)", "Another queue of this server has this code already.")

    @api.depends("member_ids.agent_id")
    def _compute_agent_ids(self):
        for queue in self:
            queue.agent_ids = queue.member_ids.agent_id

    @api.constrains("code")
    def _constrain_code(self):
        self._check_code()

    @api.constrains("service_level_s", "short_abandon_s")
    def _constrain_thresholds(self):
        for queue in self:
            if not 0 <= queue.short_abandon_s <= queue.service_level_s:
                raise ValidationError(
                    self.env._(
                        "Short abandon S (%(short)s s) must lie between 0 and the service level T (%(level)s s): "
                        "a longer S would hide callers who waited too long.",
                        short=queue.short_abandon_s,
                        level=queue.service_level_s,
                    )
                )

    @api.constrains("ring_timeout_s", "max_wait_s", "max_length", "wrap_s", "missed_limit", "weight")
    def _constrain_numbers(self):
        for queue in self:
            if not 3 <= queue.ring_timeout_s <= 300:
                raise ValidationError(self.env._("Ring: 3 to 300 seconds."))
            if not 0 <= queue.wrap_s <= 3600:
                raise ValidationError(self.env._("Wrap-up: 0 to 3600 seconds."))
            queue._check_range(0, 86400, "max_wait_s", "max_length", "missed_limit", "weight")

    @api.constrains("survey", "question_ids")
    def _constrain_survey(self):
        for queue in self:
            if queue.survey and not queue.question_ids:
                raise ValidationError(self.env._("For a rating, add at least one question."))
            if len(queue.question_ids) > 9:
                raise ValidationError(self.env._("Nobody answers more than nine questions."))

    @api.constrains("active")
    def _constrain_archive(self):
        """An archived queue is gone from the node: nothing may lead there."""
        for queue in self.filtered(lambda queue: not queue.active):
            users = (
                self.env["callcenter.queue.rule"].search([("target_queue_id", "=", queue.id)]).queue_id.mapped("name")
                + self.env["callcenter.did"].search([("queue_id", "=", queue.id)]).mapped("number")
                + self.env["callcenter.ivr.step"].search([("queue_id", "=", queue.id)]).mapped("display_name")
                + self.env["callcenter.ivr.version"]._using("queue_id", queue)
            )
            if users:
                raise ValidationError(
                    self.env._("Calls are still sent to this queue by: %(names)s.", names=", ".join(users))
                )

    @api.model
    def _used_by(self):
        return {
            "callcenter.did": ("queue_id",),
            "callcenter.ivr.step": ("queue_id",),
            "callcenter.queue.rule": ("target_queue_id",),
        }

    def _as_queue(self):
        return render.Queue(
            code=self.code,
            strategy=self.strategy,
            ring_timeout_s=self.ring_timeout_s,
            max_wait_s=self.max_wait_s,
            max_length=self.max_length,
            wrap_s=self.wrap_s,
            missed_limit=self.missed_limit,
            service_level_s=self.service_level_s,
            weight=self.weight,
            record=self.record,
            questions=tuple(question._as_question() for question in self.question_ids if self.survey),
            survey_thanks=self.survey_thanks_id.code or "",
            **self._as_waiting(),
        )

    def _check_range(self, least, most, *names):
        """Raise ValidationError where a number is out of range."""
        for queue in self:
            for name in names:
                if not least <= queue[name] <= most:
                    label = queue._fields[name].get_description(self.env)["string"]
                    raise ValidationError(
                        self.env._("%(field)s: %(least)s to %(most)s.", field=label, least=least, most=most)
                    )
