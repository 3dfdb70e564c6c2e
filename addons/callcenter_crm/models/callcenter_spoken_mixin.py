from odoo import api, models
from odoo.exceptions import ValidationError


class CallcenterSpokenMixin(models.AbstractModel):
    """Words that a form shows in all languages at once: a json field ``{language: text}`` beside the translated one."""

    _name = "callcenter.spoken.mixin"
    _description = "Words in Several Languages"

    @api.model
    def _spoken_langs(self):
        return [code for code, _name in self.env["res.lang"].get_installed()]

    def _spoken_read(self, name, spoken):
        for lang in self._spoken_langs():
            for record, said in zip(self, self.with_context(lang=lang), strict=True):
                record[spoken] = {**(record[spoken] or {}), lang: said[name] or ""}

    def _spoken_write(self, name, spoken):
        for record in self:
            words = record[spoken] or {}
            fallback = record._spoken_any(name, words)
            for lang in self._spoken_langs():
                word = words.get(lang) or fallback
                said = record.with_context(lang=lang)
                if (said[name] or False) != word:
                    said[name] = word

    @api.model
    def _spoken_vals(self, vals, name, spoken):
        """Return ``vals`` of a new record with the field ``name`` in the user's language, or any that is given."""
        words = vals.get(spoken)
        if not isinstance(words, dict) or vals.get(name):
            return vals
        return {**vals, name: words.get(self.env.lang) or self._spoken_any(name, words)}

    def _spoken_any(self, name, words):
        """Return one of the ``{language: text}``, False for none; ValidationError where the field must have one."""
        word = next(filter(None, words.values()), False)
        if not word and self._fields[name].required:
            label = self._fields[name]._description_string(self.env)
            raise ValidationError(self.env._("Fill in “%(label)s” in one language at least.", label=label))
        return word
