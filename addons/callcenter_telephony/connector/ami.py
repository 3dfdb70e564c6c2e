"""The link to Asterisk: stays connected, tells when it is up or down, and passes actions on."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from .ami_protocol import Message
from .ami_session import AmiError, LinkDown, LoginRefused, Session
from .notices import Notice, notice, reason

_logger = logging.getLogger(__name__)
RELOADING = "already in progress"  # main/cli.c of Asterisk: "A module reload request is ..."
RELOAD_S = 10.0
LOOK_S, HELD_UP_S = 0.5, 1.0


class Link:
    """Connects again and again. ``problem`` is for people, None when all is well. Callbacks:

    ``on_events(messages)`` for the events of one read, in order; ``on_up()`` awaited after each log-in;
    ``on_down(last)`` with the epoch of the last sign of life; ``on_ping(answer)``.
    """

    ping_every = 5.0
    ping_timeout = 5.0
    login_timeout = 5.0
    first_wait, longest_wait, refused_wait = 0.25, 5.0, 15.0  # seconds between attempts

    def __init__(self, host: str, port: int, user: str, secret: Callable[[], str]):
        self.host, self.port, self.user, self._secret = host, port, user, secret
        self.on_events: Callable[[list[Message]], None] = lambda messages: None
        self.on_up: Callable[[], Awaitable[None]] | None = None
        self.on_down: Callable[[float], None] = lambda last: None
        self.on_ping: Callable[[Message], None] = lambda answer: None
        self.problem: Notice | None = None
        self.since: float | None = None  # epoch of the present connection
        self.last_seen: float | None = None
        self._made = time.time()
        self._session: Session | None = None

    @property
    def up(self) -> bool:
        return self.since is not None

    @property
    def lost(self) -> float | None:
        """Epoch since when the node has not been heard, None while the link is up."""
        return None if self.up else self.last_seen or self._made

    async def run(self) -> None:
        """Keep the link until cancelled."""
        wait = self.first_wait
        while True:
            refused = False
            try:
                await self._connected()
            except LoginRefused:
                refused = True
                self._trouble(notice("ami_login", address=f"{self.host}:{self.port}", user=self.user))
            except (AmiError, OSError, TimeoutError) as error:
                self._trouble(notice("ami_link", address=f"{self.host}:{self.port}", reason=reason(error)))
            wait = self.first_wait if self._was_up() else min(wait * 2, self.longest_wait)
            await asyncio.sleep(self.refused_wait if refused else wait)

    async def action(self, name: str, timeout: float = 5.0, **values) -> Message:
        """See Session.action."""
        return await self._live().action(name, timeout, **values)

    async def listing(self, name: str, timeout: float = 10.0, **values) -> list[Message]:
        return await self._live().listing(name, timeout, **values)

    async def originate(self, timeout: float = 60.0, **values) -> Message:
        return await self._live().originate(timeout, **values)

    async def command(self, text: str, timeout: float = 10.0) -> str:
        """A CLI command's output."""
        answer = await self.action("Command", timeout, Command=text)
        output = answer.get("Output", "")
        return "\n".join(output) if isinstance(output, list) else output

    async def reload(self, module: str) -> None:
        """Have a module read its files again; Asterisk refuses, in words only, while another reload runs.

        Raises AmiError, TimeoutError.
        """
        async with asyncio.timeout(RELOAD_S):
            while RELOADING in await self.command(f"module reload {module}"):
                await asyncio.sleep(0.05)

    def _live(self) -> Session:
        if self._session is None:
            raise LinkDown(self.problem.text if self.problem else "no connection to Asterisk")
        return self._session

    async def _connected(self) -> None:
        """One connection from opening to its end; always ends by an exception."""
        async with asyncio.timeout(self.login_timeout):
            reader, writer = await asyncio.open_connection(self.host, self.port, limit=1 << 20)
        session = Session(reader, writer, self._events)
        reading = asyncio.ensure_future(session.read())
        watching = asyncio.ensure_future(self._serve(session))
        try:
            open_at = await _until_one_ends(reading, watching)
            if reading.done():  # whoever closes a connection was alive until then
                self.last_seen = max(open_at, self.last_seen or 0.0)
            raise _cause(reading, watching)
        finally:
            self._session = None
            reading.cancel()
            watching.cancel()
            await asyncio.gather(reading, watching, return_exceptions=True)

    async def _serve(self, session: Session) -> None:
        await session.login(self.user, self._secret(), self.login_timeout)
        self._session, self.since, self.last_seen, self.problem = session, time.time(), time.time(), None
        _logger.info("AMI link to %s:%s is up", self.host, self.port)
        pinging = asyncio.ensure_future(self._ping(session))
        try:
            if self.on_up:
                await self.on_up()
            await pinging
        finally:
            pinging.cancel()

    async def _ping(self, session: Session) -> None:
        while True:
            answer = await session.action("Ping", self.ping_timeout)
            self.last_seen = time.time()
            self.on_ping(answer)
            await asyncio.sleep(self.ping_every)

    def _events(self, messages: list[Message]) -> None:
        self.last_seen = time.time()
        self.on_events(messages)

    def _was_up(self) -> bool:
        if self.since is None:
            return False
        self.since = None
        self.on_down(self.last_seen or time.time())
        return True

    def _trouble(self, told: Notice) -> None:
        if told != self.problem:
            _logger.warning("%s", told.text)
        self.problem = told


async def _until_one_ends(*tasks: asyncio.Task) -> float:
    """The moment of it (epoch). When this process was held up meanwhile: the last at which none had ended."""
    open_at = time.time()
    while True:
        looks = time.time()
        done, _ = await asyncio.wait(tasks, timeout=LOOK_S, return_when=asyncio.FIRST_COMPLETED)
        now = time.time()
        if done:
            return now if now - open_at < HELD_UP_S else open_at
        if now - looks < HELD_UP_S:
            open_at = now


def _cause(reading: asyncio.Task, watching: asyncio.Task) -> BaseException:
    """Why a connection ended: a refusal or a missed ping says more than the closed end that follows it."""
    gave_up = watching.exception() if watching.done() else None
    if gave_up is not None and not (isinstance(gave_up, LinkDown) and reading.done()):
        return gave_up
    return reading.exception() or LinkDown("Asterisk closed the connection")
