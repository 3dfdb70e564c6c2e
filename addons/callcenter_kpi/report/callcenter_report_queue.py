from odoo import api, fields, models
from odoo.tools import SQL

from .. import metrics

WAIT_FIGURES = [
    "offered",
    "answered",
    "abandoned",
    "short_abandoned",
    "left_queue",
    "lost",
    "open",
    "net",
    "sl_yes",
    "sl_no",
    "sl_out",
    "wait_answered_s",
    "wait_abandoned_s",
    "longest_wait_s",
]


class CallcenterReportQueue(models.Model):
    """Waits in queues, and what was handled and rated of their calls; the definitions are in ``metrics.py``."""

    _name = "callcenter.report.queue"
    _inherit = "callcenter.report.mixin"
    _description = "Calls by Queue"
    _auto = False

    offered = fields.Integer(readonly=True, help="Callers who came to the queue; a second queue counts again.")
    answered = fields.Integer(readonly=True, help="Answered by an agent.")
    abandoned = fields.Integer(readonly=True, help="Hung up after more than the short limit.")
    short_abandoned = fields.Integer(
        "Short Abandons", readonly=True, help="Hung up within the short limit; in no rate."
    )
    left_queue = fields.Integer(
        "Left the Queue", readonly=True, help="By rule or wish: other queue, outside, voicemail, call-back."
    )
    lost = fields.Integer("Lost by Fault", readonly=True)
    open = fields.Integer("Still Waiting", readonly=True)
    net = fields.Integer(readonly=True, help="Offered without short abandons and those still waiting.")
    sl_yes = fields.Integer("In Time", readonly=True, help="Answered within the queue's service level time.")
    sl_no = fields.Integer("Not in Time", readonly=True)
    sl_out = fields.Integer("Left Out", readonly=True, help="Short abandons, faults, left by rule or wish in time.")
    wait_answered_s = fields.Float("Wait of Answered", readonly=True)
    wait_abandoned_s = fields.Float("Wait of Abandoned", readonly=True)
    longest_wait_s = fields.Float("Longest Wait", readonly=True, aggregator="max")
    answer_rate = fields.Float(readonly=True, aggregator="avg", help="Answered / offered without short abandons.")
    abandon_rate = fields.Float(readonly=True, aggregator="avg", help="Abandoned / offered without short abandons.")
    service_level = fields.Float(readonly=True, aggregator="avg", help="In time / (in time + not in time).")
    asa = fields.Float(
        "Speed of Answer", readonly=True, aggregator="avg", help="Mean wait of the answered, ringing included."
    )
    avg_abandon_time = fields.Float("Time to Abandon", readonly=True, aggregator="avg")
    aht = fields.Float(
        "Handle Time", readonly=True, aggregator="avg", help="(Talk + hold + consult + wrap-up) / handled."
    )

    @api.model
    def _report_ratios(self):
        return super()._report_ratios() | {
            "answer_rate": (["answered"], ["net"]),
            "abandon_rate": (["abandoned"], ["net"]),
            "service_level": (["sl_yes"], ["sl_yes", "sl_no"]),
            "asa": (["wait_answered_s"], ["answered"]),
            "avg_abandon_time": (["wait_abandoned_s"], ["abandoned"]),
            "aht": (["talk_s", "hold_s", "consult_s", "wrap_s"], ["handled"]),
        }

    def _figures(self):
        return super()._figures() + WAIT_FIGURES

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
              FROM callcenter_call_leg leg
              JOIN callcenter_call call ON call.id = leg.call_id AND %(calls)s
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
            calls=self._calls(),
            t=metrics.SERVICE_LEVEL_S,
            s=metrics.SHORT_ABANDON_S,
            left=list(metrics.LEFT),
        )
        return select, WAIT_FIGURES
