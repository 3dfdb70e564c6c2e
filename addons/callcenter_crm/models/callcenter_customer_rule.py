from ast import literal_eval
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

# people and companies that buy: no colleague, no company of ours, no address below a customer
CUSTOMER = SQL(
    """p.active AND p.partner_share AND (p.type IS NULL OR p.type = 'contact')
       AND NOT EXISTS (SELECT FROM res_company own WHERE own.partner_id = p.id)"""
)


class CallcenterCustomerRule(models.AbstractModel):
    """What lifecycle, pool and care rules have in common: whom they are for, and what is known of customers.

    Rules are judged in SQL over all customers at once. In it ``p`` is the customer (``res_partner``) and ``f`` what
    was ordered (see :meth:`_facts`).
    """

    _name = "callcenter.customer.rule"
    _description = "Rule on Customers"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    domain = fields.Char("Only Customers", default="[]", help="Further condition, custom fields too. Empty: all.")

    @api.constrains("domain")
    def _check_domain(self):
        """A condition is tried with the rights of who writes it: it tells nobody what he may not see."""
        # constraints run as superuser
        for rule in self.sudo(False):
            try:
                rule.env["res.partner"].search(rule._domain(), limit=1)
            except (ValueError, SyntaxError, TypeError, KeyError) as error:
                raise ValidationError(
                    self.env._("The condition of “%(rule)s” cannot be read.", rule=rule.name)
                ) from error

    def _domain(self):
        return Domain(literal_eval(self.domain or "[]"))

    def _chosen(self):
        """Return the SQL condition for the customers of the rule's own condition."""
        domain = self._domain()
        if domain.is_true():
            return SQL("TRUE")
        # sudo: res.partner - a rule is for all customers, whoever runs it
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        return SQL("p.id IN %s", partners._search(domain).subselect())

    def _first(self, conditions):
        """Return the SQL of the id of the first of the rules whose condition holds.

        :param conditions: dict of SQL condition by rule, in the order of the rules
        """
        if not conditions:
            return SQL("NULL::int")
        cases = [SQL("WHEN %s THEN %s", condition, rule.id) for rule, condition in conditions.items()]
        return SQL("CASE %s END", SQL(" ").join(cases))

    @api.model
    def _facts(self, now, windows=()):
        """Return the SELECT of what was ordered: id (of the commercial entity), ``last_order_at``, ``orders``,
        ``first_order_at`` and ``amount_<days>`` (company currency) of each of ``windows`` (days; 0: ever).
        """
        amounts = [
            SQL(
                "sum(o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1)) FILTER (WHERE o.date_order >= %s) AS %s",
                now - timedelta(days=days) if days else fields.Datetime.to_datetime("1900-01-01"),
                SQL.identifier(f"amount_{days}"),
            )
            for days in sorted(set(windows))
        ]
        return SQL(
            """SELECT buyer.commercial_partner_id AS id, max(o.date_order) AS last_order_at,
                      min(o.date_order) AS first_order_at, count(*) AS orders %s
                 FROM sale_order o JOIN res_partner buyer ON buyer.id = o.partner_id
                WHERE o.state = 'sale' GROUP BY buyer.commercial_partner_id""",
            SQL(" ").join(SQL(", %s", amount) for amount in amounts),
        )

    @api.model
    def _flush_customers(self):
        self.env.flush_all()

    @api.model
    def _preview(self, title, rows):
        """Open the window that says what a run would do.

        :param rows: dicts ``name``, ``from_text``, ``to_text``, ``count``
        """
        preview = self.env["callcenter.customer.preview"].create(
            {"title": title, "model": self._name, "line_ids": [fields.Command.create(row) for row in rows]}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview"),
            "res_model": preview._name,
            "res_id": preview.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _told(self, message):
        """Return the client action that says ``message`` and shows the records anew."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
