from odoo import api, models
from odoo.exceptions import UserError


class CallcenterAgentDesktop(models.AbstractModel):
    """The recording of the agent's own call: pause while card data is spoken, go on, begin."""

    _inherit = "callcenter.agent.desktop"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def pause_recording(self, call_key):
        """Record nothing of the own live call until ``resume_recording`` or the longest pause; returns the command."""
        me, call = self._recorded_call(call_key)
        if call.recording_state not in ("on", "paused"):
            raise UserError(self.env._("This call is not recorded."))
        me._note_recording(call, self.env._("recording paused"))
        return me._act("pause_recording", call=call.key, limit=me.node_id.record_pause_s)

    @api.model
    def resume_recording(self, call_key):
        """Go on recording the own live call; where the server allows it, begin. Returns the command."""
        me, call = self._recorded_call(call_key)
        recorded = call.recording_state in ("on", "paused")
        if not recorded and not me._may_start_recording():
            raise UserError(self.env._("This call is not recorded, and agents may not begin a recording."))
        me._note_recording(call, self.env._("recording goes on") if recorded else self.env._("recording begun"))
        return me._act("resume_recording" if recorded else "start_recording", call=call.key)

    def _may_start_recording(self):
        return self.node_id.recording and self.node_id.record_on_demand

    def _recorded_call(self, call_key):
        """Return the calling user's agent and the call, in which the agent is talking now."""
        me = self._me()
        call = me._own_call(call_key)
        if not call.leg_ids.filtered(lambda leg: leg.agent_id == me and leg.answer and not leg.end):
            raise UserError(self.env._("You are not in this call any more."))
        return me, call

    def _note_recording(self, call, words):
        self.env["callcenter.audit"].with_user(self.user_id)._note("change", call, detail=words)


class CallcenterAgentCard(models.AbstractModel):
    _inherit = "callcenter.agent.card"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _card(self, call, sharing, history, draft):
        """Add ``recording``: on, paused, off; ``may_record``: the agent may begin one."""
        card = super()._card(call, sharing, history, draft)
        return card | {"recording": call.recording_state or "off", "may_record": self._may_start_recording()}
