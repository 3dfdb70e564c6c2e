"""Half-hours and days of the company in SQL, with ``local``, ``zone`` and a moment (timestamp, UTC) at hand."""

from odoo.tools import SQL

_LOCAL = {
    "half_hour": "date_trunc('hour', local) + interval '30 min' * (extract(minute FROM local)::int / 30)",
    "day": "local::date::timestamp",
}
STOP = {
    "half_hour": SQL("slot + interval '30 min'"),
    "day": SQL("(local::date + 1)::timestamp AT TIME ZONE zone AT TIME ZONE 'UTC'"),
}
LABEL = {
    # of the hour that comes twice in autumn the first, of summer time, says so
    "half_hour": SQL(
        """to_char(local, 'HH24:MI')
           || CASE WHEN local AT TIME ZONE zone <> slot AT TIME ZONE 'UTC' THEN ' +' ELSE '' END"""
    ),
    "day": SQL("''"),
}


def begin(grain, moment):
    """Return the begin (UTC) of the half-hour or day in which the column ``moment`` lies.

    Of a half-hour it is counted back from the moment: in the hour that comes twice a clock's time is two moments.
    """
    local = SQL(_LOCAL[grain])
    if grain == "day":
        return SQL("%s AT TIME ZONE zone AT TIME ZONE 'UTC'", local)
    return SQL("%s - (local - (%s))", SQL.identifier(moment), local)
