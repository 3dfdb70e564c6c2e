"""Waits for NOTIFY in a thread of its own, holds the node's lock, and wakes the outbox."""

import asyncio
import logging
import threading
from collections.abc import Callable

from .ports import Store, StoreDown

_logger = logging.getLogger(__name__)


class Waker:
    """``on_command`` is called in the event loop. ``taken`` turns true when another connector took the node's lock."""

    wait_s = 1.0  # also how long the end may take

    def __init__(self, store: Store, on_command: Callable[[], None]):
        self._store, self._on_command = store, on_command
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.taken = asyncio.Event()

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="callcenter-waker", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        self._stop.set()
        if self._thread:
            await asyncio.to_thread(self._thread.join, self.wait_s * 5)

    def _run(self) -> None:
        lost = False
        while not self._stop.is_set():
            try:
                if lost and not self._store.lock():
                    self._tell(self.taken.set)
                    return
                if self._store.wait_for_command(self.wait_s) or lost:
                    self._tell(self._on_command)
                lost = False
            except StoreDown:
                lost = True
                self._stop.wait(0.5)
            except Exception:
                _logger.exception("waiting for commands")
                lost = True
                self._stop.wait(5)

    def _tell(self, call: Callable[[], None]) -> None:
        if not self._stop.is_set():
            self._loop.call_soon_threadsafe(call)
