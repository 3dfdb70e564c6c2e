from odoo import fields, models


class CallcenterFieldHost(models.Model):
    """A kind of record that has custom fields. Adding one: a row here, and the mixin in the model's ``_inherit``."""

    _name = "callcenter.field.host"
    _description = "Records with Custom Fields"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    model = fields.Char(required=True)
    sequence = fields.Integer(default=10)

    _model_unique = models.Constraint("UNIQUE (model)", "This model has custom fields already.")
