from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CallcenterDepartment(models.Model):
    """A department or sales group: whose people work under one leader, and whose records they may share."""

    _name = "callcenter.department"
    _inherit = "callcenter.rights.mixin"
    _description = "Department"
    _parent_store = True
    _rec_name = "complete_name"
    _order = "complete_name, id"

    name = fields.Char(required=True)
    complete_name = fields.Char(
        "Full Name", compute="_compute_complete_name", recursive=True, store=True, help="With the departments above it."
    )
    parent_id = fields.Many2one(
        "callcenter.department", "Above", ondelete="restrict", index=True, domain="[('id', '!=', id)]"
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("callcenter.department", "parent_id", "Below")
    leader_id = fields.Many2one(
        "res.users",
        ondelete="set null",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        help="Sees what the department does, as far as the leader's role reaches.",
    )
    member_ids = fields.One2many(
        "res.users", "callcenter_department_id", "Members", domain=[("share", "=", False)], readonly=True
    )
    serving_ids = fields.Many2many(
        "res.users",
        "callcenter_department_users_rel",
        "department_id",
        "user_id",
        "Also Serving",
        readonly=True,
        help="Members of other departments who take on work of this one.",
    )
    member_count = fields.Integer("Number of Members", compute="_compute_member_count")
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex(
        "(COALESCE(parent_id, 0), COALESCE(company_id, 0), name) WHERE active",
        "There is a department of this name at this place already.",
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for department in self:
            above = department.parent_id.complete_name
            department.complete_name = f"{above} / {department.name}" if above else department.name

    def _compute_member_count(self):
        groups = self.env["res.users"]._read_group(
            [("callcenter_department_id", "in", self.ids)], ["callcenter_department_id"], ["__count"]
        )
        count = {department.id: members for department, members in groups}
        for department in self:
            department.member_count = count.get(department.id, 0)

    def write(self, vals):
        if vals.get("parent_id") and self.browse(vals["parent_id"]).filtered_domain([("id", "child_of", self.ids)]):
            raise ValidationError(self.env._("A department cannot be below itself."))
        return super().write(vals)
