from odoo import api, fields, models


class CallcenterFieldSection(models.Model):
    """Part of a form that holds custom fields: a page with a title and columns."""

    _name = "callcenter.field.section"
    _description = "Section of Custom Fields"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    columns = fields.Selection([("1", "One"), ("2", "Two")], default="2", required=True)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache("templates")
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache("templates")
        return super().write(vals)
