from odoo import api, fields, models
from odoo.tools import ormcache

from ..tools.masked_fields import MaskedNumber


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ("callcenter.masking", "res.company")

    phone = MaskedNumber()
    callcenter_mask_numbers = fields.Boolean(
        "Mask Phone Numbers",
        help="Only users whose role gives “Full phone numbers” see numbers whole. Everybody else sees 138****5021, and "
        "calls and texts all the same.",
    )
    callcenter_lookups = fields.Integer(
        "Look-ups an Hour",
        default=30,
        help="So many times an hour users with masked numbers may look up whose a whole number is.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        if any(companies.mapped("callcenter_mask_numbers")):
            self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        result = super().write(vals)
        if "callcenter_mask_numbers" in vals:
            # behind the write: it asks for the answer that is kept
            self.env.registry.clear_cache()
            self.env.invalidate_all()
        return result

    @api.model
    @ormcache()
    def _callcenter_masks(self):
        """Return whether any company masks numbers."""
        # sudo: res.company - that is no secret
        return bool(self.sudo().search_count([("callcenter_mask_numbers", "=", True)], limit=1))
