from odoo import api, fields, models

STATES = [
    ("offline", "Signed out"),
    ("ready", "Ready"),
    ("ringing", "Ringing"),
    ("on_call", "On call"),
    ("wrap_up", "Wrap-up"),
    ("not_ready", "Not ready"),
]
BUSY = ("ringing", "on_call", "wrap_up")
SUB_STATES = [
    ("talk", "Talk"),
    ("hold", "Hold"),
    ("consult", "Consult"),
    ("dialing", "Dialling"),
    ("preview", "Preview"),
    ("monitor", "Watching"),
]


class CallcenterAgentState(models.Model):
    """One row of an agent's gapless line of states. Written by the ledger only (connector/sink.py)."""

    _name = "callcenter.agent.state"
    _description = "State of an agent"
    _order = "start desc"
    _rec_name = "state"
    _log_access = False

    node_id = fields.Many2one("callcenter.node", "Server", required=True, readonly=True, ondelete="restrict")
    extension = fields.Char(required=True, readonly=True, help="As the node named the agent at that time.")
    agent_id = fields.Many2one("callcenter.agent", readonly=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    start = fields.Datetime(required=True, readonly=True)
    end = fields.Datetime(readonly=True)
    duration_s = fields.Float("Duration (s)", compute="_compute_duration_s", digits=(16, 1))
    state = fields.Selection(STATES, required=True, readonly=True)
    sub_state = fields.Selection(SUB_STATES, readonly=True)
    reason = fields.Char("Reason code", readonly=True)
    reason_id = fields.Many2one("callcenter.pause.reason", readonly=True, ondelete="restrict")
    call_key = fields.Char(readonly=True)
    call_id = fields.Many2one("callcenter.call", readonly=True, ondelete="set null", index="btree_not_null")

    _start_uniq = models.UniqueIndex("(node_id, extension, start)", "An agent has one state at a time.")
    _agent_idx = models.Index("(agent_id, start)")
    _open_idx = models.Index('(node_id, extension) WHERE "end" IS NULL')

    @api.depends("start", "end")
    def _compute_duration_s(self):
        now = fields.Datetime.now()
        for row in self:
            row.duration_s = ((row.end or now) - row.start).total_seconds() if row.start else 0.0
