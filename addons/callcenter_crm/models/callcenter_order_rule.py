import logging
from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)
UNREADABLE = (ValueError, SyntaxError, TypeError, KeyError, AttributeError)


class CallcenterOrderRule(models.AbstractModel):
    """What the rules of work orders have in common: which orders they are for; the first that fits an order holds."""

    _name = "callcenter.order.rule"
    _description = "Rule on Work Orders"
    _order = "sequence, id"
    _decides = ()  # fields of the order that follow from such a rule: a condition on one would go in a circle

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, help="Empty: all companies.")
    # a rule whose only type is archived is for no order; without this it would be for all
    type_ids = fields.Many2many(
        "helpdesk.ticket.category",
        string="Types",
        context={"active_test": False},
        ondelete="restrict",
        help="With those below; empty: all.",
    )
    level_ids = fields.Many2many(
        "callcenter.dictionary.item",
        string="Customer Levels",
        domain=[("dictionary_id.code", "=", "customer_level")],
        context={"active_test": False},
        help="Empty: all.",
    )
    channel_ids = fields.Many2many(
        "helpdesk.ticket.channel",
        string="Channels",
        context={"active_test": False},
        ondelete="restrict",
        help="Empty: all.",
    )
    priority = fields.Selection(
        lambda self: self.env["helpdesk.ticket"]._fields["priority"].selection, "From Priority", help="Empty: any."
    )
    domain = fields.Char("Condition", default="[]", help="Further condition, custom fields too. Empty: none.")

    @api.constrains("domain")
    def _constrain_domain(self):
        """A condition is tried with the rights of who writes it: it tells nobody what he may not see."""
        # constraints run as superuser
        for rule in self.sudo(False):
            try:
                domain = rule._domain()
                rule.env["helpdesk.ticket"].search(domain, limit=1).filtered_domain(domain)
            except UNREADABLE as fault:
                raise ValidationError(self.env._("%(name)s: the condition cannot be read.", name=rule.name)) from fault
            rule._check_circle(domain)

    def _check_circle(self, domain):
        asked = {condition.field_expr.split(".")[0] for condition in domain.iter_conditions()}
        for name in sorted(asked & set(self._decides)):
            raise ValidationError(
                self.env._(
                    "%(name)s: the condition asks for “%(field)s”, which follows from these rules themselves.",
                    name=self.name,
                    field=self.env["helpdesk.ticket"].fields_get([name], ["string"])[name]["string"],
                )
            )

    def _domain(self):
        return Domain(literal_eval(self.domain or "[]"))

    def _for(self, ticket):
        """Return the first of these rules that fits ``ticket``, or none."""
        # sudo: helpdesk.ticket - rules look at all of an order, whoever makes it
        order = ticket.sudo()
        return next((rule for rule in self if rule._fits(order)), self.browse())

    def _fits(self, ticket):
        return (
            self.company_id in (ticket.company_id, self.company_id.browse())
            and (not self.type_ids or bool(self.type_ids & ticket.category_id._lineage()))
            and (not self.level_ids or ticket.partner_id.callcenter_level_id in self.level_ids)
            and (not self.channel_ids or ticket.channel_id in self.channel_ids)
            and (not self.priority or (ticket.priority or "0") >= self.priority)
            and self._fits_condition(ticket)
        )

    def _fits_condition(self, ticket):
        """Tell whether the condition holds; one that can no longer be read holds for nothing, and stops no order."""
        if not self.domain or self.domain == "[]":
            return True
        try:
            return bool(ticket.filtered_domain(self._domain()))
        except UNREADABLE:
            _logger.exception("%s: the condition of rule %s cannot be read", self._name, self.id)
            return False

    @api.model
    def _refuse_used(self, domain):
        """Refuse to delete what a rule of any kind, also an archived one, is for by ``domain``."""
        for model in self.env.registry.descendants(["callcenter.order.rule"], "_inherit"):
            rules = self.env[model]
            if rules._abstract:
                continue
            # sudo: rules - also those of other companies use it
            used = rules.sudo().with_context(active_test=False).search(domain, limit=1)
            if used:
                raise UserError(
                    self.env._(
                        "The rule “%(rule)s” (%(kind)s) asks for it. Change the rule first, or archive this instead.",
                        rule=used.name,
                        kind=self.env["ir.model"]._get(model).name,
                    )
                )
