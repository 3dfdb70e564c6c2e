"""The models whose numbers are masked; a model that is not here has no numbers of people."""

from odoo import models

from ..tools.masked_fields import MaskedHtml, MaskedName, MaskedNumber, MaskedText


class CallcenterNumber(models.Model):
    _name = "callcenter.number"
    _inherit = ("callcenter.masking", "callcenter.number")

    number = MaskedNumber()


class CallcenterContact(models.Model):
    _name = "callcenter.contact"
    _inherit = ("callcenter.masking", "callcenter.contact")

    number = MaskedNumber()
    number_2 = MaskedNumber()
    name = MaskedName()
    company_name = MaskedName()
    region = MaskedName()
    city = MaskedName()
    address = MaskedName()
    remark = MaskedText()


class CallcenterCall(models.Model):
    _name = "callcenter.call"
    _inherit = ("callcenter.masking", "callcenter.call")

    number = MaskedNumber()
    caller_name = MaskedName()
    note = MaskedText()


class CallcenterFollowup(models.Model):
    _name = "callcenter.followup"
    _inherit = ("callcenter.masking", "callcenter.followup")

    topic = MaskedName()
    note = MaskedText()


class CallcenterBlacklist(models.Model):
    _name = "callcenter.blacklist"
    _inherit = ("callcenter.masking", "callcenter.blacklist")

    number = MaskedNumber()
    reason = MaskedName()
    source = MaskedName()


class CallcenterAudit(models.Model):
    _inherit = "callcenter.audit"

    name = MaskedName()
    detail = MaskedText()


class IrAttachment(models.Model):
    _name = "ir.attachment"
    _inherit = ("callcenter.masking", "ir.attachment")

    name = MaskedName()
    description = MaskedText()
    index_content = MaskedText()


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ("callcenter.masking", "mail.message")

    body = MaskedHtml()
    subject = MaskedName()


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ("callcenter.masking", "mail.activity")

    res_name = MaskedName()
    summary = MaskedName()
    note = MaskedHtml()


class MailNotification(models.Model):
    _name = "mail.notification"
    _inherit = ("callcenter.masking", "mail.notification")

    sms_number = MaskedNumber()


class SmsSms(models.Model):
    _name = "sms.sms"
    _inherit = ("callcenter.masking", "sms.sms")

    number = MaskedNumber()
    body = MaskedText()


class SmsComposer(models.TransientModel):
    _name = "sms.composer"
    _inherit = ("callcenter.masking", "sms.composer")

    numbers = MaskedNumber()
    sanitized_numbers = MaskedNumber()
    recipient_single_number = MaskedNumber()
    recipient_single_number_itf = MaskedNumber()


class PhoneBlacklist(models.Model):
    _name = "phone.blacklist"
    _inherit = ("callcenter.masking", "phone.blacklist")

    number = MaskedNumber()


class MailMail(models.Model):
    _name = "mail.mail"
    _inherit = ("callcenter.masking", "mail.mail")

    body_html = MaskedText()


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    activity_summary = MaskedName()


class CalendarAttendee(models.Model):
    _name = "calendar.attendee"
    _inherit = ("callcenter.masking", "calendar.attendee")

    phone = MaskedNumber()
    common_name = MaskedName()


class CalendarEvent(models.Model):
    _name = "calendar.event"
    _inherit = ("callcenter.masking", "calendar.event")

    name = MaskedName()
    description = MaskedHtml()


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ("callcenter.masking", "sale.order")

    note = MaskedHtml()


class CrmTeamMember(models.Model):
    _inherit = "crm.team.member"

    phone = MaskedNumber()


class ResourceResource(models.Model):
    _inherit = "resource.resource"

    phone = MaskedNumber()
