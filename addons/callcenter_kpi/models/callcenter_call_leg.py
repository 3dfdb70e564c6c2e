from odoo import api, fields, models
from odoo.tools import SQL

from .. import metrics


class CallcenterCallLeg(models.Model):
    _inherit = "callcenter.call.leg"

    # the queue's limits at the time of the wait: a later change of the queue changes no past figure
    service_level_s = fields.Float("Service Level T", readonly=True)
    short_abandon_s = fields.Float(readonly=True)

    # handled calls are looked up by it
    _answer_idx = models.Index("(answer) WHERE answer IS NOT NULL")

    @api.model
    def _freeze_limits(self, call_ids=None):
        """Note the limits of their queues on the queue legs that have none yet, of ``call_ids`` or of all calls."""
        of_calls = SQL("TRUE") if call_ids is None else SQL("leg.call_id = ANY(%s)", list(call_ids))
        self.env.cr.execute(
            SQL(
                """UPDATE callcenter_call_leg leg
                      SET service_level_s = COALESCE(queue.service_level_s, %s),
                          short_abandon_s = COALESCE(queue.short_abandon_s, %s)
                     FROM callcenter_call_leg this LEFT JOIN callcenter_queue queue ON queue.id = this.queue_id
                    WHERE this.id = leg.id AND leg.role = 'queue' AND %s
                      AND leg.service_level_s IS NULL""",
                metrics.SERVICE_LEVEL_S,
                metrics.SHORT_ABANDON_S,
                of_calls,
            )
        )
        self.invalidate_model(["service_level_s", "short_abandon_s"])
