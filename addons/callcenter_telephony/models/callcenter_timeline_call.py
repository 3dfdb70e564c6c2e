from odoo import models


class CallcenterTimelineCall(models.AbstractModel):
    _inherit = "callcenter.timeline.call"

    def _timeline_rows(self, records):
        """Add ``recording_id`` (or False) of those that the user may hear, and its length ``recording_s``."""
        found = self.env["callcenter.recording"]
        if found.has_access("read"):
            there = [("call_id", "in", records.ids), ("sha256", "!=", False), ("deleted_at", "=", False)]
            found = found.search(there, order="id")
        first = {}
        for recording in found:
            first.setdefault(recording.call_id.id, recording)
        rows = super()._timeline_rows(records)
        for call, row in zip(records, rows, strict=True):
            recording = first.get(call.id, found.browse())
            row |= {"recording_id": recording.id, "recording_s": recording.seconds}
        return rows
