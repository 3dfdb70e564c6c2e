from odoo import models
from odoo.fields import Domain
from odoo.tools import ormcache


class ResUsers(models.Model):
    """Pools: who may claim from which, and who sees the customers in them whole."""

    _name = "res.users"
    _inherit = ("res.users",)

    @ormcache("self.id")
    def _callcenter_pool_ids(self):
        """Return the ids (tuple) of the pools from which the user may claim, in their order.

        These are the pools of the user's companies for the departments that the user belongs to, serves or leads, and
        for those above them; whoever has all customers has all pools.
        """
        self.ensure_one()
        # sudo: res.users, callcenter.pool - which pools there are does not depend on what the user reads
        user, pools = self.sudo(), self.env["callcenter.pool"].sudo().search([])
        pools = pools.filtered(lambda pool: pool.company_id in user.company_ids)
        scope = user._callcenter_scope("customer")
        if scope == "all":
            return pools._ids
        departments = user._callcenter_departments("subtree" if scope == "subtree" else "department")
        line = departments.browse({int(part) for row in departments for part in row.parent_path.split("/") if part})
        return pools.filtered(lambda pool: not pool.department_ids or pool.department_ids & line)._ids

    def _callcenter_customer_domain(self):
        """Whoever has the own customers only sees those of a pool through the pool, and while in contact with them.

        Scopes wider than that see the customers of their pools.
        """
        domain = super()._callcenter_customer_domain()
        if domain.is_true():
            return domain
        seen = Domain("callcenter_pool_id", "=", False)
        if self._callcenter_scope("customer") != "own":
            seen |= Domain("callcenter_pool_id", "in", self._callcenter_pool_ids())
        # sudo: callcenter.pool - the hours only
        pools = self.env["callcenter.pool"].sudo().with_context(active_test=False).search([("call_hours", ">", 0)])
        for hours, group in pools.grouped("call_hours").items():
            talked = Domain("start", ">=", f"now -{hours}H") & (
                Domain("user_id", "=", self.id) | Domain("last_user_id", "=", self.id)
            )
            seen |= Domain("callcenter_pool_id", "in", group.ids) & Domain("callcenter_call_ids", "any", talked)
        return domain & seen

    def _callcenter_customer_part_domain(self):
        """Return the domain of what belongs to the customers that the user may see, by its ``partner_id``."""
        domain = self._callcenter_customer_domain()
        return domain if domain.is_true() else Domain("partner_id", "any", domain)
