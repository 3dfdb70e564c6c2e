"""Calls booked as the connector books them, at a rate, and what the facts' marks take of it."""

import sys
import time

from report_fill import NODE, History
from tools.crowd import Crowd

RATE = 30  # calls a second
TICK_S = 0.25  # between two transactions


class Writing:
    """``seconds`` of calls, each told five times: it waits, rings, is answered, has ended, its wrap-up is over."""

    def __init__(self, crowd: Crowd, history: History, chosen):
        self.crowd, self.history, self.seconds, self.database = crowd, history, chosen.seconds, chosen.database
        from odoo.addons.callcenter_telephony.connector.sink import OdooStore

        self.store = OdooStore(self.database, NODE)

    def share(self) -> float:
        """The marks' part of the writer's time."""
        self.flush()
        before, spent, ticks = self.history.marks_ms(), 0.0, 0
        for batch in self.batches():
            begun = time.perf_counter()
            self.store.write(batch)
            spent += 1000 * (time.perf_counter() - begun)
            ticks += 1
        self.flush()
        marks, calls = self.history.marks_ms() - before, RATE * self.seconds
        print(
            f"  {calls} calls booked in {ticks} transactions: {spent / calls:.1f} ms a call, {marks / calls:.2f} of it"
            f" marks; at {RATE} calls/s the marks take {marks / calls * RATE / 10:.1f} % of a second",
            file=sys.stderr,
        )
        return marks / spent

    def flush(self) -> None:
        """Have PostgreSQL bring in what it has counted."""
        with self.crowd.env() as env:
            env.cr.execute("SELECT pg_stat_force_next_flush()")

    def batches(self):
        """One for each quarter of a second of the versions that come in it."""
        from odoo.addons.callcenter_telephony.connector.ledger import Batch

        begin = time.time() - self.seconds - 300
        versions = [row for n in range(RATE * self.seconds) for row in self.life(n, begin + n / RATE)]
        versions.sort(key=lambda row: row[0])
        waiting, tick = [], begin + TICK_S
        for moment, call in versions:
            while moment >= tick:
                if waiting:
                    yield Batch(calls=waiting)
                waiting, tick = [], tick + TICK_S
            waiting.append(call)
        yield Batch(calls=waiting)

    def life(self, number: int, start: float):
        """(moment, version) of one call, as a newer version follows an older one."""
        from odoo.addons.callcenter_telephony.connector.ledger import Call, Leg

        queue = self.history.queue_codes[number % len(self.history.queue_codes)]
        phone = self.history.extensions[number * 7 % len(self.history.extensions)]
        rings, answer, end = start + 3, start + 8 + number % 5, start + 60 + number % 90
        wrapped = end + 20

        def version(at):
            legs = [Leg("c", "caller", "", start, end=done(end, at))]
            outcome = "answered" if at >= answer else ""
            legs.append(Leg("q", "queue", queue, start, end=done(answer, at), queue=queue, outcome=outcome))
            if at >= rings:
                ends = {"end": done(end, at), "ended_by": "caller" if at >= end else ""}
                wrap = (end, done(wrapped, at)) if at >= end else None
                legs.append(
                    Leg("a", "agent", phone, rings, done(answer, at), via="queue", queue=queue, wrap=wrap, **ends)
                )
            over = {"end": done(end, at), "result": "answered" if at >= end else ""}
            agent = phone if at >= answer else ""
            number_ = f"+86139{number:08}"
            return Call(f"{NODE}:bench{start:.3f}", number=number_, start=start, legs=legs, agent=agent, **over)

        return [(at, version(at)) for at in (start, rings, answer, end, wrapped)]


def done(moment: float, now: float) -> float | None:
    return moment if now >= moment else None
