import base64
import hashlib
import io

import numpy
import soundfile
import soxr

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..render import model as render

RATE = 8000
PROMPT_FIELDS = ("prompt_id", "wrong_prompt_id", "pin_prompt_id", "thanks_prompt_id")
LONGEST_S = 600


def to_wav(data):
    """Return ``(wav, seconds)``: the sound in ``data`` (WAV, FLAC, OGG, MP3) as 8 kHz mono 16 bit WAV.

    Raises ValueError when ``data`` is no sound, is empty or longer than ten minutes.
    """
    try:
        with soundfile.SoundFile(io.BytesIO(data)) as source:
            if source.frames > LONGEST_S * source.samplerate:
                raise ValueError("longer than ten minutes")
            samples, rate = source.read(dtype="float32", always_2d=True), source.samplerate
    except (soundfile.LibsndfileError, TypeError) as error:
        raise ValueError("no sound") from error
    if not len(samples):
        raise ValueError("empty")
    mono = soxr.resample(numpy.nan_to_num(samples.mean(axis=1)), rate, RATE)
    target = io.BytesIO()
    soundfile.write(target, mono.clip(-1, 1), RATE, format="WAV", subtype="PCM_16")
    return target.getvalue(), len(mono) / RATE


class CallcenterPrompt(models.Model):
    """A sound that a flow or a queue plays, kept as the telephone plays it."""

    _name = "callcenter.prompt"
    _inherit = "callcenter.config.mixin"
    _description = "Prompt"
    _order = "name"
    _not_configured = frozenset({"name", "text", "language"})

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    text = fields.Text("What is said")
    upload = fields.Binary(
        "Sound file", compute="_compute_upload", inverse="_inverse_upload", help="WAV, FLAC, OGG or MP3, any rate."
    )
    filename = fields.Char()
    wav = fields.Binary("Sound", readonly=True, attachment=True, copy=True)
    revision = fields.Char(readonly=True, copy=True)
    seconds = fields.Float("Length (s)", readonly=True, digits=(16, 1), copy=True)

    _code_uniq = models.Constraint("UNIQUE (company_id, code)", "Another prompt has this code already.")

    @api.depends("wav")
    def _compute_upload(self):
        for prompt in self:
            prompt.upload = prompt.wav

    def _inverse_upload(self):
        for prompt in self:
            prompt._take(base64.b64decode(prompt.upload or b""))

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

    def _take(self, data):
        """Keep the sound in ``data`` (bytes); empty data takes the sound away."""
        self.ensure_one()
        self.write(self._sound_vals(data, self.filename))

    def _sound_vals(self, data, filename):
        """Return the values of a row that keeps the sound in ``data``. Raise ValidationError when it is none."""
        if not data:
            return {"wav": False, "revision": False, "seconds": 0}
        try:
            wav, seconds = to_wav(data)
        except ValueError as error:
            raise ValidationError(
                self.env._(
                    "This file is not a sound of up to ten minutes%(name)s: upload WAV, FLAC, OGG or MP3.",
                    name=f" ({filename})" if filename else "",
                )
            ) from error
        revision = hashlib.sha256(wav).hexdigest()[:12]
        return {"wav": base64.b64encode(wav), "revision": revision, "seconds": seconds}

    def _configured_nodes(self):
        return self.env["callcenter.node"].search([("company_id", "in", self.company_id.ids)])

    def _as_prompt(self):
        wav = self.with_context(bin_size=False).wav
        return render.Prompt(
            code=self.code,
            revision=self.revision or "",
            wav=base64.b64decode(wav or b""),
            others=tuple(sound._as_sound() for sound in self.sound_ids if sound.revision),
        )
