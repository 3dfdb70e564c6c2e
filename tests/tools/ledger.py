"""The ledger as it stands in the database, read by plain SQL: what the tests check and ``demo-call`` tells."""

import configparser
import os
from pathlib import Path

import psycopg2
import psycopg2.extras

from .waiting import wait_until

CALL = """
SELECT c.*, extract(epoch FROM c.start)::float AS started,
       extract(epoch FROM c."end" - c.start)::float AS seconds,
       d.code AS outcome, p.name AS partner
  FROM callcenter_call c
  LEFT JOIN callcenter_disposition d ON d.id = c.disposition_id
  LEFT JOIN res_partner p ON p.id = c.partner_id
"""
LEGS = """
SELECT l.*, extract(epoch FROM l."end" - l.start)::float AS seconds
  FROM callcenter_call_leg l WHERE l.call_id = %s ORDER BY l.start, l.id
"""
STATES = """
SELECT s.*, extract(epoch FROM s.start)::float AS started, extract(epoch FROM s."end")::float AS ended
  FROM callcenter_agent_state s WHERE s.extension = %s ORDER BY s.start
"""
GAPS = """
SELECT extension, start, "end", following, state, next_state FROM (
    SELECT extension, start, "end", state, sub_state, reason, call_key,
           lead(start) OVER line AS following, lead(state) OVER line AS next_state,
           lead(ROW(state, sub_state, reason, call_key)) OVER line AS next_row,
           ROW(state, sub_state, reason, call_key) AS this_row
      FROM callcenter_agent_state WINDOW line AS (PARTITION BY node_id, extension ORDER BY start)
) AS rows
 WHERE following IS NOT NULL AND ("end" IS DISTINCT FROM following OR this_row IS NOT DISTINCT FROM next_row)
    OR following IS NULL AND "end" IS NOT NULL
"""


class Ledger:
    """One short transaction a question, so that every look sees what is committed now."""

    def __init__(self, host: str, port: int | str, name: str, user: str = "callcenter"):
        self._where = {"host": host, "port": port, "dbname": name, "user": user}
        self._connection = None

    @classmethod
    def of(cls, odoo_conf: Path | str) -> "Ledger":
        parser = configparser.RawConfigParser()
        if not parser.read(odoo_conf):
            raise OSError(f"no such file: {odoo_conf}")
        options = parser["options"]
        return cls(options["db_host"], options["db_port"], options["db_name"], options["db_user"])

    def rows(self, query: str, *values) -> list[dict]:
        """Reconnects by itself when PostgreSQL was away; raises psycopg2.OperationalError while it is."""
        try:
            return self._rows(query, values)
        except psycopg2.OperationalError:
            self._connection = None  # of a server that has gone
            return self._rows(query, values)

    def connect(self, user: str = ""):
        """A connection of one's own; as ``user``, when given."""
        return psycopg2.connect(**self._where | ({"user": user} if user else {}), connect_timeout=5)

    def _rows(self, query: str, values: tuple) -> list[dict]:
        if self._connection is None or self._connection.closed:
            self._connection = self.connect()
            self._connection.autocommit = True
        with self._connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
            cursor.execute(query, values or None)
            return [dict(row) for row in cursor.fetchall()] if cursor.description else []

    def value(self, query: str, *values):
        found = self.rows(query, *values)
        return next(iter(found[0].values())) if found else None

    # calls

    def calls(self, number: str = "", since: float = 0.0) -> list[dict]:
        """Oldest first; ``number`` as in E.164, ``since`` in epoch seconds."""
        where = " WHERE extract(epoch FROM c.start) >= %s AND (%s = '' OR c.number = %s) ORDER BY c.start, c.id"
        return self.rows(CALL + where, since, number, number)

    def wait_call(self, number: str, since: float, seconds: float = 10) -> dict:
        return wait_until(lambda: self.calls(number, since), seconds, f"call of {number} in the ledger")[-1]

    def call(self, key: str) -> dict | None:
        found = self.rows(CALL + " WHERE c.key = %s", key)
        return found[0] if found else None

    def wait_ended(self, key: str, seconds: float = 10, **fields) -> dict:
        """The call, once it has ended and its ``fields`` have these values: some are only known after its end."""

        def ended():
            call = self.call(key)
            over = call and call["end"] and call["result"]
            return call if over and all(call[name] == value for name, value in fields.items()) else None

        return wait_until(ended, seconds, f"call {key} ended in the ledger {fields or ''}")

    def legs(self, call: dict, role: str = "") -> list[dict]:
        return [leg for leg in self.rows(LEGS, call["id"]) if not role or leg["role"] == role]

    def wait_leg(self, call: dict, role: str, seconds: float = 10, **fields) -> dict:
        """The first leg of this role whose fields have these values (True = has a value)."""

        def fits(leg):
            return all(bool(leg[name]) if value is True else leg[name] == value for name, value in fields.items())

        def found():
            return next((leg for leg in self.legs(call, role) if fits(leg)), None)

        return wait_until(found, seconds, f"leg {role} {fields or ''} of call {call['key']}")

    def recordings(self, call: dict) -> list[dict]:
        return self.rows("SELECT * FROM callcenter_recording WHERE call_id = %s ORDER BY id", call["id"])

    # agents

    def state(self, extension: str) -> dict | None:
        found = self.rows(STATES + " DESC LIMIT 1", extension)
        return found[0] if found else None

    def wait_state(self, extension: str, state: str, seconds: float = 10, **fields) -> dict:
        def there():
            now = self.state(extension)
            ok = now and now["state"] == state and all(now[name] == value for name, value in fields.items())
            return now if ok else None

        try:
            return wait_until(there, seconds, f"{extension} {state}")
        except AssertionError as missed:
            now = self.state(extension)
            raise AssertionError(f"{missed}; is {now and (now['state'], now['sub_state'], now['reason'])}") from None

    def states(self, extension: str, since: float = 0.0) -> list[dict]:
        """Rows that were running at ``since`` or began later."""
        return [row for row in self.rows(STATES, extension) if (row["ended"] or 1e12) > since]

    def gaps(self) -> list[dict]:
        """Faults in agents' lines of states: a hole, an overlap, two equal rows that meet, a last row with an end."""
        return self.rows(GAPS)


def of_environment() -> Ledger:
    """The installation that ``./callcenter`` names in ODOO_RC."""
    return Ledger.of(os.environ["ODOO_RC"])


def adds_up(call: dict, tolerance: float = 0.001) -> bool:
    """Every second of a call has exactly one owner."""
    owners = ("ivr_s", "wait_s", "ring_s", "talk_s", "hold_s", "outside_s", "voicemail_s", "survey_s")
    return abs(sum(call[name] or 0 for name in owners) - call["seconds"]) <= tolerance
