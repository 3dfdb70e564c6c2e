from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..moments import ms
from .callcenter_agent_state import STATES, SUB_STATES

PHONE_KINDS = [("browser", "Browser phone"), ("sip", "SIP phone")]


class CallcenterAgent(models.Model):
    """A user who handles calls, with the phone and the present state.

    The state is written by the ledger; people only wish for one (see callcenter_agent_desktop.py).
    """

    _name = "callcenter.agent"
    _inherit = (
        "callcenter.config.mixin",
        "callcenter.agent.desktop",
        "callcenter.agent.card",
        "callcenter.agent.control",
    )
    _description = "Agent"
    _order = "name, id"
    _not_configured = frozenset(
        {
            "phone_kind",
            "phone_browser",
            "phone_since",
            "state",
            "state_since",
            "sub_state",
            "reason",
            "reason_id",
            "call_id",
            "call_key",
            "wish",
            "wrap_until",
            "at_node_id",
        }
    )

    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    name = fields.Char(related="user_id.name", store=True)
    active = fields.Boolean(default=True)
    endpoint_id = fields.Many2one("callcenter.endpoint", "Extension", ondelete="restrict")
    extension = fields.Char(related="endpoint_id.extension", string="Extension number", store=True)
    node_id = fields.Many2one(related="endpoint_id.node_id", store=True, index=True)
    company_id = fields.Many2one(related="user_id.company_id", store=True)
    phone_kind = fields.Selection(PHONE_KINDS, "Phone", required=True, default="browser")
    phone_password = fields.Char(
        "Phone's password",
        related="endpoint_id.password",
        groups="callcenter_crm.group_admin",
        help="For a SIP phone. The browser phone gets it by itself.",
    )
    member_ids = fields.One2many("callcenter.queue.member", "agent_id", "Queues")
    queue_ids = fields.Many2many("callcenter.queue", compute="_compute_queue_ids", string="Serves")
    state = fields.Selection(STATES, required=True, readonly=True, default="offline", copy=False)
    state_since = fields.Datetime("Since", readonly=True, default=fields.Datetime.now, copy=False)
    sub_state = fields.Selection(SUB_STATES, readonly=True, copy=False)
    reason = fields.Char("Reason code", readonly=True, copy=False)
    reason_id = fields.Many2one("callcenter.pause.reason", readonly=True, copy=False, ondelete="set null")
    call_key = fields.Char(readonly=True, copy=False)
    call_id = fields.Many2one("callcenter.call", readonly=True, copy=False, ondelete="set null")
    wish = fields.Char(readonly=True, copy=False, help="What the agent asked to be after call and wrap-up.")
    wrap_until = fields.Datetime(readonly=True, copy=False, help="When wrap-up ends by itself.")
    state_ids = fields.One2many("callcenter.agent.state", "agent_id", "State log", readonly=True)

    _user_uniq = models.Constraint("UNIQUE (user_id)", "This user is an agent already.")
    _endpoint_uniq = models.UniqueIndex("(endpoint_id) WHERE active", "This extension belongs to another agent.")

    @api.depends("member_ids.queue_id")
    def _compute_queue_ids(self):
        for agent in self:
            agent.queue_ids = agent.member_ids.queue_id

    @api.constrains("endpoint_id")
    def _constrain_endpoint(self):
        self.member_ids._constrain_node()

    @api.model_create_multi
    def create(self, vals_list):
        agents = super().create(vals_list)
        agents._begin_line()
        return agents

    def write(self, vals):
        moved = self.filtered(lambda agent: "endpoint_id" in vals and agent.endpoint_id.id != vals["endpoint_id"])
        left = self.filtered(lambda agent: agent.state != "offline" and vals.get("active") is False)
        if moved.filtered(lambda agent: agent.state != "offline"):
            raise UserError(self.env._("The agent is signed in: sign out before the extension is changed."))
        for agent in left:
            agent._command("sign_out", {"agent": agent.extension})
        result = super().write(vals)
        moved._begin_line()
        if vals.keys() & {"endpoint_id", "user_id", "active"}:
            self.env["callcenter.node"]._numbers_later("*")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        # sudo: callcenter.agent.state - whoever may delete agents, history stays
        if self.env["callcenter.agent.state"].sudo().search_count([("agent_id", "in", self.ids)], limit=1):
            raise ValidationError(self.env._("The agent has a history: archive instead of deleting."))

    def _begin_line(self):
        """Begin the gapless line of states of an extension that an agent has got: signed out from now on."""
        self.flush_recordset()
        for agent in self.filtered("endpoint_id"):
            self.env.cr.execute(
                SQL(
                    """UPDATE callcenter_agent_state SET "end" = now() AT TIME ZONE 'UTC'
                        WHERE "end" IS NULL
                          AND (agent_id = %(agent)s OR (node_id, extension) = (%(node)s, %(extension)s))
                          AND start < now() AT TIME ZONE 'UTC'""",
                    **agent._line(),
                )
            )
            self.env.cr.execute(
                SQL(
                    """INSERT INTO callcenter_agent_state (node_id, extension, agent_id, user_id, start, state)
                       VALUES (%(node)s, %(extension)s, %(agent)s, %(user)s, now() AT TIME ZONE 'UTC', 'offline')
                       ON CONFLICT DO NOTHING""",
                    **agent._line(),
                )
            )
        self.env["callcenter.agent.state"].invalidate_model()

    def _line(self):
        return {
            "agent": self.id,
            "node": self.node_id.id,
            "extension": self.extension,
            "user": self.user_id.id,
        }

    def _interface(self):
        """Return the interface that rings: of the phone chosen at sign-in."""
        self.ensure_one()
        return f"PJSIP/{self.extension}{'-web' if self.phone_kind == 'browser' else ''}"

    def _active_members(self):
        return self.member_ids.filtered(lambda member: member.queue_id.active)

    def _queues_text(self):
        """Return the agent's queues as the node keeps them: ``service:0,sales:5`` (code:penalty)."""
        return ",".join(f"{member.queue_id.code}:{member.penalty}" for member in self._active_members())

    def _command(self, name, args, partner=None):
        """Queue a command to the agent's node; returns the row."""
        self.ensure_one()
        return self.env["callcenter.command"]._send(self._serving_node(), name, args, partner)

    def _state_message(self):
        """Return the agent's state as browsers get it; moments are ms since the epoch."""
        self.ensure_one()
        return {
            "state": self.state,
            "sub": self.sub_state or False,
            "reason": self.reason or False,
            "reason_name": self.reason_id.with_context(lang=self.user_id.lang).name or False,
            "since": ms(self.state_since),
            "wish": self.wish or False,
            "until": ms(self.wrap_until) if self.state == "wrap_up" else False,
        }
