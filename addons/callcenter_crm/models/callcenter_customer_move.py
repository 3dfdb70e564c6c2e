from odoo import fields, models

from .callcenter_contact_move import Told

KINDS = [
    ("assign", "Assign"),
    ("claim", "Claim"),
    ("release", "Release"),
    ("fall", "Fall Back"),
    ("undo", "Undo"),
]


class CallcenterCustomerMove(models.Model):
    """One change of a customer's owner: who had it, who has it, or which pool. Written by the server only."""

    _name = "callcenter.customer.move"
    _description = "Move of a Customer"
    _order = "at desc, id desc"
    _log_access = False

    partner_id = fields.Many2one("res.partner", "Customer", required=True, readonly=True, ondelete="cascade")
    at = fields.Datetime("Moved On", required=True, readonly=True, default=fields.Datetime.now)
    by_id = Told("res.users", "Moved By", readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    from_user_id = Told("res.users", "Previous Owner", readonly=True)
    to_user_id = Told("res.users", "New Owner", readonly=True)
    from_pool_id = Told("callcenter.pool", "From Pool", readonly=True)
    to_pool_id = Told("callcenter.pool", "To Pool", readonly=True)
    rule_id = Told("callcenter.pool.rule", "Rule", readonly=True)
    run_id = Told("callcenter.pool.run", "Run", readonly=True)
    reason_id = Told("callcenter.dictionary.item", "Reason", readonly=True)
    note = fields.Char(readonly=True)
    owned_at = fields.Datetime("Owned since", readonly=True)

    _partner_index = models.Index("(partner_id, id)")
    _claim_index = models.Index("(to_user_id, at) WHERE kind = 'claim'")
    _run_index = models.Index("(run_id) WHERE run_id IS NOT NULL")

    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for move in self:
            move.display_name = kinds.get(move.kind)
