from odoo import fields, models

from .callcenter_contact_move import Told


class CallcenterCare(models.Model):
    """What a care rule has made for a customer and an occasion: once, whatever happens to it later."""

    _name = "callcenter.care"
    _description = "Care Done"
    _order = "at desc, id desc"
    _log_access = False

    rule_id = fields.Many2one("callcenter.care.rule", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", "Customer", required=True, readonly=True, ondelete="cascade")
    day = fields.Date("Occasion", required=True, readonly=True)
    occasion = fields.Char("What", readonly=True)
    at = fields.Datetime("Made On", required=True, readonly=True, default=fields.Datetime.now)
    user_id = Told("res.users", "For", readonly=True, help="The customer's owner at that time.")
    state = fields.Selection(
        [
            ("task", "Task"),
            ("sms", "Text"),
            ("contact", "Campaign Contact"),
            ("nobody", "Skipped: No Owner"),
            ("no_number", "Skipped: No Number"),
            ("in_campaign", "Skipped: In the Campaign Already"),
            ("blocked", "Skipped: Do Not Call"),
        ],
        "Made",
        required=True,
        readonly=True,
    )
    contact_id = Told("callcenter.contact", "Campaign Contact", readonly=True)

    _once = models.Constraint("UNIQUE (rule_id, partner_id, day)", "This occasion has been cared for already.")
    _partner_index = models.Index("(partner_id, id)")
    _at_index = models.Index("(at DESC, id DESC)")

    def _compute_display_name(self):
        for care in self:
            care.display_name = f"{care.rule_id.name}, {care.day}"
