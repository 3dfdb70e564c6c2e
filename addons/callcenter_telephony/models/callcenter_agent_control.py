from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..moments import ms

HANDLING = ("agent", "target")
ASKED = ("consult", "conference")
FREE = ("ready", "not_ready", "wrap_up")  # a phone that may ring


class CallcenterAgentControl(models.AbstractModel):
    """Transfers, consults, three-way and hold of an agent's own call, for browser and SIP phones alike.

    What a person sees wrong is said here; the connector looks again at the moment of the act.
    """

    _name = "callcenter.agent.control"
    _description = "Acts of an agent on a running call"

    @api.model
    def targets(self, call_key):
        """Return where an own call may go: ``agents`` (extension, name, state, reason, since in ms, department, busy),
        ``queues`` (code, name, waiting, ready) and ``outside`` (True when a number may be dialled)."""
        me = self._me()
        me._handled(call_key)
        return {
            "agents": [agent._as_target() for agent in me._colleagues()],
            "queues": me._queue_targets(),
            "outside": me.node_id.outbound_trunk_id.active,
        }

    @api.model
    def transfer(self, call_key, kind, target):
        """Send the customer on at once; where nobody answers the call comes back."""
        me = self._me()
        call = me._handled(call_key, alone=True)
        return me._act("transfer", call=call.key, kind=kind, to=me._target(kind, target))

    @api.model
    def consult(self, call_key, kind, target):
        """Ask somebody while the customer hears music."""
        me = self._me()
        call = me._handled(call_key, alone=True)
        return me._act("consult", call=call.key, kind=kind, to=me._target(kind, target))

    @api.model
    def consult_complete(self, call_key):
        """Leave the customer to the one asked."""
        me = self._me()
        call = me._handled(call_key)
        if not me._asked(call, "consult"):
            raise UserError(self.env._("Nobody is being asked. Ask somebody first, or transfer the call."))
        return me._act("consult_complete", call=call.key)

    @api.model
    def consult_cancel(self, call_key):
        """Let the one asked go, back to the customer."""
        me = self._me()
        return me._act("consult_cancel", call=me._handled(call_key).key)

    @api.model
    def three_way(self, call_key):
        """Talk together: customer, agent and the one asked."""
        me = self._me()
        call = me._handled(call_key)
        if not me._asked(call, "consult").filtered("answer"):
            raise UserError(self.env._("Nobody has answered yet who could join the call."))
        return me._act("three_way", call=call.key)

    @api.model
    def leave(self, call_key):
        """Leave a three-way call, the others go on."""
        me = self._me()
        call = me._handled(call_key)
        if not me._asked(call, "conference"):
            raise UserError(self.env._("This is no three-way call. End it or transfer it."))
        return me._act("leave", call=call.key)

    @api.model
    def hold(self, call_key):
        """Let the customer hear music; for phones that have no hold key we can press."""
        me = self._me()
        return me._act("hold", call=me._handled(call_key, alone=True).key)

    @api.model
    def resume(self, call_key):
        """Back to the customer who is held by ``hold``."""
        me = self._me()
        return me._act("resume", call=me._handled(call_key).key)

    # helpers

    def _handled(self, call_key, alone=False):
        """Return the running call if this agent talks to its customer; UserError otherwise.

        ``alone``: also when somebody else is being asked or in the call.
        """
        call = self._own_call(call_key)
        open_legs = call.leg_ids.filtered(lambda leg: not leg.end)
        mine = open_legs.filtered(lambda leg: leg.agent_id == self and leg.role in HANDLING and leg.answer)
        if not mine:
            raise UserError(self.env._("You are not talking to this customer any more."))
        if alone and self._asked(call):
            raise UserError(self.env._("Somebody else is in the call. Finish or cancel that first."))
        return call

    def _asked(self, call, *roles):
        """Return the open legs of those whom this agent asks, or who are in a three-way call."""
        return call.leg_ids.filtered(lambda leg: not leg.end and leg.role in (roles or ASKED) and leg.agent_id != self)

    def _target(self, kind, target):
        """Return extension, queue code or number as the node knows it; UserError when it cannot be reached."""
        text = target.strip() if isinstance(target, str) else ""
        if kind == "agent":
            agent = self._colleagues().filtered(lambda row: row.extension == text)
            if not agent:
                raise UserError(self.env._("No colleague with this extension is signed in."))
            if agent.state not in FREE:
                raise UserError(self.env._("%(name)s is in a call. Choose somebody else.", name=agent.name))
            return agent.extension
        if kind == "queue":
            queue = self.env["callcenter.queue"].search([("node_id", "=", self.node_id.id), ("code", "=", text)])
            if not queue:
                raise UserError(self.env._("This queue is not in use any more. Choose another one."))
            return queue.code
        if kind == "outside":
            dialled = self._dialled(text)
            if dialled["kind"] == "internal":
                raise UserError(self.env._("This is a colleague's extension. Choose the colleague."))
            return dialled["number"]
        raise UserError(self.env._("Choose a colleague, a queue or a number."))

    def _colleagues(self):
        """Return the other agents of this server who are signed in, those who are free first."""
        domain = [("node_id", "=", self.node_id.id), ("id", "!=", self.id), ("state", "!=", "offline")]
        agents = self.search([*domain, ("extension", "!=", False)])
        return agents.sorted(lambda agent: (agent.state not in FREE, agent.state != "ready", agent.name))

    def _as_target(self):
        return {
            "extension": self.extension,
            "name": self.name,
            "state": self.state,
            "reason": self.reason_id.name or self.reason or False,
            "since": ms(self.state_since),
            "department": self.user_id.callcenter_department_id.name or False,
            "busy": self.state not in FREE,
        }

    def _queue_targets(self):
        """Return the queues of the server with their callers and ready agents of now."""
        queues = self.env["callcenter.queue"].search([("node_id", "=", self.node_id.id)])
        waiting = self._count_waiting(queues)
        return [
            {
                "code": queue.code,
                "name": queue.name,
                "waiting": waiting.get(queue.id, 0),
                "ready": len(queue.agent_ids.filtered(lambda agent: agent.state == "ready")),
            }
            for queue in queues
        ]

    @api.model
    def _count_waiting(self, queues):
        """Return, by queue id, how many callers wait now."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        waits = Domain("role", "=", "queue") & Domain("end", "=", False) & Domain("start", ">", since)
        groups = self.env["callcenter.call.leg"]._read_group(
            waits & Domain("queue_id", "in", queues.ids), ["queue_id"], ["__count"]
        )
        return {queue.id: count for queue, count in groups}
