from odoo import api, fields, models

from .res_partner import _GROUP


class ResPartner(models.Model):
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    callcenter_sharing_ids = fields.Many2many(
        "res.partner",
        string="Same Number",
        compute="_compute_callcenter_sharing_ids",
        groups=_GROUP,
        help="Other customers, as far as the user may see them, who have one of the numbers.",
    )

    @api.depends("phone", "country_id", "company_id", "callcenter_numbers.number")
    @api.depends_context("uid")
    def _compute_callcenter_sharing_ids(self):
        keys = {partner: partner._callcenter_keys() for partner in self}
        # sudo: callcenter.number - compared here; of those found only whom the user may see is told
        found = self.env["callcenter.number"].sudo()
        if asked := set().union(*keys.values()):
            found = found.search([("number", "in", list(asked)), ("partner_id.active", "=", True)])
        seen = set(found.partner_id.with_env(self.env)._filtered_access("read")._ids)
        having = found.filtered(lambda row: row.partner_id.id in seen).grouped("number")
        for partner in self:
            others = self.env["res.partner"].union(
                *(having[key].partner_id.with_env(self.env) for key in keys[partner] if key in having)
            )
            partner.callcenter_sharing_ids = others.filtered(
                lambda other, partner=partner: (
                    other != partner._origin and other.commercial_partner_id != partner.commercial_partner_id._origin
                )
            )

    def _callcenter_keys(self):
        """Return the keys of all numbers of this customer, also of those being typed."""
        # sudo: callcenter.number - only compared
        partner = self.sudo()
        texts = [partner[name] for name in self._callcenter_phone_fields()]
        texts += partner.callcenter_numbers.mapped("number")
        return {key for key in (partner._callcenter_normalize(text) for text in texts if text) if key}

    def action_callcenter_merge(self):
        """Open the merge of these customers, and of those with the same number where it is one only.

        :raise AccessError: not a leader, or a customer out of reach
        """
        partners = self | self.callcenter_sharing_ids if len(self) == 1 else self
        partners.check_access("read")
        # the eldest stays
        first = partners.sorted(lambda partner: (not partner.active, partner.create_date, partner.id))[:1]
        merge = self.env["callcenter.merge"].create({"partner_ids": partners.ids, "dst_partner_id": first.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge Customers"),
            "res_model": "callcenter.merge",
            "res_id": merge.id,
            "views": [[False, "form"]],
            "target": "new",
        }

    def _callcenter_mark_main(self):
        """Make the row of the phone field the one that mirrors it, where it was a further number before."""
        for partner in self:
            keys = {partner._callcenter_normalize(partner[name]) for name in self._callcenter_phone_fields()}
            rows = partner.callcenter_numbers.filtered(lambda row, keys=keys: row.number in keys)
            rows.with_context(callcenter_sync=True).origin = "phone"
