from odoo import api, models
from odoo.exceptions import AccessError, UserError

MODES = ("listen", "whisper", "barge")
IN_TALK = ("talk", "hold", "consult")


class CallcenterAgentSupervision(models.AbstractModel):
    """What team leaders do with calls and agents of their scope, and colleagues with a call that rings.

    Every act is in the audit log, and so is every one that was refused. Who listens or takes over does it with the own
    phone and must be signed in.
    """

    _inherit = "callcenter.agent.desktop"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def pick_up(self, agent_id):
        """Take the call that rings at a colleague of an own department or queue."""
        me = self._free_phone()
        colleague = self._agent(agent_id)
        shared = me._active_members().queue_id & colleague._active_members().queue_id
        if not shared and not (me._departments() & colleague._departments()):
            self._refuse("pick_up", colleague)
        if colleague.state != "ringing" or not colleague.call_id:
            raise UserError(self.env._("Nothing rings at %(name)s any more.", name=colleague.name))
        call = colleague.call_id.key
        return me._act("pick_up", call=call, interface=me._interface(), of=colleague.extension)

    @api.model
    def listen(self, agent_id, mode="listen"):
        """Listen to an agent's call; ``whisper``: only the agent hears you; ``barge``: both do. Again: another way."""
        if mode not in MODES:
            raise UserError(self.env._("Listen, whisper or barge in."))
        agent = self._supervised(agent_id, mode, ("callcenter_crm.group_leader", "callcenter_crm.group_qa"))
        me = self._signed_in()
        if me.state in ("ringing", "on_call") and me.sub_state != "monitor":
            raise UserError(self.env._("You are in a call. End it before you listen to another one."))
        if agent == me or agent.state != "on_call" or agent.sub_state not in IN_TALK or not agent.call_id:
            raise UserError(self.env._("%(name)s talks to nobody now.", name=agent.name))
        self._note_supervision(mode, agent)
        call = agent.call_id.key
        return me._act("listen", call=call, interface=me._interface(), of=agent.extension, mode=mode)

    @api.model
    def take_over(self, agent_id):
        """Talk to the customer of a call you listen to; the agent is out of it and wraps up."""
        agent = self._supervised(agent_id, "take_over")
        me = self._signed_in()
        if me.sub_state != "monitor" or not agent.call_id or me.call_id != agent.call_id:
            raise UserError(self.env._("Listen to the call first, then take it over."))
        self._note_supervision("take_over", agent)
        return me._act("take_over", call=agent.call_id.key)

    @api.model
    def end_call(self, call_key):
        """End the customer's call, talking or waiting."""
        call = self._supervised_call(call_key, "end_call")
        self.env["callcenter.audit"]._note("supervise", call, detail="end_call")
        return self._leader_act(call.node_id, "end_call", call=call.key)

    @api.model
    def give(self, call_key, agent_id):
        """Give a waiting caller to an agent, who is rung at once; when nobody answers the caller waits on, in front."""
        call = self._supervised_call(call_key, "give")
        agent = self._supervised(agent_id, "give")
        if agent.state not in ("ready", "not_ready", "wrap_up") or agent._serving_node() != call.node_id:
            raise UserError(self.env._("%(name)s cannot take a call now.", name=agent.name))
        self.env["callcenter.audit"]._note("supervise", call, detail=f"give: {agent.name}")
        return self._leader_act(call.node_id, "give", call=call.key, to=agent.extension)

    @api.model
    def set_agent_state(self, agent_id, state, reason=False):
        """Set an agent ``ready``, ``not_ready`` (with a reason's code) or ``offline``; in a call: when it is over."""
        agent = self._supervised(agent_id, "set_state")
        if agent.state == "offline":
            raise UserError(self.env._("%(name)s is signed out.", name=agent.name))
        if state == "not_ready" and reason not in self._reasons().mapped("code"):
            raise UserError(self.env._("Choose a reason."))
        wishes = {"ready": "ready", "not_ready": f"not_ready:{reason}", "offline": "offline"}
        if state not in wishes:
            raise UserError(self.env._("Set the agent ready, not ready or out."))
        self._note_supervision(wishes[state], agent)
        agent._wish(wishes[state])
        more = {"reason": reason} if state == "not_ready" else {}
        return agent._act({"offline": "sign_out"}.get(state, state), **more)

    # helpers

    @api.model
    def _agent(self, agent_id):
        # sudo: callcenter.agent - colleagues are not an agent's to read; what may be done with them is checked by acts
        return self.env["callcenter.agent"].sudo().browse(int(agent_id or 0)).exists()

    @api.model
    def _free_phone(self):
        me = self._signed_in()
        if me.state in ("ringing", "on_call"):
            raise UserError(self.env._("You are in a call. End it first."))
        return me

    def _departments(self):
        return self.user_id.callcenter_department_id | self.user_id.callcenter_department_ids

    @api.model
    def _supervised(self, agent_id, act, groups=("callcenter_crm.group_leader",)):
        """Return the agent if the user leads him (scope of calls); AccessError, written down, otherwise."""
        agent = self._agent(agent_id)
        in_scope = self.env.user._callcenter_scope_user_ids("call")
        leads = any(self.env.user.has_group(group) for group in groups)
        if not agent or not leads or (in_scope is not None and agent.user_id.id not in in_scope):
            self._refuse(act, agent)
        return agent

    @api.model
    def _supervised_call(self, call_key, act):
        """Return the running call if one of its agents, or of those of the queue it waits in, is led by the user."""
        # sudo: callcenter.call - a waiting call belongs to nobody yet
        call = self.env["callcenter.call"].sudo().search([("key", "=", str(call_key))], limit=1)
        users = call.leg_ids.agent_id.user_id | call.queue_id.member_ids.agent_id.user_id
        in_scope = self.env.user._callcenter_scope_user_ids("call")
        known = in_scope is None or set(users.ids) & set(in_scope)
        if not call or not known or not self.env.user.has_group("callcenter_crm.group_leader"):
            self._refuse(act, call)
        if call.end:
            raise UserError(self.env._("This call is over."))
        return call

    @api.model
    def _leader_act(self, node, name, **args):
        """Queue a command in the name of the user, who needs no phone for it."""
        mine = self._agent(self.env["callcenter.agent"].search([("user_id", "=", self.env.uid)], limit=1).id)
        args["agent"] = mine.extension or f"user-{self.env.uid}"
        return {"command": self.env["callcenter.command"]._send(node, name, args).id}

    @api.model
    def _note_supervision(self, act, agent):
        record = agent.call_id or agent
        self.env["callcenter.audit"]._note("supervise", record, detail=f"{act}: {agent.name}")

    @api.model
    def _refuse(self, act, record):
        """Write the attempt down, after this transaction has been taken back by the AccessError that is raised."""
        registry, uid, model, res_id = self.env.registry, self.env.uid, record._name, record.id

        @self.env.cr.postrollback.add
        def note():
            with registry.cursor() as cr:
                env = api.Environment(cr, uid, {})
                env["callcenter.audit"]._note("refuse", env[model].browse(res_id or []), model=model, detail=act)

        raise AccessError(self.env._("You may do this with agents and calls of your own team only."))
