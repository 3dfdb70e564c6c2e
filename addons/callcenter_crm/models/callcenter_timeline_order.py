from odoo import models
from odoo.tools.misc import formatLang


class CallcenterTimelineOrder(models.AbstractModel):
    _name = "callcenter.timeline.order"
    _inherit = "callcenter.timeline.source"
    _description = "Quotations and Orders on a Timeline"

    _timeline_kind = "order"
    _timeline_model = "sale.order"
    _timeline_date = "date_order"
    _timeline_icon = "fa-shopping-cart"
    _timeline_sequence = 40

    def _timeline_label(self):
        return self.env._("Orders")

    def _timeline_domain(self, partners):
        return [("partner_id", "in", partners.ids)]

    def _timeline_rows(self, records):
        return [
            {
                "title": order.name,
                "badge": self._timeline_choice(order, "state"),
                "tone": {"sale": "good", "cancel": "bad"}.get(order.state, ""),
                "line": [
                    self._timeline_user(order.user_id),
                    formatLang(self.env, order.amount_total, currency_obj=order.currency_id),
                ],
            }
            for order in records
        ]
