"""The models of telephony whose numbers are masked."""

from odoo import models

from odoo.addons.callcenter_crm.tools.masked_fields import (
    MaskedName,
    MaskedNumber,
    MaskedParty,
    MaskedText,
    hides_numbers,
)


class CallcenterCallLeg(models.Model):
    _name = "callcenter.call.leg"
    _inherit = ("callcenter.masking", "callcenter.call.leg")

    party = MaskedParty()
    party_name = MaskedName()


class CallcenterCallDraft(models.Model):
    _name = "callcenter.call.draft"
    _inherit = ("callcenter.masking", "callcenter.call.draft")

    note = MaskedText()


class CallcenterDialBlock(models.Model):
    _name = "callcenter.dial.block"
    _inherit = ("callcenter.masking", "callcenter.dial.block")

    number = MaskedNumber()


class CallcenterCallback(models.Model):
    _name = "callcenter.callback"
    _inherit = ("callcenter.masking", "callcenter.callback")

    number = MaskedNumber()
    note = MaskedName()


class CallcenterNode(models.Model):
    _name = "callcenter.node"
    _inherit = ("callcenter.masking", "callcenter.node")

    refused_numbers = MaskedText()


class CallcenterCommand(models.Model):
    _inherit = "callcenter.command"

    def _has_field_access(self, field, operation):
        # what was dialled stands in it
        if field.name in ("args", "args_text") and hides_numbers(self.env):
            return False
        return super()._has_field_access(field, operation)
