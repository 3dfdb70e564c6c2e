import base64
from pathlib import Path

from odoo import api, fields, models
from odoo.tools import SQL

from .. import settings
from ..archive import StoreFault
from ..archive.folder import FolderStore
from ..connector import wav
from .callcenter_recording_policy import KINDS

FAULTS = [("missing", "File missing"), ("changed", "File changed")]
SHORT_S = 1.0  # what a file may be shorter than the call says (metrics, section 3)


class CallcenterRecording(models.Model):
    """A recorded sound of a call. The file lies in the recordings folder of the settings, or in an archive."""

    _name = "callcenter.recording"
    _description = "Recording"
    _order = "recorded_at desc, id desc"

    node_id = fields.Many2one("callcenter.node", "Server", required=True, readonly=True, ondelete="restrict")
    call_id = fields.Many2one("callcenter.call", readonly=True, ondelete="cascade", index="btree_not_null")
    call_key = fields.Char(required=True, readonly=True, index=True)
    kind = fields.Selection(KINDS, "Sound", readonly=True, default="call")
    path = fields.Char(required=True, readonly=True, help="Below the recordings folder.")
    name = fields.Char("File", compute="_compute_name")
    recorded_at = fields.Datetime("Recorded", readonly=True, default=fields.Datetime.now)
    seconds = fields.Float("Length (s)", readonly=True, digits=(16, 1))
    expected_s = fields.Float("Expected (s)", readonly=True, help="Seconds connected less those paused.")
    size = fields.Integer("Bytes", readonly=True)
    sha256 = fields.Char("SHA-256", readonly=True)
    rule_id = fields.Many2one("callcenter.recording.rule", "Recorded by", readonly=True, ondelete="set null")
    rule_code = fields.Char(readonly=True, help="Number of the rule; agent: asked for in the call.")
    spans = fields.Json(readonly=True, help="When it was written: [[from, to]], seconds since 1970.")
    paused = fields.Json(readonly=True, help="When it was paused: [[from, to]], seconds since 1970.")
    paused_by = fields.Char(readonly=True)
    paused_s = fields.Float("Paused (s)", readonly=True, digits=(16, 1))
    peaks = fields.Binary(readonly=True, attachment=False)
    missing = fields.Boolean(compute="_compute_missing", search="_search_missing", help="The node had no such file.")
    short = fields.Boolean("Too Short", compute="_compute_missing", search="_search_short")
    state = fields.Selection(
        [("here", "On the server"), ("archived", "Archived"), ("deleted", "Deleted"), ("missing", "Missing")],
        compute="_compute_state",
    )
    store_id = fields.Many2one(
        "callcenter.recording.store", "Archive", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    archived_at = fields.Datetime("Moved", readonly=True)
    deleted_at = fields.Datetime("Deleted", readonly=True)
    policy_id = fields.Many2one("callcenter.recording.policy", "By Policy", readonly=True, ondelete="set null")
    leftover = fields.Selection(
        [("here", "On the server"), ("archive", "In the archive")], readonly=True, help="A file that is to go."
    )
    legal_hold = fields.Boolean(readonly=True, help="Is not deleted, whatever the policies say.")
    checked_at = fields.Datetime("Checked", readonly=True)
    fault = fields.Selection(FAULTS, "Damage", readonly=True)

    # of the call, to look for
    direction = fields.Selection(related="call_id.direction")
    result = fields.Selection(related="call_id.result")
    queue_id = fields.Many2one(related="call_id.queue_id")
    user_id = fields.Many2one(related="call_id.user_id", string="Agent")
    partner_id = fields.Many2one(related="call_id.partner_id")
    disposition_id = fields.Many2one(related="call_id.disposition_id")
    campaign_id = fields.Many2one(related="call_id.campaign_id")

    _path_uniq = models.UniqueIndex("(node_id, call_key, path)", "A recording is booked once.")
    _recorded_idx = models.Index("(recorded_at DESC, id DESC)")
    _leftover_idx = models.Index("(id) WHERE leftover IS NOT NULL")

    def init(self):
        """Rows from before the retention have the day of their booking."""
        self.env.cr.execute("UPDATE callcenter_recording SET recorded_at = create_date WHERE recorded_at IS NULL")

    @api.model
    def _taken(self, call_key):
        """A recording of the call has been booked. To be extended."""

    @api.depends("path")
    def _compute_name(self):
        for recording in self:
            recording.name = Path(recording.path or "").name

    @api.depends("call_id")
    def _compute_display_name(self):
        for recording in self:
            recording.display_name = recording.call_id.display_name or recording.name

    @api.depends("sha256", "seconds", "expected_s")
    def _compute_missing(self):
        for recording in self:
            recording.missing = not recording.sha256
            recording.short = bool(recording.sha256) and recording.seconds < recording.expected_s - SHORT_S

    @api.model
    def _search_missing(self, operator, value):
        return [("sha256", "=" if (operator == "in") == (True in value) else "!=", False)]

    @api.model
    def _search_short(self, operator, value):
        self.flush_model(["seconds", "expected_s", "sha256"])
        rows = self.env.execute_query(
            SQL("SELECT id FROM callcenter_recording WHERE sha256 IS NOT NULL AND seconds < expected_s - %s", SHORT_S)
        )
        return [("id", "in" if (operator == "in") == (True in value) else "not in", [row[0] for row in rows])]

    @api.depends("sha256", "store_id", "deleted_at")
    def _compute_state(self):
        for recording in self:
            if recording.deleted_at:
                recording.state = "deleted"
            elif not recording.sha256:
                recording.state = "missing"
            else:
                recording.state = "archived" if recording.store_id else "here"

    def _path_here(self):
        """Return the Path that the file has or had in the recordings folder, None for one that lies outside."""
        self.ensure_one()
        folder = settings.read()["recordings_dir"]
        if not folder:
            return None
        root = Path(folder).resolve()
        path = (root / self.path).resolve()
        return path if path.is_relative_to(root) and path != root else None

    def _file(self):
        """Return the Path of the sound on this machine, None when it is not there."""
        path = self._path_here()
        there = path and self.sha256 and not self.store_id and not self.deleted_at
        return path if there and path.is_file() else None

    def _open(self):
        """Return the archive.base.Store that has the file. Raises StoreFault."""
        self.ensure_one()
        if not self.sha256 or self.deleted_at:
            raise StoreFault("No such file or directory", missing=True)
        if self.store_id:
            # sudo: callcenter.recording.store - who may hear the recording need not see where it lies
            return self.sudo().store_id._open()
        if not settings.read()["recordings_dir"]:
            raise StoreFault("No such file or directory", missing=True)
        return FolderStore(settings.read()["recordings_dir"])

    def _pieces(self, start=0, length=None):
        """Return an iterator of bytes, wherever the file is. Raises StoreFault before the first piece."""
        return self._open().read(self.path, start, length)

    def wave(self):
        """Return the picture of the recording and what happened in it. Raises AccessError.

        ``lanes`` [[0 to 255]], customer then agent; in seconds of the file: ``seconds``, ``holds`` [[from, to]],
        ``pauses`` [[at, seconds that are not there]]; ``may_download``.
        """
        self.ensure_one()
        self.check_access("read")
        peaks = self._peaks()
        half = len(peaks) // 2
        return {
            "seconds": self.seconds,
            "lanes": [list(peaks[:half]), list(peaks[half:])] if half else [],
            "holds": self._holds(),
            "pauses": [[self._at(start), end - start] for start, end in self.paused or [] if end],
            "may_download": self._may_download(),
        }

    @api.model
    def _may_download(self):
        return self.env.user.has_group("callcenter_telephony.group_download")

    def _peaks(self):
        """Return the bytes of the picture; of a recording from before it was kept they are made once."""
        if not self.peaks and (path := self._file()):
            # sudo: callcenter.recording - nobody writes recordings; the picture is made of the file
            self.sudo().peaks = base64.b64encode(wav.measure(path)[3])
        return base64.b64decode(self.peaks or b"")

    def _holds(self):
        # sudo: callcenter.call.leg - the legs of a call that the user may hear
        legs = self.sudo().call_id.leg_ids
        spans = sorted(span for leg in legs for span in leg.hold or [] if None not in span)
        marked = [[self._at(start), self._at(end)] for start, end in spans] if self.spans else []
        return [[start, end] for start, end in marked if end > start]

    def _at(self, moment):
        """Return the second of the file that was written at ``moment``: what was not written takes no time in it."""
        written = 0.0
        for start, end in self.spans or []:
            if end is not None and moment > start:
                written += min(moment, end) - start
        return round(written, 3)
