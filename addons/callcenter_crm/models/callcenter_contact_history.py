from odoo import fields, models
from odoo.tools import SQL

HELD_BY = ("department_id", "user_id")


class CallcenterContactHistory(models.Model):
    """Whoever moves a contact, and however: it is on the contact's history."""

    _inherit = "callcenter.contact"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    move_ids = fields.One2many("callcenter.contact.move", "contact_id", "Moves", readonly=True)
    origin_id = fields.Many2one(
        "callcenter.contact",
        "Recycled From",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The contact of an earlier campaign that this one was made of.",
    )

    def write(self, vals):
        """Keep a move for each contact that changes hands (context ``callcenter_move``: its kind)."""
        if not vals.keys() & set(HELD_BY):
            return super().write(vals)
        before = {contact.id: [contact[name].id for name in HELD_BY] for contact in self}
        result = super().write(vals)
        self._keep_moves(before)
        return result

    def unlink(self):
        result = super().unlink()
        if self:
            self.env["callcenter.contact.move"]._forget(SQL("SELECT unnest(%s)", self.ids))
        return result

    def action_allocate(self):
        """Open the allocation of these contacts."""
        return self.env["callcenter.allocate"]._action(domain=str([("id", "in", self.ids)]), holder=False)

    def _keep_moves(self, before):
        """Write the moves of those who are held by somebody else now; ``before``: id -> [department id, user id]."""
        moves = []
        for contact in self:
            (from_department, from_user), now = before[contact.id], [contact[name].id for name in HELD_BY]
            if [from_department, from_user] != now:
                moves.append(
                    {
                        "contact_id": contact.id,
                        "by_id": self.env.user.id,
                        "kind": self.env.context.get("callcenter_move", "reassign"),
                        "from_department_id": from_department,
                        "from_user_id": from_user,
                        "to_department_id": now[0],
                        "to_user_id": now[1],
                        "state": contact.state,
                    }
                )
        # sudo: callcenter.contact.move - nobody writes the history by hand
        self.env["callcenter.contact.move"].sudo().create(moves)
