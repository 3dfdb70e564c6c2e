from odoo import api, models
from odoo.exceptions import AccessError

from .callcenter_contact_sale import MODELS

PRICE_LISTS = ("property_product_pricelist", "specific_property_product_pricelist")


class ResPartnerSale(models.Model):
    """Selling to a customer; which price list a customer has is not for those to choose who sell by it."""

    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def _has_field_access(self, field, operation):
        if not super()._has_field_access(field, operation):
            return False
        bound = field.name in PRICE_LISTS and operation == "write"
        return not (bound and self.env["sale.order.line"]._callcenter_price_bound())

    def action_callcenter_lead(self):
        """Open the user's opportunity with this customer, made if need be."""
        return self.env["callcenter.contact"]._callcenter_open(self._callcenter_sell("lead"))

    def action_callcenter_order(self):
        """Open the user's quotation for this customer, made if need be."""
        return self.env["callcenter.contact"]._callcenter_open(self._callcenter_sell("order"))

    def _callcenter_sell(self, what, contact=None):
        """Return the user's open ``lead`` or draft ``order`` with this customer; the caller is the seller.

        :param contact: the campaign contact that it comes from; by itself the newest that the seller holds
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("sales_team.group_sale_salesman"):
            raise AccessError(self.env._("Your role does not sell. Ask your business administrator."))
        contact = contact or self._callcenter_own_contact()
        Model = self.env[MODELS[what]]
        domain = [("partner_id", "=", self.id), ("user_id", "=", self.env.uid)]
        domain += [("won_status", "=", "pending")] if what == "lead" else [("state", "in", ("draft", "sent"))]
        if contact:
            domain.append(("callcenter_contact_id", "=", contact.id))
        if open_one := Model.search(domain, order="id desc", limit=1):
            return open_one
        return Model.create(self._callcenter_document(what, contact))

    def _callcenter_document(self, what, contact):
        """Return the values of a new opportunity or quotation with this customer."""
        values = {"partner_id": self.id, "user_id": self.env.uid}
        values |= contact._callcenter_sale_values(what) if contact else {}
        if what == "lead":
            return {"type": "opportunity", "name": self.name, **values}
        lead = self.env["crm.lead"].search(
            [
                ("partner_id", "=", self.id),
                ("user_id", "=", self.env.uid),
                ("callcenter_contact_id", "=", contact.id),
                ("won_status", "=", "pending"),
            ],
            order="id desc",
            limit=1,
        )
        return {"opportunity_id": lead.id, **values}

    def _callcenter_own_contact(self):
        """Return the newest contact in a running campaign that has become this customer and that the user holds."""
        return self.env["callcenter.contact"].search(
            [("partner_id", "=", self.id), ("user_id", "=", self.env.uid), ("campaign_id.state", "=", "running")],
            order="id desc",
            limit=1,
        )
