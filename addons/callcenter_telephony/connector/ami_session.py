"""One AMI connection from log-in to its end: actions are matched by ActionID, events are handed over as read."""

import asyncio
import itertools
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from .ami_protocol import Message, Splitter, encode

_logger = logging.getLogger(__name__)
CHUNK = 1 << 18
_ids = itertools.count(1)


class AmiError(Exception):
    """The node did not do what was asked."""


class LinkDown(AmiError):
    """There is no connection, or it ended before the answer."""


class LoginRefused(AmiError):
    """Wrong user or secret."""


class ActionFailed(AmiError):
    """Asterisk answered ``Response: Error``; the text is its message."""


@dataclass(slots=True)
class _Pending:
    future: asyncio.Future
    whole: bool = False  # a list: wait for its last event
    items: list[Message] = field(default_factory=list)


class Session:
    """``on_events`` is called with the events of one read, in the order received."""

    def __init__(self, reader, writer, on_events: Callable[[list[Message]], None]):
        self._reader, self._writer, self._on_events = reader, writer, on_events
        self._pending: dict[str, _Pending] = {}
        self._originates: dict[str, asyncio.Future] = {}

    async def login(self, user: str, secret: str, timeout: float = 5.0) -> None:
        """Greet and log in. Raises LoginRefused, LinkDown, TimeoutError; start ``read`` first."""
        try:
            await self.action("Login", timeout, Username=user, Secret=secret)
        except ActionFailed as error:
            raise LoginRefused(str(error)) from None

    async def read(self) -> None:
        """Read until the connection ends; then every waiting action gets LinkDown."""
        splitter = Splitter()
        try:
            greeting = await self._reader.readline()
            if not greeting.startswith(b"Asterisk Call Manager"):
                raise LinkDown(f"no AMI there, it says {greeting[:60]!r}")
            while data := await self._reader.read(CHUNK):
                self._dispatch(splitter.feed(data))
            raise LinkDown("Asterisk closed the connection")
        except (OSError, ValueError) as error:
            raise LinkDown(str(error)) from error
        finally:
            self.close()

    def close(self) -> None:
        """End the connection; waiting actions get LinkDown."""
        self._writer.close()
        waiting = [pending.future for pending in self._pending.values()] + list(self._originates.values())
        for future in waiting:
            if not future.done():
                future.set_exception(LinkDown("the connection to Asterisk ended before the answer"))
                future.exception()  # nobody may be left waiting for it
        self._pending.clear()
        self._originates.clear()

    async def action(self, name: str, timeout: float = 5.0, **values) -> Message:
        """Send an action, give its response. Raises ActionFailed, LinkDown, TimeoutError (``timeout`` in seconds)."""
        return await self._ask(name, timeout, values, whole=False)

    async def listing(self, name: str, timeout: float = 10.0, **values) -> list[Message]:
        """Send an action that answers with a list, give the list's events."""
        return await self._ask(name, timeout, values, whole=True)

    async def originate(self, timeout: float, **values) -> Message:
        """Call a phone; give the OriginateResponse event, whatever it says, once the phone answered or failed."""
        action_id = _new_id()
        done = self._originates[action_id] = asyncio.get_running_loop().create_future()
        try:
            await self._ask("Originate", 5.0, {**values, "Async": "true"}, whole=False, action_id=action_id)
            async with asyncio.timeout(timeout):
                return await done
        finally:
            self._originates.pop(action_id, None)

    async def _ask(self, name, timeout, values, whole, action_id=None):
        if self._writer.is_closing():
            raise LinkDown("no connection to Asterisk")
        action_id = action_id or _new_id()
        pending = self._pending[action_id] = _Pending(asyncio.get_running_loop().create_future(), whole)
        try:
            self._writer.write(encode(name, action_id, values))
            async with asyncio.timeout(timeout):
                return await pending.future
        except TimeoutError:
            raise TimeoutError(f"Asterisk did not answer {name} within {timeout:g} s") from None
        finally:
            self._pending.pop(action_id, None)

    def _dispatch(self, messages: list[Message]) -> None:
        events = [message for message in messages if not self._answered(message)]
        if events:
            self._on_events(events)

    def _answered(self, message: Message) -> bool:
        """Whether the message belongs to one of our actions. OriginateResponse has both headers: Event decides."""
        pending = self._pending.get(message.get("ActionID", ""))
        if "Event" not in message:
            if pending and not pending.future.done():
                _settle(pending, message)
            return True
        if message["Event"] == "OriginateResponse":
            self._originated(message)
            return False
        if pending is None or not pending.whole:
            return False
        if message.get("EventList") == "Complete":
            if not pending.future.done():
                pending.future.set_result(pending.items)
        else:
            pending.items.append(message)
        return True

    def _originated(self, message: Message) -> None:
        future = self._originates.get(message.get("ActionID", ""))
        if future and not future.done():
            future.set_result(message)


def _settle(pending: _Pending, message: Message) -> None:
    if message.get("Response") == "Error":
        pending.future.set_exception(ActionFailed(str(message.get("Message", "refused"))))
    elif not pending.whole:
        pending.future.set_result(message)
    elif message.get("EventList") != "start":
        pending.future.set_result([])


def _new_id() -> str:
    return f"cc{next(_ids)}"
