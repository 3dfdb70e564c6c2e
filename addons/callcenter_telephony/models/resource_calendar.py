from datetime import timedelta

from odoo import models

from odoo.addons.callcenter_crm.tools.working_time import without

from ..render import model as render

AHEAD = 400  # days that a node knows; it is told anew each day


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
        for date, gone in self._closed(dates).items():
            left = without(spans[date], gone)
            days[date] = render.Day(f"{date:%Y%m%d}", left, not left and bool(spans[date] or days.get(date)))
        return render.Calendar(str(self.id), self.tz, weekdays, tuple(days[date] for date in sorted(days)))


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
