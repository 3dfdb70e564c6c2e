from odoo import fields, models


class CallcenterDisposition(models.Model):
    """Outcome of a call, as the person who handled it judges it."""

    _name = "callcenter.disposition"
    _description = "Call Outcome"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name for imports and interfaces; unique.")
    category = fields.Selection(
        [("valid", "Valid"), ("pending", "To be continued"), ("invalid", "Invalid")],
        default="valid",
        required=True,
        help="Valid: the matter was dealt with. To be continued: another contact follows. "
        "Invalid: not the right person or number.",
    )
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("UNIQUE (code)", "Another call outcome has this code already.")
