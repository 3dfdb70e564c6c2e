"""Keeps those who guess passwords out of the node: told by Asterisk's security events, done by its access list."""

import asyncio
import json
import logging
import time
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from .ami import Link
from .ami_session import ActionFailed, AmiError
from .guard import Guard, GuardRule, Guess
from .notices import Notice, notice
from .ports import StoreDown
from .store_thread import StoreThread
from .tree_files import write

_logger = logging.getLogger(__name__)
TOLD = {"ChallengeResponseFailed", "InvalidPassword"}  # a nonce that went to the address was answered, or a connection
FILE, STATE = "refused.conf", "refused.json"
EVERY = 1.0  # seconds
NEWS_S = 3600.0  # how long the server's form speaks of it


class Door:
    """``told`` takes AMI's security events. Who is refused outlives the process; rows wait for the database."""

    def __init__(self, link: Link, store: StoreThread, node: Path):
        self._link, self._store, self._node = link, store, node
        self.guard = Guard()
        self._rows: list[Guess] = []
        self._last: Guess | None = None

    async def load(self) -> None:
        """Raises StoreDown."""
        self.guard.rule = GuardRule(**await self._store.call("guard"))
        with suppress(OSError, ValueError, TypeError):
            rows = json.loads((self._node / STATE).read_text(encoding="utf-8"))
            self.guard.refused = {row["address"]: Guess(**row) for row in rows} | self.guard.refused

    async def told(self, message) -> None:
        """A wrong password. Raises AmiError, TimeoutError."""
        address, service = str(message.get("RemoteAddress")).split("/")[2], str(message.get("Service"))
        account = "".join(filter(str.isprintable, str(message.get("AccountID"))))[:80]
        guess = self.guard.failed(time.time(), address, account, service)
        if guess is None:
            return
        self._last = guess
        if service == "PJSIP" and not self.guard.spared(guess.address) and guess.address not in await self._phones():
            self.guard.refuse(guess)
            await self._shut()
        self._rows.append(replace(guess))
        _logger.warning("%s wrong passwords from %s, refused: %s", guess.count, guess.address, bool(guess.until))

    async def lift(self, address: str) -> bool:
        """Let an address in again; False when it is not refused. Raises AmiError, TimeoutError."""
        lifted = self.guard.lift(address)
        await self._shut()
        return lifted

    async def run(self) -> None:
        """Until cancelled: what is over ends, what is to be told is told."""
        with suppress(AmiError, TimeoutError):
            await self._shut()
        while True:
            await asyncio.sleep(EVERY)
            with suppress(StoreDown):
                while self._rows:
                    await self._store.call("guessed", self._rows[0])
                    self._rows.pop(0)
            if self.guard.expire(time.time()):
                with suppress(AmiError, TimeoutError):
                    await self._shut()

    @property
    def problem(self) -> Notice | None:
        if self._last is None or time.time() - self._last.last > NEWS_S:
            return None
        return notice("guessing", address=self._last.address, count=self._last.count)

    async def _phones(self) -> set[str]:
        """Addresses from which phones are registered: an office is not shut out for one wrong phone."""
        try:
            rows = await self._link.listing("PJSIPShowContacts")
        except ActionFailed:  # there are none
            return set()
        return {_host(str(row.get("Uri", ""))) for row in rows}

    async def _shut(self) -> None:
        rows = [asdict(guess) for guess in self.guard.refused.values()]
        write(self._node / STATE, json.dumps(rows).encode())
        write(self._node / FILE, self.guard.lines().encode())
        await self._link.reload("acl")


def _host(uri: str) -> str:
    """Of ``sip:1001@192.0.2.1:5060;transport=ws``."""
    host = uri.partition(";")[0].rpartition("@")[2].removeprefix("sip:")
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
