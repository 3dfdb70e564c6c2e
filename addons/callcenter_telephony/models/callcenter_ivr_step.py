from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..render import model as render
from .callcenter_ivr_flow import SAVING


class CallcenterIvrStep(models.Model):
    """One step of a flow; other steps name it by its code."""

    _name = "callcenter.ivr.step"
    _inherit = "callcenter.config.mixin"
    _description = "Step of an IVR flow"
    _order = "flow_id, sequence, id"
    _not_configured = frozenset({"name"})

    flow_id = fields.Many2one("callcenter.ivr.flow", required=True, ondelete="cascade", index=True)
    node_id = fields.Many2one(related="flow_id.node_id")
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="Other steps name this one by its code.")
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("play", "Play"), ("menu", "Menu"), ("queue", "Queue"), ("hangup", "Hang up")], required=True, default="play"
    )
    prompt_id = fields.Many2one("callcenter.prompt", ondelete="restrict", help="Sound that is played here.")
    next_code = fields.Char(
        "Then", help="Code of the step that follows; of a menu: after no or wrong input. Empty: hang up."
    )
    queue_id = fields.Many2one("callcenter.queue", domain="[('node_id', '=', node_id)]", ondelete="restrict")
    choice_ids = fields.One2many("callcenter.ivr.choice", "step_id", "Choices", copy=True)
    timeout_s = fields.Integer("Wait for a key (s)", default=5)
    tries = fields.Integer(default=3, help="How often the menu is played before it gives up.")
    keys_interrupt = fields.Boolean(
        "Keys interrupt",
        default=True,
        help="A key pressed here ends what is said and counts as the choice in the menu that follows. Switch it off "
        "for what everybody has to hear to the end, such as a legal notice.",
    )
    goal = fields.Boolean(help="Who hangs up here got what he came for: counts as contained, not as given up.")

    _code_uniq = models.Constraint("UNIQUE (flow_id, code)", "Two steps of a flow cannot have the same code.")

    @api.constrains("code")
    def _constrain_code(self):
        self._check_code()

    @api.constrains(
        "kind", "prompt_id", "next_code", "queue_id", "choice_ids", "timeout_s", "tries", "code", "sequence"
    )
    def _constrain_flow(self):
        if not self.env.context.get(SAVING):
            self.flow_id._check_steps()

    def unlink(self):
        flows = self.flow_id
        result = super().unlink()
        if not self.env.context.get(SAVING):
            flows.exists()._check_steps()
        return result

    def _check_step(self, codes):
        """Refuse what the kind of step needs and lacks; ``codes`` are those of the flow's steps."""
        self.ensure_one()
        say = {"flow": self.flow_id.name, "step": self.name}
        if self.kind in ("play", "menu") and not self.prompt_id.wav:
            raise ValidationError(self.env._("%(flow)s: step “%(step)s” has no prompt with a sound.", **say))
        if self.kind == "queue" and not (self.queue_id.active and self.queue_id.node_id == self.node_id):
            raise ValidationError(self.env._("%(flow)s: step “%(step)s” has no queue of this server.", **say))
        if self.kind == "menu":
            self._check_menu(say)
        for target in self._targets():
            if target not in codes:
                raise ValidationError(
                    self.env._(
                        "%(flow)s: step “%(step)s” leads to “%(target)s”, which is no step of this flow.",
                        target=target,
                        **say,
                    )
                )

    def _check_menu(self, say):
        if not self.choice_ids:
            raise ValidationError(self.env._("%(flow)s: menu “%(step)s” has no choices.", **say))
        if not 1 <= self.timeout_s <= 60 or not 1 <= self.tries <= 9:
            raise ValidationError(
                self.env._("%(flow)s: menu “%(step)s” waits 1 to 60 seconds for a key, 1 to 9 times.", **say)
            )

    def _targets(self):
        """Return the codes of the steps this one leads to."""
        self.ensure_one()
        targets = self.choice_ids.mapped("target_code") if self.kind == "menu" else []
        if self.kind in ("play", "menu") and self.next_code:
            targets.append(self.next_code)
        return targets

    def _ends(self):
        """Tell whether a caller leaves the flow here."""
        return self.kind in ("queue", "hangup") or not self.next_code

    def _as_step(self):
        return render.Step(
            code=self.code,
            kind=self.kind,
            prompt=self.prompt_id.code or "",
            next=self.next_code or "",
            queue=self.queue_id.code or "",
            choices=tuple(render.Choice(choice.key, choice.target_code) for choice in self.choice_ids),
            timeout_s=self.timeout_s,
            tries=self.tries,
            goal=self.goal,
            keys_interrupt=self.keys_interrupt,
        )
