from odoo import models


class CallcenterTimelineWorkorder(models.AbstractModel):
    _name = "callcenter.timeline.workorder"
    _inherit = "callcenter.timeline.source"
    _description = "Work Orders on a Timeline"

    _timeline_kind = "workorder"
    _timeline_model = "helpdesk.ticket"
    _timeline_icon = "fa-wrench"
    _timeline_sequence = 45

    def _timeline_label(self):
        return self.env._("Work Orders")

    def _timeline_domain(self, partners):
        return [("partner_id", "in", partners.ids)]

    def _timeline_rows(self, records):
        return [
            {
                "title": f"{order.number} {order.name}",
                "badge": order.stage_id.name or "",
                "tone": "good" if order.closed else "",
                "line": [
                    self._timeline_user(order.user_id),
                    # sudo: callcenter.department - its name is told also where it cannot be read
                    order.department_id.sudo().name or "",
                    order.category_id.name or "",
                ],
                "note": order.result_text or "",
            }
            for order in records
        ]
