from odoo import fields, models


class CallcenterContact(models.Model):
    _inherit = "callcenter.contact"

    source_id = fields.Many2one(
        "callcenter.dictionary.item",
        "Source",
        domain=[("dictionary_id.code", "=", "source")],
        ondelete="restrict",
        help="Where this contact comes from: the file says it, else the batch.",
    )
