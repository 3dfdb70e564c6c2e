import base64
import hashlib
import io

import numpy
import soundfile
import soxr

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .callcenter_node_flows import LANGUAGES

RATE = 8000
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


class CallcenterSoundMixin(models.AbstractModel):
    """What is said in one language, uploaded or read by a voice, kept as the telephone plays it."""

    _name = "callcenter.sound.mixin"
    _inherit = "callcenter.config.mixin"
    _description = "Sound of a prompt"

    text = fields.Text("What is said")
    language = fields.Selection(LANGUAGES, required=True, default="zh")
    upload = fields.Binary(
        "Sound file", compute="_compute_upload", inverse="_inverse_upload", help="WAV, FLAC, OGG or MP3, any rate."
    )
    filename = fields.Char()
    wav = fields.Binary("Sound", readonly=True, attachment=True, copy=True)
    revision = fields.Char(readonly=True, copy=True)
    seconds = fields.Float("Length (s)", readonly=True, digits=(16, 1), copy=True)

    @api.depends("wav")
    def _compute_upload(self):
        for sound in self:
            sound.upload = sound.wav

    def _inverse_upload(self):
        for sound in self:
            sound._take(base64.b64decode(sound.upload or b""))

    def action_speak(self):
        """Have the text read by the voice of the language."""
        for sound in self:
            sound._take(self.env["callcenter.speech"]._sound(sound.language, sound.text))

    def _take(self, data):
        """Keep the sound in ``data`` (bytes); empty data takes the sound away. ValidationError when it is none."""
        self.ensure_one()
        if not data:
            self.write({"wav": False, "revision": False, "seconds": 0})
            return
        try:
            wav, seconds = to_wav(data)
        except ValueError as error:
            raise ValidationError(
                self.env._(
                    "This file is not a sound of up to ten minutes%(name)s: upload WAV, FLAC, OGG or MP3.",
                    name=f" ({self.filename})" if self.filename else "",
                )
            ) from error
        revision = hashlib.sha256(wav).hexdigest()[:12]
        self.write({"wav": base64.b64encode(wav), "revision": revision, "seconds": seconds})

    def _wav(self):
        """Return the sound's bytes."""
        return base64.b64decode(self.with_context(bin_size=False).wav or b"")
