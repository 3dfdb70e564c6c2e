from odoo import models

from ..tools.masking import mask_all


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        """Send customers what was written, and colleagues who see masked numbers a letter with masked ones."""
        users = self.env["res.users"].browse([row["uid"] for row in recipients_data if row.get("uid")])
        masked = set(users.filtered(lambda user: not user._callcenter_sees_numbers()).ids)
        if not masked and self.env.user._callcenter_sees_numbers():
            return super()._notify_thread_by_email(message, recipients_data, **kwargs)
        inside = [row for row in recipients_data if row.get("uid") in masked]
        outside = [row for row in recipients_data if row.get("uid") not in masked]
        result = True
        if inside:
            shown = message.with_context(callcenter_masked=True)
            result = super()._notify_thread_by_email(shown, inside, **kwargs)
        if outside:
            # sudo: mail.message - its author's own words, to whoever may have them
            result = super()._notify_thread_by_email(message.sudo(), outside, **kwargs)
        return result

    def _notify_by_web_push_prepare_payload(self, *args, **kwargs):
        payload = super()._notify_by_web_push_prepare_payload(*args, **kwargs)
        # one text for all who are told: without numbers where anybody sees masked ones
        masks = self.env["res.company"]._callcenter_masks()
        return mask_all(payload) if masks else payload
