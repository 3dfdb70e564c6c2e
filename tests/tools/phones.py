"""The people at the phones: customers who call, customers who are called, agents at desk phones.

All live in one thread of their own with its asyncio loop; the methods here are called from a test's thread.
"""

import asyncio
import threading
from contextlib import suppress
from typing import Self

from . import rtp
from .carrier import Carrier
from .sip import Phone


class Call:
    """A call as a test sees it: waits have a deadline and fail with a sentence."""

    def __init__(self, phones: "Phones", call):
        self._phones = phones
        self.sip = call

    def __getattr__(self, name):
        return getattr(self.sip, name)

    def _wait(self, name: str, seconds: float) -> None:
        event = getattr(self.sip, name)
        try:
            self._phones.run(asyncio.wait_for(event.wait(), seconds))
        except TimeoutError:
            raise AssertionError(
                f"call of {self.sip.phone.user} not {name} within {seconds} s (status {self.sip.status})"
            ) from None

    @property
    def untaken(self) -> bool:
        """Nobody has taken, refused or given up the call yet."""
        return not (self.sip.answered.is_set() or self.sip.ended.is_set())

    def wait_ringing(self, seconds: float = 10) -> "Call":
        self._wait("ringing", seconds)
        return self

    def wait_answered(self, seconds: float = 10) -> "Call":
        self._wait("answered", seconds)
        return self

    def wait_ended(self, seconds: float = 10) -> "Call":
        self._wait("ended", seconds)
        return self

    def press(self, keys: str) -> None:
        self._phones.later(self.sip.stream.press, keys)

    def play(self, sound: bytes | None) -> None:
        self._phones.later(self.sip.stream.play, sound)

    def speak(self, sound: bytes) -> None:
        """As ``play``, by a phone that was quiet up to now."""
        self._phones.later(self.sip.stream.speak, sound)

    def answer(self, sound: bytes | None = None) -> None:
        self._phones.later(self.sip.answer, sound)

    def ring(self) -> None:
        self._phones.later(self.sip.ring)

    def refuse(self, status: int = 486) -> None:
        self._phones.later(self.sip.refuse, status)

    def hang_up(self) -> None:
        self._phones.run(self.sip.hang_up(), 15)

    def refer(self, number: str, other: "Call | None" = None) -> None:
        """The phone's own transfer key: blind, or to the party of ``other``."""
        status = self._phones.run(self.sip.refer(number, other.sip if other else None), 15)
        if status != 202:
            raise AssertionError(f"transfer refused: {status}")

    def hold(self) -> None:
        self._phones.run(self.sip.hold(), 10)

    def resume(self) -> None:
        self._phones.run(self.sip.resume(), 10)


class Phones:
    """``server``: (host, port) of the exchange. Use as a context manager; leaving it ends every call."""

    def __init__(self, server: tuple[str, int]):
        self.server = server
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="phones", daemon=True)
        self._open: list[Phone] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc) -> None:
        for phone in list(self._open):
            self.close(phone)
        self.run(self._finish(), 5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    @staticmethod
    async def _finish() -> None:
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def run(self, coroutine, seconds: float = 60):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(seconds)

    def later(self, function, *args) -> None:
        self._loop.call_soon_threadsafe(function, *args)

    def phone(self, user: str, password: str = "", name: str = "", port: int = 0) -> Phone:
        phone = self.run(Phone(user, self.server, password, name).open(port))
        self._open.append(phone)
        return phone

    def close(self, phone: Phone) -> None:
        """Hangs up politely, then leaves the socket."""
        with suppress(Exception):
            for call in list(phone.calls.values()):
                self.run(call.hang_up(), 3)
        self.later(phone.close)
        with suppress(ValueError):
            self._open.remove(phone)

    def dial(self, phone: Phone, number: str, sound: bytes | None = None, **options) -> Call:
        return Call(self, self.run(phone.call(number, sound, **options)))

    def customer(self, number: str, did: str, hertz: float = rtp.CUSTOMER, name: str = "", **options) -> Call:
        """A customer with this number dials ``did`` and sings once through."""
        return self.dial(self.phone(number, name=name), did, rtp.tone(hertz) if hertz else None, **options)

    def desk_phone(
        self, extension: str, password: str, auto_answer: bool = False, hertz: float = rtp.AGENT
    ) -> "DeskPhone":
        return DeskPhone(self, extension, password, auto_answer, hertz)

    def carrier(self, port: int) -> Carrier:
        """The customers whom agents dial."""
        carrier = Carrier(self.server)
        self._open.append(self.run(carrier.open(port)).phone)
        return carrier

    def watch(self, sip_call) -> Call:
        return Call(self, sip_call)


class DeskPhone:
    """An agent's SIP phone, registered; ``calls`` are those that have come in, newest last."""

    def __init__(self, phones: Phones, extension: str, password: str, auto_answer: bool, hertz: float):
        self._phones = phones
        self.auto_answer = auto_answer
        self.sound = rtp.tone(hertz)
        self.calls: list[Call] = []
        self.rings = lambda call: None  # called with each new call, in the phones' thread
        self._came = threading.Condition()
        self.phone = phones.phone(extension, password)
        self.phone.on_call = self._on_call
        self.register()

    def register(self) -> None:
        status = self._phones.run(self.phone.register())
        if status != 200:
            raise AssertionError(f"extension {self.phone.user} could not register: {status}")

    def _on_call(self, call) -> None:
        call.ring()
        if self.auto_answer or "answer-after=0" in call.header("call-info"):
            call.answer(self.sound)
        with self._came:
            self.calls.append(Call(self._phones, call))
            self._came.notify_all()
        self.rings(self.calls[-1])

    def wait_call(self, count: int = 1, seconds: float = 15) -> Call:
        """The call number ``count`` since the phone is there."""
        with self._came:
            if not self._came.wait_for(lambda: len(self.calls) >= count, seconds):
                raise AssertionError(f"{self.phone.user}: no call within {seconds} s")
            return self.calls[count - 1]

    def wait_ringing(self, seconds: float = 15) -> Call:
        """The call that rings here, or the next one to."""
        with self._came:
            if not self._came.wait_for(lambda: self.calls and self.calls[-1].untaken, seconds):
                raise AssertionError(f"{self.phone.user}: nobody rings within {seconds} s")
            return self.calls[-1]

    def unregister(self) -> None:
        self._phones.run(self.phone.register(expires=0))
