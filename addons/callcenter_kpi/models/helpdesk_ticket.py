from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    figure_ids = fields.One2many(
        "callcenter.report.order", "ticket_id", "Figures", readonly=True, groups="callcenter_crm.group_leader"
    )

    # figures are read by day
    _made_idx = models.Index("(create_date)")
    _closed_idx = models.Index("(closed_date) WHERE closed_date IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._follow_ratings()
        return orders

    def write(self, vals):
        result = super().write(vals)
        if "call_ids" in vals:
            self._follow_ratings()
        return result

    def _rated_low(self):
        return super()._rated_low() or any(self.call_ids.rating_level_id.mapped("low"))

    def _follow_ratings(self, calls=None):
        """Raise a task for each of the orders' ``calls`` (all) that is rated low: by its level or the rule's mark."""
        # sudo: helpdesk.ticket, callcenter.call - a low rating is followed, whoever links the call
        for order in self.sudo().filtered("call_ids"):
            mark = order._low_mark()
            for call in order.call_ids & calls if calls is not None else order.call_ids:
                if call.rating_level_id and (call.rating_level_id.low or call.rating_score < mark):
                    order._raise_low(call.rating_score, call=call)
