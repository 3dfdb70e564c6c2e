from odoo import fields, models
from odoo.tools import format_date, format_datetime

from .. import dashboard_sheet


class CallcenterDashboardPaper(models.AbstractModel):
    """The dashboard as a workbook, on paper and in a mail: what its reader sees of it, no more."""

    _inherit = "callcenter.dashboard"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _xlsx(self, board):
        return dashboard_sheet.xlsx(self._title(board), self._notes(board), self._tables(board))

    def _pdf(self, board):
        now = format_datetime(self.env, fields.Datetime.now())
        footer = self.env._("Printed by %(user)s, %(when)s", user=self.env.user.name, when=now)
        return dashboard_sheet.pdf(self._title(board), self._notes(board), self._tables(board), footer)

    def _title(self, board):
        return self.env._("Dashboard %(period)s", period=self._days(board["period"]["first"], board["period"]["last"]))

    def _notes(self, board):
        """Return what the figures are of: company, department, and the time compared with."""
        department = [row["name"] for row in board["departments"] if row["id"] == board["department_id"]]
        notes = [", ".join([self.env.company.name, *department])]
        if board["period"]["before"]:
            notes.append(self.env._("Compared with %(period)s", period=self._days(*board["period"]["before"])))
        return notes

    def _days(self, first, last):
        first, last = (format_date(self.env, fields.Date.to_date(day)) for day in (first, last))
        return first if first == last else f"{first} – {last}"

    def _tables(self, board):
        """Return the parts of the board as tables of :mod:`dashboard_sheet`."""
        tables = [self._tile_table(board["tiles"]), self._bar_table(board["bars"]["rows"])]
        if board["outcomes"] and board["outcomes"]["rows"]:
            tables.append(self._outcome_table(board["outcomes"]))
        if board["orders"]:
            tables.append(self._order_table(board["orders"]))
        if board["sellers"]:
            tables.append(self._seller_table(board["sellers"]))
        return [*tables, self._agent_table(board["agents"]["rows"])]

    def _tile_table(self, tiles):
        return {
            "title": self.env._("Figures"),
            "columns": [
                (self.env._("Figure"), "text"),
                (self.env._("Value"), "text"),
                (self.env._("Before"), "text"),
                (self.env._("Goal"), "text"),
            ],
            "rows": [
                [tile["name"], *[(tile[key], tile["unit"]) for key in ("value", "before", "goal")]] for tile in tiles
            ],
        }

    def _bar_table(self, rows):
        fact = self.env["callcenter.fact.queue"]
        names = ("answered", "abandoned", "short_abandoned", "left_queue", "lost", "open", "service_level")
        labels = fact.fields_get(["half_hour", *names], ["string"])
        units = {"service_level": "share"}
        columns = [(labels["half_hour"]["string"], "text")]
        columns += [(labels[name]["string"], units.get(name, "count")) for name in names]
        return {
            "title": self.env._("Calls per half-hour"),
            "columns": columns,
            "rows": [[row["half_hour"], *[row[name] for name in names]] for row in rows],
        }

    def _outcome_table(self, outcomes):
        total = outcomes["total"]
        return {
            "title": self.env._("Outcome of outbound calls"),
            "columns": [
                (self.env._("Outcome"), "text"),
                (self.env._("Calls"), "count"),
                (self.env._("Share"), "share"),
            ],
            "rows": [[row["name"], row["count"], row["count"] / total] for row in outcomes["rows"]],
        }

    def _order_table(self, orders):
        return {
            "title": self.env._("Work orders"),
            "columns": [
                (self.env._("Work orders"), "text"),
                (self.env._("Number"), "count"),
                (self.env._("Before"), "count"),
            ],
            "rows": [[row["name"], row["value"], row["before"]] for row in orders],
        }

    def _seller_table(self, sellers):
        return {
            "title": self.env._("Sales ranking"),
            "columns": [
                (self.env._("Agent"), "text"),
                (self.env._("Department"), "text"),
                (self.env._("Amount"), "money"),
                (self.env._("Sold"), "count"),
                (self.env._("Rank before"), "count"),
            ],
            "rows": [
                [row["name"], row["department"], row["revenue"][0], row["sold"][0], row["rank_before"]]
                for row in sellers
                if row["sold"][0]
            ],
        }

    def _agent_table(self, agents):
        return {
            "title": self.env._("Call ranking"),
            "columns": [
                (self.env._("Agent"), "text"),
                (self.env._("Department"), "text"),
                (self.env._("Calls"), "count"),
                (self.env._("Rated"), "count"),
                (self.env._("Average Score"), "score"),
                (self.env._("Rank before"), "count"),
            ],
            "rows": [
                [row[name] for name in ("name", "department", "handled", "ratings", "csat_avg", "rank_before")]
                for row in agents
            ],
        }
