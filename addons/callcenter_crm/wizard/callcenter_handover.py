from itertools import cycle

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL


class CallcenterHandover(models.TransientModel):
    """Somebody leaves: who takes over customers, campaign contacts, promises, opportunities and the rest."""

    _name = "callcenter.handover"
    _description = "Handover of a Leaver"

    user_id = fields.Many2one("res.users", "Leaver", required=True, readonly=True, ondelete="cascade")
    way = fields.Selection(
        [("one", "To one"), ("even", "Evenly among several"), ("department", "Evenly in a department")],
        "How",
        default="one",
        required=True,
        help="What belongs to a customer goes to whoever gets the customer.",
    )
    successor_id = fields.Many2one(
        "res.users", domain="[('share', '=', False), ('id', '!=', user_id)]", ondelete="cascade"
    )
    successor_ids = fields.Many2many(
        "res.users", string="Successors", domain="[('share', '=', False), ('id', '!=', user_id)]"
    )
    department_id = fields.Many2one("callcenter.department", ondelete="cascade")
    line_ids = fields.One2many(
        "callcenter.handover.line", "wizard_id", "What Is Handed Over", compute="_compute_line_ids", store=True
    )

    def _compute_display_name(self):
        self.display_name = self.env._("Handover")

    @api.depends("user_id")
    def _compute_line_ids(self):
        labels = self.env["res.users"]._callcenter_holding_labels()
        for handover in self:
            held = handover.user_id._callcenter_holdings() if handover.user_id else {}
            rows = [{"name": labels[name], "count": len(records)} for name, records in held.items() if records]
            handover.line_ids = [Command.clear(), *map(Command.create, rows)]

    def action_hand_over(self):
        """Give all to the successors and archive the leaver, in one go.

        :raises AccessError: for all but business administrators
        :raises UserError: nobody takes over; or a contact cannot move now, as it is on a call
        """
        self.ensure_one()
        if not self.env.user.has_group("callcenter_crm.group_admin"):
            raise AccessError(self.env._("Only business administrators hand over what a leaver had."))
        leaver, successors = self.user_id, self._successors()
        if not successors or leaver in successors or not all(successors.mapped("active")):
            raise UserError(self.env._("Choose who takes over."))
        leaver._callcenter_check_archive()
        owners = {}
        for name, records in leaver._callcenter_holdings().items():
            for successor, part in self._dealt(records, successors, owners).items():
                move = getattr(self, f"_move_{name}", self._move)
                move(part, successor)
        leaver.write({"active": False})
        return {"type": "ir.actions.act_window_close"}

    def _successors(self):
        if self.way == "one":
            return self.successor_id
        if self.way == "even":
            return self.successor_ids
        return self.department_id.member_ids.filtered("active") - self.user_id

    @api.model
    def _dealt(self, records, successors, owners):
        """Return successor -> records: those of a customer to who has the customer, the others in turn.

        :param owners: customer -> successor; the customers among ``records`` are added
        """
        dealt = {successor: [] for successor in successors}
        turn = cycle(successors)
        for record in records:
            partner = record if record._name == "res.partner" else self._partner(record)
            successor = owners.get(partner.id) or next(turn)
            if partner:
                owners.setdefault(partner.id, successor)
            dealt[successor].append(record.id)
        return {successor: records.browse(ids) for successor, ids in dealt.items() if ids}

    @api.model
    def _partner(self, record):
        if record._name == "mail.activity":
            about = self.env.get(record.res_model) if record.res_model else None
            # sudo: whatever the activity is about - only whose customer it is
            record = about.sudo().browse(record.res_id).exists() if about is not None else record.browse()
            if record._name == "res.partner":
                return record
        return record.partner_id if "partner_id" in record._fields else self.env["res.partner"]

    # the moves, by the names of res.users._callcenter_holdings

    @api.model
    def _move(self, records, successor):
        """Move what has its holder in ``user_id``; nobody is written a letter for each."""
        quiet = {"mail_auto_subscribe_no_notify": True, "mail_activity_quick_update": True}
        records.with_context(**quiet).write({"user_id": successor.id})

    @api.model
    def _move_contacts(self, contacts, successor):
        target = {"department_id": successor.callcenter_department_id.id or None, "user_id": successor.id}
        target |= {"gets": len(contacts), "keep": not successor.callcenter_department_id}
        self.env["callcenter.allocation"]._open("reassign")._deal(Domain("id", "in", contacts.ids), [target])

    @api.model
    def _move_shared(self, contacts, successor):
        contacts.write({"share_user_id": successor.id})

    @api.model
    def _move_followups(self, followups, successor):
        self.env.flush_all()
        query = "UPDATE callcenter_followup SET next_user_id = %s WHERE id IN %s"
        self.env.cr.execute(SQL(query, successor.id, followups._ids))
        self.env.invalidate_all()


class CallcenterHandoverLine(models.TransientModel):
    """How much there is of one kind of work."""

    _name = "callcenter.handover.line"
    _description = "Part of a Handover"

    wizard_id = fields.Many2one("callcenter.handover", required=True, ondelete="cascade")
    name = fields.Char("Kind of Work", readonly=True)
    count = fields.Integer("How Much", readonly=True)
