import hashlib
import math

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..archive import StoreFault

BATCH = 20


class CallcenterRecording(models.Model):
    """Integrity: is each file still what was taken in? By hand, and each month for a share of all."""

    _inherit = "callcenter.recording"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model
    def _cron_check(self):
        """Check the share of each server's recordings that this month wants, those first that waited longest."""
        month = fields.Datetime.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        for node in self.env["callcenter.node"].search([("check_percent", ">", 0)]):
            alive = [("node_id", "=", node.id), ("sha256", "!=", False), ("deleted_at", "=", False)]
            wanted = math.ceil(self.search_count(alive) * node.check_percent / 100)
            left = wanted - self.search_count([*alive, ("checked_at", ">=", month)])
            due = [*alive, "|", ("checked_at", "=", False), ("checked_at", "<", month)]
            while left > 0 and (found := self.search(due, order="checked_at NULLS FIRST, id", limit=min(left, BATCH))):
                found._check_files()
                left -= len(found)
                if not self.env["ir.cron"]._commit_progress(len(found), remaining=max(left, 0)):
                    return

    def action_check(self):
        """Compare the files with what was taken in, now."""
        if not self.env.user.has_group("callcenter_crm.group_manager") and not self.env.user._is_admin():
            raise AccessError(self.env._("Only managers may do this."))
        self.check_access("read")
        # sudo: callcenter.recording - nobody writes recordings; the check books what it found
        self.sudo()._check_files()
        bad = self.filtered("fault")
        message = self.env._("Checked: %(count)s. Damaged: %(bad)s.", count=len(self), bad=len(bad))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if bad else "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _check_files(self):
        for recording in self.filtered(lambda row: row.sha256 and not row.deleted_at):
            try:
                found = recording._digest()
            except StoreFault as error:
                if error.missing:
                    recording._book_fault("missing")
                else:
                    recording.store_id._note_problem(str(error))  # the archive is away: that says nothing of the file
                continue
            recording._book_fault(False if found == recording.sha256 else "changed")

    def _book_fault(self, fault):
        self.write({"fault": fault, "checked_at": fields.Datetime.now()})

    def _digest(self):
        """Return the sha256 of the file as it is. Raises StoreFault."""
        found = hashlib.sha256()
        for piece in self._pieces():
            found.update(piece)
        return found.hexdigest()
