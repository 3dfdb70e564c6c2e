from datetime import datetime

import pytz

from odoo import fields, models
from odoo.tools import SQL

from .period import moments


class CallcenterRowsMixin(models.AbstractModel):
    """A report read from the records themselves: each row belongs as a whole to the day of its moment.

    :meth:`_parts` says what the rows are. The context's ``callcenter_moments``, two naive UTC datetimes, limits them.
    """

    _name = "callcenter.rows.mixin"
    _inherit = ("callcenter.sums.mixin",)
    _description = "Rows of a Report, Each at Its Moment"

    date = fields.Datetime("Moment", readonly=True)

    def _search(self, domain, *args, **kwargs):
        """Read the records of the days asked for only."""
        today = datetime.now(pytz.timezone(self.env.company._callcenter_tz())).date()
        report = self.with_context(callcenter_moments=moments(domain, today))
        return super(CallcenterRowsMixin, report)._search(domain, *args, **kwargs)

    @property
    def _table_query(self):
        ratios = [SQL("NULL::float AS %s", SQL.identifier(name)) for name in self._report_ratios()]
        return SQL(
            """
            SELECT %(columns)s,
                   local::date AS day,
                   (now() AT TIME ZONE zone)::date - local::date AS days_ago,
                   extract(isodow FROM local)::text AS weekday
              FROM (%(rows)s) sums,
                   LATERAL (SELECT %(zone)s AS zone) z,
                   LATERAL (SELECT date AT TIME ZONE 'UTC' AT TIME ZONE zone AS local) l
            """,
            columns=SQL(", ").join([SQL("sums.*"), *ratios]),
            rows=SQL(" UNION ALL ").join(self._parts()),
            zone=self.env.company._callcenter_tz(),
        )

    def _parts(self):
        """Return the SELECTs that make up the report, each from :meth:`_part`."""
        return []

    def _part(self, kind, anchor, keys, source, where, figures):
        """Return a SELECT with all columns of the report.

        :param int kind: 0 to 7, another one for each part of a report: keeps the rows' ids apart
        :param SQL anchor: the moment that decides on the day
        :param SQL keys: the columns that tell what the row is of
        :param SQL source: the tables; the one that each row is of is called ``row``
        :param SQL where: which rows count
        :param dict figures: the figures of the part; the report's others are 0
        """
        columns = SQL(", ").join(
            SQL("%s AS %s", figures.get(name, SQL("0")), SQL.identifier(name)) for name in self._figures()
        )
        wanted = [where, SQL("%s IS NOT NULL", anchor)]
        if span := self.env.context.get("callcenter_moments"):
            wanted.append(SQL("%s >= %s AND %s < %s", anchor, span[0], anchor, span[1]))
        return SQL(
            "SELECT row.id::bigint * 8 + %s AS id, %s AS date, %s, %s FROM %s WHERE %s",
            kind,
            anchor,
            keys,
            columns,
            source,
            SQL(" AND ").join(wanted),
        )
