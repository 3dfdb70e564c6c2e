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
