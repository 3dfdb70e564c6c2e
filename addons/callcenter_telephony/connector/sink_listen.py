"""A connection of its own that holds the node's lock and hears the outbox's NOTIFY."""

import select

import psycopg2
from psycopg2 import sql

from odoo import sql_db

from .ports import StoreDown

LOCK_CLASS = 0x0CC0  # first key of our advisory locks


class Listener:
    """Used from one thread. After StoreDown the next call connects anew; the lock must then be taken again."""

    def __init__(self, db_name, node_code):
        self._db, self._code = db_name, node_code
        self._connection = None

    def lock(self):
        """Return whether this process holds the node's advisory lock; it is kept as long as the connection."""
        with _Away(self):
            cursor = self._connect().cursor()
            cursor.execute(
                """SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
                                   AND classid = %(class)s AND objid::bigint = hashtext(%(code)s)::bigint & 4294967295)
                       OR pg_try_advisory_lock(%(class)s, hashtext(%(code)s))""",
                {"class": LOCK_CLASS, "code": self._code},
            )
            return cursor.fetchone()[0]

    def wait(self, timeout):
        """Return True as soon as a command was put into the outbox, False after ``timeout`` seconds."""
        with _Away(self):
            connection = self._connect()
            connection.poll()
            if not connection.notifies:
                select.select([connection], [], [], timeout)
                connection.poll()
            heard = bool(connection.notifies)
            connection.notifies.clear()
            return heard

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect(self):
        if self._connection is None or self._connection.closed:
            _name, info = sql_db.connection_info_for(self._db)
            self._connection = psycopg2.connect(**info)
            self._connection.autocommit = True
            channel = sql.Identifier(f"callcenter_{self._code}")
            self._connection.cursor().execute(sql.SQL("LISTEN {}").format(channel))
        return self._connection


class _Away:
    """Turns a lost connection into StoreDown and forgets it."""

    def __init__(self, listener):
        self._listener = listener

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind and issubclass(kind, (psycopg2.OperationalError, psycopg2.InterfaceError, OSError, ValueError)):
            self._listener.close()
            raise StoreDown(str(error).strip()) from error
