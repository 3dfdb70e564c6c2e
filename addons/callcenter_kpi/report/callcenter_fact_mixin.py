from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from .callcenter_report_mixin import READS
from .period import first_day, last_day
from .slots import LABEL, begin

A_DAY = timedelta(days=1)


class CallcenterFactMixin(models.AbstractModel):
    """Sums by slot (half-hour or day of the company) and by key, kept in a table and right at every read.

    The table of the model's name holds the sums as they were when a slot was added up last. A read takes them for the
    slots that nothing has touched since, and adds the others up from the ledger, by the same SQL that fills the table
    (``callcenter.fact.stale`` knows which are which). Both are read in one transaction, so a call counts once.
    """

    _name = "callcenter.fact.mixin"
    _description = "Sums of Calls"
    _auto = False
    _order = "date desc, id desc"
    _depends = READS
    _detail = None  # model with the rows to add up
    _grain = None  # half_hour or day
    _keys = ()  # columns that tell the rows of a slot apart, the direction beside them

    date = fields.Datetime("Begin", readonly=True, help="Of the half-hour or day.")

    def init(self):
        if self._detail:
            self._make_table()

    def _make_table(self):
        figures = self._columns()
        keys = ", ".join(f"{key} integer" for key in self._keys)
        self.env.cr.execute(
            SQL(
                """CREATE TABLE IF NOT EXISTS %s (slot timestamp NOT NULL, zone varchar NOT NULL, day date NOT NULL,
                       half_hour varchar NOT NULL, direction varchar NOT NULL, %s)""",
                SQL.identifier(self._table),
                SQL(keys),
            )
        )
        for name in figures:
            kind = SQL(
                "integer NOT NULL DEFAULT 0" if self._fields[name].type == "integer" else "float8 NOT NULL DEFAULT 0"
            )
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s %s",
                    SQL.identifier(self._table),
                    SQL.identifier(name),
                    kind,
                )
            )
        index = SQL.identifier(f"{self._table}_slot_idx")
        self.env.cr.execute(SQL("CREATE INDEX IF NOT EXISTS %s ON %s (slot)", index, SQL.identifier(self._table)))

    def _columns(self):
        return self.env[self._detail]._figures()

    def _search(self, domain, *args, **kwargs):
        """Read the slots of the days asked for only."""
        today = datetime.now(pytz.timezone(self.env.company._callcenter_tz())).date()
        first, last = first_day(domain, today), last_day(domain, today)
        span = (
            first and datetime.combine(first, time.min) - A_DAY,
            last and datetime.combine(last, time.min) + 2 * A_DAY,
        )
        report = self.with_context(callcenter_span=span)
        return super(CallcenterFactMixin, report)._search(domain, *args, **kwargs)

    @property
    def _table_query(self):
        first, last = self.env.context.get("callcenter_span") or (None, None)
        stale = self.env["callcenter.fact.stale"]._slots(self._grain)
        asked = [slot for slot in stale if (not first or slot[1] > first) and (not last or slot[0] < last)]
        kept = [SQL("zone = %s", self.env.company._callcenter_tz())]
        kept += [SQL("slot <> ALL(%s::timestamp[])", [start for start, _stop in asked])] if asked else []
        kept += [SQL("slot >= %s", first)] if first else []
        kept += [SQL("slot < %s", last)] if last else []
        columns = SQL(", ").join(map(SQL.identifier, self._all_columns()))
        more = dict.fromkeys(self._report_ratios(), "float")
        more |= {key: "int" for key in ("queue_id", "agent_id") if key not in self._keys}
        return SQL(
            """
            SELECT %(id)s AS id, slot AS date, sums.*, %(more)s,
                   (now() AT TIME ZONE %(zone)s)::date - day AS days_ago,
                   extract(isodow FROM day)::text AS weekday
              FROM (SELECT %(columns)s FROM %(table)s WHERE %(kept)s
                     UNION ALL SELECT %(columns)s FROM (%(raw)s) raw) sums
            """,
            id=self._row_id(),
            more=SQL(", ").join(SQL("NULL::%s AS %s", SQL(kind), SQL.identifier(name)) for name, kind in more.items()),
            zone=self.env.company._callcenter_tz(),
            columns=columns,
            table=SQL.identifier(self._table),
            kept=SQL(" AND ").join(kept),
            raw=self._added_up(asked),
        )

    def _row_id(self):
        """Return a number that a row has whether it comes from the table or from the ledger: 21, 16, 15 and 1 bits."""
        key, second = [*map(SQL.identifier, self._keys), SQL("0")][:2]
        return SQL(
            """((extract(epoch FROM slot)::bigint / 900 << 32) + (COALESCE(%s, 0)::bigint %% 65536 << 16)
                + (COALESCE(%s, 0) %% 32768 << 1) + (direction = 'outbound')::int)""",
            key,
            second,
        )

    def _all_columns(self):
        return ["slot", "zone", "day", "half_hour", "direction", *self._keys, *self._columns()]

    def _added_up(self, slots):
        """Return a SELECT of the sums of ``slots``, pairs of naive UTC datetimes, from the ledger."""
        detail = self.env[self._detail].with_context(callcenter_slots=slots)
        keys = SQL(", ").join(map(SQL.identifier, self._keys))
        return SQL(
            """
            SELECT sums.*, zone, local::date AS day, %(label)s AS half_hour
              FROM (SELECT slot, direction, %(keys)s, %(sums)s
                      FROM (%(facts)s) fact,
                           LATERAL (SELECT %(zone)s AS zone) z,
                           LATERAL (SELECT date AT TIME ZONE 'UTC' AT TIME ZONE zone AS local) l,
                           LATERAL (SELECT %(slot)s AS slot) s
                     GROUP BY slot, direction, %(keys)s) sums,
                   LATERAL (SELECT %(zone)s AS zone) z,
                   LATERAL (SELECT slot AT TIME ZONE 'UTC' AT TIME ZONE zone AS local) l
            """,
            label=LABEL[self._grain],
            keys=keys,
            sums=SQL(", ").join(map(self._sum, self._columns())),
            facts=SQL(" UNION ALL ").join(detail._facts()),
            zone=self.env.company._callcenter_tz(),
            slot=begin(self._grain, "date"),
        )

    def _sum(self, name):
        """Return the sum of a column; of seconds to the microsecond, so that the order of the rows changes nothing."""
        how = SQL("MAX(%s)" if self._fields[name].aggregator == "max" else "SUM(%s)", SQL.identifier(name))
        if self._fields[name].type == "integer":
            return SQL("%s::int AS %s", how, SQL.identifier(name))
        return SQL("round(%s::numeric, 6)::float8 AS %s", how, SQL.identifier(name))

    @api.model
    def _refresh(self, slots):
        """Add up ``slots`` anew; see :meth:`_added_up`."""
        table = SQL.identifier(self._table)
        columns = SQL(", ").join(map(SQL.identifier, self._all_columns()))
        starts = [start for start, _stop in slots]
        self.env.cr.execute(SQL("DELETE FROM %s WHERE slot = ANY(%s::timestamp[])", table, starts))
        self.env.cr.execute(
            SQL("INSERT INTO %s (%s) SELECT %s FROM (%s) raw", table, columns, columns, self._added_up(slots))
        )
