from odoo import api, fields, models

ACTS = [
    ("hand_on", "Hand On"),
    ("send_back", "Send Back"),
    ("escalate", "Escalate"),
    ("urge", "Urge"),
    ("close", "Close"),
    ("reopen", "Reopen"),
    ("merge", "Merge Into"),
    ("link", "Link With"),
]


class CallcenterWorkorderAct(models.TransientModel):
    """What an act on a work order asks: to whom, why, with which result."""

    _name = "callcenter.workorder.act"
    _description = "Act on a Work Order"

    ticket_id = fields.Many2one("helpdesk.ticket", "Work Order", required=True, readonly=True, ondelete="cascade")
    act = fields.Selection(ACTS, required=True, readonly=True)
    department_id = fields.Many2one(
        "callcenter.department", compute="_compute_department_id", store=True, readonly=False
    )
    user_id = fields.Many2one("res.users", "Person", domain=[("share", "=", False)])
    note = fields.Text()
    result_id = fields.Many2one("callcenter.dictionary.item", domain=[("dictionary_id.code", "=", "workorder_result")])
    result_required = fields.Boolean(related="ticket_id.category_id.result_required")
    other_id = fields.Many2one("helpdesk.ticket", "Order", compute="_compute_other_id", store=True, readonly=False)
    partner_id = fields.Many2one(related="ticket_id.partner_id")

    @api.depends("user_id")
    def _compute_department_id(self):
        for row in self:
            row.department_id = row.user_id.callcenter_department_id or row.department_id

    @api.depends("ticket_id", "act")
    def _compute_other_id(self):
        """Propose the only other open order of the customer to merge into."""
        for row in self:
            partner = row.ticket_id.partner_id
            if row.other_id or row.act != "merge" or not partner:
                continue
            mine = [("partner_id", "=", partner.id), ("id", "!=", row.ticket_id.id), ("stage_id.closed", "=", False)]
            others = self.env["helpdesk.ticket"].search(mine, limit=2)
            row.other_id = others if len(others) == 1 else False

    def action_do(self):
        """Do it; an order that has left one's reach is followed by the list."""
        self.ensure_one()
        getattr(self, f"_do_{self.act}")()
        if self.ticket_id.exists() and self.ticket_id.has_access("read"):
            return {"type": "ir.actions.act_window_close"}
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _do_hand_on(self):
        self.ticket_id._hand_on(self.department_id, self.user_id, self.note)

    def _do_send_back(self):
        self.ticket_id._send_back(self.note)

    def _do_escalate(self):
        self.ticket_id._escalate(self.note)

    def _do_urge(self):
        self.ticket_id.action_urge(self.note)

    def _do_close(self):
        self.ticket_id._close(self.result_id, self.note)

    def _do_reopen(self):
        self.ticket_id.check_access("write")
        self.ticket_id._reopen(self.note or self.env._("By hand"))

    def _do_merge(self):
        self.ticket_id._merge_into(self.other_id)

    def _do_link(self):
        self.ticket_id._link_to(self.other_id, self.note)
