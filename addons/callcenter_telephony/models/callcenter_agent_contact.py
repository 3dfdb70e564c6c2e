from odoo import api, fields, models

from odoo.addons.callcenter_crm.models.callcenter_worklist_card import CONTACT_FACTS


class CallcenterAgentCard(models.AbstractModel):
    """A call for a campaign's contact: who that is, what to say, and when to call again."""

    _inherit = "callcenter.agent.card"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _card(self, call, sharing, history, draft):
        """Add ``contact``: ``{"id", "name", "campaign", "script", "outcome_ids", "facts"}``, or False."""
        card = super()._card(call, sharing, history, draft)
        contact = call.contact_id
        if not contact:
            return {**card, "contact": False}
        card["draft"]["next_at"] = fields.Datetime.to_string(draft.next_at) if draft.next_at else False
        card["contact"] = {
            "id": contact.id,
            "name": contact.name or "",
            "campaign": contact.campaign_id.name,
            "script": contact.campaign_id.with_context(lang=self.user_id.lang).script or "",
            "outcome_ids": contact.campaign_id.disposition_ids.ids,
            "facts": self._contact_facts(contact),
        }
        return card

    @api.model
    def _contact_facts(self, contact):
        # with the user's rights on fields; the call is the user's own
        Card = self.env["callcenter.worklist.card"]
        return Card._facts(contact, CONTACT_FACTS)
