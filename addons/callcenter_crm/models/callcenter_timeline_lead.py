from odoo import models
from odoo.tools.misc import formatLang


class CallcenterTimelineLead(models.AbstractModel):
    _name = "callcenter.timeline.lead"
    _inherit = "callcenter.timeline.source"
    _description = "Opportunities on a Timeline"

    _timeline_kind = "lead"
    _timeline_model = "crm.lead"
    _timeline_icon = "fa-star-o"
    _timeline_sequence = 30

    def _timeline_label(self):
        return self.env._("Opportunities")

    def _timeline_domain(self, partners):
        return [("partner_id", "in", partners.ids), ("active", "in", (True, False))]

    def _timeline_rows(self, records):
        return [
            {
                "title": lead.name,
                "badge": self.env._("Lost") if lead.won_status == "lost" else lead.stage_id.name or "",
                "tone": {"won": "good", "lost": "bad"}.get(lead.won_status, ""),
                "line": [self._timeline_user(lead.user_id), self._timeline_amount(lead)],
            }
            for lead in records
        ]

    def _timeline_amount(self, lead):
        revenue = lead.expected_revenue
        return formatLang(self.env, revenue, currency_obj=lead.company_currency) if revenue else ""
