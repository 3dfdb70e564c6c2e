"""A call center's history, made by SQL: the raw calls and legs of years, and who served them."""

import contextlib
import time
from datetime import UTC, datetime, timedelta

from tools.crowd import Crowd
from tools.ledger import Ledger

AT_ONCE = 250_000
NODE = "demo"
TABLES = ("callcenter_call", "callcenter_call_leg")
# calls by day as a company has them: 92 % from 8 to 20 h of its time
CLOCK = """CASE WHEN part < 0.04 THEN part / 0.04 * 28800
                WHEN part < 0.96 THEN 28800 + (part - 0.04) / 0.92 * 43200
                ELSE 72000 + (part - 0.96) / 0.04 * 14400 END"""
# %(first_day)s: midnight of the company; calls n of %(calls)s are spread over %(days)s days
MADE = f"""
CREATE TEMP TABLE made ON COMMIT DROP AS
SELECT n, %(base)s + n AS id, inbound, start, what, wait_s, talk_s, wrap_s, moved, queue_id, agent_id, second_id,
       survey, rated, level,
       start + interval '8 s' AS queued,
       start + (8 + wait_s) * interval '1 s' AS answered,
       start + (8 + wait_s + CASE WHEN what = 'answered' THEN talk_s ELSE 0 END) * interval '1 s' AS done
  FROM generate_series(%(first)s, %(last)s) n,
       LATERAL (SELECT abs(hashint8extended(n, 1) %% 1000) AS a, abs(hashint8extended(n, 2) %% 1000) AS b,
                       abs(hashint8extended(n, 3) %% 1000) AS c, abs(hashint8extended(n, 4) %% 1000000) / 1e6 AS us,
                       abs(hashint8extended(n, 5) %% 1000) AS e, n %% 20 < 17 AS inbound,
                       (n - 1) * %(days)s::float8 / %(calls)s AS place) dice,
       LATERAL (SELECT floor(place)::int AS day, place - floor(place) AS part) p,
       LATERAL (SELECT %(first_day)s::timestamp + day * interval '1 day' + ({CLOCK}) * interval '1 s' AS start,
                       CASE WHEN NOT inbound THEN CASE WHEN a < 400 THEN 'answered' ELSE '' END
                            WHEN a < 880 THEN 'answered' WHEN a < 960 THEN 'abandoned' WHEN a < 975 THEN 'callback'
                            WHEN a < 985 THEN 'voicemail' WHEN a < 997 THEN 'overflow_queue' ELSE 'lost' END AS what,
                       1 + b %% 45 + us AS wait_s, 30 + c * 0.4 + us AS talk_s, 5 + e %% 25 + us AS wrap_s,
                       1 + (a + b * 7 + c) %% %(queue_count)s AS queue_no, 1 + (b + c * 3 + e) %% 22 AS place_no) f,
       LATERAL (SELECT (queue_no * 7 + place_no * 13) %% %(agent_count)s AS agent_no, e < 80 AND what = 'answered'
                       AS moved, inbound AND what = 'answered' AND c < 500 AS survey, c < 200 AS rated,
                       1 + e %% %(level_count)s AS level) g,
       LATERAL (SELECT (%(queues)s::int[])[queue_no] AS queue_id, (%(agents)s::int[])[1 + agent_no] AS agent_id,
                       (%(agents)s::int[])[1 + (agent_no + 1) %% %(agent_count)s] AS second_id) h
"""
CALLS = """
INSERT INTO callcenter_call (id, key, node_id, direction, kind, number, start, "end", duration_s, wait_s, talk_s, ivr_s,
       wrap_s, result, ended_by, queue_id, agent_id, last_agent_id, user_id, last_user_id, survey_offered,
       rating_level_id, rating_score, rating_satisfied, create_date, write_date, service_level)
SELECT id, 'bench:' || id, %(node)s, CASE WHEN inbound THEN 'inbound' ELSE 'outbound' END,
       CASE WHEN inbound THEN 'inbound' ELSE 'manual' END, '+86' || (13000000000 + n %% 900000)::text, start,
       done + CASE WHEN moved THEN talk_s + 3 ELSE 0 END * interval '1 s',
       8 + wait_s + CASE WHEN what = 'answered' THEN talk_s ELSE 0 END, wait_s,
       CASE WHEN what = 'answered' THEN talk_s ELSE 0 END, 8, wrap_s,
       CASE WHEN NOT inbound AND what = '' THEN 'no_answer' WHEN what = 'overflow_queue' THEN 'overflowed'
            WHEN what = 'abandoned' AND wait_s <= 5 THEN 'short_abandoned' ELSE what END,
       CASE WHEN what = 'answered' THEN 'agent' ELSE 'caller' END, CASE WHEN inbound THEN queue_id END,
       CASE WHEN what = 'answered' THEN agent_id END,
       CASE WHEN moved THEN second_id WHEN what = 'answered' THEN agent_id END,
       CASE WHEN what = 'answered' THEN (%(users)s::int[])[array_position(%(agents)s::int[], agent_id)] END,
       CASE WHEN what = 'answered' THEN (%(users)s::int[])[array_position(%(agents)s::int[], agent_id)] END,
       survey, CASE WHEN survey AND rated THEN (%(levels)s::int[])[level] END,
       CASE WHEN survey AND rated THEN (%(scores)s::float8[])[level] END,
       CASE WHEN survey AND rated THEN (%(scores)s::float8[])[level] >= 50 END, start, done, 'none'
  FROM made
"""
LEGS = """
INSERT INTO callcenter_call_leg (call_id, key, role, party, agent_id, queue_id, start, answer, "end", ended_by, via,
       outcome, ring_s, talk_s, hold_s, consult_s, wrap_s, wrap_start, wrap_end, service_level_s, short_abandon_s)
SELECT id, leg.key, leg.role, leg.key, leg.agent, CASE WHEN inbound THEN queue_id END, leg.start, leg.answer, leg.stop,
       leg.ended_by, leg.via, leg.outcome, 3, CASE WHEN leg.answer IS NULL THEN 0 ELSE talk_s END, 0, 0,
       CASE WHEN leg.answer IS NULL THEN 0 ELSE wrap_s END,
       CASE WHEN leg.answer IS NOT NULL THEN leg.stop END,
       CASE WHEN leg.answer IS NOT NULL THEN leg.stop + wrap_s * interval '1 s' END,
       CASE WHEN leg.role = 'queue' THEN 20 END, CASE WHEN leg.role = 'queue' THEN 5 END
  FROM made, LATERAL (VALUES
       ('c', 'caller', inbound, NULL, start, NULL, done, 'caller', NULL, NULL),
       ('q', 'queue', inbound, NULL, queued, NULL, answered, 'caller', NULL, what),
       ('a', 'agent', what = 'answered' OR NOT inbound, agent_id, answered - interval '3 s',
        CASE WHEN what = 'answered' THEN answered END, done, 'caller', CASE WHEN inbound THEN 'queue' ELSE 'manual' END,
        NULL),
       ('t', 'target', moved, second_id, done, done + interval '3 s', done + (talk_s + 3) * interval '1 s', 'caller',
        'transfer_blind', NULL),
       ('o', 'outside', NOT inbound, NULL, start, CASE WHEN what = 'answered' THEN answered END, done, 'caller', NULL,
        NULL)
       ) leg(key, role, there, agent, start, answer, stop, ended_by, via, outcome)
 WHERE leg.there
"""


class History:
    """``calls`` of the days before today, and as many of today as a day has, served by ``agents`` of ``queues``."""

    def __init__(self, crowd: Crowd, ledger: Ledger, chosen):
        self.crowd, self.days = crowd, 365 * chosen.years
        self._owner = ledger.connect("postgres")
        crowd.fill(1, chosen.agents)
        with crowd.env() as env:
            self.people = self._staff(env, chosen)
            zone = env.company._callcenter_tz()
            env.cr.execute(
                "SELECT date_trunc('day', now() AT TIME ZONE %s) AT TIME ZONE %s AT TIME ZONE 'UTC'", [zone] * 2
            )
            self.midnight = env.cr.fetchone()[0]
        self.begin, self.month = (self.midnight - timedelta(days=days) for days in (self.days, 29))
        self.first_day = (self.begin + timedelta(hours=12)).date()
        with self._without_indexes():
            self._fill(self.begin, self.days, chosen.calls)
        self._today(chosen.calls // self.days)
        self.settle(*TABLES)

    def _staff(self, env, chosen) -> dict:
        node = env["callcenter.node"].search([("code", "=", NODE)])
        tag = f"{time.time():.0f}"
        queues = env["callcenter.queue"].create(
            [{"name": f"Bench {n}", "code": f"b{tag}-{n}", "node_id": node.id} for n in range(chosen.queues)]
        )
        endpoints = env["callcenter.endpoint"].create(
            [{"extension": str(20001 + n), "name": f"Bench {n}", "node_id": node.id} for n in range(chosen.agents)]
        )
        agents = env["callcenter.agent"].create(
            [
                {"user_id": user, "endpoint_id": endpoint.id}
                for user, endpoint in zip(self.crowd.users, endpoints, strict=True)
            ]
        )
        levels = env["callcenter.rating.level"].search([])
        self.queue_codes, self.extensions = queues.mapped("code"), endpoints.mapped("extension")
        return {
            "node": node.id, "queues": queues.ids, "agents": agents.ids, "users": self.crowd.users,
            "levels": levels.ids, "scores": levels.mapped("score"), "queue_count": len(queues),
            "agent_count": len(agents), "level_count": len(levels),
        }  # fmt: skip

    def _fill(self, first_day: datetime, days: float, calls: int) -> None:
        values = {**self.people, "first_day": first_day, "days": days, "calls": calls}
        values["base"] = self._value("SELECT COALESCE(max(id), 0) FROM callcenter_call")
        for first in range(1, calls + 1, AT_ONCE):
            last = min(first + AT_ONCE - 1, calls)
            with self._owner, self._owner.cursor() as cr:
                # neither the references nor the facts' marks are looked after meanwhile
                cr.execute("SET LOCAL session_replication_role = replica")
                for statement in (MADE, CALLS, LEGS):
                    cr.execute(statement, {**values, "first": first, "last": last})
        self._value("SELECT setval('callcenter_call_id_seq', (SELECT max(id) FROM callcenter_call))")

    def _today(self, calls: int) -> None:
        """A day's calls up to now; as there are at any time of the working day, most of them before noon."""
        passed = (datetime.now(UTC).replace(tzinfo=None) - self.midnight) / timedelta(days=1)
        self._fill(self.midnight, 0.04 if passed < 0.5 else 0.45, calls)

    @contextlib.contextmanager
    def _without_indexes(self):
        """Made after the rows, which takes a fraction of the time."""
        found = self._rows(
            """SELECT i.indexname, i.indexdef FROM pg_indexes i
                WHERE i.tablename = ANY(%s)
                  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)""",
            list(TABLES),
        )
        for name, _made_by in found:
            self._do(f'DROP INDEX "{name}"')
        yield
        self._do("SET maintenance_work_mem = '1GB'")
        for _name, made_by in found:
            self._do(made_by)

    def settle(self, *tables: str) -> None:
        """Vacuum what was filled, so that autovacuum does not come to do it while something is measured."""
        for table in tables:
            self._do(f"VACUUM ANALYZE {table}")

    def marks_ms(self) -> float:
        """Milliseconds that the marks took of the ledger's writers so far."""
        sums = "SELECT COALESCE(sum(total_time), 0) FROM pg_stat_user_functions WHERE funcname LIKE 'callcenter_fact_%'"
        return self._value(sums)

    def _do(self, statement: str) -> None:
        self._owner.autocommit = True
        with self._owner.cursor() as cr:
            cr.execute(statement)
        self._owner.autocommit = False

    def _rows(self, query: str, *values) -> list[tuple]:
        with self._owner, self._owner.cursor() as cr:
            cr.execute(query, values or None)
            return cr.fetchall()

    def _value(self, query: str):
        return self._rows(query)[0][0]


def count_functions(ledger: Ledger) -> None:
    """Have PostgreSQL note the time of functions, in connections from now on."""
    with contextlib.closing(ledger.connect("postgres")) as owner, owner, owner.cursor() as cr:
        cr.execute("ALTER ROLE callcenter SET track_functions = 'pl'")
        cr.execute("SELECT pg_stat_reset()")
