from odoo import models
from odoo.tools import SQL

from .. import metrics
from .callcenter_figures_queue import WAIT_FIGURES


class CallcenterReportQueue(models.Model):
    """Waits in queues, and what was handled and rated of their calls; the definitions are in ``metrics.py``."""

    _name = "callcenter.report.queue"
    _inherit = ("callcenter.report.mixin", "callcenter.figures.queue")
    _description = "Calls by Queue"
    _auto = False

    def _facts(self):
        return [self._fact(0, self._waits()), *super()._facts()]

    def _fact(self, kind, source):
        """Leave out what belongs to no queue: calls that agents dialled."""
        return SQL("%s WHERE queue_id IS NOT NULL", super()._fact(kind, source))

    def _waits(self):
        """One row per wait in a queue; the CASEs say what :meth:`metrics.QueueFigures.of_wait` says."""
        select = SQL(
            """
            SELECT leg.id, leg.call_id, call.direction, leg.queue_id, NULL::int AS agent_id, leg.start AS date,
                   1 AS offered,
                   (what = 'answered')::int AS answered,
                   (what = 'abandoned' AND NOT short)::int AS abandoned,
                   short::int AS short_abandoned,
                   has_left::int AS left_queue,
                   (what = 'lost')::int AS lost,
                   (what = '')::int AS open,
                   (what <> '' AND NOT short)::int AS net,
                   (level = 'yes')::int AS sl_yes,
                   (level = 'no')::int AS sl_no,
                   (level = 'out')::int AS sl_out,
                   CASE WHEN what = 'answered' THEN waited ELSE 0 END AS wait_answered_s,
                   CASE WHEN what = 'abandoned' AND NOT short THEN waited ELSE 0 END AS wait_abandoned_s,
                   waited AS longest_wait_s
              FROM %(legs)s %(calls)s
              LEFT JOIN callcenter_queue queue ON queue.id = leg.queue_id,
                   LATERAL (SELECT COALESCE(leg.outcome, '') AS what,
                                   COALESCE(extract(epoch FROM leg."end" - leg.start), 0)::float AS waited,
                                   COALESCE(leg.service_level_s, queue.service_level_s, %(t)s) AS t,
                                   COALESCE(leg.short_abandon_s, queue.short_abandon_s, %(s)s) AS s) f,
                   LATERAL (SELECT what = 'abandoned' AND s > 0 AND waited <= s AS short,
                                   what = ANY(%(left)s) AS has_left) g,
                   LATERAL (SELECT CASE
                                WHEN what = '' THEN 'open'
                                WHEN what = 'answered' AND waited <= t THEN 'yes'
                                WHEN what = 'lost' OR short THEN 'out'
                                WHEN has_left AND waited <= t AND COALESCE(leg.reason, '') <> 'no_agents' THEN 'out'
                                ELSE 'no' END AS level) h
             WHERE leg.role = 'queue'
            """,
            legs=self._from("callcenter_call_leg", "leg", "start"),
            calls=self._of_customers(),
            t=metrics.SERVICE_LEVEL_S,
            s=metrics.SHORT_ABANDON_S,
            left=list(metrics.LEFT),
        )
        return select, WAIT_FIGURES
