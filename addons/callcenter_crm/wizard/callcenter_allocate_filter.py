from odoo import api, fields, models
from odoo.exceptions import UserError

# what a saved filter holds; campaign and lists are another one's each time
CONDITIONS = (
    "holder",
    "progress",
    "disposition_ids",
    "older_days",
    "region",
    "department_ids",
    "agent_ids",
    "domain",
)


class CallcenterAllocateFilter(models.Model):
    """Conditions of an allocation that are used again: one's own, or shared with the department."""

    _name = "callcenter.allocate.filter"
    _description = "Saved Filter of an Allocation"
    _order = "name, id"

    name = fields.Char(required=True)
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, default=lambda self: self.env.user, ondelete="cascade", index=True
    )
    company_id = fields.Many2one("res.company", readonly=True, default=lambda self: self.env.company)
    shared = fields.Boolean(
        help="The leaders of the owner's department and below it use it too; if the owner has none, everybody."
    )
    conditions = fields.Json(readonly=True)

    _name_unique = models.Constraint("UNIQUE (user_id, name)", "You have a filter of this name already.")

    def _conditions(self):
        """Return values for the screen; what does not exist any more, or is not for this user, is left out."""
        self.ensure_one()
        Wizard = self.env["callcenter.allocate"]
        values = dict.fromkeys(CONDITIONS, False) | {"domain": "[]"}
        for name, value in (self.conditions or {}).items():
            field = Wizard._fields.get(name)
            if name not in CONDITIONS or not field:
                continue
            if field.type == "many2many":
                records = self.env[field.comodel_name].with_context(active_test=False)
                value = records.search([("id", "in", value)])
            values[name] = value
        return values

    @api.model
    def _of(self, wizard):
        """Return the conditions of ``wizard`` as they are kept."""
        values = {}
        for name in CONDITIONS:
            value = wizard[name].ids if wizard._fields[name].type == "many2many" else wizard[name]
            if value and value != "[]":
                values[name] = value
        return values


class CallcenterAllocateFilters(models.TransientModel):
    _inherit = "callcenter.allocate"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def filters(self):
        """Return the filters for the menu: dicts of ``id``, ``name``, ``shared`` and ``own`` (may be deleted)."""
        self.check_access("read")
        filters = self.env["callcenter.allocate.filter"].search([])
        return [
            {"id": row.id, "name": row.name, "shared": row.shared, "own": row.user_id == self.env.user}
            for row in filters
        ]

    def action_save_filter(self, name, shared=False):
        """Keep the conditions under ``name``; one of the user's own of that name is replaced."""
        self.ensure_one()
        if not (name or "").strip():
            raise UserError(self.env._("Give the filter a name."))
        Filter = self.env["callcenter.allocate.filter"]
        vals = {"shared": bool(shared), "conditions": Filter._of(self)}
        found = Filter.search([("user_id", "=", self.env.user.id), ("name", "=", name.strip())])
        if found:
            found.write(vals)
        else:
            found = Filter.create(vals | {"name": name.strip()})
        self.filter_id = found
        return found.id
