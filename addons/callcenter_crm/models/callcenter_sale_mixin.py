from odoo import api, fields, models
from odoo.exceptions import AccessError

_GROUP = "callcenter_crm.group_callcenter"
# what the contact says of itself; only leaders say otherwise
TOLD = {"callcenter_campaign_id", "callcenter_source_id", "callcenter_intent_id"}


class CallcenterSaleMixin(models.AbstractModel):
    """An opportunity or order that knows the campaign contact it comes from, so that the campaign's figures count it.

    Models that inherit have ``partner_id`` and ``user_id`` (the seller).
    """

    _name = "callcenter.sale.mixin"
    _description = "Sale by the Call Center"

    callcenter_contact_id = fields.Many2one(
        "callcenter.contact",
        "Campaign Contact",
        compute="_compute_callcenter_contact_id",
        store=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=_GROUP,
        help="The contact that this comes from: by itself the newest one of the customer that the seller holds in a "
        "running campaign.",
    )
    callcenter_campaign_id = fields.Many2one(
        "callcenter.campaign",
        "Call Campaign",
        compute="_compute_callcenter_origin",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        groups=_GROUP,
    )
    callcenter_source_id = fields.Many2one(
        "callcenter.dictionary.item",
        "Customer Source",
        compute="_compute_callcenter_origin",
        store=True,
        ondelete="restrict",
        domain=[("dictionary_id.code", "=", "source")],
        groups=_GROUP,
    )
    callcenter_intent_id = fields.Many2one(
        "callcenter.dictionary.item",
        "Intent Level",
        compute="_compute_callcenter_origin",
        store=True,
        ondelete="restrict",
        domain=[("dictionary_id.code", "=", "intent")],
        groups=_GROUP,
    )

    @api.depends("partner_id", "user_id")
    def _compute_callcenter_contact_id(self):
        for record in self:
            record.callcenter_contact_id = record.callcenter_contact_id
        unknown = self.filtered(lambda row: row.partner_id and row.user_id and not row.callcenter_contact_id)
        if not unknown:
            return
        # sudo: callcenter.contact - only whether the seller holds one that has become this customer
        contacts = (
            self.env["callcenter.contact"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", unknown.partner_id.ids),
                    ("user_id", "in", unknown.user_id.ids),
                    ("campaign_id.state", "=", "running"),
                ],
                order="id",
            )
        )
        newest = {(contact.partner_id, contact.user_id): contact for contact in contacts}
        for record in unknown:
            record.callcenter_contact_id = newest.get((record.partner_id, record.user_id), False)

    @api.depends("callcenter_contact_id")
    def _compute_callcenter_origin(self):
        for record in self:
            # sudo: callcenter.contact - campaign, source and intent belong to the sale, whoever holds the contact now
            contact = record.callcenter_contact_id.sudo()
            record.callcenter_campaign_id = contact.campaign_id
            record.callcenter_source_id = contact.list_id.source_id or contact.campaign_id.source_id
            record.callcenter_intent_id = contact.intent_id

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._callcenter_check_origin(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._callcenter_check_origin(vals)
        return super().write(vals)

    def _callcenter_check_origin(self, vals):
        """Refuse a contact out of the user's reach, and another campaign than its own: sales are counted by it."""
        if self.env.su:
            return
        if vals.get("callcenter_contact_id"):
            self.env["callcenter.contact"].browse(vals["callcenter_contact_id"]).check_access("read")
        if TOLD & vals.keys() and not self.env.user.has_group("callcenter_crm.group_leader"):
            raise AccessError(self.env._("Campaign, source and intent of a sale are those of its contact."))
