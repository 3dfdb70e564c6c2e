from odoo import models
from odoo.fields import Domain
from odoo.tools import html2plaintext

SHOWN = 300


class CallcenterTimelineMessage(models.AbstractModel):
    """What was written to or about the customer: texts, mails and notes are kinds of their own."""

    _name = "callcenter.timeline.message"
    _inherit = "callcenter.timeline.source"
    _description = "Messages on a Timeline"

    _timeline_model = "mail.message"
    _timeline_date = "date"
    _timeline_types = ()
    _timeline_addressed = None  # field with the customers that it went to, where it may stand elsewhere than with them

    def _timeline_domain(self, partners):
        whose = Domain("model", "=", "res.partner") & Domain("res_id", "in", partners.ids)
        if self._timeline_addressed:
            whose |= Domain(self._timeline_addressed, "in", partners.ids)
        return whose & Domain("message_type", "in", self._timeline_types)

    def _timeline_rows(self, records):
        return [
            {
                "title": message.subject or self._timeline_title(message),
                # sudo: res.partner - who wrote it belongs to the message
                "line": [message.author_id.sudo().name or message.email_from or ""],
                "note": html2plaintext(message.body or "", include_references=False)[:SHOWN],
            }
            for message in records
        ]

    def _timeline_title(self, message):
        """Return what the message is called where it has no subject."""
        raise NotImplementedError


class CallcenterTimelineText(models.AbstractModel):
    _name = "callcenter.timeline.text"
    _inherit = "callcenter.timeline.message"
    _description = "Text Messages on a Timeline"

    _timeline_kind = "text"
    _timeline_icon = "fa-comment-o"
    _timeline_sequence = 50
    _timeline_types = ("sms",)
    _timeline_addressed = "notification_ids.res_partner_id"

    def _timeline_label(self):
        return self.env._("Text Messages")

    def _timeline_title(self, message):
        return self.env._("Text message")


class CallcenterTimelineMail(models.AbstractModel):
    _name = "callcenter.timeline.mail"
    _inherit = "callcenter.timeline.message"
    _description = "E-mails on a Timeline"

    _timeline_kind = "mail"
    _timeline_icon = "fa-envelope-o"
    _timeline_sequence = 60
    _timeline_types = ("email", "email_outgoing")
    _timeline_addressed = "partner_ids"

    def _timeline_label(self):
        return self.env._("E-mails")

    def _timeline_title(self, message):
        return self.env._("E-mail received") if message.message_type == "email" else self.env._("E-mail sent")


class CallcenterTimelineNote(models.AbstractModel):
    _name = "callcenter.timeline.note"
    _inherit = "callcenter.timeline.message"
    _description = "Notes on a Timeline"

    _timeline_kind = "note"
    _timeline_icon = "fa-sticky-note-o"
    _timeline_sequence = 70
    _timeline_types = ("comment",)

    def _timeline_label(self):
        return self.env._("Notes")

    def _timeline_title(self, message):
        return self.env._("Note") if message.is_internal else self.env._("Message")
