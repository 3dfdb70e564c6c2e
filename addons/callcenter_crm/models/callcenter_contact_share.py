from odoo import api, fields, models
from odoo.tools import SQL

SHARES = ("share_user_id", "share_department_id")
# whoever works a shared contact first has it from then on; a share with the holder's own work ends
TAKE = """
    WITH held AS (
        SELECT id, user_id, department_id, state FROM callcenter_contact
         WHERE id = %(contact)s AND (share_user_id IS NOT NULL OR share_department_id IS NOT NULL)
           AND (user_id = %(user)s OR share_user_id = %(user)s OR share_department_id = ANY(%(departments)s::int[]))
           FOR UPDATE
    ), taken AS (
        UPDATE callcenter_contact c SET share_user_id = NULL, share_department_id = NULL, user_id = %(user)s,
               department_id = CASE WHEN held.user_id = %(user)s THEN c.department_id
                                    ELSE coalesce(%(department)s, c.department_id) END
          FROM held WHERE c.id = held.id
     RETURNING held.*, c.department_id AS to_department_id
    )
    INSERT INTO callcenter_contact_move (contact_id, at, by_id, kind, state, from_department_id, from_user_id,
           to_department_id, to_user_id)
    SELECT id, %(now)s, %(user)s, 'take', state, department_id, user_id, to_department_id, %(user)s
      FROM taken WHERE user_id IS DISTINCT FROM %(user)s
"""


class CallcenterContactShare(models.Model):
    """A contact that somebody besides the holder may work: a colleague, or a department. Who works it first has it."""

    _inherit = "callcenter.contact"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    share_user_id = fields.Many2one(
        "res.users", "Shared with Agent", readonly=True, ondelete="set null", help="May work it besides the holder."
    )
    share_department_id = fields.Many2one(
        "callcenter.department",
        "Shared with Department",
        readonly=True,
        ondelete="set null",
        help="Everybody in it and below may work it besides the holder.",
    )

    _share_user_index = models.Index("(share_user_id, priority DESC, id) WHERE share_user_id IS NOT NULL")
    _share_department_index = models.Index(
        "(share_department_id, priority DESC, id) WHERE share_department_id IS NOT NULL"
    )

    def write(self, vals):
        """Write; whoever is given the contact has it alone."""
        if "user_id" in vals and not vals.keys() & set(SHARES):
            shared = self.filtered(lambda contact: contact.share_user_id or contact.share_department_id)
            # sudo: callcenter.contact - sharing is the server's; the right to give the contact away is asked below
            super(CallcenterContactShare, shared.sudo()).write(dict.fromkeys(SHARES, False))
        return super().write(vals)

    def _may_write(self, field):
        # shared and taken by the acts only, which keep the history
        return field.name not in SHARES and super()._may_write(field)

    def action_share(self):
        """Open the sharing of these contacts."""
        return self.env["callcenter.allocate"]._action(
            domain=str([("id", "in", self.ids)]), kind="share", way="hand", holder="held"
        )

    def _callcenter_take(self):
        """Let the user have this contact if it is shared: with the user, or the user's own; else nothing happens."""
        self.ensure_one()
        self.env.flush_all()
        user = self.env.user
        self.env.cr.execute(
            SQL(
                TAKE,
                contact=self.id,
                user=user.id,
                departments=list(user._callcenter_share_department_ids()),
                department=user.callcenter_department_id.id or None,
                now=fields.Datetime.now(),
            )
        )
        self.env.invalidate_all()


class CallcenterFollowupShare(models.Model):
    _inherit = "callcenter.followup"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                contact = self.env["callcenter.contact"].browse(vals.get("contact_id") or False)
                contact.check_access("read")
                if contact.share_user_id or contact.share_department_id:
                    contact._callcenter_take()
        return super().create(vals_list)
