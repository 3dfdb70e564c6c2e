from calendar import isleap
from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ..tools import lunar
from .callcenter_customer_rule import CUSTOMER


class CallcenterCareRule(models.Model):
    """On which days customers have an occasion: each kind is one SELECT of ``id``, ``day``, ``occasion``."""

    _name = "callcenter.care.rule"
    _inherit = ("callcenter.care.rule",)

    def _occasions(self, today):
        """Return the SELECT of the rule's customers with an occasion from ``today`` to so many days ahead.

        Columns: id, user_id (owner), company_id, day, occasion (text or NULL).
        """
        self.ensure_one()
        days = [today + timedelta(days=ahead) for ahead in range(self.days_ahead + 1)]
        found = getattr(self, f"_days_of_{self.occasion}")(days)
        conditions = [CUSTOMER, self._chosen()]
        conditions.append(SQL("(p.company_id IS NULL OR p.company_id = %s)", self.company_id.id))
        for column, items in (
            ("callcenter_level_id", self.level_ids),
            ("callcenter_lifecycle_id", self.lifecycle_ids),
        ):
            if items:
                conditions.append(SQL("%s = ANY(%s)", SQL.identifier("p", column), items.ids))
        return SQL(
            """SELECT p.id, p.user_id, due.day, due.occasion FROM (%s) due JOIN res_partner p ON p.id = due.id
                WHERE due.day BETWEEN %s AND %s AND %s""",
            found,
            days[0],
            days[-1],
            SQL(" AND ").join(conditions),
        )

    def _days_of_birthday(self, days):
        solar = _year_days(days)
        moon = [(day, born) for day in days for born in lunar.births(day)]
        return SQL(
            """
            SELECT p.id, d.day, NULL AS occasion
              FROM res_partner p JOIN unnest(%(days)s::date[], %(months)s::int[], %(numbers)s::int[])
                   AS d (day, month, number)
                   ON extract(month FROM p.callcenter_birthday) = d.month
                  AND extract(day FROM p.callcenter_birthday) = d.number
             WHERE p.callcenter_birthday < d.day AND p.callcenter_birthday_lunar IS NOT TRUE
             UNION ALL
            SELECT p.id, l.day, NULL
              FROM res_partner p JOIN unnest(%(moons)s::date[], %(births)s::date[]) AS l (day, born)
                   ON p.callcenter_birthday = l.born
             WHERE p.callcenter_birthday_lunar AND p.callcenter_birthday < l.day
            """,
            days=[row[0] for row in solar],
            months=[row[1] for row in solar],
            numbers=[row[2] for row in solar],
            moons=[row[0] for row in moon],
            births=[row[1] for row in moon],
        )

    def _days_of_holiday(self, days):
        names = [(holiday.id, holiday.name) for holiday in self.holiday_ids]
        return SQL(
            """
            SELECT p.id, h.day, min(named.name) AS occasion
              FROM callcenter_holiday_day h
              JOIN unnest(%s::int[], %s::text[]) AS named (id, name) ON named.id = h.holiday_id
             CROSS JOIN res_partner p
             WHERE h.day BETWEEN %s AND %s
             GROUP BY p.id, h.day
            """,
            [row[0] for row in names],
            [row[1] for row in names],
            days[0],
            days[-1],
        )

    def _days_of_date(self, days):
        column = SQL.identifier("p", self.date_field)
        if not self.yearly:
            return SQL("SELECT p.id, %s::date AS day, NULL AS occasion FROM res_partner p", column)
        rows = _year_days(days)
        return SQL(
            """
            SELECT p.id, d.day, NULL AS occasion
              FROM res_partner p JOIN unnest(%(days)s::date[], %(months)s::int[], %(numbers)s::int[])
                   AS d (day, month, number)
                   ON extract(month FROM %(column)s) = d.month AND extract(day FROM %(column)s) = d.number
             WHERE %(column)s::date <= d.day
            """,
            days=[row[0] for row in rows],
            months=[row[1] for row in rows],
            numbers=[row[2] for row in rows],
            column=column,
        )

    def _days_of_need(self, days):
        """The last order and the cycle after it; without a cycle the customer's own mean time between orders."""
        cycle = (
            SQL("%s", self.cycle_days)
            if self.cycle_days
            else SQL(
                """CASE WHEN f.orders > 1 THEN
                    NULLIF(round(extract(epoch FROM f.last_order_at - f.first_order_at) / 86400 / (f.orders - 1)), 0)
               END"""
            )
        )
        return SQL(
            """SELECT p.id, (f.last_order_at AT TIME ZONE 'UTC' AT TIME ZONE %s)::date + (%s)::int AS day,
                      NULL AS occasion
                 FROM (%s) f JOIN res_partner p ON p.id = f.id""",
            self.company_id._callcenter_tz(),
            cycle,
            self._facts(None),
        )


def _year_days(days):
    """Return (day, month, day of the month) of what is celebrated on ``days``: 29 February on the 28th, if need be."""
    rows = [(day, day.month, day.day) for day in days]
    rows += [(day, 2, 29) for day in days if (day.month, day.day) == (2, 28) and not isleap(day.year)]
    return rows
