from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL


class CallcenterHandover(models.TransientModel):
    """Somebody leaves: who takes over customers, campaign contacts and what was promised."""

    _name = "callcenter.handover"
    _description = "Handover of a Leaver"

    user_id = fields.Many2one("res.users", "Leaver", required=True, readonly=True, ondelete="cascade")
    successor_id = fields.Many2one(
        "res.users", domain="[('share', '=', False), ('id', '!=', user_id)]", ondelete="cascade"
    )
    customer_count = fields.Integer("Customers", compute="_compute_counts")
    contact_count = fields.Integer("Campaign Contacts", compute="_compute_counts")
    followup_count = fields.Integer("Open Promises", compute="_compute_counts")

    @api.depends("user_id")
    def _compute_counts(self):
        for handover in self:
            held = handover.user_id._callcenter_holdings()
            handover.customer_count, handover.contact_count, handover.followup_count = map(len, held)

    def action_hand_over(self):
        """Give all to the successor and archive the leaver, in one go."""
        self.ensure_one()
        if not self.env.user.has_group("callcenter_crm.group_admin"):
            raise AccessError(self.env._("Only business administrators hand over what a leaver had."))
        leaver, successor = self.user_id, self.successor_id
        if not successor.active or successor == leaver:
            raise UserError(self.env._("Choose who takes over."))
        leaver._callcenter_check_archive()
        customers, contacts, followups = leaver._callcenter_holdings()
        customers.write({"user_id": successor.id})
        if contacts:
            target = {"department_id": successor.callcenter_department_id.id or None, "user_id": successor.id}
            target |= {"gets": len(contacts), "keep": not successor.callcenter_department_id}
            self.env["callcenter.allocation"]._open("reassign")._deal(Domain("id", "in", contacts.ids), [target])
        if followups:
            self.env.flush_all()
            query = "UPDATE callcenter_followup SET next_user_id = %s WHERE id IN %s"
            self.env.cr.execute(SQL(query, successor.id, followups._ids))
            self.env.invalidate_all()
        leaver.write({"active": False})
        return {"type": "ir.actions.act_window_close"}
