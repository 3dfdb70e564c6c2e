from odoo import fields, models

from .callcenter_node_numbers import ALL


class CallcenterDictionaryItem(models.Model):
    """The level of a customer says who goes first in a queue."""

    _inherit = "callcenter.dictionary.item"

    queue_priority = fields.Integer(
        default=0,
        help="Customers of this level go before those of a lower one: 0 (like everybody) to 8.",
    )

    _queue_priority_range = models.Constraint("CHECK (queue_priority BETWEEN 0 AND 8)", "Queue priority: 0 to 8.")

    def write(self, vals):
        result = super().write(vals)
        if "queue_priority" in vals:
            self.env["callcenter.node"]._numbers_later(ALL)
        return result
