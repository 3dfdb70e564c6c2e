"""A simulated month against a count row by row: ``./callcenter bench month [--calls 100000] [--agents 20] [--seed 1]``.

The calls of ``addons/callcenter_kpi/tests/month.py`` (transfers, call-backs, restarts of the node, versions that come
late, twice or in another order) are booked by the connector's own writer, and added up now and then meanwhile. Then
each row of each report is compared with a count in plain Python over the rows of the ledger: every sum must be equal,
to the call and to the microsecond; before what is stale has been added up, and after.

Prints ``month differences= rows= calls=``; the goal is no difference. The first ones are shown.
"""

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.crowd import Crowd, options
from tools.stack import Stack

DAYS, QUEUES = 30, 5
ADD_UP_EVERY = 400  # transactions


class Company:
    """A node of its own with queues and agents."""

    def __init__(self, crowd: Crowd, agents: int):
        self.crowd, self.code = crowd, f"month{time.time():.0f}"
        crowd.fill(1, agents)
        with crowd.env() as env:
            self.node = env["callcenter.node"].create({"name": self.code, "code": self.code}).id
            self.queues = [f"{self.code}-{n}" for n in range(QUEUES)]
            env["callcenter.queue"].create([{"name": q, "code": q, "node_id": self.node} for q in self.queues])
            self.numbers = [f"4{self.node}{n}" for n in range(3)]
            to_queue = {"node_id": self.node, "target": "queue"}
            queue_id = env["callcenter.queue"].search([("code", "=", self.queues[0])]).id
            env["callcenter.did"].create([{**to_queue, "number": n, "queue_id": queue_id} for n in self.numbers])
            self.extensions = [str(30001 + n) for n in range(agents)]
            endpoints = env["callcenter.endpoint"].create(
                [{"extension": e, "name": f"Month {e}", "node_id": self.node} for e in self.extensions]
            )
            env["callcenter.agent"].create(
                [{"user_id": u, "endpoint_id": e.id} for u, e in zip(crowd.users, endpoints, strict=True)]
            )

    def book(self, calls: int, seed: int) -> None:
        from odoo.addons.callcenter_kpi.tests.month import Month
        from odoo.addons.callcenter_telephony.connector.sink import OdooStore

        store = OdooStore(self.crowd.registry.db_name, self.code)
        begin = (datetime.now(UTC) - timedelta(days=DAYS + 1)).replace(minute=0, second=0, microsecond=0).timestamp()
        month = Month(self.code, self.queues, self.extensions, self.numbers, begin, DAYS, calls, seed)
        for turn, batch in enumerate(month.batches(), 1):
            store.write(batch)
            if turn % ADD_UP_EVERY == 0:
                self.add_up()

    def add_up(self) -> None:
        more = 1
        while more:
            with self.crowd.env() as env:
                more = env["callcenter.fact.stale"]._refresh_some()

    def differences(self) -> tuple[list, int]:
        from odoo.addons.callcenter_kpi.tests.recounted import differences

        with self.crowd.env() as env:
            return differences(env, env["callcenter.node"].browse(self.node))


def main() -> int:
    chosen = options(__doc__, calls=100_000, agents=20, seed=1)
    stack = Stack().run()
    try:
        stack.stop("connector")
        stack.stop("odoo")  # its job adds up, too
        company = Company(Crowd(stack.data / "etc" / "odoo.conf", chosen.database), chosen.agents)
        company.book(chosen.calls, chosen.seed)
        found, _rows = company.differences()
        company.add_up()
        more, rows = company.differences()
    finally:
        if not stack.keep:
            stack.end()
    found += more
    for difference in found[:10]:
        print(*difference, file=sys.stderr)
    print(f"month differences={len(found)} rows={rows} calls={chosen.calls}")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
