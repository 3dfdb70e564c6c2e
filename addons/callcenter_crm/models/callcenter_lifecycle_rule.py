from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from .callcenter_customer_rule import CUSTOMER

WHEN = [
    ("within", "In the Last … Days"),
    ("before", "Longer Ago than … Days"),
    ("not_within", "Not in the Last … Days, or Never"),
    ("never", "Never"),
]


class CallcenterLifecycleRule(models.Model):
    """Where a customer stands by what he ordered and when he was spoken to.

    The first rule that fits and gives a lifecycle says the lifecycle, the first that fits and gives a level the level.
    Whom no rule fits, and what is locked on the customer, stays as it is.
    """

    _name = "callcenter.lifecycle.rule"
    _inherit = "callcenter.customer.rule"
    _description = "Lifecycle Rule"

    lifecycle_id = fields.Many2one(
        "callcenter.dictionary.item",
        domain=[("dictionary_id.code", "=", "lifecycle")],
        ondelete="restrict",
        help="What customers become that the rule fits.",
    )
    level_id = fields.Many2one(
        "callcenter.dictionary.item", domain=[("dictionary_id.code", "=", "customer_level")], ondelete="restrict"
    )
    order_when = fields.Selection(WHEN, "Last Order")
    order_days = fields.Integer("Days since Order", default=180)
    contact_when = fields.Selection(WHEN, "Last Contact", help="A call that was answered, or a follow-up.")
    contact_days = fields.Integer("Days since Contact", default=90)
    amount_from = fields.Float("Ordered at Least", help="Sum of the orders in the company's currency. 0: any.")
    amount_below = fields.Float("Ordered Less Than", help="0: any.")
    amount_days = fields.Integer("Ordered in Days", default=365, help="Orders of so many days count. 0: all orders.")
    age_from = fields.Integer("Customer since Days", help="Customers for at least so many days. 0: any.")
    age_below = fields.Integer("Customer for Less Days", help="Customers for less than so many days. 0: any.")

    _days = models.Constraint(
        "CHECK (order_days >= 0 AND contact_days >= 0 AND amount_days >= 0 AND age_from >= 0 AND age_below >= 0)",
        "Days are not negative.",
    )

    @api.constrains("lifecycle_id", "level_id")
    def _check_result(self):
        for rule in self:
            if not rule.lifecycle_id and not rule.level_id:
                raise ValidationError(self.env._("Choose what customers become: a lifecycle or a level."))
            for item, code in ((rule.lifecycle_id, "lifecycle"), (rule.level_id, "customer_level")):
                if item and item.dictionary_id.code != code:
                    raise ValidationError(self.env._("“%(item)s” is of another dictionary.", item=item.name))

    def action_preview(self):
        """Say how many customers a run would change now, by rule and from what to what."""
        names = {item.id: item.display_name for item in self._items()}
        rules = {rule.id: rule.name for rule in self.search([])}
        counted = self._run_rules()._count()
        rows = [
            {
                "name": rules.get(rule_id),
                "from_text": names.get(old, self.env._("none")),
                "to_text": names.get(new),
                "count": count,
            }
            for rule_id, old, new, count in counted["rows"]
        ]
        return self._preview(
            self.env._("Would change %(count)s customers.", count=formatLang(self.env, counted["customers"], digits=0)),
            rows,
        )

    def action_run(self):
        """Recompute lifecycle and level of all customers by all rules, now."""
        count = self._run_rules()._recompute()
        return self._told(self.env._("%(count)s customers changed.", count=formatLang(self.env, count, digits=0)))

    @api.model
    def _cron_recompute(self):
        """Each night: take the contacts along that a busy moment left out, then recompute."""
        self.env["res.partner"]._callcenter_catch_up(fields.Datetime.now() - timedelta(days=3))
        self.search([])._recompute()

    def _items(self):
        Item = self.env["callcenter.dictionary.item"].with_context(active_test=False)
        return Item.search([("dictionary_id.code", "in", ("lifecycle", "customer_level"))])

    def _run_rules(self):
        if not self.env.user.has_group("callcenter_crm.group_admin"):
            raise AccessError(self.env._("Lifecycle rules are run by business administrators."))
        return self.search([])

    def _condition(self, now):
        """Return the SQL condition for the customers that the rule fits."""
        self.ensure_one()
        conditions = [
            self._chosen(),
            _when(SQL("f.last_order_at"), self.order_when, self.order_days, now),
            _when(SQL("p.callcenter_last_contact_at"), self.contact_when, self.contact_days, now),
        ]
        amount = SQL("COALESCE(%s, 0)", SQL.identifier("f", f"amount_{self.amount_days}"))
        if self.amount_from:
            conditions.append(SQL("%s >= %s", amount, self.amount_from))
        if self.amount_below:
            conditions.append(SQL("%s < %s", amount, self.amount_below))
        if self.age_from:
            conditions.append(SQL("p.create_date <= %s", now - timedelta(days=self.age_from)))
        if self.age_below:
            conditions.append(SQL("p.create_date > %s", now - timedelta(days=self.age_below)))
        return SQL("(%s)", SQL(" AND ").join(conditions))

    def _judged(self, now):
        """Return the SELECT of the customers that the rules would change: ids of customer, rules, old and new items."""
        conditions = {rule: rule._condition(now) for rule in self}
        return SQL(
            """
            WITH f AS MATERIALIZED (%(facts)s), judged AS (
                SELECT p.id, p.callcenter_lifecycle_id AS old_lifecycle, p.callcenter_level_id AS old_level,
                       CASE WHEN p.callcenter_lifecycle_locked THEN NULL ELSE %(lifecycle)s END AS lifecycle_rule,
                       CASE WHEN p.callcenter_level_locked THEN NULL ELSE %(level)s END AS level_rule
                  FROM res_partner p LEFT JOIN f ON f.id = p.commercial_partner_id
                 WHERE %(customer)s
            )
            SELECT j.id, j.lifecycle_rule, j.level_rule, j.old_lifecycle, j.old_level,
                   COALESCE(l.lifecycle_id, j.old_lifecycle) AS new_lifecycle,
                   COALESCE(v.level_id, j.old_level) AS new_level
              FROM judged j
              LEFT JOIN callcenter_lifecycle_rule l ON l.id = j.lifecycle_rule
              LEFT JOIN callcenter_lifecycle_rule v ON v.id = j.level_rule
             WHERE l.lifecycle_id IS DISTINCT FROM j.old_lifecycle AND l.id IS NOT NULL
                OR v.level_id IS DISTINCT FROM j.old_level AND v.id IS NOT NULL
            """,
            facts=self._facts(now, self.mapped("amount_days")),
            lifecycle=self._first({rule: conditions[rule] for rule in self if rule.lifecycle_id}),
            level=self._first({rule: conditions[rule] for rule in self if rule.level_id}),
            customer=CUSTOMER,
        )

    def _count(self):
        """Return ``{"customers": n, "rows": [(rule id, old item id, new item id, n)]}`` of what a run would change."""
        self._flush_customers()
        query = SQL(
            """
            WITH changed AS MATERIALIZED (%s)
            SELECT 0, NULL, NULL, NULL, count(*) FROM changed
             UNION ALL
            SELECT 1, lifecycle_rule, old_lifecycle, new_lifecycle, count(*) FROM changed
             WHERE new_lifecycle IS DISTINCT FROM old_lifecycle GROUP BY 2, 3, 4
             UNION ALL
            SELECT 2, level_rule, old_level, new_level, count(*) FROM changed
             WHERE new_level IS DISTINCT FROM old_level GROUP BY 2, 3, 4
             ORDER BY 1, 5 DESC
            """,
            self._judged(fields.Datetime.now()),
        )
        [total, *rows] = self.env.execute_query(query)
        return {"customers": total[4], "rows": [row[1:] for row in rows]}

    def _recompute(self):
        """Give all customers the lifecycle and level of the rules, by one statement; returns how many changed."""
        if not self:
            return 0
        self._flush_customers()
        now = fields.Datetime.now()
        query = SQL(
            """
            WITH changed AS MATERIALIZED (%(judged)s), locked AS MATERIALIZED (
                SELECT p.id FROM res_partner p JOIN changed USING (id) FOR NO KEY UPDATE OF p SKIP LOCKED
            ), written AS (
                UPDATE res_partner p
                   SET callcenter_lifecycle_id = changed.new_lifecycle, callcenter_level_id = changed.new_level
                  FROM changed JOIN locked USING (id) WHERE p.id = changed.id
             RETURNING changed.*
            ), noted AS (
                INSERT INTO callcenter_customer_change (partner_id, at, by_id, rule_id, kind, from_id, to_id)
                SELECT id, %(at)s, %(by)s, lifecycle_rule, 'lifecycle', old_lifecycle, new_lifecycle FROM written
                 WHERE new_lifecycle IS DISTINCT FROM old_lifecycle
                 UNION ALL
                SELECT id, %(at)s, %(by)s, level_rule, 'level', old_level, new_level FROM written
                 WHERE new_level IS DISTINCT FROM old_level
            )
            SELECT count(*) FROM written
            """,
            judged=self._judged(now),
            at=now,
            by=self.env.uid,
        )
        [[count]] = self.env.execute_query(query)
        self.env.invalidate_all()
        return count


def _when(moment, when, days, now):
    """Return the SQL condition that ``moment`` (a column) is as ``when`` says."""
    limit = now - timedelta(days=days)
    if when == "within":
        return SQL("%s >= %s", moment, limit)
    if when == "before":
        return SQL("%s < %s", moment, limit)
    if when == "not_within":
        return SQL("(%s IS NULL OR %s < %s)", moment, moment, limit)
    if when == "never":
        return SQL("%s IS NULL", moment)
    return SQL("TRUE")
