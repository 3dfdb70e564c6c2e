from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.masked_fields import MaskedNumber


class HelpdeskTicket(models.Model):
    """A work order: what a customer wants done, on its way through departments.

    The department is the call center's own; helpdesk's team only says whose mailbox or portal an order came by, as its
    members are no tree and have no leader.
    """

    _inherit = "helpdesk.ticket"

    # helpdesk's own words are not in Chinese: named here, they are in this addon's
    number = fields.Char(string="No.")
    stage_id = fields.Many2one()
    priority = fields.Selection()
    tag_ids = fields.Many2many(string="Tags")
    channel_id = fields.Many2one()
    category_id = fields.Many2one(string="Type", index=True, ondelete="restrict")
    user_id = fields.Many2one(string="Owner", index=True)
    partner_id = fields.Many2one(string="Customer", index="btree_not_null")
    department_id = fields.Many2one("callcenter.department", index=True, tracking=True)
    level_id = fields.Many2one(related="partner_id.callcenter_level_id", string="Customer Level")
    partner_phone = MaskedNumber(related="partner_id.phone", string="Phone")
    call_ids = fields.Many2many("callcenter.call", string="Calls", readonly=True, copy=False)
    step_ids = fields.One2many("callcenter.workorder.step", "ticket_id", "Steps", readonly=True)
    type_stage_ids = fields.Many2many("helpdesk.ticket.stage", compute="_compute_type_stage_ids")
    sender_id = fields.Many2one("res.users", "Sent by", readonly=True, copy=False, help="To whom it can be sent back.")
    result_id = fields.Many2one(
        "callcenter.dictionary.item",
        domain=[("dictionary_id.code", "=", "workorder_result")],
        copy=False,
        tracking=True,
        ondelete="restrict",
    )
    result_text = fields.Text("What Was Done", copy=False)
    urges = fields.Integer("Urged", readonly=True, copy=False)
    last_urge = fields.Datetime(readonly=True, copy=False)
    reopened = fields.Integer(readonly=True, copy=False)
    related_ids = fields.Many2many(
        "helpdesk.ticket", "helpdesk_ticket_related_rel", "ticket_id", "related_id", "Linked Orders", copy=False
    )
    may_take = fields.Boolean(compute="_compute_may_take")

    @api.depends("category_id")
    def _compute_type_stage_ids(self):
        for ticket in self:
            ticket.type_stage_ids = ticket.category_id._stages()

    @api.depends("user_id", "stage_id")
    @api.depends_context("uid")
    def _compute_may_take(self):
        for ticket in self:
            ticket.may_take = not ticket.closed and ticket.user_id != self.env.user

    @api.onchange("category_id")
    def _onchange_category_id(self):
        if self.category_id and not self._origin:
            self.priority = self.category_id._inherited("priority") or self.priority

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._prepare(vals)
        tickets = super().create(vals_list)
        tickets._note_step("made")
        for ticket in tickets.filtered(lambda one: not one.department_id and not one.user_id):
            ticket._route()
        return tickets

    def _prepare(self, vals):
        """Fill in what follows from the type; who makes an order by hand gives it to nobody yet."""
        kind = self.env["helpdesk.ticket.category"].browse(vals.get("category_id"))
        if kind and "stage_id" not in vals:
            vals["stage_id"] = kind._stages()[:1].id
        if kind and not vals.get("priority") and kind._inherited("priority"):
            vals["priority"] = kind._inherited("priority")
        if not vals.get("description"):
            vals["description"] = vals.get("name")
        vals.setdefault("user_id", False)

    def _prepare_ticket_number(self, values):
        kind = self.env["helpdesk.ticket.category"].browse(values.get("category_id"))
        # sudo: ir.sequence - whoever makes an order takes a number
        numbers = kind.sudo()._inherited("sequence_id") if kind else None
        return numbers.next_by_id() if numbers else super()._prepare_ticket_number(values)

    def write(self, vals):
        if vals.get("stage_id"):
            self._check_stage(self.env["helpdesk.ticket.stage"].browse(vals["stage_id"]), vals)
        closed = {ticket for ticket in self if ticket.closed} if "stage_id" in vals else None
        result = super().write(vals)
        if closed is not None:
            self._follow_stage(closed)
        return result

    def _follow_stage(self, before):
        """Write down who has been closed or opened again, ``before`` are those that were closed."""
        note = self.env.context.get("callcenter_act")
        note = note if isinstance(note, str) else ""
        closed = self.filtered(lambda one: one.closed and one not in before)
        opened = self.filtered(lambda one: not one.closed and one in before)
        closed.filtered(lambda one: not one.duplicate_id)._note_step("closed", note)
        if not self.env.context.get("callcenter_unmerge"):
            opened._count_reopened(note)
        # sudo: mail.activity - the tasks of others are done with it
        closed.sudo()._end_urges()
        self.env["callcenter.visit"]._plan(closed.filtered(lambda one: not one.duplicate_id))
        self.env["callcenter.visit"]._drop(opened)

    def _count_reopened(self, note):
        self._note_step("reopened", note)
        for ticket in self:
            # sudo: helpdesk.ticket - counted, whoever opens it
            ticket.sudo().reopened += 1
            ticket._tell(ticket.user_id, "reopened")

    def _check_stage(self, stage, vals):
        """Whatever way an order is closed, its result is told with it; one that is merged has that of the other."""
        for ticket in self.filtered(lambda one: stage.closed and not one.closed and not one.duplicate_id):
            if ticket._asks_result() and not vals.get("result_id"):
                raise UserError(self.env._("%(number)s: close it with its result.", number=ticket.number))

    def _asks_result(self):
        return bool(self.category_id.result_required)

    def _rated_low(self):
        """Tell whether a call of the order was rated low; who knows of ratings says so."""
        return False

    def _note_step(self, act, note="", **moved):
        """Write down what was done; ``moved``: from_user_id, to_user_id, from_department_id, to_department_id."""
        # sudo: callcenter.workorder.step - rows are written by the acts alone
        self.env["callcenter.workorder.step"].sudo().create(
            [
                {"ticket_id": ticket.id, "act": act, "user_id": self.env.uid, "note": (note or "")[:1000], **moved}
                for ticket in self
            ]
        )
