from odoo import api, fields, models

OBJECTS = [
    ("customer", "Customers"),
    ("contact", "Campaign Contacts"),
    ("call", "Calls"),
    ("followup", "Follow-ups"),
    ("sale", "Opportunities and Orders"),
    ("workorder", "Work Orders"),
]
# from the narrowest to the widest
SCOPES = [
    ("own", "Own"),
    ("department", "Own Department"),
    ("subtree", "Own Department and All Below"),
    ("all", "All"),
]


class CallcenterRoleScope(models.Model):
    """Whose records of one object the users of a role work with. An object without a row is ``own``."""

    _name = "callcenter.role.scope"
    _inherit = ("callcenter.staff.form", "callcenter.rights.mixin")
    _description = "Data Scope of a Role"
    _order = "role_id, id"

    role_id = fields.Many2one("res.users.role", required=True, ondelete="cascade", index=True)
    object = fields.Selection(OBJECTS, required=True)
    scope = fields.Selection(SCOPES, required=True, default="own")

    _object_unique = models.Constraint("UNIQUE (role_id, object)", "A role has one scope for each object.")

    @api.depends("object", "scope")
    def _compute_display_name(self):
        objects, scopes = (dict(self._fields[name]._description_selection(self.env)) for name in ("object", "scope"))
        for row in self:
            row.display_name = f"{objects.get(row.object)}: {scopes.get(row.scope)}"
