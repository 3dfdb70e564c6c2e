from contextlib import suppress
from datetime import datetime, time, timedelta

import pytz

from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools.working_time import DAY, NoWorkingTimeError, WorkingTime, joined, without

LOOKS = (14, 70, 400)  # days looked ahead, as far as it takes


class ResourceCalendar(models.Model):
    """Working hours of a week, with the company's holidays, make-up workdays and time off of all."""

    _inherit = "resource.calendar"

    @api.constrains("attendance_ids")
    def _constrain_limits(self):
        """Hours that limits of work orders count in have to come."""
        # sudo: callcenter.sla.rule - whoever keeps the hours
        self.env["callcenter.sla.rule"].sudo().search([("calendar_id", "in", self.ids)])._constrain_calendar()

    def _working_time(self, first, days):
        """Return the WorkingTime of ``days`` days from the date ``first`` on."""
        self.ensure_one()
        dates = [first + timedelta(days=n) for n in range(days)]
        spans = {date: self._spans_on(date.weekday(), date) for date in dates}
        spans |= {date: span for date, span, _holiday in self._specials(dates)}
        spans |= {date: without(spans[date], gone) for date, gone in self._closed(dates).items()}
        return WorkingTime(self.tz, spans)

    def _working_after(self, start, seconds):
        """Return the moment (naive UTC) at which ``seconds`` of working time have passed since ``start``.

        :raise ValidationError: so much working time does not come within a year
        """
        first = start.date() - timedelta(days=1)  # it may be a day earlier there
        for days in LOOKS:
            with suppress(NoWorkingTimeError):
                return self._working_time(first, days).after(start, seconds)
        raise ValidationError(
            self.env._(
                "%(calendar)s has no %(hours)g working hours in the year from %(day)s on. Enter its hours.",
                calendar=self.name,
                hours=seconds / 3600,
                day=start.date(),
            )
        )

    def _working_seconds(self, start, stop):
        """Return the seconds of working time from ``start`` to ``stop`` (naive UTC), negative where it is earlier."""
        if stop < start:
            return -self._working_seconds(stop, start)
        first = start.date() - timedelta(days=1)
        return self._working_time(first, (stop.date() - first).days + 2).seconds(start, stop)

    def _spans_on(self, weekday, date):
        """Return the working spans of a weekday; of calendars with two weeks those of ``date``'s week."""
        rows = self.attendance_ids.filtered(
            lambda row: row.dayofweek == str(weekday) and row.day_period != "lunch" and not row.display_type
        )
        if self.two_weeks_calendar and date:
            week = str(rows.get_week_type(date))
            rows = rows.filtered(lambda row: row.week_type == week)
        return joined([(round(row.hour_from * 60), min(round(row.hour_to * 60), DAY)) for row in rows])

    def _specials(self, dates):
        """Yield (date, spans, holiday) of public holidays and make-up workdays, the one that holds last."""
        # sudo: callcenter.special.day - whoever asks, holidays are no secret
        days = self.env["callcenter.special.day"].sudo()
        rows = days.search(
            [
                ("date_from", "<=", dates[-1]),
                ("date_to", ">=", dates[0]),
                ("company_id", "in", (False, self.company_id.id)),
            ],
            order="id",
        )
        known = set(dates)
        for row in rows.filtered(lambda row: not row.calendar_ids or self.id in row.calendar_ids.ids):
            for n in range((row.date_to - row.date_from).days + 1):
                date = row.date_from + timedelta(days=n)
                holiday = row.kind == "holiday"
                if date in known:
                    yield date, () if holiday else self._spans_on(int(row.like_weekday or 0), date), holiday

    def _closed(self, dates):
        """Return ``{date: spans}`` of time off of the whole company, in this calendar's time zone."""
        zone = pytz.timezone(self.tz)
        # sudo: resource.calendar.leaves - time off of all, of which everybody knows
        leaves = self.env["resource.calendar.leaves"].sudo()
        rows = leaves.search(
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
