from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class CallcenterPool(models.Model):
    """Customers that nobody owns and that agents of some departments may claim."""

    _name = "callcenter.pool"
    _inherit = "callcenter.rights.mixin"
    _description = "Customer Pool"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    department_ids = fields.Many2many(
        "callcenter.department",
        "callcenter_pool_department_rel",
        "pool_id",
        "department_id",
        "Departments",
        help="Who may claim: these departments and all below them. Empty: everybody of the company.",
    )
    reclaim_days = fields.Integer(
        "Protection Days",
        default=30,
        help="So many days nobody claims again what was taken from him or he gave back. 0: at once.",
    )
    call_hours = fields.Integer(
        "Open after a Call",
        default=24,
        help="Who talks with a customer of the pool sees the whole customer for so many hours.",
    )
    customer_count = fields.Integer("Customers", compute="_compute_customer_count")

    _reclaim_positive = models.Constraint("CHECK (reclaim_days >= 0 AND call_hours >= 0)", "Not below zero.")
    _name_unique = models.Constraint("UNIQUE (company_id, name)", "Another pool has this name already.")

    def _compute_customer_count(self):
        groups = self.env["callcenter.pool.customer"]._read_group(
            [("pool_id", "in", self.ids)], ["pool_id"], ["__count"]
        )
        count = {pool.id: customers for pool, customers in groups}
        for pool in self:
            pool.customer_count = count.get(pool.id, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_filled(self):
        # sudo: callcenter.pool - customers of any company
        for pool in self.sudo():
            if pool.customer_count:
                raise UserError(self.env._("There are customers in “%(pool)s”. Archive it instead.", pool=pool.name))

    def action_customers(self):
        """Open what is in this pool."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("callcenter_crm.callcenter_pool_customer_action")
        return action | {"context": {"search_default_pool_id": self.id}}

    def _claim(self, partner_ids):
        """Give customers of the pools to the current user, who sees them from now on; all or none.

        Whoever is first has them: a customer that somebody else takes at the same moment is refused.

        :raises UserError: gone already, beyond the user's limits, or protected from him
        """
        user = self.env.user
        ids = sorted(set(partner_ids))
        self.env.flush_all()
        # two windows of one user: the second is repeated and sees what the first has taken
        self.env.cr.execute(SQL("UPDATE res_users SET id = id WHERE id = %s", user.id))
        self._check_claim(user, ids)
        query = SQL(
            """SELECT id FROM res_partner WHERE id = ANY(%s) AND callcenter_pool_id = ANY(%s) AND user_id IS NULL
                  FOR UPDATE SKIP LOCKED""",
            ids,
            list(user._callcenter_pool_ids()),
        )
        if len(self.env.execute_query(query)) < len(ids):
            raise UserError(self._gone())
        # sudo: res.partner - a customer of the pool is written by nobody who may only claim it
        partners = self.env["res.partner"].sudo().browse(ids)
        partners.with_context(callcenter_move={"kind": "claim"}).write({"user_id": user.id})
        return partners.with_env(self.env)

    @api.model
    def _gone(self):
        return self.env._("A colleague was faster, or the customer has left the pool. Look at the pool again.")

    @api.model
    def _check_claim(self, user, ids):
        state = self.env["callcenter.pool.limit"]._state(user)
        wished = len(ids)
        if state["per_day"] and state["today"] + wished > state["per_day"]:
            raise UserError(
                self.env._(
                    "You may claim %(limit)s customers a day and have claimed %(taken)s today.",
                    limit=state["per_day"],
                    taken=state["today"],
                )
            )
        if state["held_limit"] and state["held"] + wished > state["held_limit"]:
            raise UserError(
                self.env._(
                    "You may hold %(limit)s customers and hold %(held)s. Give some back first.",
                    limit=state["held_limit"],
                    held=state["held"],
                )
            )
        if protected := self._protected(user, ids):
            name, day = protected[0]
            raise UserError(
                self.env._(
                    "“%(name)s” was yours: you may claim it again from %(day)s on.",
                    name=name,
                    day=day.strftime("%Y-%m-%d"),
                )
            )

    @api.model
    def _protected(self, user, ids):
        """Return (name, date) of those of the customers that ``user`` may not claim yet, as they were the user's."""
        query = SQL(
            """SELECT p.name, max(m.at) + pool.reclaim_days * interval '1 day'
                 FROM callcenter_customer_move m
                 JOIN res_partner p ON p.id = m.partner_id
                 JOIN callcenter_pool pool ON pool.id = p.callcenter_pool_id
                WHERE m.partner_id = ANY(%s) AND m.from_user_id = %s AND m.kind IN ('release', 'fall')
                GROUP BY p.id, pool.id HAVING max(m.at) + pool.reclaim_days * interval '1 day' > %s
                ORDER BY 2 DESC""",
            ids,
            user.id,
            fields.Datetime.now(),
        )
        return self.env.execute_query(query)

    def _release(self, partners, reason=None, note=None):
        """Put customers into this pool. Rights to them are the caller's business."""
        self.ensure_one()
        # sudo: res.partner - who gives a customer back does not see it any more
        partners = partners.sudo()
        move = {"kind": "release", "reason_id": reason.id if reason else False, "note": note}
        partners.with_context(callcenter_move=move).write(
            {"user_id": False, "callcenter_pool_id": self.id, "callcenter_pooled_at": fields.Datetime.now()}
        )
        partners._callcenter_pool_below()

    @api.model
    def _of_user(self, user):
        """Return the pool into which ``user`` gives customers back: one of departments before one of everybody."""
        # sudo: callcenter.pool - which one it is does not depend on what the user reads
        pools = self.sudo().browse(user._callcenter_pool_ids())
        return (pools.filtered("department_ids") or pools)[:1]
