import time

from odoo import api, fields, models
from odoo.tools.misc import formatLang

from .callcenter_list import BUSY
from .callcenter_list_run import Cancelled

NOTIFICATION = "callcenter.import"
# seconds between two words on how far it is
PAUSE = 0.5


class CallcenterListState(models.Model):
    """How an import stands, for the screen: asked for, and told by the bus while it runs."""

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def import_state(self):
        """Return how the import stands.

        :returns: ``{"list_id", "name", "campaign", "file_name", "state", "progress" (0 to 1), "rows" (read so far),
            "total", "rate" (rows a second), "left_s", "seconds", "taken", "dropped", "reasons": [{"code", "label",
            "help", "count"}] the most frequent first, "error", "sample_dropped": [{"line", "name", "number", "reason",
            "note"}], "dropped_url", "can_undo", "undo_note", "undone", "stayed", "can_cancel", "can_run_again",
            "added": [{"field", "label", "items"}], "emptied", "left_empty": [{"label", "count", "values": [{"text",
            "count"}]}] of the columns some of whose values were left out, the most frequent values first, "located",
            "template", "cleaning", "finished_at"}``
        """
        batch = self._import_check()
        taken_away = batch._import_undo_counts() if batch.state == "done" else (0, 0)
        reasons = self._import_reasons()
        return {
            **batch._import_light(),
            "name": batch.name,
            "campaign": {"id": batch.campaign_id.id, "name": batch.campaign_id.name},
            "file_name": batch.file_name,
            "reasons": [
                {"code": code, "label": reasons[code][0], "help": reasons[code][1], "count": count}
                for code, count in sorted((batch.reasons or {}).items(), key=lambda pair: -pair[1])
            ],
            "sample_dropped": [
                {
                    **row,
                    **{key: self._import_shown(row[key] or "") for key in ("name", "number", "note")},
                    "reason": reasons[row["reason"]][0],
                }
                for row in batch.samples or ()
            ],
            "dropped_url": f"/callcenter/import/{self.id}/dropped" if batch.dropped_id else False,
            "can_undo": bool(taken_away[0]),
            "undo_note": self._import_undo_note(*taken_away) if batch.state == "done" else "",
            "undone": batch.undone_count,
            "stayed": batch.stayed_count,
            "can_cancel": batch.state in BUSY,
            "can_run_again": batch.state in ("failed", "cancelled", "undone") and bool(batch.columns),
            "added": batch.added or [],
            "emptied": batch.emptied,
            "left_empty": [
                {**column, "values": [{**row, "text": self._import_shown(row["text"])} for row in column["values"]]}
                for column in batch.left_empty or ()
            ],
            "located": batch.located,
            "template": {"id": batch.template_id.id, "name": batch.template_id.name} if batch.template_id else False,
            "cleaning": batch._import_cleaning(batch.cleaning),
            "finished_at": fields.Datetime.to_string(batch.finished_at) if batch.finished_at else False,
        }

    def _import_light(self, part=None, rows=None):
        """Return the part of the state that is told while it runs."""
        if part is None:
            progress = self.env["callcenter.list.progress"].search([("list_id", "=", self.id)])
            part = progress.part if self.state in BUSY else float(self.state in ("done", "undone"))
            rows = progress.rows if self.state in BUSY else self.rows_total
        end = self.finished_at or fields.Datetime.now()
        seconds = max((end - self.started_at).total_seconds(), 0.1) if self.started_at else 0
        running = self.state == "running" and part
        return {
            "list_id": self.id,
            "state": self.state,
            "progress": part,
            "rows": rows,
            "total": self.rows_total or rows,
            "rate": round(rows / seconds) if seconds and rows else 0,
            "left_s": round(seconds * (1 - part) / part) if running else None,
            "seconds": round(seconds),
            "taken": self.rows_taken,
            "dropped": self.rows_dropped,
            "error": self.error or False,
        }

    @api.model
    def _import_reasons(self):
        """Return ``{reason: (label, what it means)}``."""
        return {
            "missing": (
                self.env._("Required Value Missing"),
                self.env._("The number or another required field is empty."),
            ),
            "bad": (self.env._("Bad Number"), self.env._("The number of digits is wrong, or there is no such range.")),
            "value": (
                self.env._("Value Does Not Fit"),
                self.env._("A cell does not fit its field, such as text in a date."),
            ),
            "item": (
                self.env._("Unknown Value"),
                self.env._("Not in the dictionary of its field, or no or several users, customers or products fit."),
            ),
            "twin": (
                self.env._("Value Taken Already"),
                self.env._("A field that must be unique: another contact or an earlier row has the value."),
            ),
            "do_not_call": (self.env._("Do Not Call"), self.env._("The person has asked not to be called.")),
            "blacklist": (self.env._("Blacklist"), self.env._("The number, or the range it is in, is blacklisted.")),
            "campaign": (
                self.env._("In the Campaign Already"),
                self.env._("The number is in another batch of this campaign."),
            ),
            "campaigns": (
                self.env._("In Another Campaign"),
                self.env._("The number is in another campaign of the company."),
            ),
            "customers": (self.env._("Customer Already"), self.env._("A customer has this number.")),
            "file": (
                self.env._("Repeated in the File"),
                self.env._("The same number comes several times in this file."),
            ),
        }

    def _import_notify(self, part=None, rows=None):
        """Tell who started it how the import stands."""
        self.user_id._bus_send(NOTIFICATION, self._import_light(part, rows))

    def _import_teller(self):
        """Return the function ``tell(part, rows, last=False)`` that the import calls every now and then.

        It writes how far the import is and looks whether it was called off, by a cursor of its own, as nothing of the
        import itself is to be seen before it is whole; a few times a second at most.

        :raise Cancelled: from ``tell``
        """
        last_told = time.monotonic()

        def tell(part, rows, last=False):
            nonlocal last_told
            if not last and time.monotonic() - last_told < PAUSE:
                return
            last_told = time.monotonic()
            with self.env.registry.cursor() as cr:
                self.with_env(self.env(cr=cr))._import_told(part, rows, last)

        return tell

    def _import_told(self, part, rows, last):
        progress = self.env["callcenter.list.progress"].search([("list_id", "=", self.id)])
        # the database's own word: a row that was just changed by a cancel is waited for, not fallen over
        if progress.cancel:
            raise Cancelled
        progress.write({"part": part, "rows": rows, "at": fields.Datetime.now()})
        if not last:
            self._import_notify(part, rows)

    # the undo

    def _import_undo_note(self, goes, stays):
        goes_text, stays_text = (formatLang(self.env, count, digits=0) for count in (goes, stays))
        if not goes:
            return self.env._("Nothing can be undone: all contacts have been called, followed up or allocated.")
        if not stays:
            return self.env._("Undo deletes these %(goes)s contacts.", goes=goes_text)
        return self.env._(
            "Undo deletes %(goes)s contacts. %(stays)s stay: they have been called, followed up or allocated. "
            "Those that were only allocated go too once they are recalled.",
            goes=goes_text,
            stays=stays_text,
        )
