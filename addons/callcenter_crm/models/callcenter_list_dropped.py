import tempfile

from odoo import models
from odoo.tools import SQL

from ..tools import importing, intake, intake_reasons
from .callcenter_list_stage import STAGE, TAKEN, VERDICT

PAGE = 5_000
# so many rows of each reason are shown on the screen
SHOWN = 3
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CallcenterListDropped(models.Model):
    """Every row that was not taken comes back: its line, why, and what it met, beside what stood in it."""

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _import_dropped(self, reader, cleaning, count):
        """Write the file of the rows that were not taken.

        :returns: its attachment (none if all were taken), and a few rows of each reason for the screen
        """
        if not count:
            return self.env["ir.attachment"], []
        samples, header = [], self._import_header()
        labels = {code: label for code, (label, _help) in self._import_reasons().items()}

        def rows():
            shown = {}
            for row in self._import_dropped_rows(reader, cleaning):
                if shown.setdefault(row["reason"], 0) < SHOWN:
                    shown[row["reason"]] += 1
                    samples.append({key: row[key] for key in ("line", "name", "number", "reason", "note")})
                yield [str(row["line"]), labels[row["reason"]], row["note"], *row["cells"]]

        titles = [self.env._("Row"), self.env._("Reason"), self.env._("Note"), *header]
        with tempfile.NamedTemporaryFile(prefix="callcenter-import-", suffix=".xlsx") as file:
            importing.write_dropped(file.name, titles, rows())
            file.seek(0)
            data = file.read()
        name = self.env._("%(batch)s - not imported.xlsx", batch=self.name)
        attachment = self._import_attachment(name, data)
        attachment.mimetype = MEDIA_TYPE
        return self.env["ir.attachment"].browse(attachment.id), samples

    def _import_header(self):
        said = {column["index"]: column["header"] for column in self.columns}
        known = (self.options or {}).get("header") or [said.get(index, "") for index in range(max(said) + 1)]
        return list(known)

    def _import_dropped_rows(self, reader, cleaning):
        """Yield ``{"line", "reason", "note", "name", "number", "cells"}`` of the rows not taken, in order."""
        name = next((column.index for column in reader.columns if column.name == "name"), None)
        last = -1
        while page := self._import_dropped_page(cleaning, last):
            last = page[-1]["line"]
            bans = self._import_bans({row["banned"] for row in page if row["banned"]})
            for row in page:
                cells = (row["raw"] or "").split(intake.SEPARATOR)
                reason = intake_reasons.reason(row["flags"], cleaning)
                yield {
                    "line": row["line"],
                    "reason": reason,
                    "note": self._import_note(reason, row, cells, reader, bans),
                    "name": _cell(cells, name),
                    "number": _cell(cells, reader.number),
                    "cells": cells,
                }

    def _import_dropped_page(self, cleaning, last):
        """Return the next rows not taken after line ``last``, with the names of what they met.

        Whose the contact is that a number was met in is told of people in the user's own scope only.
        """
        users = self.env.user._callcenter_scope_user_ids("contact")
        seen = SQL("TRUE") if users is None else SQL("c.user_id = ANY(%s)", list(users))
        customers = self.env["res.partner"].sudo(False)._search([]).subselect()
        met = SQL("v.here") if cleaning["campaign"] else SQL("NULL::int4")
        self.env.cr.execute(
            SQL(
                """
                WITH page AS MATERIALIZED (
                    SELECT v.*, CASE WHEN v.flags & %(campaign)s > 0 THEN coalesce(%(met)s, v.there) ELSE v.there END
                           AS met
                      FROM %(verdict)s v
                     WHERE v.line > %(last)s AND NOT EXISTS (
                               SELECT FROM %(taken)s t WHERE t.line = v.line)
                     ORDER BY v.line LIMIT %(limit)s
                )
                SELECT page.line, page.flags, page.first_line, page.banned, s.detail, s.raw,
                       l.name AS list, k.name AS campaign, CASE WHEN %(seen)s THEN agent.name END AS agent,
                       CASE WHEN p.id IN %(customers)s THEN p.name END AS customer
                  FROM page JOIN %(stage)s s ON s.line = page.line
                  LEFT JOIN callcenter_contact c ON c.id = page.met
                  LEFT JOIN callcenter_list l ON l.id = c.list_id
                  LEFT JOIN callcenter_campaign k ON k.id = c.campaign_id
                  LEFT JOIN res_users u ON u.id = c.user_id
                  LEFT JOIN res_partner agent ON agent.id = u.partner_id
                  LEFT JOIN res_partner p ON p.id = page.customer
                 ORDER BY page.line
                """,
                verdict=VERDICT,
                taken=TAKEN,
                stage=STAGE,
                campaign=intake_reasons.CAMPAIGN,
                met=met,
                last=last,
                limit=PAGE,
                seen=seen,
                customers=customers,
            )
        )
        return self.env.cr.dictfetchall()

    def _import_bans(self, ids):
        """Return ``{id: what the blacklist says}``."""
        if not ids:
            return {}
        # sudo: callcenter.blacklist - why a number is not called is told to who wants to call it
        rows = self.env["callcenter.blacklist"].sudo().browse(sorted(ids))
        return {
            row.id: " ".join(
                part for part in (row.create_date and row.create_date.strftime("%Y-%m-%d"), row.reason) if part
            )
            for row in rows
        }

    def _import_note(self, reason, row, cells, reader, bans):
        match reason:
            case "bad":
                return self._import_note_number(row["detail"], _cell(cells, reader.number))
            case "missing" | "value" | "item" | "twin":
                return self._import_note_cell(reason, row["detail"], cells, reader)
            case "do_not_call" | "blacklist":
                return bans.get(row["banned"], "")
            case "campaign" | "campaigns":
                return self._import_note_met(reason, row)
            case "customers":
                return self.env._("Customer: %(name)s", name=row["customer"]) if row["customer"] else ""
        if row["first_line"] == row["line"]:
            return self.env._("The same number comes again further down")
        return self.env._("Same number as line %(line)s", line=row["first_line"])

    def _import_note_number(self, problem, text):
        digits = sum(map(str.isdigit, text))
        return {
            "short": self.env._("Only %(count)s digits", count=digits),
            "long": self.env._("%(count)s digits are too many", count=digits),
            "rounded": self.env._("Rounded by a spreadsheet: make the column text before saving"),
            "letters": self.env._("Not a phone number"),
            "unknown": self.env._("No such number range"),
        }.get(problem, "")

    def _import_note_cell(self, reason, detail, cells, reader):
        if not (detail or "").isdecimal():
            return self.env._("The number is empty")
        column = reader.columns[int(detail)]
        values = {"header": column.header or column.name, "text": _cell(cells, column.index)[:60]}
        if reason == "missing":
            return self.env._("“%(header)s” is empty", **values)
        if reason == "twin":
            return self.env._("“%(header)s”: “%(text)s” is taken already", **values)
        if reason == "item" and column.kind in ("item", "items"):
            return self.env._("“%(header)s”: “%(text)s” is not in the dictionary", **values)
        if reason == "item":
            return self.env._("“%(header)s”: nothing or several fit “%(text)s”", **values)
        return self.env._("“%(header)s”: “%(text)s” does not fit", **values)

    def _import_note_met(self, reason, row):
        parts = [self.env._("campaign “%(name)s”", name=row["campaign"])] if reason == "campaigns" else []
        if row["list"]:
            parts.append(self.env._("batch “%(name)s”", name=row["list"]))
        if row["agent"]:
            parts.append(self.env._("agent %(name)s", name=row["agent"]))
        return ", ".join(parts)


def _cell(cells, index):
    return cells[index] if index is not None and index < len(cells) else ""
