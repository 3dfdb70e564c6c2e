from odoo import api, models


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
            fallback = next(filter(None, words.values()), False)
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
        word = words.get(self.env.lang) or next(filter(None, words.values()), False)
        return {**vals, name: word}
