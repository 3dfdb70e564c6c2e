from odoo import models

from ..tools.phone import written
from .callcenter_call import MISSED


class CallcenterTimelineCall(models.AbstractModel):
    _name = "callcenter.timeline.call"
    _inherit = "callcenter.timeline.source"
    _description = "Calls on a Timeline"

    _timeline_kind = "call"
    _timeline_model = "callcenter.call"
    _timeline_date = "start"
    _timeline_icon = "fa-phone"
    _timeline_sequence = 10

    def _timeline_label(self):
        return self.env._("Calls")

    def _timeline_domain(self, partners):
        return [("partner_id", "in", partners.ids)]

    def _timeline_rows(self, records):
        titles = {"inbound": self.env._("Incoming call"), "outbound": self.env._("Outgoing call")}
        region = self.env.company._callcenter_region()
        return [
            {
                "title": titles.get(call.direction) or self.env._("Internal call"),
                "icon": {"inbound": "fa-arrow-down", "outbound": "fa-arrow-up"}.get(call.direction, "fa-exchange"),
                "badge": self._timeline_choice(call, "result"),
                "tone": "bad" if call.result in MISSED else "",
                "line": [
                    self._timeline_user(call.user_id),
                    written(call.number, region),
                    call.disposition_id.name or "",
                ],
                "seconds": call.talk_s,
                "note": call.note or "",
            }
            for call in records
        ]
