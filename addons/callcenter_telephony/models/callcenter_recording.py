from pathlib import Path

from odoo import api, fields, models

from .. import settings


class CallcenterRecording(models.Model):
    """A recorded sound of a call; the file lies in the recordings folder of the settings."""

    _name = "callcenter.recording"
    _description = "Recording"
    _order = "id desc"

    node_id = fields.Many2one("callcenter.node", "Server", required=True, readonly=True, ondelete="restrict")
    call_id = fields.Many2one("callcenter.call", readonly=True, ondelete="cascade", index="btree_not_null")
    call_key = fields.Char(required=True, readonly=True, index=True)
    path = fields.Char(required=True, readonly=True, help="Below the recordings folder.")
    name = fields.Char("File", compute="_compute_name")
    seconds = fields.Float("Length (s)", readonly=True, digits=(16, 1))
    size = fields.Integer("Bytes", readonly=True)
    sha256 = fields.Char(readonly=True)
    missing = fields.Boolean(compute="_compute_missing", help="The node had no such file.")

    _path_uniq = models.UniqueIndex("(node_id, call_key, path)", "A recording is booked once.")

    @api.depends("path")
    def _compute_name(self):
        for recording in self:
            recording.name = Path(recording.path or "").name

    @api.depends("sha256")
    def _compute_missing(self):
        for recording in self:
            recording.missing = not recording.sha256

    def _file(self):
        """Return the Path of the sound, or None when it is missing or lies outside the recordings folder."""
        self.ensure_one()
        folder = settings.read()["recordings_dir"]
        if not folder or not self.sha256:
            return None
        root = Path(folder).resolve()
        path = (root / self.path).resolve()
        return path if path.is_relative_to(root) and path.is_file() else None
