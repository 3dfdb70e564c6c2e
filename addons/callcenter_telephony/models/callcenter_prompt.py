from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..render import model as render

PROMPT_FIELDS = ("prompt_id", "wrong_prompt_id", "pin_prompt_id", "thanks_prompt_id")


class CallcenterPrompt(models.Model):
    """A sound that a flow or a queue plays."""

    _name = "callcenter.prompt"
    _inherit = ("callcenter.sound.mixin", "callcenter.used.mixin")
    _description = "Prompt"
    _order = "name"
    _not_configured = frozenset({"name", "text", "language"})

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    sound_ids = fields.One2many("callcenter.prompt.sound", "prompt_id", "Other languages", copy=True)

    _code_uniq = models.Constraint("UNIQUE (company_id, code)", "Another prompt has this code already.")

    @api.constrains("code")
    def _constrain_code(self):
        self._check_code()

    @api.constrains("active", "wav")
    def _constrain_used(self):
        """Callers who are led here must hear something."""
        gone = self.filtered(lambda prompt: not prompt.active or not prompt.revision)
        versions = self.env["callcenter.ivr.version"]
        users = [name for field in PROMPT_FIELDS for name in versions._using(field, gone)] if gone else []
        if users:
            raise ValidationError(
                self.env._("Published flows still play this prompt: %(names)s.", names=", ".join(sorted(set(users))))
            )

    @api.model
    def _used_by(self):
        return {
            "callcenter.ivr.step": PROMPT_FIELDS,
            "callcenter.queue": (
                "greeting_id", "periodic_id", "callback_prompt_id", "callback_type_id", "callback_thanks_id",
                "survey_thanks_id",
            ),
            "callcenter.queue.rule": ("prompt_id",),
            "callcenter.queue.question": ("prompt_id",),
            "callcenter.mailbox": ("greeting_id", "thanks_id"),
        }  # fmt: skip

    def _configured_nodes(self):
        return self.env["callcenter.node"].search([("company_id", "in", self.company_id.ids)])

    def _as_prompt(self):
        return render.Prompt(
            code=self.code,
            revision=self.revision or "",
            wav=self._wav(),
            others=tuple(sound._as_sound() for sound in self.sound_ids if sound.revision),
        )
