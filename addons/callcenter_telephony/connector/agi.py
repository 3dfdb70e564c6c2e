"""FastAGI: the dialplan asks, we answer within the deadline or hang up on the question so that it takes its default."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from .ami_protocol import clean
from .tcp_server import TcpServer

_logger = logging.getLogger(__name__)


class AgiError(Exception):
    """Asterisk refused a command, or the channel is gone."""


class Request:
    """One question. ``env`` holds Asterisk's variables without ``agi_``: channel, uniqueid, callerid, arg_1, …"""

    def __init__(self, env: dict[str, str], reader, writer):
        self.env, self._reader, self._writer = env, reader, writer

    async def command(self, text: str) -> str:
        """Send one AGI command, give the text after ``200``. Raises AgiError."""
        self._writer.write(f"{clean(text)}\n".encode())
        line = (await self._reader.readline()).decode("utf-8", "replace").strip()
        if not line.startswith("200 "):
            raise AgiError(line or "the channel is gone")
        return line[4:]

    async def variable(self, name: str) -> str:
        """A channel variable; empty when it is not set."""
        result = await self.command(f"GET VARIABLE {clean(name)}")
        _code, _space, value = result.partition(" ")
        return value.removeprefix("(").removesuffix(")")

    async def set_variable(self, name: str, value: str) -> None:
        """Set a channel variable; quotes and backslashes are kept, line ends are dropped."""
        quoted = clean(value).replace("\\", "\\\\").replace('"', '\\"')
        await self.command(f'SET VARIABLE {clean(name)} "{quoted}"')

    async def answer(self, value: str) -> None:
        """What the dialplan's ``Gosub(cc-agi,s,1(<handler>))`` returns."""
        await self.set_variable("CC_ANSWER", value)


Handler = Callable[[Request], Awaitable[None]]


async def ping(request: Request) -> None:
    """Tells the dialplan that we are there."""
    await request.answer("pong")


class AgiServer(TcpServer):
    """Serves ``agi://host:port/<handler>``. An unknown handler, an error or the deadline ends the connection."""

    def __init__(self, host: str, port: int, deadline: float = 0.5):
        super().__init__(host, port)
        self.deadline = deadline
        self.handlers: dict[str, Handler] = {"ping": ping}
        self.deadlines: dict[str, float] = {}  # of handlers that may take longer
        self.served = self.failed = 0

    async def _serve(self, reader, writer) -> None:
        try:
            async with asyncio.timeout(self.deadline) as limit:
                await self._answer(reader, writer, limit)
            self.served += 1
        except Exception as error:  # noqa: BLE001 - one bad question must not end the server
            self.failed += 1
            _logger.warning("AGI request failed: %s", error or type(error).__name__)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _answer(self, reader, writer, limit: asyncio.Timeout) -> None:
        env = {}
        while line := (await reader.readline()).decode("utf-8", "replace").strip():
            name, _, value = line.partition(":")
            env[name.removeprefix("agi_")] = value.strip()
        script = env.get("network_script", "").partition("?")[0].strip("/")
        if script not in self.handlers:
            raise AgiError(f"no handler {script!r}")
        if script in self.deadlines:
            limit.reschedule(asyncio.get_running_loop().time() + self.deadlines[script])
        await self.handlers[script](Request(env, reader, writer))
