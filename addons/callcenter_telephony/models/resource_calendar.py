from datetime import datetime, time, timedelta

import pytz

from odoo import models

from ..render import model as render

AHEAD = 400  # days that a node knows; it is told anew each day
DAY = 24 * 60


class ResourceCalendar(models.Model):
    _name = "resource.calendar"
    _inherit = ["resource.calendar", "callcenter.config.mixin"]  # noqa: RUF012

    _not_configured = frozenset({"name"})

    def _configured_nodes(self):
        return self.env["callcenter.node"]._with_hours()

    def _as_calendar(self, today):
        """Return the hours as nodes know them (render.model.Calendar): the week, and each coming day that differs."""
        self.ensure_one()
        dates = [today + timedelta(days=n) for n in range(-1, AHEAD)]
        spans = {date: self._spans_on(date.weekday(), date) for date in dates}
        weekdays = tuple(self._spans_on(n, None) for n in range(7))
        days = {date: render.Day(f"{date:%Y%m%d}", spans[date]) for date in dates if self.two_weeks_calendar}
        for date, span, holiday in self._specials(dates):
            spans[date] = span
            days[date] = render.Day(f"{date:%Y%m%d}", span, holiday)
        for date, gone in self._leaves(dates).items():
            left = _without(spans[date], gone)
            days[date] = render.Day(f"{date:%Y%m%d}", left, not left and bool(spans[date] or days.get(date)))
        return render.Calendar(str(self.id), self.tz, weekdays, tuple(days[date] for date in sorted(days)))

    def _spans_on(self, weekday, date):
        """Return the working minutes of a weekday; of calendars with two weeks those of ``date``'s week."""
        rows = self.attendance_ids.filtered(
            lambda row: row.dayofweek == str(weekday) and row.day_period != "lunch" and not row.display_type
        )
        if self.two_weeks_calendar and date:
            week = str(rows.get_week_type(date))
            rows = rows.filtered(lambda row: row.week_type == week)
        return _joined([(round(row.hour_from * 60), min(round(row.hour_to * 60), DAY)) for row in rows])

    def _specials(self, dates):
        """Yield (date, spans, holiday) of public holidays and make-up workdays."""
        rows = self.env["callcenter.special.day"].search(
            [
                ("date_from", "<=", dates[-1]),
                ("date_to", ">=", dates[0]),
                ("company_id", "in", (False, self.company_id.id)),
            ],
            order="id",
        )
        known = set(dates)
        for row in rows.filtered(lambda row: not row.calendar_ids or self in row.calendar_ids):
            for n in range((row.date_to - row.date_from).days + 1):
                date = row.date_from + timedelta(days=n)
                holiday = row.kind == "holiday"
                if date in known:
                    yield date, () if holiday else self._spans_on(int(row.like_weekday or 0), date), holiday

    def _leaves(self, dates):
        """Return the closed minutes by date: time off of the whole company, in this calendar's time zone."""
        zone = pytz.timezone(self.tz)
        rows = self.env["resource.calendar.leaves"].search(
            [
                ("resource_id", "=", False),
                ("calendar_id", "in", (False, self.id)),
                ("company_id", "in", (False, self.company_id.id)),
                ("date_from", "<=", datetime.combine(dates[-1], time.max)),
                ("date_to", ">=", datetime.combine(dates[0], time.min)),
            ]
        )
        gone = {}
        for row in rows:
            begin = pytz.utc.localize(row.date_from).astimezone(zone).replace(tzinfo=None)
            end = pytz.utc.localize(row.date_to).astimezone(zone).replace(tzinfo=None)
            for date in dates:
                midnight = datetime.combine(date, time.min)
                first = max((begin - midnight).total_seconds() / 60, 0)
                last = min((end - midnight).total_seconds() / 60, DAY)
                if last > first:
                    # an end such as 23:59:59 is the end of its minute
                    gone.setdefault(date, []).append((int(first), -int(-last // 1)))
        return gone


def _joined(spans):
    """Return spans in order, those that touch as one."""
    done = []
    for begin, end in sorted(span for span in spans if span[1] > span[0]):
        if done and begin <= done[-1][1]:
            done[-1] = (done[-1][0], max(end, done[-1][1]))
        else:
            done.append((begin, end))
    return tuple(done)


def _without(spans, gone):
    """Return ``spans`` less the minutes in ``gone``."""
    for begin, end in gone:
        parts = [((a, min(b, begin)), (max(a, end), b)) for a, b in spans]
        spans = [part for pair in parts for part in pair if part[1] > part[0]]
    return _joined(spans)


class ResourceCalendarAttendance(models.Model):
    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "callcenter.config.mixin"]  # noqa: RUF012

    def _configured_nodes(self):
        return self.env["callcenter.node"]._with_hours()


class ResourceCalendarLeaves(models.Model):
    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "callcenter.config.mixin"]  # noqa: RUF012

    def _configured_nodes(self):
        """Time off of one person closes no line."""
        whole = any(not leave.resource_id for leave in self)
        return self.env["callcenter.node"]._with_hours() if whole else self.env["callcenter.node"]
