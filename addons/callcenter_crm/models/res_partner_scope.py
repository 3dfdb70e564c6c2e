from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        """Write; who owns a customer owns the addresses and people below it that had no other owner."""
        if "user_id" not in vals:
            return super().write(vals)
        before = {partner: partner.user_id for partner in self}
        result = super().write(vals)
        for partner, owner in before.items():
            below = partner.child_ids - self
            below.filtered(lambda row, owner=owner: row.user_id in (owner, row.user_id.browse())).write(
                {"user_id": vals["user_id"]}
            )
        return result
