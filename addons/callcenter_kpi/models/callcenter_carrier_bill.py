import base64
import binascii
import hashlib
import tempfile
from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.callcenter_crm.tools import importing
from odoo.addons.callcenter_crm.tools.importing.numbers import clean

from .. import carrier_bill

MOST_MB = 20
# of what could not be read so many rows are named
NAMED = 50


class CallcenterCarrierBill(models.Model):
    """What a carrier says was called: a file that is read when it comes in and compared day by day with the ledger.

    A bill is not corrected but deleted, and its file loaded again.
    """

    _name = "callcenter.carrier.bill"
    _description = "Carrier's Bill"
    _order = "first_day desc, id desc"

    name = fields.Char(required=True)
    layout_id = fields.Many2one("callcenter.carrier.layout", "Carrier", required=True, ondelete="restrict", index=True)
    file = fields.Binary(required=True, attachment=True)
    digest = fields.Char(readonly=True, copy=False, index="btree_not_null")
    first_day = fields.Date("From", readonly=True)
    last_day = fields.Date("To", readonly=True)
    line_ids = fields.One2many("callcenter.carrier.line", "bill_id", "Lines", readonly=True)
    lines = fields.Integer(readonly=True)
    seconds = fields.Float("Duration (s)", readonly=True)
    wrong = fields.Integer("Not Read", readonly=True, help="Rows without a number, a begin or a duration.")
    wrong_text = fields.Text("Rows Not Read", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        bills = super().create(vals_list)
        for bill in bills:
            bill._read_file()
        return bills

    def write(self, vals):
        if {"file", "layout_id"} & vals.keys():
            raise UserError(self.env._("A bill is not changed. Delete it and load the file again."))
        return super().write(vals)

    def unlink(self):
        days = self._days()
        done = super().unlink()
        self.env["callcenter.reconciliation"]._mark_due(days)
        return done

    def action_open_differences(self):
        """Open what differs between the bill's days and the ledger."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Differences"),
            "res_model": "callcenter.reconciliation.difference",
            "views": [(False, "list")],
            "domain": [("kind", "=", "carrier"), ("day", "in", self._days())],
        }

    def action_open_lines(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Lines"),
            "res_model": "callcenter.carrier.line",
            "views": [(False, "list")],
            "domain": [("bill_id", "in", self.ids)],
        }

    # reading

    def _read_file(self):
        """Take the lines of the file. Raises UserError where it is none, or was read before."""
        data = self._data()
        lines, wrong = self._sides(data)
        if not lines:
            raise UserError(
                self.env._("No line of the file could be read: %(rows)s", rows=self._told(wrong[:5]) or "–")
            )
        # days of the reconciliation, whatever the carrier's clock
        zone = pytz.timezone(self.env.company._callcenter_tz())
        moments = [fields.Datetime.to_datetime("1970-01-01") + timedelta(seconds=line.start) for line in lines]
        days = [pytz.utc.localize(moment).astimezone(zone).date() for moment in (min(moments), max(moments))]
        self.write(
            {
                "digest": hashlib.sha256(data).hexdigest(),
                "first_day": days[0],
                "last_day": days[1],
                "lines": len(lines),
                "seconds": sum(line.seconds for line in lines),
                "wrong": len(wrong),
                "wrong_text": self._told(wrong[:NAMED]),
            }
        )
        self._keep(lines, moments)
        self._have_compared()

    def _data(self):
        try:
            data = base64.b64decode(self.with_context(bin_size=False).file or b"", validate=True)
        except binascii.Error:
            data = b""
        if len(data) > MOST_MB << 20:
            raise UserError(self.env._("The file is larger than %(limit)s MB. Split it.", limit=MOST_MB))
        before = self.search([("digest", "=", hashlib.sha256(data).hexdigest()), ("id", "!=", self.id)], limit=1)
        if before:
            raise UserError(self.env._("This file was loaded before as “%(name)s”.", name=before.name))
        return data

    def _sides(self, data):
        """Return ``(lines, wrong)`` as :func:`carrier_bill.sides` gives them."""
        with tempfile.NamedTemporaryFile(prefix="callcenter-bill-") as file:
            file.write(data)
            file.flush()
            try:
                options = importing.probe(file.name, self.name).options()
                header = importing.preview(file.name, options, 1).header
                columns = self._columns(header)
                rows = importing.rows(file.name, options)
                return carrier_bill.sides(rows, columns, self.layout_id.tz, clean)
            except importing.Refused as refused:
                raise UserError(self.env["callcenter.list"]._import_refusal(refused)) from None

    def _columns(self, header):
        """Return where number, begin and duration stand. Raises UserError where one is not there."""
        titles = {title.strip().casefold(): at for at, title in reversed(list(enumerate(header)))}
        wanted = {name: self.layout_id[f"{name}_column"] for name in ("number", "start", "seconds")}
        missing = [title for title in wanted.values() if title.strip().casefold() not in titles]
        if missing:
            raise UserError(
                self.env._(
                    "The file has no column “%(missing)s”. It has: %(there)s.",
                    missing="”, “".join(missing),
                    there=", ".join(header)[:500],
                )
            )
        return {name: titles[title.strip().casefold()] for name, title in wanted.items()}

    def _told(self, wrong):
        """Return the rows that could not be read, a line each."""
        names = {name: self.layout_id[f"{name}_column"] for name in ("number", "start", "seconds")}
        return "\n".join(
            self.env._("Row %(row)s, %(column)s: %(text)s", row=row, column=names[column], text=text[:80] or "–")
            for row, column, text in wrong
        )

    def _keep(self, lines, moments):
        self.env.cr.execute(
            SQL(
                """INSERT INTO callcenter_carrier_line (bill_id, row, number, start, seconds)
                   SELECT %s, * FROM unnest(%s::int[], %s::text[], %s::timestamp[], %s::float[])""",
                self.id,
                [line.ref for line in lines],
                [line.number for line in lines],
                moments,
                [line.seconds for line in lines],
            )
        )
        self.env["callcenter.carrier.line"].invalidate_model()

    # comparing

    def _days(self):
        """Return the days on the bills."""
        return sorted(
            {
                bill.first_day + timedelta(days=number)
                for bill in self
                if bill.first_day
                for number in range((bill.last_day - bill.first_day).days + 1)
            }
        )

    def _have_compared(self):
        self.env["callcenter.reconciliation"]._mark_due(self._days())
