from datetime import datetime

import pytz

from odoo import fields, models
from odoo.tools import SQL

from .period import moments

# what has to be in the database before a report is read
READS = {
    "callcenter.call": [
        "direction",
        "result",
        "did_id",
        "campaign_id",
        "right_party",
        "start",
        "agent_id",
        "last_agent_id",
        "survey_offered",
        "rating_level_id",
        "rating_score",
        "rating_satisfied",
    ],
    "callcenter.call.leg": [
        "role",
        "via",
        "start",
        "answer",
        "end",
        "ended_by",
        "outcome",
        "reason",
        "queue_id",
        "agent_id",
        "talk_s",
        "hold_s",
        "consult_s",
        "wrap_start",
        "wrap_end",
        "service_level_s",
        "short_abandon_s",
    ],
}


class CallcenterReportMixin(models.AbstractModel):
    """What calls are counted for, leg by leg: what the facts add up, and what a figure leads to.

    A row belongs as a whole to the moment of its anchor (``date``). The context's ``callcenter_slots``, pairs of naive
    UTC datetimes that do not overlap, limits the rows to those with an anchor in one of these half-open spans, and
    reads no others. Goes with a model of figures (``callcenter.figures.mixin``).
    """

    _name = "callcenter.report.mixin"
    _description = "Facts of Calls"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "call_id"

    call_id = fields.Many2one("callcenter.call", readonly=True)
    date = fields.Datetime("Moment", readonly=True)

    _depends = READS

    def _search(self, domain, *args, **kwargs):
        """Read the calls of the days asked for only."""
        today = datetime.now(pytz.timezone(self.env.company._callcenter_tz())).date()
        span = moments(domain, today)
        report = self.with_context(callcenter_slots=[span]) if span else self
        return super(CallcenterReportMixin, report)._search(domain, *args, **kwargs)

    def _from(self, table, alias, anchor):
        """Return a FROM item: the rows of ``table`` whose ``anchor`` is in the slots; each slot is looked up by index.

        ``OFFSET 0`` keeps PostgreSQL from reading the whole table, for it cannot know how little a slot holds.
        """
        table, alias = SQL.identifier(table), SQL.identifier(alias)
        if (slots := self.env.context.get("callcenter_slots")) is None:
            return SQL("%s %s", table, alias)
        return SQL(
            """%(slots)s CROSS JOIN LATERAL (SELECT * FROM %(table)s
                WHERE %(anchor)s >= slot.start AND %(anchor)s < slot.stop OFFSET 0) %(alias)s""",
            slots=self._slots(slots),
            table=table,
            anchor=SQL.identifier(anchor),
            alias=alias,
        )

    def _slots(self, slots):
        starts, stops = [start for start, _stop in slots], [stop for _start, stop in slots]
        return SQL("unnest(%s::timestamp[], %s::timestamp[]) slot(start, stop)", starts, stops)

    def _of_customers(self):
        """Return a join of ``leg`` with its ``call``; of the calls among colleagues nothing is counted."""
        if self.env.context.get("callcenter_slots") is None:
            return SQL("JOIN callcenter_call call ON call.id = leg.call_id AND call.direction <> 'internal'")
        return SQL(
            """CROSS JOIN LATERAL (SELECT * FROM callcenter_call
                WHERE id = leg.call_id AND direction <> 'internal' OFFSET 0) call"""
        )

    def _legs_of_answered(self):
        """Return a FROM item: the legs of the calls on which somebody answered in the slots."""
        if self.env.context.get("callcenter_slots") is None:
            return SQL("callcenter_call_leg leg")
        return SQL(
            """(SELECT DISTINCT call_id FROM %s) this CROSS JOIN LATERAL (
                SELECT * FROM callcenter_call_leg WHERE call_id = this.call_id OFFSET 0) leg""",
            self._from("callcenter_call_leg", "answered", "answer"),
        )

    def _in_slots(self, anchor):
        """Return the condition that ``anchor`` is in the slots."""
        if (slots := self.env.context.get("callcenter_slots")) is None:
            return SQL("TRUE")
        return SQL(
            "EXISTS (SELECT FROM %(slots)s WHERE %(anchor)s >= slot.start AND %(anchor)s < slot.stop)",
            slots=self._slots(slots),
            anchor=SQL.identifier(anchor),
        )

    @property
    def _table_query(self):
        no_ratios = SQL(", ").join(SQL("NULL::float AS %s", SQL.identifier(name)) for name in self._report_ratios())
        return SQL(
            """
            SELECT fact.*, %(no_ratios)s,
                   local::date AS day,
                   (now() AT TIME ZONE zone)::date - local::date AS days_ago,
                   extract(isodow FROM local)::text AS weekday,
                   to_char(local, 'HH24:') || CASE WHEN extract(minute FROM local) < 30 THEN '00' ELSE '30' END
                       -- of the hour that comes twice in autumn the first, of summer time, says so
                       || CASE WHEN local AT TIME ZONE zone <> date AT TIME ZONE 'UTC' THEN ' +' ELSE '' END
                   AS half_hour
              FROM (%(facts)s) fact,
                   LATERAL (SELECT %(zone)s AS zone) z,
                   LATERAL (SELECT date AT TIME ZONE 'UTC' AT TIME ZONE zone AS local) l
            """,
            no_ratios=no_ratios,
            facts=SQL(" UNION ALL ").join(self._facts()),
            zone=self.env.company._callcenter_tz(),
        )

    def action_open_call(self):
        """Open the call that the fact belongs to."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "callcenter.call",
            "res_id": self.call_id.id,
            "views": [(False, "form")],
        }

    def _facts(self):
        """Return the SELECTs that make up the report, each from :meth:`_fact`."""
        return [self._fact(2, self._handled_calls()), self._fact(7, self._surveys())]

    def _fact(self, kind, source):
        """Return a SELECT of facts with all columns of the report.

        :param int kind: 0 to 7, another one for each kind of fact of a report: keeps the rows' ids apart
        :param source: ``(SQL, figures)``: a SELECT with id, call_id, direction, queue_id, agent_id, date and the
            columns named in ``figures``; the report's other figures are 0
        """
        select, figures = source
        columns = SQL(", ").join(
            SQL("%s AS %s", SQL.identifier(name) if name in figures else SQL("0"), SQL.identifier(name))
            for name in self._figures()
        )
        return SQL(
            "SELECT id::bigint * 8 + %s AS id, call_id, direction, queue_id, agent_id, date, %s FROM (%s) source",
            kind,
            columns,
            select,
        )

    def _handled_calls(self):
        """One row per answered leg of an agent, the first of an agent on a call counts as handled; closed ones only.

        Who was asked for advice has consult time, who joined a three-way has talk time; neither has handled the call.
        """
        select = SQL(
            """
            SELECT leg.id, leg.call_id, call.direction, leg.queue_id, leg.agent_id,
                   min(leg.answer) OVER mine AS date,
                   (handler AND row_number() OVER (PARTITION BY leg.call_id, leg.agent_id, handler
                                                   ORDER BY leg.answer, leg.id) = 1)::int AS handled,
                   CASE leg.role WHEN 'consult' THEN 0 ELSE leg.talk_s END AS talk_s,
                   leg.hold_s,
                   CASE leg.role WHEN 'consult' THEN leg.talk_s ELSE leg.consult_s END AS consult_s,
                   leg.wrap_s,
                   bool_and(leg."end" IS NOT NULL AND (leg.wrap_start IS NULL OR leg.wrap_end IS NOT NULL))
                       OVER mine AS closed
              FROM %s %s,
                   LATERAL (SELECT leg.role IN ('agent', 'target') AS handler) h
             WHERE leg.role IN ('agent', 'target', 'consult', 'conference')
               AND leg.answer IS NOT NULL AND leg.agent_id IS NOT NULL
            WINDOW mine AS (PARTITION BY leg.call_id, leg.agent_id)
            """,
            self._legs_of_answered(),
            self._of_customers(),
        )
        return SQL("SELECT * FROM (%s) leg WHERE closed AND %s", select, self._in_slots("date")), (
            "handled",
            "talk_s",
            "hold_s",
            "consult_s",
            "wrap_s",
        )

    def _surveys(self):
        """One row per survey offered; it is the last agent's and the last queue's."""
        select = SQL(
            """
            SELECT call.id, call.id AS call_id, call.direction, last.queue_id,
                   COALESCE(call.last_agent_id, call.agent_id) AS agent_id, call.start AS date,
                   1 AS surveys,
                   (call.rating_level_id IS NOT NULL)::int AS ratings,
                   COALESCE(call.rating_satisfied, FALSE)::int AS satisfied,
                   CASE WHEN call.rating_level_id IS NULL THEN 0 ELSE call.rating_score END AS score_sum
              FROM %s
              LEFT JOIN LATERAL (SELECT queue_id FROM callcenter_call_leg leg
                                  WHERE leg.call_id = call.id AND leg.role = 'queue'
                                  ORDER BY leg.start DESC, leg.id DESC LIMIT 1) last ON TRUE
             WHERE call.survey_offered AND call.direction <> 'internal'
            """,
            self._from("callcenter_call", "call", "start"),
        )
        return select, ("surveys", "ratings", "satisfied", "score_sum")
