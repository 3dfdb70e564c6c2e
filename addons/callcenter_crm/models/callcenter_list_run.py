import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools import importing

_logger = logging.getLogger(__name__)
# a batch that a stopping server interrupted so often is given up
STARTS = 3
LOCK = 0x1157


class Cancelled(Exception):
    """Somebody has called the import off."""


class CallcenterListRun(models.Model):
    """A file is imported in the background: whole or not at all.

    All of it is one transaction. A server that stops in the middle takes it back; the batch is then still “running”,
    but nobody holds its lock, so that the next turn of the job starts it again from the beginning.
    """

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def import_run(self, columns, cleaning):
        """Queue the file to be imported; returns the state, see ``import_state``.

        :param columns: ``[{"index", "header", "field"}]``
        :param cleaning: see ``CLEANING``
        """
        batch = self._import_check()
        self._import_check_not("queued", "running", "done")
        batch._import_queue(self._import_columns(columns), self._import_check_cleaning(cleaning))
        return self.import_state()

    def import_again(self):
        """Import the same file once more with the same settings: after an undo, a failure or a cancel."""
        batch = self._import_check()
        self._import_check_not("draft", "queued", "running", "done")
        batch._import_queue(self._import_columns(batch.columns), self._import_check_cleaning(batch.cleaning))
        return self.import_state()

    def _import_queue(self, columns, cleaning):
        if not self.file_id:
            raise UserError(self.env._("The batch has no file. Load one."))
        self.dropped_id.unlink()
        self.write(
            {
                "state": "queued",
                "columns": columns,
                "cleaning": cleaning,
                # field rights and what is left visible are those of who starts it
                "user_id": self.env.user.id,
                "department_id": self._import_department().id,
                "rows_taken": 0,
                "rows_dropped": 0,
                "reasons": {},
                "samples": [],
                "added": [],
                "emptied": 0,
                "left_empty": [],
                "located": 0,
                "undone_count": 0,
                "stayed_count": 0,
                "error": False,
                "started_at": False,
                "finished_at": False,
            }
        )
        progress = self.env["callcenter.list.progress"]
        progress.search([("list_id", "=", self.id)]).unlink()
        progress.create({"list_id": self.id})
        self.env.ref("callcenter_crm.callcenter_list_cron_import")._trigger()

    def _import_department(self):
        """Return the department whose the contacts become: of who sees a part of the contacts only, the own one."""
        user = self.env.user
        if user._callcenter_scope("contact") == "all":
            return self.env["callcenter.department"]
        # sudo: callcenter.department - the user's own ones
        led = self.env["callcenter.department"].sudo().search([("leader_id", "=", user.id)], limit=1)
        return user.callcenter_department_id or led

    def import_cancel(self):
        """Call the import off: a waiting one at once, a running one as soon as it listens; returns the state."""
        batch = self._import_check()
        self._import_check_not("draft", "done", "failed", "undone")
        if batch.state == "queued":
            batch.write({"state": "cancelled", "finished_at": fields.Datetime.now()})
        # sudo: callcenter.list.progress - rights to the batch are checked above
        self.env["callcenter.list.progress"].sudo().search([("list_id", "=", self.id)]).cancel = True
        return self.import_state()

    # the job

    @api.model
    def _cron_import(self):
        """Import one waiting file; what a stopped server left behind counts as waiting.

        One at a turn, so that other jobs come between.
        """
        waiting = self.search([("state", "in", ("queued", "running"))], order="id")
        batch = next((row for row in waiting if row._import_begin()), None)
        # the beginning is for all to see while the import itself is one transaction
        self.env["ir.cron"]._commit_progress(remaining=len(waiting))
        if batch and batch._import_locked():
            batch._import_run()
        self.env["ir.cron"]._commit_progress(1 if batch else 0, remaining=len(waiting) - 1 if batch else 0)

    def _import_begin(self):
        """Return whether the batch is to be imported now; marks it as running. False while somebody else has it."""
        self.ensure_one()
        query = SQL("SELECT state FROM callcenter_list WHERE id = %s FOR UPDATE SKIP LOCKED", self.id)
        if not self.env.execute_query(query) or not self._import_locked():
            return False
        progress = self.env["callcenter.list.progress"].search([("list_id", "=", self.id)])
        if not progress:
            progress = progress.create({"list_id": self.id})
        if progress.cancel:
            self._import_end("cancelled")
            return False
        if progress.starts >= STARTS:
            self._import_end("failed", self._import_given_up())
            return False
        progress.write({"starts": progress.starts + 1, "part": 0, "rows": 0, "at": fields.Datetime.now()})
        self.write({"state": "running", "started_at": fields.Datetime.now()})
        return True

    def _import_given_up(self):
        batch = self._import_as_starter()
        return batch.env._(
            "The server stopped during the import %(times)s times, or it took longer than the server allows. Nothing "
            "was imported. Split the file, or ask your administrator.",
            times=STARTS,
        )

    def _import_locked(self):
        """Return whether this transaction is the one that imports the batch."""
        [(locked,)] = self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK, self.id))
        return locked

    def _import_run(self):
        """Import the batch as who started it; whatever goes wrong leaves nothing behind but a sentence."""
        batch = self._import_as_starter()
        try:
            with self.env.cr.savepoint():
                batch._import_take()
            batch._import_notify()
        except Cancelled:
            batch._import_end("cancelled")
        except importing.Refused as refused:
            batch._import_end("failed", batch._import_refusal(refused))
        except (AccessError, UserError) as error:
            batch._import_end("failed", str(error))
        except (psycopg2.errors.SerializationFailure, psycopg2.errors.UniqueViolation):
            # somebody changed the campaign or took a unique value meanwhile: once more, from the beginning
            _logger.info("import of batch %s collided and starts again", self.id)
            batch.invalidate_recordset()
            self.env.ref("callcenter_crm.callcenter_list_cron_import")._trigger()
        except Exception:
            _logger.exception("import of batch %s failed", self.id)
            batch._import_end(
                "failed",
                batch.env._("Something unexpected went wrong and nothing was imported. The server's log says more."),
            )

    def _import_as_starter(self):
        """Return the batch with the eyes of who started it: language, time zone, company, rights on fields."""
        user = self.user_id
        batch = self.with_user(user).with_company(self.company_id)
        # sudo: callcenter.list - the job books what people may not; rights on fields are asked of the user still
        return batch.with_context(lang=user.lang, tz=user.tz, allowed_company_ids=self.company_id.ids).sudo()

    def _import_end(self, state, error=False):
        self.write({"state": state, "error": error, "finished_at": fields.Datetime.now()})
        self._import_notify()
