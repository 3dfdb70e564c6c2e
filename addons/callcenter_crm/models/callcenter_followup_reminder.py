from odoo import api, fields, models
from odoo.tools import SQL

NAMED = 5
# whose promise it is: the holder of the contact, however often it has changed hands since
DUE = """
    UPDATE callcenter_followup due SET reminded_at = %(now)s
      FROM callcenter_followup followup
      LEFT JOIN callcenter_contact contact ON contact.id = followup.contact_id
     WHERE due.id = followup.id AND followup.state = 'open' AND followup.reminded_at IS NULL
       AND followup.next_at <= %(now)s
       AND (followup.contact_id IS NULL OR contact.user_id IS NOT NULL AND contact.state = 'pending')
    RETURNING due.id, CASE WHEN due.contact_id IS NULL THEN due.next_user_id ELSE contact.user_id END
"""
OVERDUE = """
    UPDATE callcenter_followup late SET escalated_at = %(now)s
      FROM callcenter_followup followup
      JOIN callcenter_disposition outcome ON outcome.id = followup.disposition_id AND outcome.overdue_min > 0
      LEFT JOIN callcenter_contact contact ON contact.id = followup.contact_id
     WHERE late.id = followup.id AND followup.state = 'open' AND followup.escalated_at IS NULL
       AND followup.next_at <= %(now)s
       AND followup.next_at <= %(now)s - outcome.overdue_min * interval '1 minute'
       AND (followup.contact_id IS NULL OR contact.state = 'pending')
    RETURNING late.id, CASE WHEN late.contact_id IS NULL THEN late.next_user_id ELSE contact.user_id END,
              contact.department_id
"""


class CallcenterFollowup(models.Model):
    """Promises that fall due pop up at the agent's, overdue ones at the leader's."""

    _inherit = "callcenter.followup"

    @api.model
    def _cron_remind(self):
        """Tell agents what has fallen due since the last run, and leaders what is overdue; each promise once."""
        self.flush_model()
        self.env["callcenter.contact"].flush_model(["user_id", "department_id", "state"])
        now = fields.Datetime.now()
        self._tell_agents(self.env.execute_query(SQL(DUE, now=now)))
        self._tell_leaders(self.env.execute_query(SQL(OVERDUE, now=now)))
        self.invalidate_model(["reminded_at", "escalated_at"])

    @api.model
    def _tell_agents(self, rows):
        by_user = {}
        for followup_id, user_id in rows:
            if user_id:
                by_user.setdefault(user_id, []).append(followup_id)
        self._tell("callcenter.followup/due", by_user)

    @api.model
    def _tell_leaders(self, rows):
        by_leader = {}
        for followup_id, user_id, department_id in rows:
            user = self.env["res.users"].browse(user_id or False)
            department = user.callcenter_department_id or self.env["callcenter.department"].browse(department_id)
            leader = self._leader(department, user)
            if leader:
                by_leader.setdefault(leader.id, []).append(followup_id)
        self._tell("callcenter.followup/overdue", by_leader)

    @api.model
    def _leader(self, department, user):
        """Return who leads ``department`` or the next one above it that somebody else than ``user`` leads."""
        while department and department.leader_id in (user, user.browse()):
            department = department.parent_id
        return department.leader_id

    @api.model
    def _tell(self, name, by_user):
        """Send each user one message, ``{"count", "rows": [{"kind", "id", "name", "at", "topic", "user"}]}``."""
        for user in self.env["res.users"].browse(by_user):
            followups = self.browse(by_user[user.id]).sorted("next_at")
            rows = [followup._reminder_row() for followup in followups[:NAMED]]
            user._bus_send(name, {"count": len(followups), "rows": user._callcenter_shown(rows)})

    def _reminder_row(self):
        contact = self.contact_id
        return {
            "kind": "contact" if contact else "partner",
            "id": (contact or self.partner_id).id,
            "name": self._who(),
            "at": fields.Datetime.to_string(self.next_at),
            "topic": self.topic or "",
            "user": (contact.user_id or self.next_user_id).partner_id.name or "",
        }
