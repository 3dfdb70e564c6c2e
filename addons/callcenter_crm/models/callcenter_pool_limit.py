from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import SQL


class CallcenterPoolLimit(models.Model):
    """How many customers somebody may claim a day and hold in all. The first row that fits a user holds for him."""

    _name = "callcenter.pool.limit"
    _description = "Limit of Claims"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    role_id = fields.Many2one("res.users.role", ondelete="cascade", help="Empty: any role.")
    department_id = fields.Many2one(
        "callcenter.department", ondelete="cascade", help="With all departments below it. Empty: any department."
    )
    per_day = fields.Integer("Claims a Day", default=20, help="0: no limit.")
    held = fields.Integer("Customers Held", default=200, help="All that the user owns, claimed or not. 0: no limit.")

    _positive = models.Constraint("CHECK (per_day >= 0 AND held >= 0)", "A limit is not below zero.")

    @api.depends("role_id", "department_id")
    def _compute_display_name(self):
        for limit in self:
            names = [limit.role_id.name, limit.department_id.complete_name]
            limit.display_name = ", ".join(name for name in names if name) or self.env._("Everybody")

    @api.model
    def _of_user(self, user):
        """Return the limit that holds for ``user``, or none."""
        # sudo: callcenter.pool.limit, res.users - roles are not the user's own to read
        rows, user = self.sudo().search([]), user.sudo()
        roles = user._get_enabled_roles().role_id
        departments = user.callcenter_department_id
        while departments and departments[-1:].parent_id:
            departments += departments[-1:].parent_id
        return rows.filtered(
            lambda row: (
                (not row.role_id or row.role_id in roles)
                and (not row.department_id or row.department_id in departments)
            )
        )[:1]

    @api.model
    def _state(self, user):
        """Return ``{"per_day", "today", "held_limit", "held", "left"}``: limits (0: none), what is used, what is left
        to claim now (None: no limit). The day is that of the company.
        """
        limit = self._of_user(user)
        today, held = self._used(user)
        rests = [top - used for top, used in ((limit.per_day, today), (limit.held, held)) if top]
        return {
            "per_day": limit.per_day,
            "today": today,
            "held_limit": limit.held,
            "held": held,
            "left": max(0, min(rests)) if rests else None,
        }

    @api.model
    def _used(self, user):
        self.env.flush_all()
        zone = ZoneInfo(self.env.company._callcenter_tz())
        today = datetime.combine(datetime.now(zone).date(), time.min, zone)
        query = SQL(
            """SELECT (SELECT count(*) FROM callcenter_customer_move
                        WHERE to_user_id = %(user)s AND kind = 'claim' AND at >= %(since)s),
                      (SELECT count(*) FROM res_partner p LEFT JOIN res_partner above ON above.id = p.parent_id
                        WHERE p.user_id = %(user)s AND p.active AND above.user_id IS DISTINCT FROM p.user_id)""",
            user=user.id,
            since=today.astimezone(UTC).replace(tzinfo=None),
        )
        [row] = self.env.execute_query(query)
        return row
