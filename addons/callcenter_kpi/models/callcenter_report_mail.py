from datetime import datetime, timedelta

import pytz
from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import dashboard_sheet

STEPS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": relativedelta(months=1)}


class CallcenterReportMail(models.Model):
    """A dashboard that goes out by mail by itself; everybody gets what the own rights show."""

    _name = "callcenter.report.mail"
    _description = "Report by Mail"
    _order = "next_date, id"

    name = fields.Char(required=True, translate=True, default=lambda self: self.env._("Dashboard"))
    active = fields.Boolean(default=True)
    period = fields.Selection(
        [("day", "Day"), ("week", "Week"), ("month", "Month"), ("quarter", "Quarter")],
        required=True,
        default="week",
        help="Until the day before it is sent.",
    )
    department_id = fields.Many2one("callcenter.department", ondelete="cascade", help="Empty: all.")
    every = fields.Selection([("day", "Day"), ("week", "Week"), ("month", "Month")], required=True, default="week")
    next_date = fields.Date("Next on", required=True, default=lambda self: self._next_monday())
    hour = fields.Integer(required=True, default=7, help="Of the company's time, from 0 to 23.")
    user_ids = fields.Many2many("res.users", string="To")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    last_sent = fields.Datetime(readonly=True, copy=False)
    last_result = fields.Char("Last Time", readonly=True, copy=False)

    _hour_of_day = models.Constraint("CHECK (hour BETWEEN 0 AND 23)", "The hour is from 0 to 23.")

    @api.model
    def _next_monday(self):
        today = self._now().date()
        return today + timedelta(days=7 - today.weekday())

    def _now(self):
        """Return this moment by the company's clock."""
        return datetime.now(pytz.timezone((self.company_id or self.env.company)._callcenter_tz()))

    @api.constrains("user_ids")
    def _check_readers(self):
        for user in self.user_ids:
            if not self._readable(user):
                raise ValidationError(self.env._("%(user)s has no right on the reports.", user=user.name))
            if not user.email:
                raise ValidationError(self.env._("%(user)s has no e-mail address.", user=user.name))

    def _readable(self, user):
        return self.env["callcenter.fact.queue"].with_user(user).has_access("read")

    def action_send(self):
        """Send it now, beside its days."""
        self.ensure_one()
        if not self.user_ids:
            raise UserError(self.env._("Choose who gets it."))
        self._send()
        note = {"message": self.last_result, "type": "success", "next": {"type": "ir.actions.act_window_close"}}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": note}

    @api.model
    def _cron_send(self):
        """Send those due; what was due while nothing ran is sent once."""
        for report in self.search([("next_date", "<=", fields.Date.today() + timedelta(days=1))]):
            now = report._now()
            if (report.next_date, report.hour) > (now.date(), now.hour):
                continue
            while report.next_date <= now.date():
                report.next_date += STEPS[report.every]
            report._send()

    def _send(self):
        people = self.with_context(active_test=False).user_ids
        readers = people.filtered(lambda user: user.active and user.email and self._readable(user))
        mails = self.env["mail.mail"]
        for user in readers:
            mails += self._mail(user)
        left_out = people - readers
        result = self.env._("Sent to %(count)s", count=len(readers))
        if left_out:
            names = ", ".join(left_out.mapped("name"))
            result += self.env._("; not to %(names)s: no right or address", names=names)
        self.write({"last_sent": fields.Datetime.now(), "last_result": result})
        return mails

    def _mail(self, user):
        """Return a mail with the board as its reader sees it, as a table, a workbook and a PDF."""
        mine = self.with_user(user).with_company(self.company_id).with_context(lang=user.lang, tz=user.tz)
        Board = mine.env["callcenter.dashboard"]
        yesterday = self._now().date() - timedelta(days=1)
        # sudo: callcenter.report.mail - its reader need not see who else gets it
        department = self.sudo().department_id.id
        board = Board._board(self.period, 0, department, yesterday)
        title = Board._title(board)
        files = [(f"{title}.xlsx", Board._xlsx(board)), (f"{title}.pdf", Board._pdf(board))]
        # sudo: mail.mail - outgoing, with nothing but what this reader may see; the files go with it
        return (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "subject": title,
                    "email_to": user.email_formatted,
                    "body_html": _body(title, Board._notes(board), Board._tables(board)),
                    "attachment_ids": [
                        fields.Command.create({"name": name, "raw": data, "res_model": "mail.message"})
                        for name, data in files
                    ],
                    "auto_delete": True,
                }
            )
        )


def _body(title, notes, tables):
    """Return the tables as HTML; all of it is escaped."""
    parts = [Markup("<h2>%s</h2>") % title, *[Markup("<p>%s</p>") % note for note in notes]]
    for table in tables:
        parts += [Markup("<h3>%s</h3>") % table["title"], _html_table(table)]
    return Markup("").join(parts)


def _html_table(table):
    head = Markup("").join(
        Markup('<th style="padding:2px 8px;text-align:%s">%s</th>') % (_side(unit), label)
        for label, unit in table["columns"]
    )
    rows = [
        Markup("").join(
            Markup('<td style="padding:2px 8px;text-align:%s">%s</td>')
            % (_side(unit), dashboard_sheet.words(unit, value))
            for value, unit in dashboard_sheet.cells(table, row)
        )
        for row in table["rows"]
    ]
    lines = Markup("").join(Markup("<tr>%s</tr>") % row for row in [head, *rows])
    return Markup('<table style="border-collapse:collapse">%s</table>') % lines


def _side(unit):
    return "left" if unit == "text" else "right"
