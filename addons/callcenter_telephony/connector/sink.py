"""The Store on Odoo's database: the one place of the connector that knows Odoo.

Each method is one transaction of its own. The isolation is READ COMMITTED: the writers are a person who saves a note
and this process; each knows its own columns, and neither should have to begin again because of the other.
"""

import logging
import threading
import time

import psycopg2
import psycopg2.extras
from psycopg2.errors import ForeignKeyViolation
from psycopg2.extensions import TransactionRollbackError

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry

from .ports import Command, QueueRule, StoreDown
from .sink_bus import Messenger
from .sink_ledger import write_ledger
from .sink_listen import Listener
from .sink_monitor import Watch
from .sink_names import Names
from .sink_recording import write_recording

_logger = logging.getLogger(__name__)
TRIES = 5
SIGNALING_S = 1.0  # how often other processes' changes of the registry are looked for
COMMAND_MAX_AGE_S = 60
WITH_ID = ("dial", "record_prompt", "try_flow")  # their channels bear the command's id
ANSWER_MS = 450
AWAY = (psycopg2.OperationalError, psycopg2.InterfaceError, sql_db.PoolError)


class OdooStore:
    """Implements ports.Store for one node. Calls from one thread; ``lock`` and ``wait_for_command`` from another."""

    def __init__(self, db_name, node_code):
        self._db, self._code = db_name, node_code
        self._names = None
        self._messenger = Messenger()
        self._watch = Watch()
        self._listener = Listener(db_name, node_code)
        self._looked_at = 0.0
        self._settled = False

    # the lock and the alarm bell, on a connection of their own

    def lock(self):
        return self._listener.lock()

    def wait_for_command(self, timeout):
        return self._listener.wait(timeout)

    def close(self):
        self._listener.close()

    # the ledger

    def snapshot(self):
        """Return what ``write`` kept last, or None."""

        def read(env):
            env.cr.execute(
                "SELECT snapshot FROM callcenter_node_status WHERE node_id = %s", (self._known(env).node_id,)
            )
            row = env.cr.fetchone()
            return row and row[0]

        return self._run(read)

    def rules(self):
        """Return QueueRule by queue code; "" is for calls without a queue."""

        def read(env):
            node = env["callcenter.node"].browse(self._known(env).node_id)._source()
            rules = {
                queue.code: QueueRule(queue.service_level_s, queue.short_abandon_s, queue.wrap_s, queue.missed_limit)
                for queue in node.queue_ids
            }
            return {"": QueueRule(wrap_s=node.wrap_s), **rules}

        return self._run(read)

    def given_up(self):
        return self._run(lambda env: self._node(env)._given_up())

    def back(self):
        self._run(lambda env: self._node(env)._back())

    def guard(self):
        return self._run(lambda env: self._node(env)._guard())

    def guessed(self, guess):
        self._run(lambda env: env["callcenter.refused.address"]._book(self._node(env), guess))

    def write(self, batch):
        """Write a Batch, tell the other addons and the browsers; all or nothing."""

        def write(env):
            names = self._known(env)
            ids = write_ledger(env.cr, batch, names)
            if ids:
                env["callcenter.call"]._ledger_written(env["callcenter.call"].browse(ids.values()))
            env["callcenter.dial.block"]._ledger_blocked(names.node_id, batch.blocked, names)
            self._messenger.send(env, batch, names)
            if batch.snapshot is not None:
                self._set_status(env, "snapshot", batch.snapshot)

        self._run(write)
        self._messenger.committed()
        self._watch.note(batch, self._names)

    def tell_monitors(self):
        """Tell live monitors what has changed since the last time."""
        if self._watch.news:
            self._run(lambda env: self._watch.tell(env, self._known(env).node_id))
            self._watch.told()

    def watch_alarms(self):
        """Tell leaders of numbers that have come to be alarms."""
        self._run(lambda env: env["callcenter.alarm"]._watch_now(self._node(env).company_id))

    def recording_taken(self, taken):
        """Write a recording, then tell the other addons: what fails there loses no recording."""
        self._run(lambda env: write_recording(env.cr, taken, self._known(env).node_id))
        try:
            self._run(lambda env: env["callcenter.recording"]._taken(taken.call))
        except StoreDown:
            raise
        except Exception:
            _logger.exception("what follows a recording failed: %s", taken.call)

    # the outbox

    def take_commands(self, limit):
        """Return the oldest open commands and mark them sent; those nobody waits for any more expire."""
        return self._run(lambda env: [_command(row) for row in env["callcenter.command"]._take(self._node(env), limit)])

    def unfinished_commands(self):
        return self._run(lambda env: [_command(row) for row in env["callcenter.command"]._unfinished(self._node(env))])

    def finish_command(self, command_id, ok, message="", refusal=None):
        self._run(lambda env: env["callcenter.command"].browse(command_id).exists()._finish(ok, message, refusal))

    # what flows ask

    def trial(self, flow_id, name):
        return self._run(lambda env: env["callcenter.ivr.flow"].browse(flow_id)._trial(name))

    def beside(self):
        return OdooStore(self._db, self._code)

    def answer(self, question, values):
        """Return what callcenter.node._answer returns. Read on time or not at all: a caller is waiting."""

        def read(env):
            env.cr.execute("SET LOCAL statement_timeout = %s", (ANSWER_MS,))
            return self._node(env)._answer(question, values)

        return self._run(read)

    # the node

    def config(self):
        """Return the node's configuration and forget what was known of names; the first time, take over the ports."""

        def read(env):
            self._names = None
            if not self._settled:
                env["callcenter.node"]._apply_settings()
            return self._node(env)._node_config()

        config = self._run(read)
        self._settled = True
        return config

    def numbers(self):
        """Return what the node is to know of single numbers."""
        return self._run(lambda env: self._node(env)._number_entries())

    def config_applied(self, revision, error=""):
        self._run(lambda env: self._node(env)._config_applied(revision, error))

    def heartbeat(self, status):
        def write(env):
            self._set_status(env, "status", psycopg2.extras.Json(status))
            env["callcenter.monitor"]._tell_node(self._known(env).node_id)

        self._run(write)

    # helpers

    def _set_status(self, env, column, value):
        """Write one column of the node's status row; a heartbeat also says when."""
        query = {
            "snapshot": """INSERT INTO callcenter_node_status (node_id, snapshot) VALUES (%s, %s)
                           ON CONFLICT (node_id) DO UPDATE SET snapshot = excluded.snapshot""",
            "status": """INSERT INTO callcenter_node_status (node_id, status, last_seen)
                         VALUES (%s, %s, now() AT TIME ZONE 'UTC') ON CONFLICT (node_id)
                         DO UPDATE SET status = excluded.status, last_seen = excluded.last_seen""",
        }[column]
        env.cr.execute(query, (self._known(env).node_id, value))

    def _node(self, env):
        return env["callcenter.node"].browse(self._known(env).node_id)

    def _known(self, env):
        if self._names is None or self._names.stale:
            self._names = Names.read(env.cr, self._code)
        return self._names

    def _run(self, function):
        """Return ``function(env)`` of one transaction; begun again on a deadlock or when a name's record vanished."""
        for attempt in range(1, TRIES + 1):
            try:
                with self._environment() as env:
                    return function(env)
            except (TransactionRollbackError, ForeignKeyViolation) as error:
                self._names = None
                if attempt == TRIES and isinstance(error, TransactionRollbackError):
                    raise StoreDown(str(error).strip()) from error
                if attempt == TRIES:
                    raise
                _logger.info("write begins again: %s", error)
            except AWAY as error:
                self._names = None
                raise StoreDown(str(error).strip() or type(error).__name__) from error

    def _environment(self):
        """Return a context manager: an environment of the superuser, committed at its end."""
        threading.current_thread().dbname = self._db
        registry = Registry(self._db)
        if time.monotonic() - self._looked_at > SIGNALING_S:
            registry = registry.check_signaling()
            self._looked_at = time.monotonic()
        return _Transaction(registry)


class _Transaction:
    def __init__(self, registry):
        self._cr = registry.cursor()

    def __enter__(self):
        self._cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        return api.Environment(self._cr, SUPERUSER_ID, {})

    def __exit__(self, kind, error, trace):
        try:
            self._cr.__exit__(kind, error, trace)
        except AWAY:
            if kind is None:  # else the first error is the one to tell
                raise


def _command(row):
    args = dict(row.args or {})
    if row.name in WITH_ID:
        args["command"] = str(row.id)
    return Command(row.id, row.name, args, row.create_date.timestamp())
