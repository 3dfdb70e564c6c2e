"""Brings the ledger's rows to the database: the newest version of each, all of them, in order, whatever happens."""

import logging
from collections.abc import Callable
from dataclasses import replace

from .ledger import Batch, Blocked, Call, Offer, State
from .ports import StoreDown
from .store_thread import StoreThread

_logger = logging.getLogger(__name__)
OFFER_LIFE = 20.0  # seconds after which a pop is of no use
MOST = 500  # calls in one transaction


class Writer:
    """Rows wait here, the latest version of each key, until written. ``bad`` names rows that the database refused."""

    def __init__(self, store: StoreThread):
        self._store = store
        self._calls: dict[str, Call] = {}
        self._states: dict[str, dict[float, State]] = {}
        self._offers: list[Offer] = []
        self._blocked: dict[str, Blocked] = {}
        self.bad: dict[str, str] = {}
        self.written = 0

    def add(self, batch: Batch) -> None:
        """Take the reducer's rows. The states of an agent replace those that wait from the first one's start on."""
        for call in batch.calls:
            self._calls[call.key] = call
            for alias in call.aliases:
                self._calls.pop(alias, None)
        for agent in dict.fromkeys(row.agent for row in batch.states):
            self._add_states(agent, [row for row in batch.states if row.agent == agent])
        self._offers += batch.offers
        self._blocked |= {row.key: row for row in batch.blocked}

    @property
    def waiting(self) -> int:
        return len(self._calls) + len(self._states) + len(self._offers) + len(self._blocked)

    async def flush(self, now: float, snapshot: Callable[[], str] | None = None) -> bool:
        """Write all that waits, the snapshot with the last part. Raises StoreDown; then all still waits.

        ``snapshot`` is asked at once, so that it fits the rows added before. Gives whether there was one.
        """
        text = snapshot() if snapshot else None
        while len(self._calls) > MOST:
            await self._write(self._cut(now, dict(list(self._calls.items())[:MOST]), {}))
        if self.waiting or text is not None:
            batch = self._cut(now, dict(self._calls), {agent: dict(rows) for agent, rows in self._states.items()})
            await self._write(replace(batch, snapshot=text))
        return text is not None

    def _add_states(self, agent: str, rows: list[State]) -> None:
        first = min(row.start for row in rows)
        kept = {start: row for start, row in self._states.get(agent, {}).items() if start < first}
        self._states[agent] = {**kept, **{row.start: row for row in rows}}

    def _cut(self, now, calls, states) -> Batch:
        offers = [offer for offer in self._offers if now - offer.at < OFFER_LIFE]
        self._offers = []
        rows = [row for per_agent in states.values() for row in per_agent.values()]
        blocked = list(self._blocked.values())
        return Batch(calls=list(calls.values()), states=rows, offers=offers, blocked=blocked)

    async def _write(self, batch: Batch) -> None:
        try:
            await self._store.call("write", batch)
        except StoreDown:
            self._offers = batch.offers + self._offers
            raise
        except Exception:
            _logger.exception("a batch was refused, writing its rows one by one")
            await self._one_by_one(batch)
        self._written(batch)

    def _written(self, batch: Batch) -> None:
        """Forget what was written, unless a newer version came meanwhile."""
        for call in batch.calls:
            if self._calls.get(call.key) is call:
                del self._calls[call.key]
        for row in batch.states:
            rows = self._states.get(row.agent, {})
            if rows.get(row.start) is row:
                del rows[row.start]
            if not rows:
                self._states.pop(row.agent, None)
        for row in batch.blocked:
            self._blocked.pop(row.key, None)
        self.written += len(batch.calls) + len(batch.states)

    async def _one_by_one(self, batch: Batch) -> None:
        """A row that the database refuses must not hold up the others; it is set aside and named."""
        parts = [(call.key, Batch(calls=[call])) for call in batch.calls]
        for agent in dict.fromkeys(row.agent for row in batch.states):
            parts.append((f"agent:{agent}", Batch(states=[row for row in batch.states if row.agent == agent])))
        parts.append(("offers", Batch(offers=batch.offers)))
        parts += [(f"blocked:{row.key}", Batch(blocked=[row])) for row in batch.blocked]
        for name, part in parts:
            await self._part(name, part)
        if batch.snapshot is not None:
            await self._part("snapshot", Batch(snapshot=batch.snapshot))

    async def _part(self, name: str, part: Batch) -> None:
        try:
            await self._store.call("write", part)
            self.bad.pop(name, None)
        except StoreDown:
            raise
        except Exception as error:  # noqa: BLE001 - named on the node instead
            _logger.error("the database refused %s: %s", name, error)
            self.bad[name] = f"{type(error).__name__}: {error}"
