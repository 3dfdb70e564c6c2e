from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class HelpdeskTicketCategory(models.Model):
    """Type of a work order; what a subtype leaves empty it has from the type above."""

    _inherit = "helpdesk.ticket.category"

    sequence_id = fields.Many2one(
        "ir.sequence", "Numbers", ondelete="restrict", help="How its orders are numbered. Empty: as the type above."
    )
    number_prefix = fields.Char(
        compute="_compute_number_prefix",
        inverse="_inverse_number_prefix",
        help="Begin of the order numbers, e.g. WO-%(y)s- for the year. Empty: as the type above.",
    )
    stage_ids = fields.Many2many("helpdesk.ticket.stage", string="Stages", help="Empty: as the type above, or all.")
    priority = fields.Selection(
        lambda self: self.env["helpdesk.ticket"]._fields["priority"].selection, "Usual Priority"
    )
    department_id = fields.Many2one(
        "callcenter.department",
        "Usual Department",
        ondelete="restrict",
        help="Where its orders go when no routing rule fits. Empty: as the type above, or the maker's department.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Usual Owner",
        domain=[("share", "=", False)],
        ondelete="restrict",
        help="Who owns them then. Empty: as the type above, or whoever takes it.",
    )
    result_required = fields.Boolean(default=True, help="An order is closed only with a result.")
    urge_leader_from = fields.Integer(
        "Urge to Leader", default=3, help="From which urge on the leader hears of it too; 0: never."
    )

    _urge_leader = models.Constraint("CHECK (urge_leader_from >= 0)", "Give the number of an urge, or 0.")

    @api.depends("sequence_id.prefix")
    def _compute_number_prefix(self):
        for kind in self:
            # sudo: ir.sequence - how orders are numbered is no secret
            kind.number_prefix = kind.sudo().sequence_id.prefix

    def _inverse_number_prefix(self):
        for kind in self:
            prefix = (kind.number_prefix or "").strip()
            kind._check_prefix(prefix)
            # sudo: ir.sequence - who keeps the types keeps their numbers
            numbers = kind.sudo().sequence_id
            if prefix and numbers:
                numbers.prefix = prefix
            elif prefix:
                kind.sequence_id = numbers.create(
                    {"name": f"{kind.name}: {prefix}", "prefix": prefix, "padding": 5, "company_id": kind.company_id.id}
                )
            else:
                kind.sequence_id = False

    def _check_prefix(self, prefix):
        # sudo: ir.sequence - only tried, nothing is stored
        trial = self.env["ir.sequence"].sudo().new({"prefix": prefix, "padding": 5, "implementation": "no_gap"})
        try:
            trial._get_prefix_suffix()
        except (UserError, ValueError, KeyError, TypeError) as fault:
            raise ValidationError(
                self.env._("“%(prefix)s” is no beginning of a number. Use letters, digits and %%(y)s.", prefix=prefix)
            ) from fault

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        orders = self.env["helpdesk.ticket"].with_context(active_test=False)
        # sudo: helpdesk.ticket - also orders that the admin may not see use it
        used = orders.sudo().search([("category_id", "child_of", self.ids)], limit=1).category_id
        if used:
            raise UserError(
                self.env._("Work orders have the type “%(name)s”. Archive it instead.", name=used.display_name)
            )
        below = self.with_context(active_test=False).search([("id", "child_of", self.ids)])
        self.env["callcenter.order.rule"]._refuse_used([("type_ids", "in", below.ids)])

    def _usual(self):
        """Return (department, owner) of its orders when no rule fits; an owner who has left owns no new one."""
        owner = self._inherited("user_id").filtered("active")
        return self._inherited("department_id").filtered("active") or owner.callcenter_department_id, owner

    def _lineage(self):
        """Return this type and those above it, the nearest first."""
        ids = [int(one) for one in reversed((self.parent_path or "").split("/")) if one]
        return self.browse(ids)

    def _inherited(self, name):
        """Return the value of a field, of the nearest type above where this one has none."""
        return next((kind[name] for kind in self._lineage() if kind[name]), self[name])

    def _stages(self):
        """Return the stages that orders of this type pass, in order."""
        stages = self._inherited("stage_ids")
        return stages.sorted() if stages else self.env["helpdesk.ticket.stage"].search([])
