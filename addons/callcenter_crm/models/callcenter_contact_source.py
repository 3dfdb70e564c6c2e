from odoo import fields, models


class CallcenterContact(models.Model):
    _inherit = "callcenter.contact"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    source_id = fields.Many2one(
        "callcenter.dictionary.item",
        domain=[("dictionary_id.code", "=", "source")],
        ondelete="restrict",
        help="Where this contact comes from: the file says it, else the batch.",
    )
