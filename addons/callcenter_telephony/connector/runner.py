"""The connector's process: an outer loop that recovers, an inner one that works, and a clean end.

Order at start: the node's lock, the snapshot, AMI (held back), the journal to its end, what AMI told, live.
"""

import asyncio
import gc
import logging
import signal
from contextlib import suppress

from .connector import Connector
from .loops import Loops
from .notices import notice, reason
from .ports import Store, StoreDown
from .settings import Settings

_logger = logging.getLogger(__name__)


def run(store: Store, settings: Settings) -> None:
    """Serve one node until SIGTERM or SIGINT."""
    gc.freeze()  # nothing of what was loaded goes away again
    gc.set_threshold(20000, 20, 20)  # rows come and go by the thousand and hold no cycles
    asyncio.run(supervise(store, settings))


async def supervise(store: Store, settings: Settings, stop: asyncio.Event | None = None) -> None:
    """Whatever goes wrong, start over: nothing is lost, as the journal and the snapshot hold it all."""
    stop = stop or _on_signals()
    while not stop.is_set():
        try:
            await Runner(Connector(store, settings), stop).work()
        except Exception:
            _logger.exception("the connector failed, it starts anew in 2 s")
            await _pause(stop, 2)


class Taken(Exception):
    """Another connector serves this node."""


class Runner:
    """One run of a connector, from the lock to the last write."""

    def __init__(self, connector: Connector, stop: asyncio.Event):
        self._parts, self._stop = connector, stop

    async def work(self) -> None:
        """Until ``stop`` is set. Raises what made it impossible to go on."""
        parts = self._parts
        await self._listen("agi", parts.agi)
        await self._listen("health", parts.health)
        try:
            if await self._begin():
                await self._serve()
        finally:
            await parts.agi.stop()
            await parts.health.stop()
            parts.store.close()
            parts.answers.close()

    async def _listen(self, code: str, server) -> None:
        try:
            await server.start()
        except OSError as error:
            told = notice(code, address=f"{server.host}:{server.port}", reason=reason(error))
            _logger.error("%s", told.text)
            self._parts.messages.set(told)

    async def _begin(self) -> bool:
        """Get the lock and what we knew before, as soon as the database is there."""
        parts = self._parts
        while not self._stop.is_set():
            with suppress(StoreDown):
                if await asyncio.to_thread(parts.store.store.lock):
                    await parts.load()
                    return True
                _logger.warning("another connector serves node %s, waiting", parts.settings.node)
                await _pause(self._stop, 5)
                continue
            parts.store.down = True
            await _pause(self._stop, 1)
        return False

    async def _serve(self) -> None:
        parts = self._parts
        parts.waker.start()
        loops = [*Loops(parts).all(), self._stop.wait(), self._taken()]
        tasks = [asyncio.ensure_future(loop) for loop in loops]
        try:
            done, _pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await self._end(tasks)

    async def _end(self, tasks: list[asyncio.Task]) -> None:
        """The last write, if the database lets us; else the next run books it from the journal."""
        parts = self._parts
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await parts.waker.stop()
        try:
            async with asyncio.timeout(5):
                await parts.outbox.finish()
            async with asyncio.timeout(10):
                await parts.write(last=True)
        except (StoreDown, TimeoutError) as error:
            _logger.warning("no last write: %s", error or type(error).__name__)
        parts.journal.close()

    async def _taken(self) -> None:
        await self._parts.waker.taken.wait()
        raise Taken(f"another connector took node {self._parts.settings.node}")


def _on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
