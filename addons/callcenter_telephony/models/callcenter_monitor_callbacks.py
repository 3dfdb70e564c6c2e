from odoo import api, models
from odoo.tools import SQL

from odoo.addons.callcenter_crm.tools.phone import written

from .callcenter_monitor_rows import _ms_sql

CALLBACKS = """
    SELECT 'callback-' || b.id AS key, b.queue_id AS queue, b.node_id AS node, %(since)s AS since, b.number,
           p.complete_name AS name, i.id AS level, COALESCE(i.queue_priority, 0) AS priority, b.attempts,
           country.code AS country
      FROM callcenter_callback b
      JOIN callcenter_node n ON n.id = b.node_id
      LEFT JOIN res_country country ON country.id = n.country_id
      LEFT JOIN res_partner p ON p.id = b.partner_id
      LEFT JOIN callcenter_dictionary_item i ON i.id = p.callcenter_level_id AND i.queue_priority > 0
      CROSS JOIN LATERAL (
          SELECT COALESCE(min(l.start), b.at) AS since
            FROM callcenter_call_callcenter_callback_rel r
            JOIN callcenter_call_leg l
              ON l.call_id = r.callcenter_call_id AND l.role = 'queue' AND l.outcome = 'callback'
           WHERE r.callcenter_callback_id = b.id
      ) wait
     WHERE b.state = 'waiting' AND b.queue_id = ANY(%(queues)s)
     ORDER BY priority DESC, wait.since
"""


class CallcenterMonitor(models.AbstractModel):
    """Callers who chose a call-back and keep their place in the queue."""

    _inherit = "callcenter.monitor"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def _load(self):
        data = super()._load()
        rows = self._callbacks([queue["id"] for queue in data["queues"]])
        return {**data, "callbacks": [self._masked(row) for row in rows] if data["masked"] else rows}

    @api.model
    def _callbacks(self, queue_ids):
        """Return CALLER rows with ``attempts``; ``since`` is when the caller came into the queue."""
        query = SQL(CALLBACKS, since=_ms_sql("wait.since"), queues=list(queue_ids))
        return [
            {
                **row,
                "number": written(row["number"], row.pop("country") or "CN") or False,
                "name": row["name"] or False,
                "level": row["level"] or False,
            }
            for row in self._dicts(query)
        ]

    @api.model
    def _tell_callbacks(self, queue_ids):
        """Send who keeps a place in these queues."""
        rows = self._callbacks(queue_ids) if queue_ids else ()
        at = self._clock_ms()
        for queue in queue_ids:
            mine = [row for row in rows if row["queue"] == queue]
            self._send_queue(queue, "callbacks", {"at": at, "queue": queue, "rows": mine}, "rows")
