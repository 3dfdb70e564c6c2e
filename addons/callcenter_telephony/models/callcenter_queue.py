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
MUSIC = "default"


class CallcenterQueue(models.Model):
    """A line of waiting callers and the agents who serve it."""

    _name = "callcenter.queue"
    _inherit = "callcenter.node.part"
    _description = "Queue"
    _order = "sequence, name"
    _not_configured = frozenset({"name", "sequence", "short_abandon_s"})

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    strategy = fields.Selection(STRATEGIES, "Who is offered the call", required=True, default="rrmemory")
    ring_timeout_s = fields.Integer("Ring (s)", default=15, help="Seconds a phone rings before the next agent.")
    max_wait_s = fields.Integer("Longest wait (s)", help="0: no limit.")
    max_length = fields.Integer("Most waiting callers", help="0: no limit.")
    wrap_s = fields.Integer("Wrap-up (s)", default=30, help="0: no wrap-up.")
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
    music = fields.Char("Music class", default=MUSIC, required=True)
    announce_position = fields.Boolean("Say the position")
    announce_every_s = fields.Integer("Say it every (s)", help="0: once.")
    record = fields.Boolean(default=True, help="Record calls of this queue.")
    survey = fields.Boolean(help="Ask for a rating after the agent has hung up.")
    survey_prompt_id = fields.Many2one("callcenter.prompt", "Question", ondelete="restrict")
    survey_thanks_id = fields.Many2one("callcenter.prompt", "Thanks", ondelete="restrict")
    survey_keys = fields.Char("Valid keys", default="12345", required=True)
    overflow_queue_id = fields.Many2one(
        "callcenter.queue",
        "Overflow to",
        domain="[('node_id', '=', node_id), ('id', '!=', id)]",
        ondelete="restrict",
        help="Where callers go after the longest wait or when nobody is there.",
    )
    member_ids = fields.One2many("callcenter.queue.member", "queue_id", "Agents")
    agent_ids = fields.Many2many("callcenter.agent", compute="_compute_agent_ids")

    _code_uniq = models.Constraint("UNIQUE (node_id, code)", "Another queue of this server has this code already.")

    @api.depends("member_ids.agent_id")
    def _compute_agent_ids(self):
        for queue in self:
            queue.agent_ids = queue.member_ids.agent_id

    @api.constrains("code", "music")
    def _constrain_code(self):
        self._check_code()
        self._check_code("music")

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

    @api.constrains(
        "ring_timeout_s", "max_wait_s", "max_length", "wrap_s", "missed_limit", "weight", "announce_every_s"
    )
    def _constrain_numbers(self):
        for queue in self:
            if not 3 <= queue.ring_timeout_s <= 300:
                raise ValidationError(self.env._("Ring: 3 to 300 seconds."))
            if not 0 <= queue.wrap_s <= 3600:
                raise ValidationError(self.env._("Wrap-up: 0 to 3600 seconds."))
            names = ("max_wait_s", "max_length", "missed_limit", "weight", "announce_every_s")
            for name in names:
                if not 0 <= queue[name] <= 86400:
                    label = queue._fields[name].get_description(self.env)["string"]
                    raise ValidationError(self.env._("%(field)s: 0 to 86400.", field=label))

    @api.constrains("survey_keys")
    def _constrain_survey_keys(self):
        for queue in self:
            keys = queue.survey_keys
            if not (keys.isascii() and keys.isdecimal() and len(set(keys)) == len(keys)):
                raise ValidationError(self.env._("Valid keys: digits, each once, such as 12345."))

    @api.constrains("survey", "survey_prompt_id")
    def _constrain_survey(self):
        for queue in self:
            if queue.survey and not queue.survey_prompt_id:
                raise ValidationError(self.env._("For a rating, choose the prompt with the question."))

    @api.constrains("overflow_queue_id", "node_id")
    def _constrain_overflow(self):
        for queue in self:
            seen, step = queue, queue.overflow_queue_id
            while step:
                if step in seen:
                    raise ValidationError(
                        self.env._("The overflow leads in a circle: %(names)s.", names=" → ".join(seen.mapped("name")))
                    )
                if step.node_id != queue.node_id:
                    raise ValidationError(self.env._("The overflow queue belongs to another server."))
                seen, step = seen | step, step.overflow_queue_id

    @api.constrains("active")
    def _constrain_archive(self):
        """An archived queue is gone from the node: nothing may lead there."""
        for queue in self.filtered(lambda queue: not queue.active):
            users = (
                self.search([("overflow_queue_id", "=", queue.id)]).mapped("name")
                + self.env["callcenter.did"].search([("queue_id", "=", queue.id)]).mapped("number")
                + self.env["callcenter.ivr.step"].search([("queue_id", "=", queue.id)]).mapped("display_name")
                + self.env["callcenter.ivr.version"]._using("queue_id", queue)
            )
            if users:
                raise ValidationError(
                    self.env._("Calls are still sent to this queue by: %(names)s.", names=", ".join(users))
                )

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
            music=self.music,
            announce_position=self.announce_position,
            announce_every_s=self.announce_every_s,
            record=self.record,
            survey=self.survey,
            survey_prompt=self.survey_prompt_id.code or "",
            survey_thanks=self.survey_thanks_id.code or "",
            survey_keys=self.survey_keys,
            overflow_queue=self.overflow_queue_id.code or "",
        )
