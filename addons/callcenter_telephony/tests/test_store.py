import threading
import time
from contextlib import contextmanager, suppress
from unittest.mock import patch

import psycopg2

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.tests.common import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from ..connector.ledger import Batch, State
from ..connector.ports import StoreDown
from ..connector.sink import OdooStore
from .common import NOON, answered_call

CODE = "store-test"


@tagged("post_install", "-at_install")
class TestStore(BaseCase):
    """The store on its own connections to the real database; what it writes is removed at the end."""

    def setUp(self):
        super().setUp()
        self.db = get_db_name()
        self.remove()
        self.addCleanup(self.remove)
        with self.environment() as env:
            country = env.ref("base.cn").id
            self.node_id = env["callcenter.node"].create({"name": "Store", "code": CODE, "country_id": country}).id
        self.store = OdooStore(self.db, CODE)
        self.addCleanup(self.store.close)

    @contextmanager
    def environment(self):
        """An environment of its own, committed at the end."""
        with Registry(self.db).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def sql(self, query, *args):
        with Registry(self.db).cursor() as cr:
            cr.execute(query, args)
            return cr.fetchall() if cr.description else []

    def remove(self):
        self.sql("DELETE FROM callcenter_call WHERE key LIKE 'store-test:%%'")
        node = "(SELECT id FROM callcenter_node WHERE code = %s)"
        for table in (
            "callcenter_agent_state",
            "callcenter_recording",
            "callcenter_command",
            "callcenter_node_status",
            "callcenter_queue",
        ):
            self.sql(f"DELETE FROM {table} WHERE node_id = {node}", CODE)
        self.sql("DELETE FROM callcenter_node WHERE code = %s", CODE)

    def batch(self, n=1, **vals):
        key = f"{CODE}:{n}"
        return Batch(
            calls=[answered_call(key, **vals)], states=[State("7001", NOON + n, None, "on_call", "talk", call=key)]
        )

    def legs(self):
        return self.sql(
            """SELECT count(*) FROM callcenter_call_leg l JOIN callcenter_call c ON c.id = l.call_id
                WHERE c.key LIKE 'store-test:%%'"""
        )[0][0]

    def test_a_batch_is_committed_whole(self):
        self.store.write(self.batch())
        self.assertEqual(self.legs(), 4)
        self.store.write(self.batch())
        self.assertEqual(self.legs(), 4)

    def test_a_bad_row_leaves_nothing_of_its_batch(self):
        batch = self.batch(1)
        batch.calls += self.batch(2).calls
        batch.calls[1].legs[0].role = None
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.Error) as caught:
            self.store.write(batch)
        self.assertNotIsInstance(caught.exception, StoreDown)
        self.assertEqual(self.legs(), 0)
        self.store.write(self.batch(1))
        self.assertEqual(self.legs(), 4)

    def test_a_connection_that_dies_is_store_down_and_then_all_is_well_again(self):
        self.store.write(self.batch(1))
        self.cut()
        for _attempt in range(3):  # every connection of the pool is dead: each may be met once
            with suppress(StoreDown):
                self.store.write(self.batch(2))
        self.assertEqual(self.legs(), 8)

    def test_a_connection_that_dies_within_a_write_is_store_down(self):
        def cut(env):
            env.cr.execute("SELECT pg_backend_pid()")
            self.kill(env.cr.fetchone()[0])
            env.cr.execute("SELECT 1")

        with mute_logger("odoo.sql_db"), self.assertRaises(StoreDown):
            self.store._run(cut)
        self.store.write(self.batch(1))
        self.assertEqual(self.legs(), 4)

    def test_a_database_that_cannot_be_reached_is_store_down(self):
        _name, info = sql_db.connection_info_for(self.db)
        with self.patched_info({**info, "port": 1}), mute_logger("odoo.sql_db"):
            with self.assertRaises(StoreDown):
                self.store.wait_for_command(0.01)
            with self.assertRaises(StoreDown):
                self.store.lock()

    def test_a_queue_deleted_meanwhile_loses_no_call(self):
        """The names are a moment old: a foreign key fails, and the write begins again with fresh ones."""
        with self.environment() as env:
            env["callcenter.queue"].create({"name": "Q", "code": "help", "node_id": self.node_id})
        self.store.write(self.batch(1))
        self.sql("DELETE FROM callcenter_queue WHERE node_id = %s", self.node_id)
        with mute_logger("odoo.sql_db"):
            self.store.write(self.batch(2))
        self.assertEqual(self.legs(), 8)

    def test_a_person_who_saves_meanwhile_waits_for_nothing_and_loses_nothing(self):
        self.store.write(self.batch(1, end=None))
        begun = []
        begin = self.store._environment
        self.store._environment = lambda: begun.append(1) or begin()
        with self.environment() as env:
            env["callcenter.call"].search([("key", "=", f"{CODE}:1")]).note = "typed"
            env.flush_all()
            writer = threading.Thread(target=self.store.write, args=(self.batch(1),))
            writer.start()
            self.assertTrue(self.becomes(self.blocked))
            env.cr.commit()
            writer.join(10)
        self.assertEqual(
            self.sql("SELECT note, result FROM callcenter_call WHERE key = %s", f"{CODE}:1"), [("typed", "answered")]
        )
        self.assertEqual(len(begun), 1, "a write must not begin again because a person saves")

    def test_a_command_wakes_the_link(self):
        self.assertFalse(self.store.wait_for_command(0.01))
        heard = []
        waiter = threading.Thread(target=lambda: heard.append(self.store.wait_for_command(10)))
        waiter.start()
        begin = time.monotonic()
        with self.environment() as env:
            node = env["callcenter.node"].search([("code", "=", CODE)])
            env["callcenter.command"]._send(node, "ready", {"agent": "7001"})
        waiter.join(10)
        self.assertEqual((heard, time.monotonic() - begin < 5), ([True], True))
        self.assertFalse(self.store.wait_for_command(0.01))
        self.assertIn("ready", [row.name for row in self.store.take_commands(5)])

    def test_two_saves_within_a_second_are_two_configures(self):
        self.store.take_commands(10)
        for wrap_s in (5, 6):
            with self.environment() as env:
                node = env["callcenter.node"].browse(self.node_id)
                node.wrap_s = wrap_s
                node.dial_timeout_s = wrap_s
        self.assertEqual([row.name for row in self.store.take_commands(10)], ["configure", "configure"])

    def test_one_connector_a_node(self):
        second, far = OdooStore(self.db, CODE), OdooStore(self.db, "other-node")
        self.addCleanup(second.close)
        self.addCleanup(far.close)
        self.assertTrue(self.store.lock())
        self.assertTrue(self.store.lock())
        self.assertFalse(second.lock())
        self.assertTrue(far.lock())
        self.store.close()
        self.assertTrue(self.becomes(second.lock))

    def test_the_lock_is_lost_with_its_connection(self):
        self.assertTrue(self.store.lock())
        self.kill(self.store._listener._connection.info.backend_pid)
        with self.assertRaises(StoreDown):
            self.store.wait_for_command(5)
        self.assertTrue(self.becomes(self.store.lock))

    def test_an_unknown_node_says_so(self):
        with self.assertRaisesRegex(LookupError, "no server with the code 'nowhere'"):
            OdooStore(self.db, "nowhere").rules()

    # helpers

    def blocked(self):
        """Tell whether somebody waits for a row that another transaction is writing."""
        return self.sql("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")[0][0] > 0

    def becomes(self, question):
        """A server process needs a moment to go after its connection is closed."""
        end = time.monotonic() + 5
        while not (answer := question()) and time.monotonic() < end:
            pass
        return answer

    def kill(self, pid):
        with psycopg2.connect(**sql_db.connection_info_for(self.db)[1]) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
        connection.close()

    def cut(self):
        """End every idle pooled connection of this process, as a restart of the server does."""
        with psycopg2.connect(**sql_db.connection_info_for(self.db)[1]) as connection, connection.cursor() as cursor:
            pids = [
                cnx.info.backend_pid for cnx in sql_db._Pool._connections if not cnx.closed and not cnx._pool_in_use
            ]
            for pid in pids:
                cursor.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
        connection.close()

    def patched_info(self, info):
        return patch.object(sql_db, "connection_info_for", lambda _db: (self.db, info))
