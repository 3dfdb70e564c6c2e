"""From which day on a search of a report looks, so that the report reads no older calls."""

from datetime import date, datetime, timedelta

from odoo.fields import Domain
from odoo.orm.domains import DomainAnd, DomainCondition


def first_day(domain, today):
    """Return the earliest day that ``domain`` can match, or None when it names none.

    :param domain: of a report; conditions on ``days_ago`` and ``day`` that hold for all of it count
    :param datetime.date today: by the company's calendar
    """
    domain = Domain(domain)
    conditions = domain.children if isinstance(domain, DomainAnd) else (domain,)
    days = (_first(item, today) for item in conditions if isinstance(item, DomainCondition))
    return max((day for day in days if day), default=None)


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


def _day(value):
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value[:10])
    except (TypeError, ValueError):
        return None
