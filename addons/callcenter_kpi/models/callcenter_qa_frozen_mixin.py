from odoo import api, models
from odoo.exceptions import UserError


class CallcenterQaFrozenMixin(models.AbstractModel):
    """A part of a score sheet: changed only while its version is a draft, so that scores keep what they rest on."""

    _name = "callcenter.qa.frozen.mixin"
    _description = "Part of a Score Sheet"

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_draft()
        return parts

    def write(self, vals):
        self._check_draft()
        result = super().write(vals)
        self._check_draft()
        return result

    def update_field_translations(self, field_name, translations, source_lang=""):
        self._check_draft()
        return super().update_field_translations(field_name, translations, source_lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_draft()

    def _check_draft(self):
        if frozen := self.sheet_id.filtered(lambda sheet: sheet.state != "draft"):
            raise UserError(
                self.env._(
                    "“%(sheet)s” is in use: scores rest on it. Press “Change” there, which makes a new version.",
                    sheet=frozen[0].display_name,
                )
            )
