from odoo import Command, models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "callcenter.sale.mixin"]  # noqa: RUF012

    def _prepare_opportunity_quotation_context(self):
        """Take the campaign contact along, and propose the campaign's product as the first line."""
        context = super()._prepare_opportunity_quotation_context()
        # sudo: callcenter.contact, callcenter.campaign - what is sold belongs to the opportunity
        lead = self.sudo()
        if lead.callcenter_contact_id:
            context["default_callcenter_contact_id"] = lead.callcenter_contact_id.id
        if product := lead.callcenter_campaign_id.product_id:
            context["default_order_line"] = [Command.create({"product_id": product.id})]
        return context
