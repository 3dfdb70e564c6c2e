from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

TARGETS = [
    ("pool", "Nobody yet"),
    ("leader", "The leader"),
    ("least", "Who has the fewest open"),
    ("maker", "Who made it"),
    ("user", "This person"),
]


class CallcenterWorkorderRule(models.Model):
    """Where new work orders go; the first rule that fits holds, without one the maker's own department."""

    _name = "callcenter.workorder.rule"
    _inherit = ("callcenter.order.rule",)
    _description = "Routing of Work Orders"
    _decides = ("department_id", "user_id", "sender_id", "step_ids", "may_take")

    state_ids = fields.Many2many("res.country.state", string="Provinces", help="Of the customer; empty: all.")
    cities = fields.Char(help="Of the customer, with commas between; empty: all.")
    department_id = fields.Many2one("callcenter.department", required=True, ondelete="restrict")
    target = fields.Selection(TARGETS, "Owner", required=True, default="pool")
    user_id = fields.Many2one("res.users", "Person", ondelete="restrict")

    @api.constrains("target", "user_id", "department_id", "active")
    def _constrain_target(self):
        for rule in self.filtered("active"):
            if rule.target == "user" and not rule.user_id.active:
                raise ValidationError(self.env._("%(name)s: choose a person who works here.", name=rule.name))
            if not rule.department_id.active:
                raise ValidationError(self.env._("%(name)s: the department is archived.", name=rule.name))
            if rule.target == "leader" and not self._leader(rule.department_id):
                raise ValidationError(
                    self.env._("%(name)s: nobody leads the department or one above it.", name=rule.name)
                )
            if rule.target == "least" and not rule._members():
                raise ValidationError(self.env._("%(name)s: the department has no members.", name=rule.name))

    def _fits(self, ticket):
        partner, cities = ticket.partner_id, self._city_names()
        return (
            super()._fits(ticket)
            and (not self.state_ids or partner.state_id in self.state_ids)
            and (not cities or (partner.city or "").strip().casefold() in cities)
        )

    def _city_names(self):
        names = (self.cities or "").replace("，", ",").replace("、", ",").split(",")
        return {name.strip().casefold() for name in names if name.strip()}

    def _owner(self, maker):
        """Return who gets an order by this rule; nobody for the department's pool."""
        if self.target == "user":
            return self.user_id
        if self.target == "leader":
            return self._leader(self.department_id)
        if self.target == "maker":
            return maker
        return self._least_busy() if self.target == "least" else self.env["res.users"]

    def _leader(self, department):
        return self.env["callcenter.followup"]._leader(department, self.env["res.users"])

    def _members(self):
        return self.env["res.users"].search([("callcenter_department_id", "=", self.department_id.id)], order="id")

    def _least_busy(self):
        members = self._members()
        mine = Domain("user_id", "in", members.ids) & Domain("stage_id.closed", "=", False)
        counts = dict(self.env["helpdesk.ticket"]._read_group(mine, ["user_id"], ["__count"]))
        return min(members, key=lambda user: (counts.get(user, 0), user.id), default=members)
