from odoo import models

from ..tools.masked_fields import MaskedHtml, MaskedName, MaskedText


class HelpdeskTicket(models.Model):
    _name = "helpdesk.ticket"
    _inherit = ("callcenter.masking", "helpdesk.ticket")

    name = MaskedName(string="Title")
    description = MaskedHtml(string="Description")
    partner_name = MaskedName()
    partner_email = MaskedName()
    result_text = MaskedText()
