import time
from datetime import UTC

from odoo import api, models
from odoo.exceptions import UserError

LEADS = ("callcenter_crm.group_leader", "callcenter_crm.group_qa")
TYPED_S = 600  # longer nobody types at a remark


class CallcenterQaScore(models.Model):
    """Scoring a call while listening in: remarks have their moment, and go to the recording once it is there."""

    _inherit = "callcenter.qa.score"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def begin_live(self, agent_id):
        """Begin the score of the call that the user listens to, or go on with the own one. Returns the action to open.

        :raise AccessError: the agent is not of the user's scope
        """
        desktop = self.env["callcenter.agent.desktop"]
        agent = desktop._supervised(agent_id, "score", LEADS)
        # sudo: callcenter.agent - the user's own
        me = self.env["callcenter.agent"].sudo().search([("user_id", "=", self.env.uid)], limit=1)
        if not agent.call_id or me.sub_state != "monitor" or me.call_id != agent.call_id:
            raise UserError(self.env._("Listen to the call first, then score it."))
        call = self.env["callcenter.call"].browse(agent.call_id.id)
        return self.browse(self._begin(call, agent.user_id.id).id)._open()

    def remark_live(self, text, item_id=False, ago=0):
        """Put a remark at this moment of the running call on the own draft. Returns its id.

        :param ago: seconds since it was begun to be written
        """
        score = self._draft()
        if score.call_id.end:
            raise UserError(self.env._("The call is over: put the remark at a second of the recording."))
        moment = time.time() - min(max(float(ago), 0.0), TYPED_S)
        remark_id = self.remark(moment - score._talked_since(), text, item_id)
        score.remark_ids.browse(remark_id).write({"moment": moment, "recording_id": False})
        return remark_id

    def _talked_since(self):
        """Return when the agent answered, about where the recording begins (seconds since 1970)."""
        # sudo: callcenter.call.leg - of a call that the user scores
        legs = self.sudo().call_id.leg_ids.filtered(lambda leg: leg.answer and leg.user_id == self.user_id)
        return (min(legs.mapped("answer")) if legs else self.call_start).replace(tzinfo=UTC).timestamp()

    def _settle(self):
        """Put remarks of a running call where they are in its recording, once it is there (superuser mode)."""
        for remark in self.remark_ids.filtered(lambda remark: remark.moment and not remark.recording_id):
            recordings = remark.score_id.call_id.recording_ids.filtered(lambda one: one.kind == "call" and one.spans)
            heard = recordings.filtered(lambda one, at=remark.moment: one.spans[0][0] <= at) or recordings
            if heard:
                recording = heard.sorted(lambda one: one.spans[0][0])[-1]
                remark.write({"recording_id": recording.id, "second": recording._at(remark.moment)})

    @api.model
    def _tell(self, calls):
        """Tell who has a draft about one of these calls that it has gone on."""
        if not calls:
            return
        # sudo: callcenter.qa.score - drafts are their inspectors' only
        for score in self.sudo().search([("call_id", "in", calls.ids), ("state", "=", "draft")]):
            score.inspector_id._bus_send("callcenter/qa_score", {"id": score.id})
