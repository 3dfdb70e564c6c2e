from odoo import fields, models

_GROUP = "callcenter_crm.group_callcenter"


class ResPartner(models.Model):
    """What care rules look at, and what they made."""

    _name = "res.partner"
    _inherit = ("res.partner",)

    callcenter_birthday_lunar = fields.Boolean(
        "Lunar Birthday",
        groups=_GROUP,
        help="The birthday is kept by the Chinese lunar calendar. Enter the date of birth of the ordinary calendar.",
    )
    callcenter_care_ids = fields.One2many(
        "callcenter.care", "partner_id", "Care", readonly=True, copy=False, groups=_GROUP
    )
