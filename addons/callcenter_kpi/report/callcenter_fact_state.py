from datetime import date, datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL, sql

from odoo.addons.callcenter_telephony.models.callcenter_agent_state import STATES, SUB_STATES

from .. import state_marks
from .period import first_day, last_day

A_DAY = timedelta(days=1)
ZONE = "callcenter_kpi.state_zone"
# figure -> the rows whose seconds it adds up
TIMES = {
    "signed_in_s": "TRUE",
    "ready_s": "state = 'ready'",
    "ringing_s": "state = 'ringing'",
    "on_call_s": "state = 'on_call'",
    "talking_s": "state = 'on_call' AND sub_state IN ('talk', 'hold')",
    "watching_s": "state = 'on_call' AND sub_state = 'monitor'",
    "after_call_s": "state = 'wrap_up'",
    "not_ready_s": "state = 'not_ready'",
    "productive_s": "state = 'not_ready' AND productive",
}
READS = {
    "callcenter.agent.state": ["agent_id", "start", "end", "state", "sub_state", "reason_id"],
    "callcenter.pause.reason": ["productive"],
}
RATIOS = {
    "occupancy": (
        "on_call_s - watching_s + after_call_s",
        "on_call_s - watching_s + after_call_s + ready_s + ringing_s",
    ),
    "utilisation": ("on_call_s + after_call_s + productive_s", "signed_in_s"),
    "talk_share": ("talking_s", "signed_in_s"),
}
_KEYS = ("agent_id", "state", "sub_state", "reason_id")
# rows of the day, and the long ones that began before; each by its index
_OF_DAYS = """
    SELECT day.day, row.agent_id, row.state, row.sub_state, row.reason_id,
           (row.start >= day.start)::int AS times,
           extract(epoch FROM LEAST(row."end", day.stop, now() AT TIME ZONE 'UTC') - GREATEST(row.start, day.start))
               AS seconds
      FROM unnest(%(days)s::date[], %(starts)s::timestamp[], %(stops)s::timestamp[]) day(day, start, stop)
     CROSS JOIN LATERAL (
         SELECT * FROM callcenter_agent_state
          WHERE state <> 'offline' AND start >= day.start - interval '1 day' AND start < day.stop
            AND NOT ("end" IS NULL OR "end" > start + interval '1 day')
          UNION ALL
         SELECT * FROM callcenter_agent_state
          WHERE state <> 'offline' AND ("end" IS NULL OR "end" > start + interval '1 day') AND start < day.stop
         OFFSET 0) row
     WHERE row.agent_id IS NOT NULL AND COALESCE(row."end", 'infinity') > day.start
       AND row.start < now() AT TIME ZONE 'UTC'
"""


class CallcenterFactState(models.Model):
    """How long agents were in each state, by day of the company's calendar; the seconds go where they were spent.

    The table of the model's name holds the days that are over as they were when added up last. A read takes them, and
    adds up anew the running day and those that a change of the states has touched since (``state_marks.py``), by the
    same SQL that fills the table. Time signed out is not kept.
    """

    _name = "callcenter.fact.state"
    _description = "Agents' Time"
    _auto = False
    _order = "day desc, id desc"
    _rec_name = "agent_id"
    _depends = READS

    day = fields.Date(readonly=True)
    days_ago = fields.Integer(readonly=True, aggregator=None, help="Days since, by the company's calendar; 0: today.")
    agent_id = fields.Many2one("callcenter.agent", readonly=True)
    state = fields.Selection(STATES, readonly=True)
    sub_state = fields.Selection(SUB_STATES, "Kind", readonly=True)
    reason_id = fields.Many2one("callcenter.pause.reason", readonly=True)
    times = fields.Integer(readonly=True, help="How often the state began.")
    signed_in_s = fields.Float("Signed in", readonly=True, help="In any state but signed out.")
    ready_s = fields.Float("Ready", readonly=True)
    ringing_s = fields.Float("Ringing", readonly=True)
    on_call_s = fields.Float("On Call", readonly=True, help="Talk, hold, consult, dialling, preview and watching.")
    talking_s = fields.Float("Talk and Hold", readonly=True)
    watching_s = fields.Float("Watching", readonly=True)
    after_call_s = fields.Float("After Call", readonly=True, help="In wrap-up.")
    not_ready_s = fields.Float("Not Ready", readonly=True)
    productive_s = fields.Float("Other Work", readonly=True, help="Not ready for a reason that counts as work.")
    occupancy = fields.Float(
        readonly=True,
        aggregator="avg",
        help="(On call + after call) / (on call + after call + ready + ringing); watching is in neither.",
    )
    utilisation = fields.Float(readonly=True, aggregator="avg", help="(On call + after call + other work) / signed in.")
    talk_share = fields.Float("Talk Utilisation", readonly=True, aggregator="avg", help="(Talk + hold) / signed in.")

    def init(self):
        cr = self.env.cr
        new = not sql.table_exists(cr, state_marks.TABLE)
        cr.execute(
            SQL(
                """CREATE TABLE IF NOT EXISTS %s (day date NOT NULL, agent_id integer NOT NULL, state varchar NOT NULL,
                       sub_state varchar, reason_id integer, times integer NOT NULL, seconds float8 NOT NULL)""",
                SQL.identifier(self._table),
            )
        )
        index = SQL.identifier(f"{self._table}_day_idx")
        cr.execute(SQL("CREATE INDEX IF NOT EXISTS %s ON %s (day)", index, SQL.identifier(self._table)))
        for statement in state_marks.install():
            cr.execute(SQL(statement.replace("%", "%%")))
        if new:
            self._start_over()

    @api.model
    def _figures(self):
        return ["times", *TIMES]

    @api.model
    def _report_ratios(self):
        return RATIOS

    def _read_group_select(self, aggregate_spec, query):
        name = aggregate_spec.partition(":")[0]
        if name not in RATIOS:
            return super()._read_group_select(aggregate_spec, query)

        def added_up(formula):
            words = formula.split()
            return SQL(" ").join(
                SQL("SUM(%s)", self._field_to_sql(self._table, word, query)) if word in TIMES else SQL(word)
                for word in words
            )

        above, below = map(added_up, RATIOS[name])
        return SQL("(%s)::float / NULLIF(%s, 0)", above, below)

    # reading

    def _search(self, domain, *args, **kwargs):
        """Read the days asked for only."""
        today = self._today()
        report = self.with_context(callcenter_days=(first_day(domain, today), last_day(domain, today)))
        return super(CallcenterFactState, report)._search(domain, *args, **kwargs)

    @property
    def _table_query(self):
        first, last = self.env.context.get("callcenter_days") or (None, None)
        today = self._today()
        first, last = max(first or self._first_day(), self._first_day()), min(last or today, today)
        stale = self._stale_days(first, last)
        columns = SQL(
            ", ".join(f"CASE WHEN {condition} THEN seconds ELSE 0 END AS {name}" for name, condition in TIMES.items())
        )
        return SQL(
            """
            SELECT %(id)s AS id, day, %(today)s::date - day AS days_ago, agent_id, state, sub_state, reason_id, times,
                   %(columns)s, %(ratios)s
              FROM (SELECT sums.*, COALESCE(reason.productive, FALSE) AS productive
                      FROM (SELECT day, agent_id, state, sub_state, reason_id, times, seconds FROM %(table)s
                             WHERE day >= %(first)s AND day <= %(last)s AND day <> ALL(%(stale)s::date[])
                             UNION ALL
                            %(raw)s) sums
                      LEFT JOIN callcenter_pause_reason reason ON reason.id = sums.reason_id) fact
            """,
            id=self._row_id(),
            today=today,
            columns=columns,
            ratios=SQL(", ").join(SQL("NULL::float AS %s", SQL.identifier(name)) for name in RATIOS),
            table=SQL.identifier(self._table),
            first=first,
            last=last,
            stale=stale,
            raw=self._added_up(stale),
        )

    def _row_id(self):
        """Return a number that a row has wherever it comes from: of day, agent, state, kind and reason."""
        states = [code for code, _name in STATES]
        kinds = [code for code, _name in SUB_STATES]
        return SQL(
            """((day - date '2000-01-01')::bigint << 38) + (agent_id::bigint %% 65536 << 22)
               + (array_position(%s::varchar[], state) << 19) + (COALESCE(array_position(%s::varchar[], sub_state), 0)
               << 15) + COALESCE(reason_id, 0) %% 32768""",
            states,
            kinds,
        )

    def _added_up(self, days):
        """Return a SELECT of the sums of ``days``, from the states."""
        spans = [self._span(day) for day in days]
        rows = SQL(
            _OF_DAYS, days=days, starts=[start for start, _stop in spans], stops=[stop for _start, stop in spans]
        )
        return SQL(
            """SELECT day, agent_id, state, sub_state, reason_id, SUM(times)::int AS times,
                      (SUM(round(seconds * 1000000)::bigint) / 1000000.0)::float8 AS seconds
                 FROM (%s) spent GROUP BY day, agent_id, state, sub_state, reason_id""",
            rows,
        )

    # days

    def _zone(self):
        return self.env.company._callcenter_tz()

    def _today(self):
        return datetime.now(pytz.timezone(self._zone())).date()

    def _span(self, day):
        """Return begin and end of a day of the company's calendar, naive UTC."""
        zone = pytz.timezone(self._zone())
        moments = (zone.localize(datetime.combine(edge, time.min)) for edge in (day, day + A_DAY))
        return tuple(moment.astimezone(pytz.utc).replace(tzinfo=None) for moment in moments)

    def _day_of(self, moment):
        return pytz.utc.localize(moment).astimezone(pytz.timezone(self._zone())).date()

    def _first_day(self):
        """Return the day of the first state that there is."""
        self.env.cr.execute("SELECT min(start) FROM callcenter_agent_state WHERE state <> 'offline'")
        (start,) = self.env.cr.fetchone()
        return self._day_of(start) if start else self._today()

    def _stale_days(self, first, last):
        """Return the days from ``first`` to ``last`` that are not in the table as they are in the states."""
        self.env["callcenter.agent.state"].flush_model()
        if not self._zone_kept():
            spans = [(first, last)]
        else:
            self.env.cr.execute(
                SQL(
                    """SELECT DISTINCT (first AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date,
                                       (last AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                         FROM callcenter_fact_state_stale""",
                    zone=self._zone(),
                )
            )
            spans = [*self.env.cr.fetchall(), (self._today(), self._today())]
        return sorted({day for span in spans for day in _days(max(span[0], first), min(span[1], last))})

    def _zone_kept(self):
        # sudo: ir.config_parameter - the zone that the days were added up for is no secret
        return self.env["ir.config_parameter"].sudo().get_param(ZONE) == self._zone()

    # keeping

    def _start_over(self):
        """Drop all sums and have them added up anew: when the addon is new, and when the company's zone changed."""
        self.env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(self._table)))
        self.env.cr.execute("DELETE FROM callcenter_fact_state_stale")
        self.env.cr.execute(
            """INSERT INTO callcenter_fact_state_stale (first, last)
               SELECT min(start), now() AT TIME ZONE 'UTC' FROM callcenter_agent_state HAVING count(*) > 0"""
        )
        # sudo: ir.config_parameter - noted by the facts alone
        self.env["ir.config_parameter"].sudo().set_param(ZONE, self._zone())

    @api.model
    def _cron_refresh(self):
        """Add up the days that are over and not yet added up, a month in one transaction."""
        while remaining := self._refresh_some():
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    @api.model
    def _refresh_some(self, limit=31):
        """Add up some days that are over; return the number of those left.

        The sums and the marks that go are of one snapshot: a change that is committed meanwhile has a mark that stays.
        """
        self.env.cr.execute("SELECT pg_try_advisory_xact_lock(hashtext('callcenter_fact_state_stale'))")
        if not self.env.cr.fetchone()[0]:
            return 0
        if not self._zone_kept():
            self._start_over()
        over = self._stale_days(self._first_day(), self._today() - A_DAY)
        days = over[:limit]
        if days:
            table = SQL.identifier(self._table)
            self.env.cr.execute(SQL("DELETE FROM %s WHERE day = ANY(%s::date[])", table, days))
            names = SQL("day, agent_id, state, sub_state, reason_id, times, seconds")
            self.env.cr.execute(
                SQL("INSERT INTO %s (%s) SELECT %s FROM (%s) raw", table, names, names, self._added_up(days))
            )
        self._keep_marks(over[limit] if over[limit:] else self._today())
        return len(over) - len(days)

    def _keep_marks(self, since):
        """Keep of the marks what is of ``since`` (a day) and later, one of a kind for each quarter of an hour."""
        self.env.cr.execute(
            """WITH gone AS (DELETE FROM callcenter_fact_state_stale RETURNING first, last)
               INSERT INTO callcenter_fact_state_stale (first, last)
               SELECT DISTINCT date_bin('15 min', GREATEST(first, %(since)s), '2000-01-01'::timestamp),
                               date_bin('15 min', last, '2000-01-01'::timestamp) + interval '15 min'
                 FROM gone WHERE last >= %(since)s""",
            {"since": self._span(since)[0]},
        )

    def action_open_states(self):
        """Open the states that the row is made of."""
        self.ensure_one()
        start, stop = self._span(self.day)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("States"),
            "res_model": "callcenter.agent.state",
            "views": [(False, "list")],
            "domain": [
                ("agent_id", "=", self.agent_id.id),
                ("state", "=", self.state),
                ("sub_state", "=", self.sub_state),
                ("reason_id", "=", self.reason_id.id),
                ("start", "<", stop),
                "|",
                ("end", "=", False),
                ("end", ">", start),
            ],
        }


def _days(first: date, last: date):
    return [first + A_DAY * number for number in range((last - first).days + 1)]
