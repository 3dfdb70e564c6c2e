"""Which days a search of a report looks at, so that the report reads no other calls."""

from datetime import date, datetime, time, timedelta

from odoo.fields import Domain
from odoo.orm.domains import DomainAnd, DomainCondition

# than any zone is away from UTC, and more
A_DAY = timedelta(days=1)


def first_day(domain, today):
    """Return the earliest day that ``domain`` can match, or None when it names none.

    :param domain: of a report; conditions on ``days_ago`` and ``day`` that hold for all of it count
    :param datetime.date today: by the company's calendar
    """
    return max(_days(domain, today, _first), default=None)


def last_day(domain, today):
    """Return the latest day that ``domain`` can match, or None when it names none; see :func:`first_day`."""
    return min(_days(domain, today, _last), default=None)


def moments(domain, today):
    """Return (begin, end), naive UTC datetimes between which ``domain`` can match in any zone; None where it may at all
    times."""
    first, last = first_day(domain, today), last_day(domain, today)
    if not first and not last:
        return None
    first, last = first or date(1970, 1, 1), last or today
    return datetime.combine(first, time.min) - A_DAY, datetime.combine(last, time.min) + 2 * A_DAY


def top_conditions(domain):
    """Return the conditions that hold for all that ``domain`` can match."""
    domain = Domain(domain)
    items = domain.children if isinstance(domain, DomainAnd) else (domain,)
    return [item for item in items if isinstance(item, DomainCondition)]


def is_span(condition):
    """Tell whether a condition is all that :func:`first_day` and :func:`last_day` say of it, to the day."""
    match condition.field_expr, condition.operator, condition.value:
        case "days_ago", "<" | "<=" | ">" | ">=", int():
            return True
        case "day", ">=" | "<=", value:
            return _day(value) is not None
    return False


def _days(domain, today, edge):
    days = (edge(item, today) for item in top_conditions(domain))
    return [day for day in days if day]


def _first(condition, today):
    match condition.field_expr, condition.operator, condition.value:
        case "days_ago", "=" | "<=", int(ago):
            return today - timedelta(days=ago)
        case "days_ago", "<", int(ago):
            return today - timedelta(days=ago - 1)
        case "days_ago", "in", values:
            return today - timedelta(days=max(values)) if values else None
        case "day", "=" | ">=" | ">", value:
            return _day(value)
        case "day", "in", values:
            days = list(map(_day, values))
            return min(days) if days and all(days) else None
    return None


def _last(condition, today):
    match condition.field_expr, condition.operator, condition.value:
        case "days_ago", "=" | ">=", int(ago):
            return today - timedelta(days=ago)
        case "days_ago", ">", int(ago):
            return today - timedelta(days=ago + 1)
        case "days_ago", "in", values:
            return today - timedelta(days=min(values)) if values else None
        case "day", "=" | "<=" | "<", value:
            return _day(value)
        case "day", "in", values:
            days = list(map(_day, values))
            return max(days) if days and all(days) else None
    return None


def _day(value):
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value[:10])
    except (TypeError, ValueError):
        return None
