from odoo import fields, models
from odoo.tools import html2plaintext


class CallcenterTimelineActivity(models.AbstractModel):
    _name = "callcenter.timeline.activity"
    _inherit = "callcenter.timeline.source"
    _description = "Activities on a Timeline"

    _timeline_kind = "activity"
    _timeline_model = "mail.activity"
    _timeline_date = "date_deadline"
    _timeline_icon = "fa-clock-o"
    _timeline_sequence = 80

    def _timeline_label(self):
        return self.env._("Activities")

    def _timeline_domain(self, partners):
        return [("res_model", "=", "res.partner"), ("res_id", "in", partners.ids)]

    def _timeline_rows(self, records):
        today = fields.Date.context_today(self)
        return [
            {
                "title": activity.summary or activity.activity_type_id.name or "",
                "badge": self._timeline_badge(activity, today),
                "tone": "bad" if activity.active and activity.date_deadline < today else "",
                "line": [activity.activity_type_id.name or "", self._timeline_user(activity.user_id)],
                "note": html2plaintext(activity.note or "", include_references=False),
            }
            for activity in records
        ]

    def _timeline_badge(self, activity, today):
        if not activity.active:
            return self.env._("Done")
        return self.env._("Overdue") if activity.date_deadline < today else self.env._("Planned")
