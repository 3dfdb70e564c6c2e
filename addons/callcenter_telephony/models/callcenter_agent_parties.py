from odoo import models

from ..moments import ms

TOLD_ROLES = ("agent", "target", "consult", "conference", "outside")
AWAY = ("hold", "consult")


class CallcenterAgentCard(models.AbstractModel):
    _inherit = "callcenter.agent.card"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _card(self, call, sharing, history, draft):
        """Add ``parties``: who else is in the call now, as messages tell it while the call runs."""
        return {**super()._card(call, sharing, history, draft), "parties": self._parties(call)}

    def _parties(self, call):
        legs = call.leg_ids.filtered(lambda leg: not leg.end and leg.role in TOLD_ROLES)
        if call.direction == "outbound":
            legs -= legs.filtered(lambda leg: leg.role == "outside").sorted("start")[:1]  # the customer
        return [
            {
                "role": leg.role,
                "party": leg.party if leg.agent_id else self._shown(leg.party),
                "name": leg.agent_id.name or False,
                "since": ms(leg.start),
                "answered": ms(leg.answer),
                "away": leg.agent_id.sub_state if leg.agent_id.sub_state in AWAY else False,
            }
            for leg in legs.sorted("start")
        ]
