from odoo import api, fields, models


class CallcenterFieldAccess(models.Model):
    """What a role may do with a custom field; a role without a row may write it."""

    _name = "callcenter.field.access"
    _description = "Right on a Custom Field"

    field_id = fields.Many2one("callcenter.field", required=True, ondelete="cascade", index=True)
    role_id = fields.Many2one("res.users.role", required=True, ondelete="cascade")
    right = fields.Selection(
        [("hidden", "Hidden"), ("read", "Read"), ("write", "Write")], required=True, default="hidden"
    )

    _role_unique = models.Constraint("UNIQUE (field_id, role_id)", "The role has a right on this field already.")

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
