from odoo import Command, api, models

MODELS = {"lead": "crm.lead", "order": "sale.order"}


class CallcenterContactSale(models.Model):
    """From a campaign contact to opportunity and quotation, without typing anything again."""

    _inherit = "callcenter.contact"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def action_sell_lead(self):
        """Open the opportunity of this contact, made if need be."""
        return self._callcenter_open(self._callcenter_sell("lead"))

    def action_sell_order(self):
        """Open the quotation of this contact, made if need be."""
        return self._callcenter_open(self._callcenter_sell("order"))

    @api.model
    def _callcenter_open(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }

    def _callcenter_sell(self, what):
        """Return the user's open ``lead`` or draft ``order`` of this contact, which becomes a customer if need be.

        :raise AccessError: who may not sell, or not see the contact
        :raise UserError: the number is that of somebody else's customer, or of several customers
        """
        self.ensure_one()
        self.check_access("read")
        partner = self.partner_id or self._callcenter_convert(self._callcenter_only_customer())
        return partner._callcenter_sell(what, self)

    def _callcenter_sale_values(self, what):
        """Return what an opportunity or order takes over from this contact and its campaign."""
        # sudo: callcenter.campaign - what is sold belongs to the contact
        contact = self.sudo()
        campaign, product = contact.campaign_id, contact.campaign_id.product_id
        values = {"callcenter_contact_id": self.id, **contact._callcenter_shared_values(MODELS[what])}
        if what == "lead":
            values |= {"description": contact.remark or False, "expected_revenue": product.lst_price}
            values["name"] = self.env._(
                "%(subject)s: %(name)s", subject=product.name or campaign.name, name=contact.display_name
            )
        else:
            values["origin"] = campaign.name
            if product:
                values["order_line"] = [Command.create({"product_id": product.id})]
        return values
