from odoo import models


class DiscussChannel(models.Model):
    _inherit = "discuss.channel"

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        result = super()._notify_thread(message, msg_vals=msg_vals, **kwargs)
        message._callcenter_send_whole()
        return result

    def _message_update_content(self, message, **kwargs):
        result = super()._message_update_content(message, **kwargs)
        message._callcenter_send_whole()
        return result
