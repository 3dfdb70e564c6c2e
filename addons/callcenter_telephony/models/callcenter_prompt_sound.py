import base64

from odoo import api, fields, models

from ..render import model as render
from .callcenter_node_flows import LANGUAGES


class CallcenterPromptSound(models.Model):
    """A prompt in another language: heard by callers who have chosen it."""

    _name = "callcenter.prompt.sound"
    _inherit = "callcenter.config.mixin"
    _description = "Prompt in another Language"
    _order = "prompt_id, language"
    _rec_name = "language"
    _not_configured = frozenset({"text"})

    prompt_id = fields.Many2one("callcenter.prompt", required=True, ondelete="cascade", index=True)
    language = fields.Selection(LANGUAGES, required=True, default="en")
    text = fields.Text("What is said")
    upload = fields.Binary(
        "Sound file", compute="_compute_upload", inverse="_inverse_upload", help="WAV, FLAC, OGG or MP3, any rate."
    )
    filename = fields.Char()
    wav = fields.Binary("Sound", readonly=True, attachment=True, copy=True)
    revision = fields.Char(readonly=True, copy=True)
    seconds = fields.Float("Length (s)", readonly=True, digits=(16, 1), copy=True)

    _language_uniq = models.Constraint("UNIQUE (prompt_id, language)", "The prompt has this language already.")

    @api.depends("wav")
    def _compute_upload(self):
        for sound in self:
            sound.upload = sound.wav

    def _inverse_upload(self):
        for sound in self:
            sound._take(base64.b64decode(sound.upload or b""))

    def _take(self, data):
        """Keep the sound in ``data`` (bytes); empty data takes the sound away."""
        self.ensure_one()
        self.write(self.env["callcenter.prompt"]._sound_vals(data, self.filename))

    def action_speak(self):
        """Have the text read by the voice of the language."""
        for sound in self:
            sound._take(self.env["callcenter.speech"]._sound(sound.language, sound.text))

    def _configured_nodes(self):
        return self.prompt_id._configured_nodes()

    def _as_sound(self):
        wav = self.with_context(bin_size=False).wav
        return render.Sound(self.language, self.revision, base64.b64decode(wav or b""))
