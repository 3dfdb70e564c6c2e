from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CallcenterKnowledgeCategory(models.Model):
    """A shelf of the knowledge base: who may read what stands on it, and who keeps it."""

    _name = "callcenter.knowledge.category"
    _inherit = "callcenter.rights.mixin"
    _description = "Knowledge Category"
    _parent_store = True
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    # by the system: who reads a category also sees what stands above it, read or not
    complete_name = fields.Char("Full Name", compute="_compute_complete_name", recursive=True, compute_sudo=True)
    parent_id = fields.Many2one(
        "callcenter.knowledge.category", "Category Above", ondelete="restrict", index=True, domain="[('id', '!=', id)]"
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("callcenter.knowledge.category", "parent_id", "Categories Below")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    department_ids = fields.Many2many(
        "callcenter.department",
        string="Read By",
        help="Departments, with all below them, that may read it. Empty: as the category above, or everybody.",
    )
    approver_ids = fields.Many2many(
        "res.users",
        string="Told of Reviews",
        domain=[("share", "=", False)],
        help="Who gets a task when an article waits for approval. Empty: as the category above.",
    )
    self_approval = fields.Boolean(
        "Authors Approve Their Own", help="Who has written an article may publish it too, given the right to approve."
    )
    remind_days = fields.Integer(
        "Remind Before", default=14, help="Days before an article expires on which its owner is reminded."
    )

    _remind_days = models.Constraint("CHECK (remind_days >= 0)", "Give the days of the reminder, or 0.")

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for category in self:
            above = category.parent_id.complete_name
            category.complete_name = f"{above} / {category.name}" if above else category.name

    @api.depends("complete_name")
    @api.depends_context("hierarchical_naming")
    def _compute_display_name(self):
        # the tree beside the lists shows the place already
        whole = self.env.context.get("hierarchical_naming", True)
        for category in self:
            category.display_name = category.complete_name if whole else category.name

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A category cannot be below itself."))

    def _lineage(self):
        """Return this category and those above it, the nearest first."""
        ids = [int(one) for one in reversed((self.parent_path or "").split("/")) if one]
        return self.browse(ids)

    def _place(self):
        """Return where the category stands among all, to sort by."""
        # sudo: callcenter.knowledge.category - those above it, read or not
        return [(category.sequence, category.name, category.id) for category in self.sudo()._lineage()[::-1]]

    def _inherited(self, name):
        """Return the value of a field, of the nearest category above where this one has none."""
        return next((category[name] for category in self._lineage() if category[name]), self[name])

    def _read_by(self, departments):
        """Return those of these categories that people of ``departments`` (and of those above them) may read."""
        return self.filtered(
            lambda category: not (allowed := category._inherited("department_ids")) or allowed & departments
        )
