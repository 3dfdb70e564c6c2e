from collections import Counter

from odoo import api, fields, models


class CallcenterCall(models.Model):
    _inherit = "callcenter.call"

    node_id = fields.Many2one("callcenter.node", "Server", readonly=True, ondelete="restrict")
    did_number = fields.Char("Number called", readonly=True)
    did_id = fields.Many2one("callcenter.did", "DID", readonly=True, ondelete="set null")
    queue_code = fields.Char(readonly=True)
    queue_id = fields.Many2one("callcenter.queue", readonly=True, ondelete="set null", index="btree_not_null")
    agent_code = fields.Char("Extension", readonly=True)
    agent_id = fields.Many2one(
        "callcenter.agent", "Agent by extension", readonly=True, ondelete="set null", index="btree_not_null"
    )
    last_agent_code = fields.Char("Last extension", readonly=True)
    last_agent_id = fields.Many2one("callcenter.agent", "Last agent by extension", readonly=True, ondelete="set null")
    leg_ids = fields.One2many("callcenter.call.leg", "call_id", "Legs", readonly=True)
    recording_ids = fields.One2many("callcenter.recording", "call_id", "Recordings", readonly=True)
    service_level = fields.Selection(
        [("yes", "In time"), ("no", "Late"), ("out", "Left out"), ("none", "None")], readonly=True
    )
    recording_state = fields.Char("Recorded Now", readonly=True, help="on, paused, off: while the call runs.")
    marks = fields.Char(readonly=True, help="journal, fault, rejoined, clock, hold_unknown: see the guide.")
    rating_key = fields.Char("Rating", readonly=True)
    survey_offered = fields.Boolean("Rating asked", readonly=True)
    ivr_keys = fields.Char("Keys pressed", readonly=True)
    command_key = fields.Char(readonly=True)
    wanted_code = fields.Char("Wanted extension", readonly=True, help="Whom the caller was to be offered first.")
    wanted_kind = fields.Selection(
        [("last_agent", "Last agent"), ("own_agent", "Own agent")], "Wanted as", readonly=True
    )
    callback_number = fields.Char("Wants to be called at", readonly=True)
    callback_of_key = fields.Char(readonly=True, index="btree_not_null", help="Call with the wish to be called back.")
    aliases = fields.Char(readonly=True)
    partner_by_person = fields.Boolean(
        readonly=True, help="The customer was set by a person: the number decides no more."
    )

    def write(self, vals):
        if "partner_id" in vals and "partner_by_person" not in vals:
            vals = {**vals, "partner_by_person": True}
        return super().write(vals)

    @api.model
    def _user_writable_fields(self):
        return super()._user_writable_fields() | {"partner_by_person"}

    def _callcenter_leader(self):
        """Return the leader of most of those who serve the call's queue."""
        members = self.queue_id.member_ids.agent_id.user_id
        leaders = Counter(member.callcenter_department_id.leader_id for member in members)
        leaders.pop(members.browse(), None)
        active = [leader for leader, _count in leaders.most_common() if leader.active]
        return active[0] if active else super()._callcenter_leader()
