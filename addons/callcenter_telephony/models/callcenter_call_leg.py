from odoo import api, fields, models

ROLES = [
    ("caller", "Customer"),
    ("ivr", "IVR"),
    ("queue", "Queue"),
    ("agent", "Agent"),
    ("consult", "Consult"),
    ("target", "Transfer target"),
    ("conference", "Conference"),
    ("outside", "Outside party"),
    ("voicemail", "Voicemail"),
    ("supervisor", "Supervisor"),
]


class CallcenterCallLeg(models.Model):
    """One party of a call in one role without a break. Written by the ledger only (connector/sink.py)."""

    _name = "callcenter.call.leg"
    _description = "Leg of a call"
    _order = "call_id, start, id"
    _rec_name = "role"
    _log_access = False

    call_id = fields.Many2one("callcenter.call", required=True, readonly=True, ondelete="cascade")
    key = fields.Char(required=True, readonly=True)
    role = fields.Selection(ROLES, required=True, readonly=True)
    party = fields.Char(readonly=True, help="As the node names it: number, extension, code.")
    party_name = fields.Char("Who", compute="_compute_party_name", compute_sudo=True)
    agent_id = fields.Many2one("callcenter.agent", readonly=True, ondelete="set null")
    user_id = fields.Many2one("res.users", readonly=True, ondelete="restrict", index="btree_not_null")
    partner_id = fields.Many2one("res.partner", readonly=True, ondelete="set null", index="btree_not_null")
    queue_code = fields.Char(readonly=True)
    queue_id = fields.Many2one("callcenter.queue", readonly=True, ondelete="set null")
    start = fields.Datetime(required=True, readonly=True)
    answer = fields.Datetime("Answered", readonly=True)
    end = fields.Datetime(readonly=True)
    ended_by = fields.Char(readonly=True)
    via = fields.Char(readonly=True)
    by = fields.Char("Sent by", readonly=True)
    outcome = fields.Char(readonly=True)
    reason = fields.Char(readonly=True)
    flow = fields.Char(readonly=True)
    keys = fields.Char(readonly=True)
    mode = fields.Char(readonly=True)
    message_s = fields.Float("Message (s)", readonly=True)
    ring_s = fields.Float("Ring (s)", readonly=True)
    talk_s = fields.Float("Talk (s)", readonly=True)
    hold_s = fields.Float("Hold (s)", readonly=True)
    consult_s = fields.Float("Consult (s)", readonly=True)
    dial_s = fields.Float("Dialling (s)", readonly=True)
    wrap_s = fields.Float("Wrap-up (s)", readonly=True)
    hold = fields.Json("Holds", readonly=True)
    consult = fields.Json("Consults", readonly=True)
    dial_start = fields.Datetime(readonly=True)
    dial_end = fields.Datetime(readonly=True)
    wrap_start = fields.Datetime(readonly=True)
    wrap_end = fields.Datetime(readonly=True)
    channel = fields.Char(readonly=True, groups="callcenter_crm.group_admin")
    trunk_code = fields.Char(readonly=True, help="Of the trunk that the party came or was dialled over.")
    trunk_id = fields.Many2one("callcenter.trunk", readonly=True, ondelete="set null", index="btree_not_null")

    _key_uniq = models.UniqueIndex("(call_id, key)", "A leg is booked once.")
    _queue_idx = models.Index("(queue_id, start) WHERE role = 'queue'")
    _waiting_idx = models.Index("(queue_id) WHERE role = 'queue' AND \"end\" IS NULL")
    _agent_idx = models.Index("(agent_id, start) WHERE agent_id IS NOT NULL")
    _start_idx = models.Index("(start)")
    _trunk_idx = models.Index("(start) WHERE trunk_code IS NOT NULL")

    @api.depends("role", "party", "agent_id", "queue_id", "partner_id")
    def _compute_party_name(self):
        for leg in self:
            record = leg.agent_id or (leg.queue_id if leg.role == "queue" else leg.partner_id)
            leg.party_name = record.display_name or leg.flow or leg.party
