"""A campaign with very many contacts, made by SQL, and the server's own code called in this process: for measurements.

Nothing is taken away afterwards: the tests' database is made anew for each run.
"""

import argparse
import contextlib
import functools
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .stack import Stack

CONTACTS = """
INSERT INTO callcenter_contact (campaign_id, name, number, state, user_id, next_at, attempts, priority, created)
SELECT %(campaign)s, 'Contact ' || n, '+86' || (13000000000 + n)::text,
       CASE WHEN n %% 10 < 5 THEN 'new' WHEN n %% 10 < 7 THEN 'open' WHEN n %% 10 = 7 THEN 'pending' ELSE 'done' END,
       (%(users)s::int[])[1 + n / 10 %% %(agents)s],
       CASE WHEN n %% 10 IN (5, 6, 7) THEN now() AT TIME ZONE 'UTC' + (n %% 19997 - 2000) * interval '1 minute' END,
       CASE WHEN n %% 10 < 5 THEN 0 ELSE 1 + n %% 4 END, n %% 3, now() AT TIME ZONE 'UTC'
  FROM generate_series(%(first)s, %(last)s) n
"""
AT_ONCE = 250_000


class Crowd:
    """Contacts of one running campaign, handed to ``agents``: half of them new, some due, some to come, some done."""

    def __init__(self, config: Path | str, database: str):
        os.environ["ODOO_RC"] = str(config)
        os.chdir("/")  # no folder named odoo may be in the working folder
        import odoo
        from odoo.modules.registry import Registry

        odoo.tools.config.parse_config(["--log-level=error"], setup_logging=True)
        self.registry = Registry(database)
        self.users: list[int] = []
        self.contacts = 0

    @contextlib.contextmanager
    def env(self, user_id: int = 1, context: dict | None = None) -> Iterator:
        """An environment of a user, committed at the end."""
        from odoo import api

        with self.registry.cursor() as cr:
            yield api.Environment(cr, user_id, context or {})

    @functools.cache  # noqa: B019 - there is one crowd
    def context(self, user_id: int) -> dict:
        """What the user's browser sends along with each call."""
        with self.env(user_id) as env:
            return {**env["res.users"].context_get(), "allowed_company_ids": env.companies.ids}

    def fill(self, contacts: int, agents: int) -> None:
        """Makes the agents, the campaign and the contacts, and lets PostgreSQL look at them."""
        tag = f"{time.time():.0f}"
        with self.env() as env:
            self.users = self._people(env, tag, agents)
            campaign = env["callcenter.campaign"].create(
                {"name": f"Bench {tag}", "state": "running", "hour_from": 0, "hour_to": 24}
            )
            values = {"campaign": campaign.id, "users": self.users, "agents": agents}
        for first in range(1, contacts + 1, AT_ONCE):
            with self.env() as env:
                env.cr.execute(CONTACTS, {**values, "first": first, "last": min(first + AT_ONCE - 1, contacts)})
        self._settle()
        self.contacts = contacts

    def _settle(self) -> None:
        """Vacuum what was filled, so that autovacuum does not come to do it while something is measured."""
        with self.registry.cursor() as cr:
            cr.connection.autocommit = True
            try:
                cr.execute("VACUUM ANALYZE callcenter_contact")
            finally:
                cr.connection.autocommit = False

    def _people(self, env, tag: str, agents: int) -> list[int]:
        role = env.ref("callcenter_crm.role_agent").id
        people = [
            {"name": f"Bench {n}", "login": f"bench-{tag}-{n}", "role_line_ids": [(0, 0, {"role_id": role})]}
            for n in range(agents)
        ]
        return env["res.users"].with_context(no_reset_password=True).create(people).ids

    def number(self, dice: random.Random) -> str:
        """The number of any contact."""
        return f"+86{13_000_000_000 + dice.randint(1, self.contacts)}"

    def timed(self, user_id: int, act: Callable) -> float:
        """Milliseconds of ``act(env)`` as that user in a transaction of its own, as a request has it."""
        with self.env(user_id, self.context(user_id)) as env:
            begun = time.perf_counter()
            act(env)
            return 1000 * (time.perf_counter() - begun)


def options(doc: str, **sizes: int) -> argparse.Namespace:
    """The command line of a measurement: ``--name N`` for each of ``sizes``, and where to measure."""
    parser = argparse.ArgumentParser(description=doc.split("\n")[0])
    for name, default in sizes.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--config", type=Path, help="of another Odoo than the tests' installation")
    parser.add_argument("--database", default="callcenter")
    return parser.parse_args()


@contextlib.contextmanager
def crowd_of(options: argparse.Namespace) -> Iterator[Crowd]:
    """A crowd where ``options`` say; the tests' installation is started for it and stopped afterwards."""
    stack = None if options.config else Stack().run()
    try:
        yield Crowd(options.config or stack.data / "etc" / "odoo.conf", options.database)
    finally:
        if stack and not stack.keep:
            stack.end()


def percentile(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]
