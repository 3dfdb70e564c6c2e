import re

from odoo import api, models


class CallcenterPrompt(models.Model):
    """Prompts made and changed where they are used. A card is ``{id, display_name, text, language, seconds,
    revision}``; without revision there is no sound yet."""

    _inherit = "callcenter.prompt"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def editor_new(self, name):
        """Add a prompt without sound; returns its card."""
        return self.create({"name": name, "code": self._free_code(name)}).editor_card()

    def editor_card(self):
        """Return what an editor shows of a prompt."""
        self.ensure_one()
        return {
            "id": self.id,
            "display_name": self.display_name,
            "text": self.text or "",
            "language": self.language,
            "seconds": self.seconds,
            "revision": self.revision or False,
        }

    def editor_speak(self, text, language):
        """Have ``text`` read by the voice of ``language``; returns the card."""
        self.write({"text": text, "language": language})
        self.action_speak()
        return self.editor_card()

    def editor_upload(self, data, filename):
        """Take the sound of a file (base64); returns the card. Raise ValidationError when it is none."""
        self.write({"filename": filename, "upload": data})
        return self.editor_card()

    def _free_code(self, name):
        """Return a code like the name that no prompt of the company has."""
        base = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:30] or "prompt"
        taken = set(self.with_context(active_test=False).search([("code", "=like", f"{base}%")]).mapped("code"))
        codes = (f"{base}_{number}" if number else base for number in range(len(taken) + 2))
        return next(code for code in codes if code not in taken)
