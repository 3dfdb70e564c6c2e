from datetime import datetime, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from .period import first_day

# more than any call lasts, and than any zone is away from UTC
LONGEST_CALL = timedelta(days=2)

# what has to be in the database before a report is read
READS = {
    "callcenter.call": [
        "direction",
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
    """Facts of calls, one row each, that a report adds up.

    A row belongs as a whole to the moment of its anchor (``date``); ``day``, ``weekday`` and ``half_hour`` are those of
    the company's time zone. Ratios exist for groups of rows only: ``_report_ratios`` names the sums they are
    made of, so that the figure of a group is the ratio of its sums.
    """

    _name = "callcenter.report.mixin"
    _description = "Facts of Calls"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "call_id"

    call_id = fields.Many2one("callcenter.call", readonly=True)
    direction = fields.Selection([("inbound", "Inbound"), ("outbound", "Outbound")], readonly=True)
    queue_id = fields.Many2one("callcenter.queue", readonly=True)
    agent_id = fields.Many2one("callcenter.agent", readonly=True)
    date = fields.Datetime("Moment", readonly=True)
    day = fields.Date(readonly=True)
    days_ago = fields.Integer(readonly=True, aggregator=None, help="Days since, by the company's calendar; 0: today.")
    weekday = fields.Selection(
        [
            ("1", "Monday"),
            ("2", "Tuesday"),
            ("3", "Wednesday"),
            ("4", "Thursday"),
            ("5", "Friday"),
            ("6", "Saturday"),
            ("7", "Sunday"),
        ],
        readonly=True,
    )
    half_hour = fields.Char(readonly=True, help="Begin of the half-hour, in the company's time.")
    handled = fields.Integer(readonly=True, help="Calls with an agent who talked to the customer; once per agent.")
    talk_s = fields.Float("Talk", readonly=True)
    hold_s = fields.Float("Hold", readonly=True)
    consult_s = fields.Float("Consult", readonly=True)
    wrap_s = fields.Float("Wrap-up", readonly=True)
    surveys = fields.Integer("Ratings Asked", readonly=True)
    ratings = fields.Integer("Rated", readonly=True)
    satisfied = fields.Integer(readonly=True)
    score_sum = fields.Float("Sum of Scores", readonly=True)
    csat = fields.Float("Satisfaction", readonly=True, aggregator="avg", help="Satisfied / rated.")
    csat_avg = fields.Float("Average Score", readonly=True, aggregator="avg", help="Sum of scores / rated.")
    csat_response = fields.Float("Response Rate", readonly=True, aggregator="avg", help="Rated / asked.")

    _depends = READS

    @api.model
    def _report_ratios(self):
        """Return ``{ratio field: (names of the sums above the line, names of the sums below)}``."""
        return {
            "csat": (["satisfied"], ["ratings"]),
            "csat_avg": (["score_sum"], ["ratings"]),
            "csat_response": (["ratings"], ["surveys"]),
        }

    def _read_group_select(self, aggregate_spec, query):
        name = aggregate_spec.partition(":")[0]
        if name not in self._report_ratios():
            return super()._read_group_select(aggregate_spec, query)

        def added_up(names):
            return SQL(" + ").join(SQL("SUM(%s)", self._field_to_sql(self._table, fname, query)) for fname in names)

        above, below = self._report_ratios()[name]
        return SQL("(%s)::float / NULLIF(%s, 0)", added_up(above), added_up(below))

    def _search(self, domain, *args, **kwargs):
        """Read the calls of the days asked for only."""
        today = datetime.now(pytz.timezone(self.env.company._callcenter_tz())).date()
        report = self.with_context(callcenter_first_day=first_day(domain, today))
        return super(CallcenterReportMixin, report)._search(domain, *args, **kwargs)

    def _calls(self):
        """Return the condition on ``call`` that all facts share: customers' calls, of the days that are asked for."""
        customers = SQL("call.direction <> 'internal'")
        if first := self.env.context.get("callcenter_first_day"):
            return SQL("%s AND call.start >= %s", customers, first - LONGEST_CALL)
        return customers

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

    def _figures(self):
        """Return the names of the columns that are counted or added up."""
        return ["handled", "talk_s", "hold_s", "consult_s", "wrap_s", "surveys", "ratings", "satisfied", "score_sum"]

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
              FROM callcenter_call_leg leg
              JOIN callcenter_call call ON call.id = leg.call_id AND %s,
                   LATERAL (SELECT leg.role IN ('agent', 'target') AS handler) h
             WHERE leg.role IN ('agent', 'target', 'consult', 'conference')
               AND leg.answer IS NOT NULL AND leg.agent_id IS NOT NULL
            WINDOW mine AS (PARTITION BY leg.call_id, leg.agent_id)
            """,
            self._calls(),
        )
        return SQL("SELECT * FROM (%s) leg WHERE closed", select), (
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
              FROM callcenter_call call
              LEFT JOIN LATERAL (SELECT queue_id FROM callcenter_call_leg leg
                                  WHERE leg.call_id = call.id AND leg.role = 'queue'
                                  ORDER BY leg.start DESC, leg.id DESC LIMIT 1) last ON TRUE
             WHERE call.survey_offered AND %s
            """,
            self._calls(),
        )
        return select, ("surveys", "ratings", "satisfied", "score_sum")
