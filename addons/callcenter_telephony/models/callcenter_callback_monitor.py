from odoo import api, models

SHOWN = {"state", "queue_id", "number", "partner_id", "attempts"}


class CallcenterCallbackMonitor(models.Model):
    """Live monitors show who waits to be called by the server."""

    _inherit = "callcenter.callback"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._tell_monitors(rows._waiting_in())
        return rows

    def write(self, vals):
        before = self._waiting_in() if SHOWN & vals.keys() else set()
        result = super().write(vals)
        self._tell_monitors(before | (self._waiting_in() if SHOWN & vals.keys() else set()))
        return result

    def unlink(self):
        before = self._waiting_in()
        result = super().unlink()
        self._tell_monitors(before)
        return result

    def _waiting_in(self):
        """Return the ids of the queues in which these rows keep a place."""
        return set(self.filtered(lambda row: row.state == "waiting").queue_id.ids)

    def _tell_monitors(self, queue_ids):
        if queue_ids:
            self.env.flush_all()
            self.env["callcenter.monitor"]._tell_callbacks(sorted(queue_ids))
