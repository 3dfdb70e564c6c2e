import hashlib
import json
import time

from odoo import models

from ..tools import importing, intake_reasons
from .callcenter_list_state import PAUSE

# what changes how a row is judged; everything else only changes what is made of it
JUDGING = ("values", "items", "required", "blacklist")
# of a longer file the beginning is counted, and taken up to the whole: a person waits for the answer
MOST = 200_000
NOTIFICATION = "callcenter.import.count"


class CallcenterListCount(models.Model):
    """What the choices of the cleaning would do, before anything is done."""

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def import_count(self, columns, cleaning):
        """Return what would be taken and what each choice would drop.

        :returns: ``{"rows", "taken", "dropped", "reasons": {reason: rows}, "choices": {choice: rows}, "estimated",
            "error"}``: ``reasons`` with all choices together, ``choices`` each by itself, see
            :func:`intake_reasons.each_choice`; ``estimated`` where the file is so long that only its beginning was
            counted
        """
        batch = self._import_check()
        self._import_check_not("queued", "running", "done")
        columns = self._import_columns(columns)
        cleaning = self._import_check_cleaning(cleaning)
        try:
            histogram = self._import_histogram(batch, columns, cleaning)
        except importing.Refused as refused:
            return {"error": self._import_refusal(refused)}
        read = sum(histogram.values())
        rows = max(batch.rows_total, read) if read >= MOST else read

        def scaled(counts):
            return {name: round(count * rows / read) if read else 0 for name, count in counts.items()}

        reasons = scaled(intake_reasons.counted(histogram, cleaning))
        reasons.pop("", 0)
        dropped = sum(reasons.values())
        return {
            "rows": rows,
            "taken": rows - dropped,
            "dropped": dropped,
            "reasons": reasons,
            "choices": scaled(intake_reasons.each_choice(histogram)),
            "estimated": rows > read,
            "error": False,
        }

    def _import_histogram(self, batch, columns, cleaning):
        """Return ``{flags: rows}``, from the last time where only choices that need no new look have changed."""
        judged = [columns, batch.options, [cleaning[name] for name in JUDGING]]
        key = hashlib.sha256(json.dumps(judged, sort_keys=True).encode()).hexdigest()
        counted = batch.counted or {}
        if counted.get("key") != key:
            batch._import_stage(columns, cleaning, batch._import_count_teller(), most=MOST)
            histogram = batch._import_judge(cleaning)
            counted = {"key": key, "flags": {str(flags): rows for flags, rows in histogram.items()}}
            batch.write({"counted": counted, "rows_total": batch._import_rows(sum(histogram.values()))})
        return {int(flags): rows for flags, rows in counted["flags"].items()}

    def _import_rows(self, read):
        """Return how many rows the file has, ``read`` or the first :data:`MOST` of which have been read."""
        if self.rows_total or read < MOST:
            return max(self.rows_total, read)
        with self._import_path() as path:
            return importing.count(path, importing.Options.from_dict(self.options))

    def _import_count_teller(self):
        """Return the function ``tell(rows)`` that lets who counts see how far it is: ``{"list_id", "rows", "total"}``.

        A word every :data:`PAUSE` seconds, by a cursor of its own: what is sent otherwise arrives at the end.
        """
        last_told = time.monotonic()
        word = {"list_id": self.id, "total": min(self.rows_total or MOST, MOST)}

        def tell(rows):
            nonlocal last_told
            if time.monotonic() - last_told < PAUSE:
                return
            last_told = time.monotonic()
            with self.env.registry.cursor() as cr:
                self.env.user.with_env(self.env(cr=cr))._bus_send(NOTIFICATION, {**word, "rows": rows})

        return tell
