import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import settings
from .callcenter_node_flows import LANGUAGES

LONGEST = 1500  # characters: some five minutes
TIMEOUT_S = 30
NAME = re.compile(r"[A-Za-z0-9_+-]{1,40}")


class CallcenterVoice(models.Model):
    """A voice that reads texts aloud. Other providers add a value to ``provider`` and a method ``_say_<provider>``."""

    _name = "callcenter.voice"
    _description = "Voice"
    _order = "sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    language = fields.Selection(LANGUAGES, required=True, default="zh", help="Its first voice reads a language.")
    provider = fields.Selection([("espeak", "eSpeak NG")], required=True, default="espeak")
    voice = fields.Char("Name at the provider", required=True, help="Such as cmn or en-us of eSpeak NG.")
    speed = fields.Integer("Words a minute", default=160)

    @api.constrains("voice", "speed")
    def _constrain_voice(self):
        for voice in self:
            if not NAME.fullmatch(voice.voice) or not 60 <= voice.speed <= 400:
                raise ValidationError(
                    self.env._(
                        "%(name)s: a voice has a name such as cmn and says 60 to 400 words a minute.", name=voice.name
                    )
                )

    @api.model
    def _of(self, language):
        """Return the voice of a language; UserError when there is none."""
        # sudo: callcenter.voice - whoever may write a text may have it read
        voice = self.sudo().search([("language", "=", language)], limit=1)
        if not voice:
            raise UserError(self.env._("There is no voice for this language: add one under Voices."))
        return voice

    def _say(self, text):
        """Return ``text`` read aloud, as a sound of any rate. Raise UserError when it cannot be."""
        self.ensure_one()
        text = " ".join((text or "").split())
        if not text:
            raise UserError(self.env._("There is no text to be read."))
        if len(text) > LONGEST:
            raise UserError(
                self.env._(
                    "The text has %(length)s characters; up to %(longest)s can be read. Cut it into several prompts.",
                    length=len(text),
                    longest=LONGEST,
                )
            )
        return getattr(self, f"_say_{self.provider}")(text)

    def _say_espeak(self, text):
        """The text goes in by the standard input: nothing of it is ever read as an option or by a shell."""
        command, environment = self._espeak()
        try:
            done = subprocess.run(
                [*command, "-v", self.voice, "-s", str(self.speed), "-b", "1", "--stdin", "--stdout"],
                input=text.replace("[[", "[ [").encode(),
                capture_output=True,
                timeout=TIMEOUT_S,
                env=environment,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise UserError(
                self.env._("The voice “%(name)s” does not speak: %(error)s", name=self.name, error=error)
            ) from error
        return _whole(done.stdout)

    def _espeak(self):
        """Return ``(command, environment)``: of the folder in the settings file, else what the machine has."""
        plain = {"PATH": os.defpath, "LANG": "C.UTF-8"}
        if own := _unpacked(Path(settings.read()["espeak_dir"] or "/nowhere")):
            return own[0], plain | own[1]
        known = shutil.which("espeak-ng")
        if not known:
            raise UserError(self.env._("eSpeak NG is not installed: set espeak_dir in the settings file."))
        return [known], plain

    @api.model
    def _key(self, voice, text):
        """Return what a text in a voice is kept under."""
        look = "\0".join((voice.provider, voice.voice, str(voice.speed), text))
        return hashlib.sha256(look.encode()).hexdigest()[:32]


def _unpacked(root):
    """Return ``(command, environment)`` of an unpacked Debian package, run by its own loader; None where there is none.

    Nothing of it mixes with the machine's own libraries, which may be of another release.
    """
    loader = next(root.glob("lib*/ld-linux*.so.*"), None)
    data = next(root.glob("usr/lib/*/espeak-ng-data"), None)
    if not loader or not data:
        return None
    files = [*root.glob("usr/lib/*/*.so*"), *root.glob("usr/lib/*/*/*.so*"), *root.glob("lib/*/*.so*")]
    libraries = ":".join(sorted({str(file.parent) for file in files}))
    command = [str(loader), "--library-path", libraries, str(root / "usr/bin/espeak-ng")]
    return command, {"ESPEAK_DATA_PATH": str(data.parent)}


def _whole(wav):
    """A wav whose lengths are told: on a pipe espeak-ng cannot go back to fill them in."""
    if wav[:4] != b"RIFF" or wav[36:40] != b"data":
        return wav
    sizes = (len(wav) - 8).to_bytes(4, "little"), (len(wav) - 44).to_bytes(4, "little")
    return b"RIFF" + sizes[0] + wav[8:40] + sizes[1] + wav[44:]
