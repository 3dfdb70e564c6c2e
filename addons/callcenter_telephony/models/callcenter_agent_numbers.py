from odoo import api, fields, models
from odoo.tools import SQL

# Figures of metrics 2.3 and 1.5: a call counts whole on the day of its anchor (the answer of the agent's first leg, or
# the start of dialling), state time where it was spent. Internal calls count nowhere.
NUMBERS_QUERY = """
    WITH mine AS (
        SELECT c.id, c.direction, c.disposition_id,
               min(l.answer) AS answer, min(l.start) AS start,
               sum(l.talk_s) AS talk_s, sum(l.hold_s) AS hold_s,
               sum(l.wrap_s) AS wrap_s, bool_or(l.wrap_start IS NOT NULL AND l.wrap_end IS NULL) AS wraps
          FROM callcenter_call_leg l JOIN callcenter_call c ON c.id = l.call_id
         WHERE l.agent_id = %(agent)s AND l.role IN ('agent', 'target') AND c.direction IN ('inbound', 'outbound')
           AND l.start >= %(since)s - interval '1 day'
         GROUP BY c.id
    ), counted AS (
        SELECT mine.*, direction = 'inbound' AND answer >= %(since)s AS taken,
               direction = 'outbound' AND start >= %(since)s AS made
          FROM mine
    ), handled AS (
        SELECT * FROM counted WHERE (taken OR made) AND answer IS NOT NULL
    )
    SELECT (SELECT array_agg(id) FROM counted WHERE taken),
           (SELECT array_agg(id) FROM counted WHERE made),
           (SELECT array_agg(id) FROM handled WHERE made),
           (SELECT sum(talk_s) FROM handled),
           (SELECT sum(hold_s) FROM handled),
           (SELECT avg(wrap_s) FROM handled WHERE NOT wraps),
           (SELECT sum(extract(epoch FROM coalesce(s."end", %(now)s) - greatest(s.start, %(since)s)))
              FROM callcenter_agent_state s
             WHERE s.agent_id = %(agent)s AND s.state = 'not_ready' AND coalesce(s."end", %(now)s) > %(since)s),
           (SELECT json_agg(json_build_array(disposition_id, ids) ORDER BY cardinality(ids) DESC, disposition_id)
              FROM (SELECT disposition_id, array_agg(id) AS ids FROM handled
                     WHERE disposition_id IS NOT NULL GROUP BY disposition_id) results)
"""


class CallcenterAgentNumbers(models.AbstractModel):
    """An agent's own numbers of today."""

    _inherit = "callcenter.agent.card"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def today(self):
        """As before, with ``numbers``.

        Ids of the calls ``taken``, ``made`` and ``reached`` (of those made); ``talk_s``, ``hold_s``, ``not_ready_s``;
        ``wrap_s``: average, False without a finished one; ``results``: ``[{"name", "calls": ids}]``.
        """
        return {**super().today(), "numbers": self._me()._numbers()}

    def _numbers(self):
        self.env.flush_all()
        values = {"agent": self.id, "since": self._midnight(), "now": fields.Datetime.now()}
        [(taken, made, reached, talk_s, hold_s, wrap_s, not_ready_s, results)] = self.env.execute_query(
            SQL(NUMBERS_QUERY, **values)
        )
        names = self.env["callcenter.disposition"].browse(row[0] for row in results or ())
        named = {row.id: row.with_context(lang=self.user_id.lang).name for row in names}
        return {
            "taken": taken or [],
            "made": made or [],
            "reached": reached or [],
            "talk_s": round(talk_s or 0),
            "hold_s": round(hold_s or 0),
            "wrap_s": False if wrap_s is None else round(wrap_s),
            "not_ready_s": round(not_ready_s or 0),
            "results": [{"name": named[disposition], "calls": calls} for disposition, calls in results or ()],
        }
