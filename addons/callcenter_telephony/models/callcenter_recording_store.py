from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import NO_ACCESS

from .. import settings
from ..archive import StoreFault
from ..archive.folder import FolderStore
from ..archive.s3 import S3Store


class CallcenterRecordingStore(models.Model):
    """Where recordings are moved to. Its secret is written and never read again, by nobody."""

    _name = "callcenter.recording.store"
    _description = "Archive of Recordings"
    _order = "name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection([("folder", "Folder"), ("s3", "S3")], required=True, default="folder")
    folder = fields.Char(help="A path on the machine of Odoo, such as a mounted disk.")
    endpoint = fields.Char("Host", help="With the port where it is not the usual one, such as s3.example.com:9000.")
    secure = fields.Boolean("Encrypted (https)", default=True)
    bucket = fields.Char()
    prefix = fields.Char("Folder in the Bucket")
    region = fields.Char()
    access_key = fields.Char(copy=False)
    secret = fields.Char(groups=NO_ACCESS, copy=False)
    new_secret = fields.Char(
        "Secret Key", compute="_compute_new_secret", inverse="_inverse_new_secret", help="Is kept and shown to nobody."
    )
    has_secret = fields.Boolean("Secret Key Set", compute="_compute_has_secret")
    problem = fields.Char("Attention", readonly=True, copy=False)
    checked_at = fields.Datetime("Tried", readonly=True, copy=False)
    recording_count = fields.Integer("Recordings", compute="_compute_recording_count")

    def _compute_new_secret(self):
        self.new_secret = False

    def _inverse_new_secret(self):
        for store in self.filtered("new_secret"):
            # sudo: callcenter.recording.store - the field is nobody's to read or write
            store.sudo().secret = store.new_secret
        self.invalidate_recordset(["new_secret"], flush=False)

    def _compute_has_secret(self):
        for store in self:
            # sudo: callcenter.recording.store - whether there is one, not which
            store.has_secret = bool(store.sudo().secret)

    def _compute_recording_count(self):
        found = self.env["callcenter.recording"]._read_group([("store_id", "in", self.ids)], ["store_id"], ["__count"])
        counts = {store.id: count for store, count in found}
        for store in self:
            store.recording_count = counts.get(store.id, 0)

    @api.constrains("kind", "folder", "endpoint", "bucket")
    def _constrain_place(self):
        own = settings.read()["recordings_dir"]
        for store in self:
            if store.kind == "s3" and not (store.endpoint and store.bucket):
                raise ValidationError(self.env._("An S3 archive needs host and bucket."))
            if store.kind == "folder" and not (store.folder or "").startswith("/"):
                raise ValidationError(self.env._("Write the folder as a whole path, beginning with a slash."))
            if store.kind == "folder" and own:
                places = Path(store.folder).resolve(), Path(own).resolve()
                if places[0].is_relative_to(places[1]) or places[1].is_relative_to(places[0]):
                    raise ValidationError(self.env._("The archive must lie outside the folder of new recordings."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: callcenter.recording - whoever may delete archives, no recording may be lost
        if self.env["callcenter.recording"].sudo().search_count([("store_id", "in", self.ids)], limit=1):
            raise ValidationError(self.env._("Recordings lie in this archive: take it out of the policies instead."))

    def write(self, vals):
        place = {"kind", "folder", "endpoint", "bucket", "prefix"} & vals.keys()
        if place and self.filtered("recording_count"):
            raise UserError(self.env._("Recordings lie in this archive: make another one for the new place."))
        return super().write(vals)

    def action_check(self):
        """Write, read and delete a small file, and say how that went."""
        self.check_access("write")
        for store in self:
            store._note_problem(store._trouble())
        ok = not any(self.mapped("problem"))
        message = self.env._("The archive works.") if ok else "\n".join(filter(None, self.mapped("problem")))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if ok else "danger",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _trouble(self):
        try:
            self._open().check()
        except StoreFault as error:
            return str(error)
        return False

    def _note_problem(self, problem):
        self.write({"problem": problem, "checked_at": fields.Datetime.now()})

    def _open(self):
        """Return the archive.base.Store. Raises StoreFault."""
        self.ensure_one()
        # sudo: callcenter.recording.store - place and secret serve those who may hear a recording there
        own = self.sudo()
        if own.kind == "folder":
            return FolderStore(own.folder)
        keys = own.access_key or "", own.secret or ""
        more = {"prefix": own.prefix or "", "region": own.region or "", "secure": own.secure}
        return S3Store(own.endpoint, own.bucket, *keys, **more)
