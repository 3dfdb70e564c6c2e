import os
import tempfile
from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import UserError

from ..tools import importing

MAX_MB = 100
# of a text Odoo would keep every word in the database; what calls itself a mere stream is looked at and found out
MEDIA_TYPE = "application/x-contact-list"


class CallcenterListFile(models.Model):
    """The files of a batch: what came in, and what could not be taken.

    Their attachments belong to nobody and to no record, so that no address of Odoo's gives them away: they are
    reached by the methods here alone, which ask for rights.
    """

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def _import_max_mb(self):
        """Return how large a file may be, in MB (system parameter ``callcenter_crm.import_max_mb``)."""
        return self._import_limit("callcenter_crm.import_max_mb", MAX_MB)

    @api.model
    def _import_too_large(self):
        return self._import_refusal(importing.Refused("too_large", limit=self._import_max_mb()))

    @api.model
    def _import_upload(self, name, stream, campaign_id, list_id):
        """Return the batch that has the file now.

        :param stream: the file, open for reading
        :param list_id: batch whose settings hold for this file too, 0 for none; without contacts it takes the file
        :raise AccessError: not the user's campaign or batch
        :raise UserError: it is being imported
        """
        # sudo: callcenter.list - an empty one, where no batch is to be followed
        like = self.browse(list_id)._import_check() if list_id else self.sudo().browse()
        campaign = like.campaign_id if like else self._import_campaign(campaign_id)
        if like:
            like._import_check_not("queued", "running")
        name = os.path.basename((name or "").replace("\\", "/"))[:200]
        attachment = self._import_attachment(name, stream.read())
        if like and like.state not in ("done", "undone"):
            like.file_id.unlink()
            vals = {"file_id": attachment.id, "file_name": name, "state": "draft", "error": False, "counted": {}}
            if like.name == self._import_name(like.file_name):
                vals["name"] = self._import_name(name)
            like.write(vals)
            return like.sudo(False)
        # sudo: callcenter.list - leaders make batches by loading files, rights to the campaign checked above
        batch = self.sudo().create(
            {
                "name": self._import_name(name),
                "campaign_id": campaign.id,
                "source_id": (like.source_id or campaign.source_id).id,
                "user_id": self.env.user.id,
                "file_id": attachment.id,
                "file_name": name,
                "columns": like.columns,
                "cleaning": like.cleaning,
                "template_id": like.template_id.id,
            }
        )
        return batch.sudo(False)

    @api.model
    def _import_name(self, file_name):
        """Return what a batch is called that nobody has given another name: as its file."""
        return os.path.splitext(file_name or "")[0] or self.env._("Import")

    @api.model
    def _import_attachment(self, name, data):
        # the superuser's and no record's: readable by nobody
        superuser = self.with_user(api.SUPERUSER_ID)
        return superuser.env["ir.attachment"].create({"name": name or "file", "raw": data, "mimetype": MEDIA_TYPE})

    @contextmanager
    def _import_path(self):
        """Give the path of the batch's file while it is read."""
        # sudo: ir.attachment - rights to the batch were checked by the method that a person called
        attachment = self.sudo().file_id
        if not attachment:
            raise UserError(self.env._("The batch has no file. Load one."))
        if attachment.store_fname:
            yield attachment._full_path(attachment.store_fname)
            return
        with tempfile.NamedTemporaryFile(prefix="callcenter-import-") as file:
            file.write(attachment.raw or b"")
            file.flush()
            yield file.name

    def _import_dropped_file(self):
        """Return the attachment with the rows that were not taken, the download being noted; empty if there is none.

        :raise AccessError: somebody else's batch, or one who may not see whole numbers
        """
        batch = self._import_check()
        if self.user_id != self.env.user and not self.env.user._callcenter_sees_numbers():
            raise self._import_numbers_hidden()
        if batch.dropped_id:
            self.env["callcenter.audit"]._note("download", self, count=batch.rows_dropped)
        return batch.dropped_id
