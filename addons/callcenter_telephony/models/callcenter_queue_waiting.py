from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..render import model as render

KEYS = [(key, key) for key in "0123456789*#"]
LANGUAGES = [("zh", "Chinese"), ("en", "English")]
DAY_S = 86400


class CallcenterQueueWaiting(models.Model):
    """What those who wait are told, who goes first, and what becomes of whom the queue does not serve."""

    _inherit = "callcenter.queue"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    music_id = fields.Many2one("callcenter.music", ondelete="restrict", help="Empty: the music that comes with it.")
    language = fields.Selection(LANGUAGES, "Spoken language", required=True, default="zh")
    greeting_id = fields.Many2one(
        "callcenter.prompt", "Words on arrival", ondelete="restrict", help="Said to those who must wait."
    )
    announce_position = fields.Boolean("Say the position")
    announce_every_s = fields.Integer("Say it again after (s)", help="0: only when it has changed.")
    announce_wait = fields.Boolean(
        "Say the estimated wait", help="Waiting callers × average length of the last calls / agents signed in."
    )
    periodic_id = fields.Many2one("callcenter.prompt", "Words while waiting", ondelete="restrict")
    periodic_every_s = fields.Integer("Said every (s)", default=60)
    rule_ids = fields.One2many("callcenter.queue.rule", "queue_id", "When Not Served", copy=True)
    leave_when_empty = fields.Boolean(
        "Waiting callers, too",
        help="When the last agent signs out, those who wait already go where callers go whom nobody is there for.",
    )
    mailbox_id = fields.Many2one(
        "callcenter.mailbox",
        domain="[('node_id', '=', node_id)]",
        ondelete="restrict",
        help="Where flows leave messages for this queue. Empty: a plain one with the queue's agents.",
    )
    vip = fields.Boolean("Important customers first", default=True, help="By the level of the customer.")
    own_agent = fields.Boolean("Own agent first", help="The customer's salesperson, when free.")
    last_agent_days = fields.Integer("Last agent first for (days)", help="Who talked to the caller last; 0: no.")
    callback_key = fields.Selection(
        KEYS, "Key for a call-back", help="Who presses it while waiting is called back when it is his turn."
    )
    callback_prompt_id = fields.Many2one(
        "callcenter.prompt", "Words after the number", ondelete="restrict", help="Such as: for another number press 2."
    )
    callback_type_id = fields.Many2one(
        "callcenter.prompt", "Words before typing", ondelete="restrict", help="Such as: type the number and the hash."
    )
    callback_thanks_id = fields.Many2one("callcenter.prompt", "Words at the end", ondelete="restrict")
    callback_tries = fields.Integer("Attempts", default=3)
    callback_retry_min = fields.Integer("Next attempt after (min)", default=10)
    callback_hours = fields.Integer("Give up after (h)", default=4, help="Then people call back.")

    @api.constrains(
        "announce_every_s",
        "periodic_every_s",
        "last_agent_days",
        "callback_tries",
        "callback_retry_min",
        "callback_hours",
    )
    def _constrain_waiting(self):
        self._check_range(0, DAY_S, "announce_every_s")
        self._check_range(10, DAY_S, "periodic_every_s")
        self._check_range(0, 3650, "last_agent_days")
        self._check_range(1, 20, "callback_tries")
        self._check_range(1, 1440, "callback_retry_min")
        self._check_range(1, 72, "callback_hours")

    @api.constrains("rule_ids", "node_id")
    def _constrain_rules(self):
        for queue in self:
            for rule in queue.rule_ids:
                queue._check_circle(rule)

    def _check_circle(self, rule):
        """Refuse that callers are sent from queue to queue for one reason and come back."""
        seen, step = self, rule.target_queue_id
        while step:
            if step in seen:
                raise ValidationError(
                    self.env._("The overflow leads in a circle: %(names)s.", names=" → ".join(seen.mapped("name")))
                )
            if step.node_id != self.node_id:
                raise ValidationError(self.env._("The overflow queue belongs to another server."))
            seen, following = seen | step, step.rule_ids.filtered(lambda one: one.reason == rule.reason)
            step = following.target_queue_id

    def _as_waiting(self):
        """Return this file's part of render.Queue by name."""
        rules = {rule.reason: rule._as_overflow() for rule in self.rule_ids}
        return {
            **rules,
            "music": self.music_id.code or "default",
            "language": self.language,
            "greeting": self.greeting_id.code or "",
            "announce_position": self.announce_position,
            "announce_every_s": self.announce_every_s,
            "announce_wait": self.announce_wait,
            "periodic": self.periodic_id.code or "",
            "periodic_every_s": self.periodic_every_s,
            "leave_when_empty": self.leave_when_empty,
            "mailbox": self.mailbox_id.code or "",
            "vip": self.vip,
            "own_agent": self.own_agent,
            "last_agent_s": self.last_agent_days * DAY_S,
            "callback": render.Callback(
                key=self.callback_key or "",
                prompt=self.callback_prompt_id.code or "",
                type_prompt=self.callback_type_id.code or "",
                thanks=self.callback_thanks_id.code or "",
                tries=self.callback_tries,
                retry_s=self.callback_retry_min * 60,
                hours=self.callback_hours,
            ),
        }
