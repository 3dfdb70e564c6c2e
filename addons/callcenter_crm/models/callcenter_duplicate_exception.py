from itertools import combinations

from odoo import api, fields, models
from odoo.tools import SQL


class CallcenterDuplicateException(models.Model):
    """Two customers that look like one and are not, as somebody has found out."""

    _name = "callcenter.duplicate.exception"
    _description = "Customers That Are Not the Same"
    _order = "id desc"

    partner_id = fields.Many2one("res.partner", "Customer", required=True, ondelete="cascade", index=True)
    other_id = fields.Many2one("res.partner", "Other Customer", required=True, ondelete="cascade", index=True)

    _pair_unique = models.Constraint("UNIQUE (partner_id, other_id)", "That is known already.")

    @api.model
    def _note(self, partner_ids):
        """Write down that no two of ``partner_ids`` are the same."""
        pairs = set(combinations(sorted(set(partner_ids)), 2))
        known = {(row.partner_id.id, row.other_id.id) for row in self.search([("partner_id", "in", partner_ids)])}
        self.create([{"partner_id": low, "other_id": high} for low, high in sorted(pairs - known)])

    @api.model
    def _pairs(self):
        """Return the set of (lower id, higher id)."""
        self.flush_model()
        rows = self.env.execute_query(SQL("SELECT partner_id, other_id FROM callcenter_duplicate_exception"))
        return {(min(row), max(row)) for row in rows}
