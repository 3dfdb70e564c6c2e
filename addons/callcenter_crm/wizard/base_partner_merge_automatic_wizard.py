from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """The numbers of those merged become further numbers of the one who stays."""
        self._move_numbers(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _move_numbers(self, src_partners, dst_partner):
        # sudo: callcenter.number - who may merge customers may merge their numbers
        Number = self.env["callcenter.number"].sudo().with_context(callcenter_sync=True)
        known = set(Number.search([("partner_id", "=", dst_partner.id)]).mapped("number"))
        for row in Number.search([("partner_id", "in", src_partners.ids)]):
            if row.number in known:
                row.unlink()
            else:
                known.add(row.number)
                row.write({"partner_id": dst_partner.id, "origin": "manual"})
        Number.flush_model()

    def _log_merge_operation(self, src_partners, dst_partner):
        """Tell it on the customer and in the audit log, by name: those who go are not there to be asked."""
        result = super()._log_merge_operation(src_partners, dst_partner)
        # sudo: res.partner - names and ids of those merged, whoever they belonged to
        gone = [{"id": partner.id, "name": partner.display_name} for partner in src_partners.sudo()]
        self.env["callcenter.audit"]._note("change", dst_partner, detail={"merged": gone})
        names = ", ".join(f"{row['name']} (#{row['id']})" for row in gone)
        body = self.env._("Merged with %(names)s.", names=names)
        # sudo: mail.message - the note belongs to the merge, whoever may write on the customer
        dst_partner.sudo().message_post(body=body, message_type="comment", subtype_xmlid="mail.mt_note")
        return result
