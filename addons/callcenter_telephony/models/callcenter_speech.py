import base64
import hashlib
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import spoken
from ..render import model as render
from .callcenter_node_flows import LANGUAGES
from .callcenter_sound_mixin import to_wav

_logger = logging.getLogger(__name__)


class CallcenterSpeech(models.Model):
    """A text that a voice has read: kept, so that no text is read twice. ``word``: answers are made of it, so nodes
    have it; its sound may be replaced by a recording."""

    _name = "callcenter.speech"
    _inherit = "callcenter.config.mixin"
    _description = "Spoken Text"
    _order = "language, id"
    _rec_name = "text"

    language = fields.Selection(LANGUAGES, required=True)
    text = fields.Char(required=True)
    word = fields.Boolean("Part of answers", readonly=True)
    key = fields.Char(readonly=True, index=True)
    wav = fields.Binary("Sound", attachment=True, readonly=True)
    revision = fields.Char(readonly=True)
    upload = fields.Binary("Sound file", compute="_compute_upload", inverse="_inverse_upload")

    _key_uniq = models.UniqueIndex("(key) WHERE key IS NOT NULL", "This text is spoken already.")
    _word_uniq = models.UniqueIndex("(language, text) WHERE word", "This word exists already.")

    @api.depends("wav")
    def _compute_upload(self):
        for speech in self:
            speech.upload = speech.wav

    def _inverse_upload(self):
        """A recording of a person takes the voice's place."""
        for speech in self.filtered("upload"):
            try:
                wav, _seconds = to_wav(base64.b64decode(speech.upload))
            except ValueError as error:
                raise ValidationError(self.env._("This file is not a sound of up to ten minutes.")) from error
            speech._keep(wav)

    def _configured_nodes(self):
        words = self.filtered("word")
        # sudo: callcenter.node - a word changes on all of them
        return self.env["callcenter.node"].sudo().search([]) if words else self.env["callcenter.node"]

    def _keep(self, wav):
        self.write({"wav": base64.b64encode(wav), "revision": hashlib.sha256(wav).hexdigest()[:12]})

    @api.model
    def _sound(self, language, text):
        """Return ``text`` as the telephone plays it (wav), read once. Raise UserError when it cannot be read."""
        voice = self.env["callcenter.voice"]._of(language)
        key = voice._key(voice, text)
        # sudo: callcenter.speech - what was read belongs to nobody
        known = self.sudo().search([("key", "=", key)], limit=1)
        if not known:
            wav, _seconds = to_wav(voice._say(text))
            known = self.sudo().create({"language": language, "text": text, "key": key})
            known._keep(wav)
        return base64.b64decode(known.with_context(bin_size=False).wav)

    @api.model
    def _words(self, language, texts):
        """See to it that each of ``texts`` is a word with a sound; without a voice they stay silent."""
        # sudo: callcenter.speech - words belong to nobody
        words = self.sudo()
        known = words.search([("word", "=", True), ("language", "=", language), ("text", "in", list(texts))])
        missing = [text for text in dict.fromkeys(texts) if text not in set(known.mapped("text"))]
        rows = words.create([{"language": language, "text": text, "word": True} for text in missing])
        for row in (known | rows).filtered(lambda row: not row.revision):
            try:
                wav = self._sound(language, row.text)
            except UserError as error:
                _logger.warning("no sounds for words of %s: %s", language, error)
                return
            row._keep(wav)

    @api.model
    def _all_words(self):
        """The words of all languages, at install and when a voice is added."""
        for language in spoken.LANGUAGES:
            self._words(language, spoken.words(language))

    @api.model
    def _files(self, language, texts):
        """Return the names of the sounds of words on a node, those that have one; a query for all."""
        rows = self.search([("word", "=", True), ("language", "=", language), ("text", "in", list(set(texts)))])
        names = {row.text: f"s{row.id}-{row.revision}" for row in rows if row.revision}
        return [names[text] for text in texts if text in names]

    def _as_prompt(self):
        wav = self.with_context(bin_size=False).wav
        return render.Prompt(f"s{self.id}", self.revision, base64.b64decode(wav or b""))
