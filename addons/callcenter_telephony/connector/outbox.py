"""Carries out the commands that Odoo has put into the outbox: woken by NOTIFY, in order per agent, reported by row."""

import asyncio
import contextlib
import logging
import time
from collections import defaultdict

from .ami_session import AmiError
from .command_base import Node
from .commands import HANDLERS, PROMPT, SIDE_BY_SIDE
from .ports import Command, StoreDown
from .refusals import CommandRefused, why
from .store_thread import StoreThread

_logger = logging.getLogger(__name__)
BATCH = 50
AGAIN_AFTER = 0.5  # seconds between tries while the database is away
PROMPT_MAX_AGE = 15.0  # seconds; a phone must not ring for a click of long ago


class Outbox:
    """``wake`` makes it look at once; a look also follows every ``look_every`` seconds, in case a NOTIFY was missed."""

    look_every = 5.0

    def __init__(self, store: StoreThread, node: Node):
        self._store, self._node = store, node
        self._wake = asyncio.Event()
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks: set[asyncio.Task] = set()
        self._results: list[tuple[int, bool, str, dict | None]] = []
        self.done = self.failed = 0

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled. Commands of an earlier run come first."""
        fresh = False
        while True:
            try:
                if not fresh:
                    self._again(await self._store.call("unfinished_commands"))
                    fresh = True
                await self._report()
                commands = await self._store.call("take_commands", BATCH)
                for command in commands:
                    self._start(command)
                if len(commands) < BATCH:
                    await self._sleep()
            except StoreDown:
                await asyncio.sleep(AGAIN_AFTER)

    async def finish(self, timeout: float = 2.0) -> None:
        """Give running commands a moment, and report them (at the connector's end)."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=timeout)
        for task in self._tasks:
            task.cancel()
        await self._report()

    async def _sleep(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.look_every):
                await self._wake.wait()
        self._wake.clear()

    def _again(self, commands: list[Command]) -> None:
        for command in commands:
            if command.name in PROMPT:
                refused = CommandRefused("restarted")
                self._results.append((command.id, False, str(refused), why(refused)))
            else:
                self._start(command)

    def _start(self, command: Command) -> None:
        task = asyncio.ensure_future(self._carry_out(command))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry_out(self, command: Command) -> None:
        """Commands for one agent run one after the other; a dialling, which may ring for long, holds nobody up, and of
        configurations that wait only one is made."""
        if command.name in SIDE_BY_SIDE:
            ok, message, refusal = await self._try(command)
        else:
            async with self._locks[str(command.args.get("agent") or command.args.get("channel") or command.name)]:
                ok, message, refusal = await self._try(command)
        self.done, self.failed = self.done + ok, self.failed + (not ok)
        self._results.append((command.id, ok, message, refusal))
        self.wake()

    async def _try(self, command: Command) -> tuple[bool, str, dict | None]:
        try:
            if command.name in PROMPT and command.created and time.time() - command.created > PROMPT_MAX_AGE:
                raise CommandRefused("expired")
            if command.name not in HANDLERS:
                raise CommandRefused("unknown", name=command.name)
            return True, await HANDLERS[command.name](self._node, **command.args) or "", None
        except (CommandRefused, AmiError, TimeoutError) as error:
            return False, str(error) or type(error).__name__, why(error)
        except TypeError as error:
            return False, f"command {command.name}: {error}", why(error)
        except Exception as error:  # one bad command must not stop the others
            _logger.exception("command %s failed", command)
            return False, f"{type(error).__name__}: {error}", why(error)

    async def _report(self) -> None:
        """Results stay until the database has them."""
        while self._results:
            await self._store.call("finish_command", *self._results[0])
            self._results.pop(0)
