"""What the connector does again and again while it serves; each loop runs until it is cancelled."""

import asyncio
import logging
import time
from contextlib import suppress

from .ami_session import AmiError
from .command_base import CommandRefused
from .connector import Connector
from .ports import StoreDown
from .status import refresh
from .store_thread import StoreThread

_logger = logging.getLogger(__name__)
AUDIT_EVERY, ROTATE_EVERY, LOOK_EVERY, LINES_EVERY = 10.0, 10.0, 0.25, 10.0  # seconds
ALARMS_EVERY = 5.0
GATHER_S = 0.005  # what a moment brings goes in one transaction
KEEP_EVERY = 0.25  # who has missed too many calls is paused before app_queue tries again, a second later


class Loops:
    """``all`` are to run side by side."""

    def __init__(self, parts: Connector):
        self._parts = parts
        self._hurried = False  # the last pause ended early

    def all(self) -> list:
        own = (
            self.journal(),
            self.write(),
            self.heartbeat(),
            self.audit(),
            self.keep(),
            self.recordings(),
            self.monitors(),
            self.alarms(),
            self.lines(),
            self.door(),
        )
        return [self._parts.link.run(), self._parts.outbox.run(), *own]

    async def journal(self) -> None:
        """Read to the end, go live, and follow."""
        parts, rotated = self._parts, time.time()
        while True:
            more = parts.intake.from_journal()
            if not more and not parts.ready.is_set():
                parts.intake.go_live()
                parts.ready.set()
            if not more and time.time() - rotated > ROTATE_EVERY:
                rotated = time.time()
                await self._rotate()
            await asyncio.sleep(0 if more else parts.settings.journal_every_s)

    async def _rotate(self) -> None:
        parts = self._parts
        names = parts.journal.rotate(parts.settings.journal_max_mb << 20, parts.settings.journal_keep, parts.link.up)
        if "queue_log" in names:  # Asterisk holds this one open
            with suppress(AmiError, TimeoutError):
                await parts.link.command("logger reload")

    async def write(self) -> None:
        parts = self._parts
        wait = parts.settings.write_every_s
        while True:
            await self._pause(wait)
            try:
                await parts.write()
                wait = parts.settings.write_every_s
            except StoreDown as error:
                if wait <= 0.25:
                    _logger.warning("the database is away, rows wait here: %s", error)
                wait = min(max(wait * 2, 0.5), 2.0)

    async def _pause(self, wait: float) -> None:
        """Between two writes; one in two ends early when a phone is about to ring: the pop shall not be late."""
        urgent = self._parts.urgent
        if self._hurried or wait > self._parts.settings.write_every_s:  # the latter: the database is away
            self._hurried = False
            await asyncio.sleep(wait)
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await urgent.wait()
            urgent.clear()
            self._hurried = True
            await asyncio.sleep(GATHER_S)

    async def monitors(self) -> None:
        parts = self._parts
        while True:
            await asyncio.sleep(parts.settings.monitor_every_s)
            with suppress(StoreDown):
                await parts.store.call("tell_monitors")

    async def alarms(self) -> None:
        """In a thread of its own, so that nobody's card waits for it; a fault in the records is logged."""
        store = StoreThread(self._parts.store.store.beside())
        while True:
            await asyncio.sleep(ALARMS_EVERY)
            try:
                with suppress(StoreDown):
                    await store.call("watch_alarms")
            except Exception:
                _logger.exception("alarms could not be judged")

    async def heartbeat(self) -> None:
        """Every few seconds, and at once when there is news for people."""
        parts, told, before = self._parts, 0.0, None
        while True:
            refresh(parts)
            if not parts.link.up:
                parts.lines.forget()
            news = (parts.link.up, parts.messages.text(), parts.configurator.revision, parts.configurator.error)
            if news != before or time.time() - told >= parts.settings.heartbeat_every_s:
                with suppress(StoreDown):
                    await parts.store.call("heartbeat", parts.status())
                    told, before = time.time(), news
                    if parts.compared:
                        await parts.come_back()
            await asyncio.sleep(LOOK_EVERY)

    async def lines(self) -> None:
        parts = self._parts
        while True:
            with suppress(AmiError, TimeoutError):
                await parts.lines.look(parts.link)
            await asyncio.sleep(LINES_EVERY)

    async def audit(self) -> None:
        parts = self._parts
        await parts.ready.wait()
        while True:
            await asyncio.sleep(AUDIT_EVERY)
            with suppress(AmiError, TimeoutError):
                read = not parts.journal.behind()
                parts.intake.feed(await parts.audit.look(parts.link, parts.reducer, time.time(), read))

    async def keep(self) -> None:
        parts = self._parts
        await parts.ready.wait()
        while True:
            await asyncio.sleep(KEEP_EVERY)
            with suppress(AmiError, TimeoutError):
                await parts.keeper.look()
            with suppress(AmiError, TimeoutError, CommandRefused):
                await parts.keep_recordings()

    async def door(self) -> None:
        parts = self._parts
        await parts.ready.wait()
        await parts.door.run()

    async def recordings(self) -> None:
        parts = self._parts
        await parts.ready.wait()
        await parts.recordings.run(self._is_open)

    def _is_open(self, call: str) -> bool:
        open_now = {linkedid for linkedid, _name, _start in self._parts.reducer.open_channels().values()}
        return call.partition(":")[2] in open_now
