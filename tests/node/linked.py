"""A connector on a test's node, with the database in memory: the link on real parts without Odoo."""

import asyncio
import threading

from callcenter_telephony.connector import runner, settings
from callcenter_telephony.connector.ports import Command, QueueRule
from unit.fake_store import FakeStore

from .node import Node


class Linked:
    """``with Linked(node) as linked``: runs in a thread. ``order`` carries out a command and gives its result."""

    def __init__(self, node: Node, store: FakeStore | None = None, **changes):
        self.node = node
        self.store = store or FakeStore()
        self.store.node = node.config
        self.store.queues = {queue.code: QueueRule(wrap_s=queue.wrap_s) for queue in node.config.queues}
        section = {"node": node.config.code, "node_dir": node.folder, "ami_port": node.ports["AMI_PORT"]}
        section |= {"recordings_dir": node.folder / "recordings", "agi_port": node.ports["AGI_PORT"], "health_port": 0}
        self.settings = settings.load(section | changes, {"CALLCENTER_AMI_SECRET": node.secret})
        self._number = 0
        self._thread = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exc):
        self.stop()

    def start(self) -> None:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        before = len(self.store.heartbeats)
        self._thread.start()
        self.until(lambda: any(beat["linked"] for beat in self.store.heartbeats[before:]), "the link is up")
        self.until(lambda: self.store.configs, "the node is configured")

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(15)

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        await runner.supervise(self.store, self.settings, self._stop)

    def order(self, name: str, within: float = 15, **args) -> tuple[bool, str]:
        """(done, message)"""
        self._number += 1
        number = self._number
        self.store.order(Command(number, name, args))
        self.until(lambda: any(row[0] == number for row in self.store.finished), f"{name} is carried out", within)
        return next(row[1:] for row in self.store.finished if row[0] == number)

    def until(self, true, what: str, seconds: float = 15) -> None:
        try:
            self.store.until(true, seconds)
        except TimeoutError:
            rows = [*self.store.calls.values(), *(row for rows in self.store.states.values() for row in rows.values())]
            told = [*map(str, rows[-20:]), str(self.store.heartbeats[-1:])]
            raise AssertionError(f"not within {seconds} s: {what}\n" + "\n".join(told)) from None

    def state(self, agent: str) -> str:
        """The agent's state in the ledger now, with its reason."""
        rows = self.store.states.get(agent, {})
        last = rows[max(rows)] if rows else None
        return f"{last.state}:{last.reason}".rstrip(":") if last else ""
