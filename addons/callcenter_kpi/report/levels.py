"""Coarser sums beside those of a slot: which request can do with them, and for which days they stand."""

from dataclasses import dataclass
from datetime import timedelta

import pytz

from odoo.fields import Domain
from odoo.tools import SQL

from .period import is_span, top_conditions

A_DAY = timedelta(days=1)
# groups of days that a month is a part of
OF_MONTHS = {"month", "quarter", "year", "month_number", "quarter_number", "year_number"}
KEYS = {"direction", "queue_id", "agent_id", "did_id", "campaign_id"}
OF_DAYS = {"day", "days_ago", "weekday"}


@dataclass(frozen=True)
class Level:
    """Sums of a ``period`` (day or month); with ``half_hour``: by half-hour of the day, over its days."""

    period: str
    half_hour: bool = False

    def fits(self, domain, groups):
        """Tell whether rows of this level answer a request exactly.

        :param domain: of the request
        :param groups: what it groups by, as ``day:month``
        """
        return self._fits_domain(Domain(domain)) and all(map(self._fits_group, groups))

    def _fits_domain(self, domain):
        top = top_conditions(domain)
        return all(
            self._has(condition.field_expr.partition(".")[0])
            or condition.field_expr in OF_DAYS
            and (self.period == "day" or condition in top and is_span(condition))
            for condition in domain.iter_conditions()
        )

    def _fits_group(self, group):
        name, _, part = group.partition(":")
        if name in OF_DAYS:
            return self.period == "day" or name == "day" and part in OF_MONTHS
        return self._has(name.partition(".")[0])

    def _has(self, name):
        return name in KEYS or self.half_hour and name == "half_hour"

    def begin(self, day):
        """Return the first day of the period of ``day``."""
        return day if self.period == "day" else day.replace(day=1)

    def end(self, day):
        """Return the last day of the period of ``day``."""
        return day if self.period == "day" else (day.replace(day=1) + 31 * A_DAY).replace(day=1) - A_DAY

    def begins(self, slots, zone):
        """Return the first days of the periods in which ``slots`` lie, of the calendar of ``zone``."""
        zone = pytz.timezone(zone)
        return {self.begin(pytz.utc.localize(start).astimezone(zone).date()) for start, _stop in slots}

    def finer(self, first, last, touched):
        """Return the periods (their first days) from ``first`` to ``last`` that this level cannot answer for.

        These are the ones in ``touched`` and those that lie in the time asked for with a part only. None: no limit.
        """
        parts = {self.begin(first)} if first and first != self.begin(first) else set()
        parts |= {self.begin(last)} if last and last != self.end(last) else set()
        return sorted(
            begin
            for begin in touched | parts
            if (not first or self.end(begin) >= first) and (not last or begin <= last)
        )

    def slot(self, day):
        """Return SQL for the first day of the period of the column ``day``."""
        return SQL("date_trunc(%s, %s)::date", self.period, SQL.identifier(day))
