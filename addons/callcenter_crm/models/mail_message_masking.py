from odoo import models

from odoo.addons.mail.tools.discuss import Store

from ..tools.masking import mask_text


class MailMessage(models.Model):
    """What is sent to many browsers at once is one text for all, without numbers where anybody sees masked ones."""

    _inherit = "mail.message"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _to_store(self, store, fields, **kwargs):
        return super(MailMessage, self._callcenter_for(store.target.channel))._to_store(store, fields, **kwargs)

    def _callcenter_for(self, channel):
        """Return the messages as those may read them to whom ``channel`` of the bus goes; None: as the user may."""
        if channel is None:
            return self
        if channel._name == "res.users":
            masks = not channel._callcenter_sees_numbers()
        else:
            masks = self.env["res.company"]._callcenter_masks()
        return self.with_context(callcenter_masked=True) if masks else self

    def _callcenter_send_whole(self):
        """Send members of a channel who see numbers whole what the channel has been sent without them."""
        if not self.env["res.company"]._callcenter_masks():
            return
        # sudo: mail.message, discuss.channel - the members' own message
        message = self.sudo()
        channel = message._bus_channel()
        if channel._name != "discuss.channel":
            return
        if all(mask_text(text) == text for text in (message.body, message.subject)):
            return
        for user in channel.channel_member_ids.partner_id.user_ids:
            if user._callcenter_sees_numbers():
                Store(bus_channel=user).add(message, ["body", "subject"]).bus_send()
