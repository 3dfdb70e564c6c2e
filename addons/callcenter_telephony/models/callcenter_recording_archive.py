import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..archive import StoreFault

_logger = logging.getLogger(__name__)
BATCH = 50
HERE = [("store_id", "=", False), ("sha256", "!=", False), ("fault", "=", False)]


class CallcenterRecording(models.Model):
    """Retention: moved to an archive, deleted when the time is up, kept where the law wants it.

    A row first says what holds, is committed, and only then the old file goes (``leftover`` until it is gone): whenever
    the work is cut off, no row names a file that is not there, and the next run goes on.
    """

    _inherit = "callcenter.recording"

    @api.model
    def _cron_keep(self):
        """Delete and move what is due by the policies, some at a time."""
        self._remove_leftovers()
        for policy, domain in self.env["callcenter.recording.policy"]._work():
            if policy.delete_days:
                due = domain & policy._due(policy.delete_days) & Domain("legal_hold", "=", False)
                if not self._in_batches(due, lambda recordings, by=policy: recordings._delete_by(by)):
                    return
            if policy.store_id.active:
                due = domain & policy._due(policy.keep_days) & Domain(HERE)
                if not self._in_batches(due, lambda recordings, by=policy: recordings._move_to(by)):
                    return

    @api.model
    def _in_batches(self, domain, work):
        """Do ``work`` on all recordings of the domain until it gives False; False when the time of this run is over."""
        last, going = 0, True
        while going and (found := self.search(domain & Domain("id", ">", last), limit=BATCH, order="id")):
            last = found[-1].id
            going = work(found)
            if not self.env["ir.cron"]._commit_progress(len(found)):
                return False
            self._remove_leftovers()
        return True

    def _move_to(self, policy):
        """Copy to the policy's archive, checked byte by byte, and book that; False when the archive is at fault."""
        store = policy.store_id
        for recording in self:
            source = recording._file()
            if source is None:
                recording._book_fault("missing")
                continue
            try:
                store._open().put(recording.path, source, recording.sha256)
            except StoreFault as error:
                _logger.warning("recording %s cannot be moved to %s: %s", recording.id, store.name, error)
                store._note_problem(str(error))
                return False
            recording.write(
                {"store_id": store.id, "archived_at": fields.Datetime.now(), "policy_id": policy.id, "leftover": "here"}
            )
        if store.problem:
            store._note_problem(False)
        return True

    def _delete_by(self, policy):
        """Book that the files are deleted, by which policy; the rows stay and explain it."""
        for recording in self.filtered(lambda row: not row.legal_hold):
            recording.write(
                {
                    "deleted_at": fields.Datetime.now(),
                    "policy_id": policy.id,
                    "leftover": "archive" if recording.store_id else "here",
                    "peaks": False,
                }
            )
        return True

    @api.model
    def _remove_leftovers(self):
        """Remove the files that no row needs any more."""
        for recording in self.search([("leftover", "!=", False)], limit=10 * BATCH):
            try:
                if recording.leftover == "archive":
                    recording.store_id._open().delete(recording.path)
                elif path := recording._path_here():
                    path.unlink(missing_ok=True)
            except (StoreFault, OSError) as error:
                _logger.warning("file of recording %s cannot be removed: %s", recording.id, error)
                continue
            recording.leftover = False

    def action_hold(self):
        """Keep the files whatever the policies say."""
        self._set_hold(True)

    def action_release(self):
        self._set_hold(False)

    def _set_hold(self, hold):
        if not self.env.user.has_group("callcenter_crm.group_manager") and not self.env.user._is_admin():
            raise AccessError(self.env._("Only managers may do this."))
        self.check_access("read")
        # sudo: callcenter.recording - nobody writes recordings; this act is checked above and written down
        self.sudo().legal_hold = hold
        words = self.env._("legal hold") if hold else self.env._("legal hold ended")
        self.env["callcenter.audit"]._note("change", self, detail=words)
