from odoo import fields, models


class CallcenterList(models.Model):
    """A batch of contacts that came into a campaign together."""

    _name = "callcenter.list"
    _description = "Contact List"
    _order = "id desc"

    name = fields.Char(required=True)
    campaign_id = fields.Many2one("callcenter.campaign", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="campaign_id.company_id", store=True)
    source_id = fields.Many2one(
        "callcenter.dictionary.item", domain=[("dictionary_id.code", "=", "source")], ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "Loaded By", default=lambda self: self.env.user, readonly=True)
    contact_count = fields.Integer("Contacts", compute="_compute_contact_count")

    def _compute_contact_count(self):
        groups = self.env["callcenter.contact"]._read_group([("list_id", "in", self.ids)], ["list_id"], ["__count"])
        counts = {row.id: count for row, count in groups}
        for row in self:
            row.contact_count = counts.get(row.id, 0)
