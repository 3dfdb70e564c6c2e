from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL, sql

from .callcenter_fact_stale import ALWAYS
from .callcenter_report_mixin import READS
from .period import first_day, last_day
from .slots import LABEL, begin

A_DAY = timedelta(days=1)


class CallcenterFactMixin(models.AbstractModel):
    """Sums by slot (half-hour or day of the company) and by key, kept in a table and right at every read.

    The table of the model's name holds the sums as they were when a slot was added up last. A read takes them for the
    slots that nothing has touched since, and adds the others up from the ledger, by the same SQL that fills the table
    (``callcenter.fact.stale`` knows which are which). Both are read in one transaction, so a call counts once.

    Beside it are tables with coarser sums (``_levels``), made of the first one. They stand for the periods that have no
    slot to be added up anew; a request that they can answer reads them, and the first table for the rest.
    """

    _name = "callcenter.fact.mixin"
    _description = "Sums of Calls"
    _auto = False
    _order = "date desc, id desc"
    _depends = READS
    _detail = None  # model with the rows to add up
    _grain = None  # half_hour or day
    _keys = ()  # columns that tell the rows of a slot apart, the direction beside them
    _levels = ()  # coarser sums, the one to be preferred first

    date = fields.Datetime("Begin", readonly=True, help="Of the half-hour or day.")

    def init(self):
        if not self._detail:
            return
        kept = self._known_columns(self._table)
        for table in (self._table, *map(self._level_table, self._levels)):
            self._make_table(table)
        if kept and not set(self._columns()) <= kept:
            # a figure is new: of no slot has it been added up
            self.env["callcenter.fact.stale"]._start_over()
        for level in self._levels:
            if not self._any_row(self._level_table(level)):
                self._roll_up_all(level)

    def _known_columns(self, table):
        return set(sql.table_columns(self.env.cr, table))

    def _level_table(self, level):
        return f"{self._table}_{level.period}"

    def _any_row(self, table):
        self.env.cr.execute(SQL("SELECT FROM %s LIMIT 1", SQL.identifier(table)))
        return bool(self.env.cr.rowcount)

    def _make_table(self, name):
        table = SQL.identifier(name)
        keys = ", ".join(f"{key} integer" for key in self._keys)
        self.env.cr.execute(
            SQL(
                """CREATE TABLE IF NOT EXISTS %s (slot timestamp NOT NULL, zone varchar NOT NULL, day date NOT NULL,
                       half_hour varchar NOT NULL, direction varchar NOT NULL, %s)""",
                table,
                SQL(keys),
            )
        )
        for column in self._columns():
            kind = "integer" if self._fields[column].type == "integer" else "float8"
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s %s NOT NULL DEFAULT 0",
                    table,
                    SQL.identifier(column),
                    SQL(kind),
                )
            )
        for column in ("slot", "day"):
            index = SQL.identifier(f"{name}_{column}_idx")
            self.env.cr.execute(SQL("CREATE INDEX IF NOT EXISTS %s ON %s (%s)", index, table, SQL.identifier(column)))

    def _columns(self):
        return self.env[self._detail]._figures()

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        report = self._grouping(groupby, aggregates)
        return super(CallcenterFactMixin, report)._read_group(domain, groupby, aggregates, *args, **kwargs)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), *args, **kwargs):
        report = self._grouping([group for groups in grouping_sets for group in groups], aggregates)
        return super(CallcenterFactMixin, report)._read_grouping_sets(
            domain, grouping_sets, aggregates, *args, **kwargs
        )

    def _grouping(self, groups, aggregates):
        """Return ``self`` knowing the groups of a request, if it asks for nothing but sums."""
        ratios = self._report_ratios()
        names = (spec.partition(":") for spec in aggregates)
        if all(
            name == "__count" or name in ratios or name in self._columns() and how == self._fields[name].aggregator
            for name, _colon, how in names
        ):
            return self.with_context(callcenter_groups=tuple(groups))
        return self

    def _search(self, domain, *args, **kwargs):
        """Read the slots of the days asked for only, and of a coarser level where that says the same."""
        today = datetime.now(pytz.timezone(self.env.company._callcenter_tz())).date()
        first, last = first_day(domain, today), last_day(domain, today)
        groups = self.env.context.get("callcenter_groups")
        fitting = (level for level in self._levels if groups is not None and level.fits(domain, groups))
        report = self.with_context(callcenter_days=(first, last), callcenter_level=next(fitting, None))
        return super(CallcenterFactMixin, report)._search(domain, *args, **kwargs)

    @property
    def _table_query(self):
        first, last = self.env.context.get("callcenter_days") or (None, None)
        stale = self.env["callcenter.fact.stale"]._slots(self._grain)
        begin = first and datetime.combine(first, time.min) - A_DAY
        end = last and datetime.combine(last, time.min) + 2 * A_DAY
        asked = [slot for slot in stale if (not begin or slot[1] > begin) and (not end or slot[0] < end)]
        columns = SQL(", ").join(map(SQL.identifier, self._all_columns()))
        more = dict.fromkeys(self._report_ratios(), "float")
        more |= {key: "int" for key in ("queue_id", "agent_id") if key not in self._keys}
        sources = [SQL("SELECT %s FROM (%s) raw", columns, self._added_up(asked))]
        level = self.env.context.get("callcenter_level")
        if level and stale is not ALWAYS:
            sources += self._kept_by_level(level, first, last, stale, asked)
        else:
            sources.append(SQL("SELECT %s FROM %s", columns, self._kept(begin, end, asked)))
        return SQL(
            """
            SELECT %(id)s AS id, slot AS date, sums.*, %(more)s,
                   (now() AT TIME ZONE %(zone)s)::date - day AS days_ago,
                   extract(isodow FROM day)::text AS weekday
              FROM (%(sources)s) sums
            """,
            id=self._row_id(),
            more=SQL(", ").join(SQL("NULL::%s AS %s", SQL(kind), SQL.identifier(name)) for name, kind in more.items()),
            zone=self.env.company._callcenter_tz(),
            sources=SQL(" UNION ALL ").join(sources),
        )

    def _kept(self, begin, end, asked):
        """Return the table with its conditions: the rows from ``begin`` to ``end`` but those of the slots ``asked``."""
        kept = [SQL("zone = %s", self.env.company._callcenter_tz())]
        kept += [SQL("slot <> ALL(%s::timestamp[])", [start for start, _stop in asked])] if asked else []
        kept += [SQL("slot >= %s", begin)] if begin else []
        kept += [SQL("slot < %s", end)] if end else []
        return SQL("%s WHERE %s", SQL.identifier(self._table), SQL(" AND ").join(kept))

    def _kept_by_level(self, level, first, last, stale, asked):
        """Return the SELECTs of the rows kept: of ``level``, and of the slots in the periods it cannot answer for."""
        zone = self.env.company._callcenter_tz()
        columns = SQL(", ").join(map(SQL.identifier, self._all_columns()))
        finer = level.finer(first, last, level.begins(stale, zone))
        coarse = [SQL("zone = %s", zone), SQL("day <> ALL(%s::date[])", finer)]
        coarse += [SQL("day >= %s", first)] if first else []
        coarse += [SQL("day <= %s", last)] if last else []
        yield SQL(
            "SELECT %s FROM %s WHERE %s",
            columns,
            SQL.identifier(self._level_table(level)),
            SQL(" AND ").join(coarse),
        )
        if finer:
            # OFFSET 0: each period is looked up by index
            yield SQL(
                """SELECT %s FROM unnest(%s::date[], %s::date[]) span(first, last)
                    CROSS JOIN LATERAL (SELECT * FROM %s AND day >= span.first AND day <= span.last OFFSET 0) slots""",
                columns,
                finer,
                list(map(level.end, finer)),
                self._kept(None, None, asked),
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
        """Return the sum of a column; of seconds in whole microseconds: exact, whatever the order of the rows."""
        column, how = SQL.identifier(name), SQL("MAX" if self._fields[name].aggregator == "max" else "SUM")
        if self._fields[name].type == "integer":
            return SQL("%s(%s)::int AS %s", how, column, column)
        return SQL("(%s(round(%s * 1000000)::bigint) / 1000000.0)::float8 AS %s", how, column, column)

    def _drop_all(self):
        """Drop all sums."""
        for name in (self._table, *map(self._level_table, self._levels)):
            if sql.table_exists(self.env.cr, name):
                self.env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(name)))

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

    @api.model
    def _roll_up(self, slots, stale):
        """Make the coarser sums of the periods of ``slots`` anew, but of those with a slot that is still ``stale``."""
        zone = self.env.company._callcenter_tz()
        for level in self._levels:
            periods = level.begins(slots, zone)
            table = SQL.identifier(self._level_table(level))
            self.env.cr.execute(SQL("DELETE FROM %s WHERE day = ANY(%s::date[])", table, list(periods)))
            if ready := sorted(periods - level.begins(stale, zone)):
                days = SQL("unnest(%s::date[], %s::date[]) p(first, last)", ready, list(map(level.end, ready)))
                self._insert_level(level, SQL("JOIN %s ON day >= p.first AND day <= p.last", days))

    def _roll_up_all(self, level):
        """Make the coarser sums of all that is kept; nobody reads those of a period with a stale slot."""
        self._insert_level(level, SQL())

    def _insert_level(self, level, of_periods):
        columns = self._all_columns()
        keys = ["zone", "direction", *self._keys, *(["half_hour"] if level.half_hour else [])]
        half_hour = SQL("half_hour") if level.half_hour else SQL("''")
        begin = SQL("(%s)::timestamp AT TIME ZONE zone AT TIME ZONE 'UTC'", level.slot("day"))
        values = {"slot": begin, "day": level.slot("day"), "half_hour": half_hour}
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s %s GROUP BY %s, %s",
                SQL.identifier(self._level_table(level)),
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(
                    values.get(name) or (self._sum(name) if name in self._columns() else SQL.identifier(name))
                    for name in columns
                ),
                SQL.identifier(self._table),
                of_periods,
                level.slot("day"),
                SQL(", ").join(map(SQL.identifier, keys)),
            )
        )
