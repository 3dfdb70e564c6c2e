from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..render import model as render

REASONS = [("no_agents", "Nobody signed in"), ("full", "Too many waiting"), ("late", "Waited too long")]
ACTIONS = [
    ("queue", "Another queue"),
    ("outside", "Number outside"),
    ("voicemail", "Voicemail"),
    ("callback", "Call-back"),
    ("hangup", "Hang up"),
]


class CallcenterQueueRule(models.Model):
    """Where a queue sends the callers whom it does not serve, for one reason. Without a rule the call ends."""

    _name = "callcenter.queue.rule"
    _inherit = "callcenter.config.mixin"
    _description = "Overflow of a queue"
    _order = "queue_id, reason"

    queue_id = fields.Many2one("callcenter.queue", required=True, ondelete="cascade", index=True)
    node_id = fields.Many2one(related="queue_id.node_id")
    reason = fields.Selection(REASONS, "When", required=True, default="late")
    action = fields.Selection(ACTIONS, "Then", required=True, default="queue")
    target_queue_id = fields.Many2one(
        "callcenter.queue",
        "To queue",
        domain="[('node_id', '=', node_id), ('id', '!=', queue_id)]",
        ondelete="restrict",
    )
    number = fields.Char(help="With + and the country code, such as +8613800000000.")
    mailbox_id = fields.Many2one(
        "callcenter.mailbox",
        domain="[('node_id', '=', node_id)]",
        ondelete="restrict",
        help="Of a number outside: where callers go whom nobody answers there.",
    )
    prompt_id = fields.Many2one("callcenter.prompt", "Words before", ondelete="restrict")

    _reason_uniq = models.Constraint("UNIQUE (queue_id, reason)", "There is one rule for each reason.")

    @api.constrains("action", "target_queue_id", "number", "mailbox_id", "queue_id")
    def _constrain_action(self):
        for rule in self:
            wanted = {"queue": rule.target_queue_id, "outside": rule.number, "voicemail": rule.mailbox_id}
            if rule.action in wanted and not wanted[rule.action]:
                raise ValidationError(
                    self.env._("%(queue)s: say where callers are sent.", queue=rule.queue_id.display_name)
                )
            if rule.mailbox_id and rule.mailbox_id.node_id != rule.node_id:
                raise ValidationError(self.env._("The mailbox belongs to another server."))
            if rule.action == "outside" and not rule.number.startswith("+"):
                raise ValidationError(
                    self.env._(
                        "“%(number)s”: write + and the country code, such as +8613800000000.", number=rule.number
                    )
                )
            rule.queue_id._check_circle(rule)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._completed(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._completed(vals))

    def _completed(self, vals):
        """Return ``vals`` with the number as it is dialled, and without targets of another action."""
        vals = dict(vals)
        if vals.get("number"):
            vals["number"] = self.env.company._callcenter_normalize(vals["number"]) or vals["number"]
        if "action" in vals:
            others = {"queue": ("target_queue_id",), "outside": ("number", "mailbox_id"), "voicemail": ("mailbox_id",)}
            for name in {"target_queue_id", "number", "mailbox_id"} - set(others.get(vals["action"], ())):
                vals[name] = False
        return vals

    def _compute_display_name(self):
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        for rule in self:
            rule.display_name = f"{rule.queue_id.name}: {reasons.get(rule.reason)}"

    def _as_overflow(self):
        targets = {
            "queue": self.target_queue_id.code,
            "outside": self.number,
            "voicemail": self.mailbox_id.code,
        }
        return render.Overflow(
            kind=self.action,
            target=targets.get(self.action) or "",
            prompt=self.prompt_id.code or "",
            mailbox=self.mailbox_id.code or "" if self.action == "outside" else "",
        )
