from odoo import api, models

from ..tools.masking import mask, mask_text

_VALUES = ("old_value_char", "new_value_char", "old_value_text", "new_value_text")


class MailTrackingValue(models.Model):
    _inherit = "mail.tracking.value"

    @api.model
    def _create_tracking_values(self, initial_value, new_value, col_name, col_info, record):
        """Keep no whole number where many read: who changed it is in the log, what it is on the record."""
        values = super()._create_tracking_values(initial_value, new_value, col_name, col_info, record)
        if self.env["res.company"]._callcenter_masks():
            hide = mask if "phone" in col_name else mask_text
            values.update({name: hide(values[name]) for name in _VALUES if values.get(name)})
        return values

    def _format_display_value(self, field_type, new=True):
        shown = super()._format_display_value(field_type, new)
        # values from the time before numbers were masked
        return [self.env.user._callcenter_shown(value) for value in shown]
