from datetime import datetime

from odoo import api, models
from odoo.tools import SQL, sql

from .. import marks
from .callcenter_report_mixin import READS
from .slots import STOP, begin

FACTS = ("callcenter.fact.queue", "callcenter.fact.call", "callcenter.fact.agent")
ALWAYS = [(datetime(1970, 1, 1), datetime(2200, 1, 1))]
ZONE = "callcenter_kpi.zone"
# slots added up in one transaction
HALF_HOURS, DAYS = 28 * 48, 28


class CallcenterFactStale(models.AbstractModel):
    """Which slots of the facts have to be added up anew, and the work of doing so.

    The marks are rows of a table of its own, appended by the database (``marks.py``). A slot is added up when it is
    over; a half-hour's marks then stay as marks of its day until the day is over too. What is added up and which marks
    go are of one snapshot: a change that is committed meanwhile has a mark that stays.
    """

    _name = "callcenter.fact.stale"
    _description = "Slots to Add up"

    def init(self):
        new = not sql.table_exists(self.env.cr, marks.TABLE)
        for statement in marks.install():
            self.env.cr.execute(SQL(statement.replace("%", "%%")))
        if new:
            self._start_over()

    @api.model
    def _slots(self, grain):
        """Return the slots (list of pairs of naive UTC datetimes) whose facts are not those of the ledger.

        :param str grain: ``half_hour`` or ``day``, of the company's calendar
        """
        for model, names in READS.items():
            self.env[model].flush_model(names)
        if not self._zone_kept():
            return ALWAYS
        self.env.cr.execute(
            SQL(
                """SELECT DISTINCT slot, %(stop)s AS stop
                     FROM (SELECT DISTINCT anchor FROM callcenter_fact_stale WHERE %(of_grain)s) mark,
                          LATERAL (SELECT %(zone)s AS zone) z,
                          LATERAL (SELECT anchor AT TIME ZONE 'UTC' AT TIME ZONE zone AS local) l,
                          LATERAL (SELECT %(slot)s AS slot) s
                    ORDER BY slot""",
                stop=STOP[grain],
                slot=begin(grain, "anchor"),
                of_grain=SQL("TRUE" if grain == "day" else "NOT day_only"),
                zone=self.env.company._callcenter_tz(),
            )
        )
        return self.env.cr.fetchall()

    def _zone_kept(self):
        # sudo: ir.config_parameter - the zone that the facts were added up for is no secret
        return self.env["ir.config_parameter"].sudo().get_param(ZONE) == self.env.company._callcenter_tz()

    @api.model
    def _mark(self, first, last):
        """Have the facts of the time from ``first`` to ``last`` (naive UTC datetimes) added up anew."""
        self.env.cr.execute(
            """INSERT INTO callcenter_fact_stale (anchor)
               SELECT generate_series(date_bin('15 min', %s, '2000-01-01'::timestamp), %s, interval '15 min')""",
            (first, last),
        )

    def _start_over(self):
        """Drop all facts and have them added up anew: when the addon is new, and when the company's zone changed."""
        self.env.cr.execute("DELETE FROM callcenter_fact_stale")
        for model in FACTS:
            self.env[model]._drop_all()
        # no leg begins before its call
        self.env.cr.execute(
            """SELECT (SELECT min(start) FROM callcenter_call), (SELECT max(start) FROM callcenter_call_leg),
                      (SELECT max(answer) FROM callcenter_call_leg)"""
        )
        first, *last = self.env.cr.fetchone()
        if first:
            self._mark(first, max(filter(None, [first, *last])))
        # sudo: ir.config_parameter - noted by the facts alone
        self.env["ir.config_parameter"].sudo().set_param(ZONE, self.env.company._callcenter_tz())

    @api.model
    def _cron_refresh(self):
        """Add up what is over and not yet added up."""
        while remaining := self._refresh_some():
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    @api.model
    def _refresh_some(self):
        """Add up some slots that are over; return the number of those left. Returns 0 while another one is at it."""
        self.env.cr.execute("SELECT pg_try_advisory_xact_lock(hashtext('callcenter_fact_stale'))")
        if not self.env.cr.fetchone()[0]:
            return 0
        if not self._zone_kept():
            self._start_over()
        half_hours, more_half_hours = self._over("half_hour", HALF_HOURS)
        self._refresh("half_hour", half_hours, stay=True)
        days, more_days = self._over("day", DAYS)
        waiting = self._slots("half_hour")
        # a day is added up after its half-hours, so that a mark is dropped once
        ready = [day for day in days if not any(start < day[1] and stop > day[0] for start, stop in waiting)]
        self._refresh("day", ready)
        return more_half_hours + more_days

    def _over(self, grain, limit):
        """Return the first ``limit`` slots that are over, and how many more there are."""
        now = self.env.cr.now()
        slots = [slot for slot in self._slots(grain) if slot[1] <= now]
        return slots[:limit], max(len(slots) - limit, 0)

    def _refresh(self, grain, slots, stay=False):
        if not slots:
            return
        facts = [self.env[model] for model in FACTS if self.env[model]._grain == grain]
        for fact in facts:
            fact._refresh(slots)
        starts, stops = zip(*slots, strict=True)
        self.env.cr.execute(
            """DELETE FROM callcenter_fact_stale mark USING unnest(%s::timestamp[], %s::timestamp[]) slot(start, stop)
                WHERE mark.anchor >= slot.start AND mark.anchor < slot.stop AND (NOT mark.day_only OR NOT %s)""",
            (list(starts), list(stops), stay),
        )
        if stay:
            self.env.cr.execute(
                """INSERT INTO callcenter_fact_stale (anchor, day_only)
                   SELECT start, TRUE FROM unnest(%s::timestamp[]) slot(start)
                    WHERE NOT EXISTS (SELECT FROM callcenter_fact_stale mark WHERE day_only AND anchor = slot.start)""",
                (list(starts),),
            )
        for fact in facts:
            fact._roll_up(slots, self._slots(grain))
