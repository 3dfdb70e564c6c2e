from odoo import fields, models

from ..render import model as render


class CallcenterPromptSound(models.Model):
    """A prompt in another language: heard by callers who have chosen it."""

    _name = "callcenter.prompt.sound"
    _inherit = "callcenter.sound.mixin"
    _description = "Prompt in another Language"
    _order = "prompt_id, language"
    _rec_name = "language"
    _not_configured = frozenset({"text"})

    prompt_id = fields.Many2one("callcenter.prompt", required=True, ondelete="cascade", index=True)
    language = fields.Selection(default="en")

    _language_uniq = models.Constraint("UNIQUE (prompt_id, language)", "The prompt has this language already.")

    def _configured_nodes(self):
        return self.prompt_id._configured_nodes()

    def _as_sound(self):
        return render.Sound(self.language, self.revision, self._wav())
