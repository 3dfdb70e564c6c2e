from odoo import api, models


class CallcenterAgentCard(models.AbstractModel):
    """Whose card an agent is shown, by the pop too, stands in the audit log."""

    _inherit = "callcenter.agent.card"

    @api.model
    def _cards_of(self, pairs):
        cards = super()._cards_of(pairs)
        looks = [(agent.user_id, call.partner_id) for agent, call in pairs if call.partner_id]
        self.env["callcenter.audit"]._note_shown(looks)
        return cards

    @api.model
    def lookup(self, text):
        rows = super().lookup(text)
        partners = self.env["res.partner"].browse(dict.fromkeys(row["partner_id"] for row in rows))
        full = self.env.user._callcenter_sees_numbers()
        self.env["callcenter.audit"]._note_looks(partners, ["phone"] if full else ())
        return rows
