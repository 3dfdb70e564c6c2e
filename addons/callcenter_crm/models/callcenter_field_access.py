from odoo import api, fields, models

from .callcenter_role_scope import SCOPES

RIGHTS = [("write", "Write"), ("read", "Read"), ("hidden", "Hidden")]
MISSING = """
    INSERT INTO callcenter_field_access (field_id, role_id, "right", create_uid, create_date, write_uid, write_date)
    SELECT field.id, role.id, 'write', 1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
      FROM callcenter_field field CROSS JOIN res_users_role role
        ON CONFLICT (field_id, role_id) DO NOTHING
"""


class CallcenterFieldAccess(models.Model):
    """What a role may do with a custom field: a row for each of both, so that forms show the whole matrix."""

    _name = "callcenter.field.access"
    _inherit = ("callcenter.staff.form", "callcenter.rights.mixin")
    _description = "Right on a Custom Field"
    _order = "field_id, role_id"
    _rec_name = "role_id"

    field_id = fields.Many2one("callcenter.field", required=True, ondelete="cascade", index=True)
    role_id = fields.Many2one("res.users.role", required=True, ondelete="cascade", index=True)
    right = fields.Selection(RIGHTS, required=True, default="write")
    model = fields.Selection(related="field_id.model", string="Of")
    section_id = fields.Many2one(related="field_id.section_id")
    kind = fields.Selection(related="field_id.kind")
    scope = fields.Selection(SCOPES, "Data Scope", compute="_compute_scope", help="Whose records the role works with.")

    _role_unique = models.Constraint("UNIQUE (field_id, role_id)", "The role has a right on this field already.")

    @api.depends("model", "role_id.scope_ids.scope")
    def _compute_scope(self):
        for row in self:
            scoped = self.env[row.model]._callcenter_scoped
            row.scope = (
                row.role_id.scope_ids.filtered(lambda scope, scoped=scoped: scope.object == scoped).scope or "own"
            )

    @api.model
    def _callcenter_complete(self):
        """Make the rows that are missing: a role that nobody restricted may write."""
        self.env.flush_all()
        self.env.cr.execute(MISSING)
        self.env["callcenter.field"].invalidate_model(["access_ids"])
        self.env["res.users.role"].invalidate_model(["callcenter_access_ids"])
