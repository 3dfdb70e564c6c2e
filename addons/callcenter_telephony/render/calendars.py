"""Hours and holidays as contexts: the node decides alone whether it is open, for as long as days are known."""

from .model import Calendar, Spans
from .text import context


def render(calendar: Calendar, name: str = "", zone: str = "") -> str:
    """``Gosub(cc-hours-CODE,s,1)`` returns open, closed or holiday. An extension for each weekday (1 = Monday) and for
    each day that differs; the moment is the caller's, in the calendar's time zone or in ``zone``."""
    name = name or f"cc-hours-{calendar.code}"
    zone = zone or calendar.timezone
    begin = [
        f"Set(LOCAL(day)=${{STRFTIME(${{EPOCH}},{zone},%Y%m%d)}})",
        f"Set(LOCAL(now)=${{STRFTIME(${{EPOCH}},{zone},%H%M)}})",
        f"GotoIf(${{DIALPLAN_EXISTS({name},${{day}},1)}}?{name},${{day}},1)",
        f"Goto({name},w${{STRFTIME(${{EPOCH}},{zone},%u)}},1)",
    ]
    weekdays = [(f"w{n}", _day(spans, "closed")) for n, spans in enumerate(calendar.weekdays, 1)]
    days = [(day.date, _day(day.spans, "holiday" if day.holiday else "closed")) for day in calendar.days]
    return context(name, [("s", begin), *weekdays, *days])


def _day(spans: Spans, otherwise: str) -> list[str]:
    lines = []
    for begin, end in spans:
        inside = f"${{now}} >= {_clock(begin)} & ${{now}} < {_clock(end)}"
        lines.append(f"GotoIf($[{inside}]?open)")
    lines.append(f"Return({otherwise})")
    return [*lines, "(open),Return(open)"] if spans else lines


def _clock(minutes: int) -> int:
    """540 → 900, as a number of hours and minutes."""
    return minutes // 60 * 100 + minutes % 60
