from odoo import api, models


class CallcenterMonitor(models.AbstractModel):
    """The day's numbers as they stood yesterday at this time of day. They do not change any more: a job tells how they
    went on, so that no message of the moment counts them."""

    _inherit = "callcenter.monitor"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def _before(self, queue_ids):
        """Return DAY by queue id of the waits that began yesterday up to this time; False where there were none."""
        totals = self._day_totals(queue_ids, self._days_before(self._all_companies()))
        return {queue: day["offered"] > 0 and day for queue, day in totals.items()}

    @api.model
    def _cron_before(self):
        # sudo: callcenter.queue - each is told on channels of its own
        queues = self.env["callcenter.queue"].sudo().search([])
        at = self._clock_ms()
        for queue, day in self._before(queues.ids).items():
            if day:
                self._send_queue(queue, "before", {"at": at, "queue": queue, "before": day})
