from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

_GROUP = "callcenter_crm.group_callcenter"
# kept by the server: nobody writes them, whatever the way
SERVERS = {
    "callcenter_pool_id",
    "callcenter_pooled_at",
    "callcenter_owned_at",
    "callcenter_warned_at",
    "callcenter_last_contact_at",
    "callcenter_move_ids",
    "callcenter_change_ids",
}


class ResPartner(models.Model):
    """Who owns a customer, since when, and the pool of those that nobody owns.

    A customer in a pool has no owner; whoever becomes the owner takes it out, with all that is below it.
    """

    _name = "res.partner"
    _inherit = ("res.partner",)

    callcenter_pool_id = fields.Many2one(
        "callcenter.pool", "Pool", readonly=True, copy=False, ondelete="restrict", index="btree_not_null", groups=_GROUP
    )
    callcenter_pooled_at = fields.Datetime("In the Pool since", readonly=True, copy=False, groups=_GROUP)
    callcenter_owned_at = fields.Datetime("Owned since", readonly=True, copy=False, groups=_GROUP)
    callcenter_warned_at = fields.Datetime("Owner Warned On", readonly=True, copy=False, groups=_GROUP)
    callcenter_move_ids = fields.One2many(
        "callcenter.customer.move", "partner_id", "Owners", readonly=True, copy=False, groups=_GROUP
    )

    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in SERVERS:
            return False
        return super()._has_field_access(field, operation)

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        # sudo: res.partner - the server keeps whose it is since when
        for partner in partners.sudo():
            if partner.user_id:
                partner.callcenter_owned_at = fields.Datetime.now()
            elif pool := partner.parent_id.callcenter_pool_id:
                partner.callcenter_pool_id = pool
        return partners

    def write(self, vals):
        if "user_id" not in vals:
            return super().write(vals)
        self._callcenter_check_taking()
        # sudo: res.partner - the history is the server's
        everybody = self.sudo()
        before = {row.id: (row.user_id.id, row.callcenter_pool_id.id, row.callcenter_owned_at) for row in everybody}
        result = super().write(vals)
        moved = everybody.filtered(lambda row: row.user_id.id != before[row.id][0])
        # the context is the client's, unless the server itself writes
        moved._callcenter_owner_changed(before, self.env.context.get("callcenter_move") if self.env.su else None)
        return result

    def action_callcenter_release(self):
        """Ask why, and give the customers back to the pool."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release into the Pool"),
            "res_model": "callcenter.release",
            "views": [(False, "form")],
            "target": "new",
            "context": {"active_model": "res.partner", "active_ids": self.ids},
        }

    def _callcenter_check_taking(self):
        """Raise AccessError when somebody who may only claim takes a customer of the pool in another way."""
        # sudo: res.partner - only whether it is in a pool
        if self.env.su or not self.sudo().filtered("callcenter_pool_id"):
            return
        user = self.env.user
        if user.has_group(_GROUP) and user._callcenter_scope("customer") == "own":
            raise AccessError(self.env._("This customer is in the pool: claim it there."))

    def _callcenter_owner_changed(self, before, told):
        """Keep since when and whose the customers are, and write it down.

        :param before: (user id, pool id, since) by id
        :param told: ``{"kind", "reason_id", "note"}`` of the move, or None for an assignment
        """
        now = fields.Datetime.now()
        for owner, partners in self.grouped("user_id").items():
            vals = {"callcenter_owned_at": now if owner else False, "callcenter_warned_at": False}
            if owner:
                vals |= {"callcenter_pool_id": False, "callcenter_pooled_at": False}
            partners.write(vals)
        self._callcenter_move_tasks()
        self.env["callcenter.customer.move"].create(
            [
                {
                    "partner_id": row.id,
                    "at": now,
                    "by_id": self.env.uid,
                    "from_user_id": before[row.id][0],
                    "to_user_id": row.user_id.id,
                    "from_pool_id": before[row.id][1],
                    "to_pool_id": row.callcenter_pool_id.id,
                    "owned_at": before[row.id][2],
                    **(told or {"kind": "assign"}),
                }
                # what is below a customer goes with it and has no history of its own
                for row in self
                if not row.parent_id or row.parent_id.user_id != row.user_id
            ]
        )

    def _callcenter_move_tasks(self):
        """Warnings that a customer falls back are over with its owner; care goes to the new one."""
        warning = self.env.ref("callcenter_crm.activity_type_pool", raise_if_not_found=False)
        care = self.env.ref("callcenter_crm.activity_type_care", raise_if_not_found=False)
        Activity = self.env["mail.activity"]
        own = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        Activity.search([*own, ("activity_type_id", "=", warning.id if warning else False)]).unlink()
        for activity in Activity.search([*own, ("activity_type_id", "=", care.id if care else False)]):
            if owner := self.browse(activity.res_id).user_id:
                # no letter for each of them
                activity.with_context(mail_activity_quick_update=True).user_id = owner
            else:
                activity.unlink()

    def _callcenter_pool_below(self):
        """Put what is below customers of a pool, and has no owner of its own, into the pool too."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH RECURSIVE tree AS (
                    SELECT id, callcenter_pool_id FROM res_partner
                     WHERE id = ANY(%s) AND callcenter_pool_id IS NOT NULL
                     UNION
                    SELECT p.id, tree.callcenter_pool_id FROM res_partner p JOIN tree ON p.parent_id = tree.id
                     WHERE p.user_id IS NULL
                )
                UPDATE res_partner p SET callcenter_pool_id = tree.callcenter_pool_id FROM tree
                 WHERE p.id = tree.id AND p.callcenter_pool_id IS DISTINCT FROM tree.callcenter_pool_id
                """,
                self.ids,
            )
        )
        self.env.invalidate_all()
