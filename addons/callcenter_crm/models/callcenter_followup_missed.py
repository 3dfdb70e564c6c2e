from odoo import api, fields, models
from odoo.tools import SQL

LOOKED_AT = 20


class CallcenterFollowupMissed(models.Model):
    """A missed call of somebody known is a promise to call back, made by the system and due at once.

    It falls to the owner of the customer, else to the holder of the contact, else to the leader of those who should
    have taken the call. It is kept by the next follow-up, or by the next call in which somebody talked to the caller.
    """

    _inherit = "callcenter.followup"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    missed = fields.Boolean("Missed Call", readonly=True, help="Written by the system: the person called in vain.")

    _missed_index = models.Index("(partner_id, contact_id) WHERE missed AND state = 'open'")
    _call_index = models.Index("(call_id) WHERE call_id IS NOT NULL")

    @api.model
    def _callcenter_missed(self, call):
        """Write down that ``call`` was missed, once; returns the follow-up, empty where nobody is to be reminded."""
        outcome = self.env.ref("callcenter_crm.disposition_missed", raise_if_not_found=False)
        if not outcome or self.search_count([("call_id", "=", call.id), ("missed", "=", True)], limit=1):
            return self.browse()
        contact, partner, user = self._callcenter_in_charge(call)
        field, record = ("contact_id", contact) if contact else ("partner_id", partner)
        if not user or not record or self._callcenter_open_missed(partner, contact):
            return self.browse()
        followup = self.create(
            {
                field: record.id,
                "call_id": call.id,
                "missed": True,
                "at": call.end,
                "next_at": call.end,
                "next_user_id": user.id,
                "disposition_id": outcome.id,
                "topic": outcome.with_context(lang=user.lang).next_task,
                "state": "open",
            }
        )
        if contact:
            contact.write({"state": "pending", "next_at": call.end})
        self.env.ref("callcenter_crm.callcenter_followup_cron_remind")._trigger()
        return followup

    @api.model
    def _callcenter_in_charge(self, call):
        """Return contact, customer and user: whom the call was from, and whose it is; the contact where it counts."""
        partner = call.partner_id or self.env["res.partner"]._callcenter_by_number(call.number)[:1]
        nobody = self.env["callcenter.contact"]
        if partner.user_id.active:
            return nobody, partner, partner.user_id
        contacts = nobody.search(
            [("number", "=", call.number), ("campaign_id.state", "=", "running")], order="id desc", limit=LOOKED_AT
        )
        held = contacts.filtered("user_id.active")[:1]
        if held:
            return held, partner, held.user_id
        leader = call._callcenter_leader()
        if partner or not (contacts and leader):
            return nobody, partner, leader
        contacts[0].with_context(callcenter_move="allocate").write(
            {
                "user_id": leader.id,
                "department_id": (leader.callcenter_department_id or contacts[0].department_id).id,
            }
        )
        return contacts[0], partner, leader

    @api.model
    def _callcenter_open_missed(self, partner, contact):
        who = [("contact_id", "=", contact.id)] if contact else [("partner_id", "=", partner.id)]
        return self.search([("missed", "=", True), ("state", "=", "open"), *who])

    @api.model
    def _callcenter_called_back(self, calls):
        """Whoever has been talked to need not be called back."""
        if not calls:
            return
        self.flush_model()
        found = self.env.execute_query(
            SQL(
                """SELECT f.id FROM callcenter_followup f
                     LEFT JOIN callcenter_contact c ON c.id = f.contact_id
                     JOIN callcenter_call missed ON missed.id = f.call_id
                     JOIN callcenter_call k ON k.id IN %s AND k.start > missed.start
                          AND (k.number = missed.number OR k.partner_id = f.partner_id)
                    WHERE f.missed AND f.state = 'open'""",
                calls._ids,
            )
        )
        followups = self.browse(row[0] for row in found)
        followups.write({"state": "done"})
        for contact in followups.contact_id.filtered(lambda contact: contact.state == "pending"):
            promise = contact.followup_ids.filtered(lambda row: row.state == "open")[:1]
            now = fields.Datetime.now()
            contact.write({"next_at": promise.next_at} if promise else {"state": "open", "next_at": now})

    def _reminder_row(self):
        return super()._reminder_row() | {"missed": self.missed}
