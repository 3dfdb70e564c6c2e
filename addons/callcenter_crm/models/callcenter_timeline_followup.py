from odoo import fields, models


class CallcenterTimelineFollowup(models.AbstractModel):
    _name = "callcenter.timeline.followup"
    _inherit = "callcenter.timeline.source"
    _description = "Follow-ups on a Timeline"

    _timeline_kind = "followup"
    _timeline_model = "callcenter.followup"
    _timeline_date = "at"
    _timeline_icon = "fa-pencil"
    _timeline_sequence = 20

    def _timeline_label(self):
        return self.env._("Follow-ups")

    def _timeline_domain(self, partners):
        return [("partner_id", "in", partners.ids)]

    def _timeline_rows(self, records):
        # sudo: callcenter.contact - the campaign's name belongs to the follow-up, whoever holds the contact now
        campaigns = {row.id: row.sudo().contact_id.campaign_id.name or "" for row in records}
        return [
            {
                "title": row.disposition_id.name,
                "badge": row.intent_id.name or "",
                "line": [self._timeline_user(row.user_id), campaigns[row.id], row.topic or ""],
                "note": row.note or "",
                "next_at": fields.Datetime.to_string(row.next_at) if row.next_at else False,
            }
            for row in records
        ]
