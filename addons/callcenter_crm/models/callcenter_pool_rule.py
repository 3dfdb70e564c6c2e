from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from .callcenter_customer_rule import CUSTOMER


class CallcenterPoolRule(models.Model):
    """Which customers fall into the pool when nobody cares for them. The first rule that covers one holds."""

    _name = "callcenter.pool.rule"
    _inherit = "callcenter.customer.rule"
    _description = "Pool Rule"

    owned = fields.Selection(
        [("owned", "Customers with an Owner"), ("unowned", "Customers without an Owner")],
        "For",
        required=True,
        default="owned",
    )
    pool_id = fields.Many2one("callcenter.pool", required=True, ondelete="restrict")
    department_ids = fields.Many2many(
        "callcenter.department",
        "callcenter_pool_rule_department_rel",
        "rule_id",
        "department_id",
        "Owner's Department",
        help="With all departments below. Empty: any.",
    )
    level_ids = fields.Many2many(
        "callcenter.dictionary.item",
        "callcenter_pool_rule_level_rel",
        "rule_id",
        "item_id",
        "Levels",
        domain=[("dictionary_id.code", "=", "customer_level")],
        help="Empty: any.",
    )
    exempt_level_ids = fields.Many2many(
        "callcenter.dictionary.item",
        "callcenter_pool_rule_exempt_rel",
        "rule_id",
        "item_id",
        "Except Levels",
        domain=[("dictionary_id.code", "=", "customer_level")],
        help="Customers of these levels never fall back.",
    )
    lifecycle_ids = fields.Many2many(
        "callcenter.dictionary.item",
        "callcenter_pool_rule_lifecycle_rel",
        "rule_id",
        "item_id",
        "Lifecycles",
        domain=[("dictionary_id.code", "=", "lifecycle")],
        help="Empty: any.",
    )
    basis = fields.Selection(
        [
            ("contact", "No Contact"),
            ("order", "No Order"),
            ("both", "Neither Contact nor Order"),
        ],
        "Untouched Means",
        required=True,
        default="contact",
        help="Contact: a call that was answered, or a follow-up. Counted from when the owner got the customer at the "
        "earliest.",
    )
    days = fields.Integer(required=True, default=30)
    warn_days = fields.Integer("Warn Days Ahead", default=3, help="The owner gets a reminder. 0: none.")
    keep_promised = fields.Boolean(
        "Not while Promised", default=True, help="A next date that is agreed keeps the customer with the owner."
    )

    _days_positive = models.Constraint(
        "CHECK (days > 0 AND warn_days >= 0 AND warn_days < days)",
        "Days are more than zero, and the warning comes within them.",
    )

    def action_preview(self):
        """Say how many customers a run would take from their owners now, by rule."""
        rows = self._all()._count()
        total = sum(count for rule, count in rows)
        return self._preview(
            self.env._("%(count)s customers would fall back.", count=formatLang(self.env, total, digits=0)),
            [
                {
                    "name": rule.name,
                    "from_text": dict(rule._fields["owned"]._description_selection(self.env))[rule.owned],
                    "to_text": rule.pool_id.name,
                    "count": count,
                }
                for rule, count in rows
            ],
        )

    def action_run(self):
        """Let the untouched customers fall back and warn the owners of the next, by all rules, now."""
        run = self._all()._run()
        return self._told(
            self.env._("%(count)s customers fell back, %(warned)s warnings.", count=run.count, warned=run.warned)
        )

    @api.model
    def _cron_fall(self):
        self.search([])._run()

    def _all(self):
        if not self.env.user.has_group("callcenter_crm.group_admin"):
            raise AccessError(self.env._("Pool rules are run by business administrators."))
        return self.search([])

    def _covers(self):
        """Return the SQL condition for the customers that this rule is for."""
        self.ensure_one()
        conditions = [self._chosen()]
        if self.owned == "owned":
            conditions.append(SQL("p.user_id IS NOT NULL"))
        else:
            conditions.append(SQL("p.user_id IS NULL AND p.callcenter_pool_id IS NULL"))
        conditions.append(SQL("(p.company_id IS NULL OR p.company_id = %s)", self.pool_id.company_id.id))
        if self.department_ids:
            below = self.env["callcenter.department"].with_context(active_test=False)
            ids = below.search([("id", "child_of", self.department_ids.ids)]).ids
            conditions.append(SQL("owner.callcenter_department_id = ANY(%s)", ids))
        for column, items in (
            ("callcenter_level_id", self.level_ids),
            ("callcenter_lifecycle_id", self.lifecycle_ids),
        ):
            if items:
                conditions.append(SQL("%s = ANY(%s)", SQL.identifier("p", column), items.ids))
        return SQL("(%s)", SQL(" AND ").join(conditions))

    def _untouched(self, now):
        """Return the SELECT of the customers that the rules cover: id, owner, rule, pool, ``falls_at``.

        Only those whose time is near (within the days of warning) are in it.
        """
        return SQL(
            """
            WITH f AS MATERIALIZED (%(facts)s), covered AS (
                SELECT p.id, p.user_id, owner.partner_id AS owner_partner_id, p.callcenter_level_id,
                       p.callcenter_warned_at, p.callcenter_owned_at,
                       p.callcenter_last_contact_at AS contact_at, f.last_order_at AS order_at,
                       COALESCE(p.callcenter_owned_at, p.create_date, '1900-01-01') AS since, %(rule)s AS rule_id
                  FROM res_partner p
                  LEFT JOIN res_users owner ON owner.id = p.user_id
                  LEFT JOIN res_partner above ON above.id = p.parent_id
                  LEFT JOIN f ON f.id = p.commercial_partner_id
                 WHERE %(customer)s
                   AND (above.id IS NULL OR above.user_id IS DISTINCT FROM p.user_id)
            )
            SELECT c.*, r.pool_id, r.warn_days, span.touched_at, span.touched_at + r.days * interval '1 day' AS falls_at
              FROM covered c JOIN callcenter_pool_rule r ON r.id = c.rule_id
             CROSS JOIN LATERAL (
                   SELECT greatest(c.since, CASE WHEN r.basis <> 'order' THEN c.contact_at END,
                                   CASE WHEN r.basis <> 'contact' THEN c.order_at END) AS touched_at
             ) span
             WHERE span.touched_at + (r.days - r.warn_days) * interval '1 day' <= %(now)s
               AND NOT EXISTS (SELECT FROM callcenter_pool_rule_exempt_rel e
                                WHERE e.rule_id = r.id AND e.item_id = c.callcenter_level_id)
               AND NOT (r.keep_promised AND EXISTS (
                       SELECT FROM callcenter_followup promise
                        WHERE promise.partner_id = c.id AND promise.state = 'open' AND promise.next_at > %(now)s))
            """,
            facts=self._facts(now),
            rule=self._first({rule: rule._covers() for rule in self}),
            customer=CUSTOMER,
            now=now,
        )

    def _count(self):
        """Return [(rule, how many customers it would take now)]."""
        if not self:
            return []
        self._flush_customers()
        now = fields.Datetime.now()
        query = SQL(
            "SELECT rule_id, count(*) FROM (%s) AS near WHERE falls_at <= %s GROUP BY rule_id ORDER BY 2 DESC",
            self._untouched(now),
            now,
        )
        return [(self.browse(rule_id), count) for rule_id, count in self.env.execute_query(query)]

    def _run(self):
        """Let fall what is due and warn of what is near, each by one statement; returns the run."""
        # sudo: callcenter.pool.run, callcenter.pool.rule - written by the server only
        rules, now = self.sudo(), fields.Datetime.now()
        run = rules.env["callcenter.pool.run"].create({"by_id": self.env.uid, "at": now})
        self._flush_customers()
        if rules:
            run.count = rules._fall(run, now)
            self._flush_customers()
            run.warned = rules._warn(now)
        self._flush_customers()
        self.env.invalidate_all()
        return run.with_env(self.env)

    def _fall(self, run, now):
        query = SQL(
            """
            WITH due AS MATERIALIZED (SELECT * FROM (%(near)s) AS near WHERE falls_at <= %(now)s),
            locked AS MATERIALIZED (
                SELECT p.id FROM res_partner p JOIN due USING (id) FOR UPDATE OF p SKIP LOCKED
            ), fallen AS (
                UPDATE res_partner p
                   SET user_id = NULL, callcenter_pool_id = due.pool_id, callcenter_pooled_at = %(now)s,
                       callcenter_owned_at = NULL, callcenter_warned_at = NULL
                  FROM due JOIN locked USING (id) WHERE p.id = due.id
             RETURNING due.*
            ), unfollowed AS (
                DELETE FROM mail_followers follower USING fallen
                 WHERE follower.res_model = 'res.partner' AND follower.res_id = fallen.id
                   AND follower.partner_id = fallen.owner_partner_id
            ), over AS (
                DELETE FROM mail_activity task USING fallen
                 WHERE task.res_model = 'res.partner' AND task.res_id = fallen.id
                   AND task.activity_type_id = ANY(%(types)s)
            )
            INSERT INTO callcenter_customer_move
                   (partner_id, at, by_id, kind, from_user_id, to_pool_id, rule_id, run_id, owned_at)
            SELECT id, %(now)s, %(by)s, 'fall', user_id, pool_id, rule_id, %(run)s, callcenter_owned_at FROM fallen
            """,
            near=self._untouched(now),
            now=now,
            by=self.env.uid,
            run=run.id,
            types=[self.env.ref(f"callcenter_crm.activity_type_{name}").id for name in ("pool", "care")],
        )
        self.env.cr.execute(query)
        count = self.env.cr.rowcount
        self._take_along(run)
        return count

    def _take_along(self, run):
        """What is below a customer and had the same owner, or none, goes into the pool with it."""
        self.env.cr.execute(
            SQL(
                """
                WITH RECURSIVE tree AS (
                    SELECT m.partner_id AS id, m.from_user_id AS owner, m.to_pool_id AS pool
                      FROM callcenter_customer_move m WHERE m.run_id = %s
                     UNION
                    SELECT p.id, tree.owner, tree.pool FROM res_partner p JOIN tree ON p.parent_id = tree.id
                     WHERE p.user_id IS NULL OR p.user_id = tree.owner
                )
                UPDATE res_partner p
                   SET user_id = NULL, callcenter_pool_id = tree.pool, callcenter_owned_at = NULL
                  FROM tree WHERE p.id = tree.id AND p.callcenter_pool_id IS DISTINCT FROM tree.pool
                """,
                run.id,
            )
        )

    def _warn(self, now):
        """Remind the owners of customers that fall back soon, once for each time they were left alone."""
        kind = self.env.ref("callcenter_crm.activity_type_pool")
        query = SQL(
            """
            WITH near AS MATERIALIZED (
                SELECT * FROM (%(near)s) AS near
                 WHERE user_id IS NOT NULL AND warn_days > 0 AND falls_at > %(now)s
                   AND (callcenter_warned_at IS NULL OR callcenter_warned_at < touched_at)
            )
            UPDATE res_partner p SET callcenter_warned_at = %(now)s FROM near WHERE p.id = near.id
            RETURNING p.id, near.user_id, near.falls_at::date
            """,
            near=self._untouched(now),
            now=now,
        )
        rows = self.env.execute_query(query)
        owners = self.env["res.users"].browse({row[1] for row in rows})
        text = {user.id: user.with_context(lang=user.lang).env._("Falls back into the pool") for user in owners}
        self.env["mail.activity"]._callcenter_remind(kind, [(*row, text[row[1]]) for row in rows])
        return len(rows)
