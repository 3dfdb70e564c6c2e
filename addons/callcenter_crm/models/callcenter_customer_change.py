from odoo import fields, models

from .callcenter_contact_move import Told


class CallcenterCustomerChange(models.Model):
    """One change of a customer's lifecycle or level: by whom or by which rule. Written by the server only."""

    _name = "callcenter.customer.change"
    _description = "Change of Lifecycle or Level"
    _order = "at desc, id desc"
    _log_access = False

    partner_id = fields.Many2one("res.partner", "Customer", required=True, readonly=True, ondelete="cascade")
    at = fields.Datetime("Changed On", required=True, readonly=True, default=fields.Datetime.now)
    by_id = Told("res.users", "Changed By", readonly=True)
    rule_id = Told("callcenter.lifecycle.rule", "Rule", readonly=True, help="Empty: set by hand.")
    kind = fields.Selection(
        [("lifecycle", "Lifecycle"), ("level", "Level")], required=True, readonly=True, string="What"
    )
    from_id = Told("callcenter.dictionary.item", "Before", readonly=True)
    to_id = Told("callcenter.dictionary.item", "After", readonly=True)

    _partner_index = models.Index("(partner_id, id)")

    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for change in self:
            change.display_name = kinds.get(change.kind)
