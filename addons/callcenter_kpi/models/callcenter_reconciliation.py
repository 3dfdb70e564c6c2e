import random
from datetime import datetime, time, timedelta

import pytz

from odoo import Command, api, fields, models
from odoo.tools import SQL

A_DAY = timedelta(days=1)
# how far back a day may be that is looked at again because something was booked late
LATE_DAYS = 31
# of a comparison so many differences are kept one by one, those that nothing explains first; all are counted
KEPT = 500


class CallcenterReconciliation(models.Model):
    """What one day of the company's calendar says by its calls, by the facts and by the agents' states.

    Worked out as a whole and replaced as a whole; nobody edits it. What is compared with what is in
    ``callcenter.reconciliation.check``.
    """

    _name = "callcenter.reconciliation"
    _description = "Reconciliation of a Day"
    _order = "day desc"
    _rec_name = "day"

    day = fields.Date(required=True, readonly=True)
    calls_ledger = fields.Integer("Calls in the Ledger", readonly=True, help="Calls that began on this day.")
    calls_facts = fields.Integer("Calls in the Figures", readonly=True, help="Those that the reports count.")
    calls_apart = fields.Integer(
        "Not Counted by Rule",
        readonly=True,
        help="Calls among colleagues, calls that reached no queue and no agent, and calls that still run.",
    )
    compared = fields.Integer(readonly=True, help="Pairs of values that were compared.")
    explained = fields.Integer(readonly=True, help="Differences within the tolerance or explained by a rule.")
    unexplained = fields.Integer(readonly=True, help="Differences that nothing explains. There should be none.")
    state = fields.Selection(
        [("due", "To Compare"), ("ok", "Adds Up"), ("open", "Differences"), ("none", "Nothing to Compare")],
        "Result",
        compute="_compute_state",
        store=True,
    )
    ran_at = fields.Datetime("Compared At", readonly=True)
    signature = fields.Char(readonly=True, help="Of the day's rows: whether something was booked since.")
    line_ids = fields.One2many("callcenter.reconciliation.line", "reconciliation_id", "Comparisons", readonly=True)

    _day_uniq = models.Constraint("UNIQUE (day)", "A day is compared once.")

    @api.depends("unexplained", "compared", "signature")
    def _compute_state(self):
        for row in self:
            found = "ok" if row.compared else "none"
            row.state = "due" if not row.signature else "open" if row.unexplained else found

    def action_open_differences(self):
        """Open the day's differences, those that nothing explains first."""
        self.ensure_one()
        return self.line_ids.action_open_differences()

    def action_run_again(self):
        """Compare the days anew."""
        self.check_access("read")
        # sudo: callcenter.reconciliation - nobody writes it but the comparison, whoever asks for it
        found = self.sudo()._run(self.mapped("day")).with_env(self.env)
        if len(found) != 1:
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": found.id,
            "views": [(False, "form")],
            "target": "main",
        }

    # days

    @api.model
    def _today(self):
        return datetime.now(pytz.timezone(self.env.company._callcenter_tz())).date()

    @api.model
    def _span(self, day):
        """Return begin and end of a day of the company's calendar, naive UTC."""
        zone = pytz.timezone(self.env.company._callcenter_tz())
        moments = (zone.localize(datetime.combine(edge, time.min)) for edge in (day, day + A_DAY))
        return tuple(moment.astimezone(pytz.utc).replace(tzinfo=None) for moment in moments)

    # comparing

    @api.model
    def _cron_run(self):
        """Compare yesterday, the days that something was booked for since, and one day by chance."""
        days = self._due_days()
        for number, day in enumerate(days):
            self._run([day])
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(days) - number - 1):
                break

    @api.model
    def _due_days(self):
        yesterday = self._today() - A_DAY
        known = {row.day: row.signature for row in self.search([("day", ">", yesterday - LATE_DAYS * A_DAY)])}
        days = [day for day, signature in known.items() if day == yesterday or self._signature(day) != signature]
        others = sorted(known.keys() - set(days))
        days += self.search([("signature", "=", False), ("day", "<=", yesterday)]).mapped("day")
        return sorted({yesterday, *days, *random.sample(others, min(1, len(others)))}, reverse=True)

    @api.model
    def _mark_due(self, days):
        """Have ``days`` compared soon, as far as they are over: something came in for them, or was taken away."""
        days = [day for day in days if day < self._today()]
        # sudo: callcenter.reconciliation - nobody writes it but the comparison, whoever brings something new
        rows = self.sudo()
        known = rows.search([("day", "in", days)])
        known.signature = False
        rows.create([{"day": day} for day in sorted(set(days) - set(known.mapped("day")))])
        # sudo: ir.cron - it does its own work, only sooner
        self.env.ref("callcenter_kpi.ir_cron_reconciliation").sudo()._trigger()

    @api.model
    def _signature(self, day):
        """Return a text that is another one when rows of the day were added, changed or taken away."""
        start, stop = self._span(day)
        (row,) = self.env.execute_query(
            SQL(
                """SELECT (SELECT concat_ws(' ', count(*), sum(duration_s), sum(talk_s), count("end"))
                             FROM callcenter_call WHERE start >= %(start)s AND start < %(stop)s),
                          (SELECT concat_ws(' ', count(*), sum(talk_s), sum(wrap_s), sum(extract(epoch FROM "end")))
                             FROM callcenter_call_leg WHERE start >= %(start)s AND start < %(stop)s),
                          (SELECT concat_ws(' ', count(*), sum(extract(epoch FROM "end")))
                             FROM callcenter_agent_state WHERE start >= %(start)s AND start < %(stop)s)""",
                start=start,
                stop=stop,
            )
        )
        return " | ".join(row)

    @api.model
    def _run(self, days):
        """Compare ``days`` (dates that are over) and keep what was found; return the records."""
        self.env.flush_all()
        self.search([("day", "in", days)]).unlink()
        return self.create([self._values(day) for day in sorted(set(days))])

    def _values(self, day):
        check = self.env["callcenter.reconciliation.check"]
        lines = [self._line_values(*found) for found in check._compare(day, *self._span(day))]
        return {
            "day": day,
            **check._calls_of(*self._span(day)),
            **{name: sum(line[name] for line in lines) for name in ("compared", "unexplained")},
            "explained": sum(line["explained"] + line["tolerated"] for line in lines),
            "ran_at": fields.Datetime.now(),
            "signature": self._signature(day),
            "line_ids": [Command.create(line) for line in lines],
        }

    def _line_values(self, kind, compared, totals, differences):
        order = {"unexplained": 0, "explained": 1, "tolerance": 2}
        differences = sorted(differences, key=lambda row: order[row["verdict"]])
        count = {verdict: sum(row["verdict"] == verdict for row in differences) for verdict in order}
        return {
            "kind": kind,
            "compared": compared,
            "left_value": totals[0],
            "right_value": totals[1],
            "tolerated": count["tolerance"],
            "explained": count["explained"],
            "unexplained": count["unexplained"],
            "difference_ids": [Command.create(row) for row in differences[:KEPT]],
        }
