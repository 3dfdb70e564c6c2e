"""Two calls a second through DID 4001's flow, and what the telephones on both sides saw of each."""

import asyncio
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field

from tools import rtp
from tools.waiting import wait_until

WELCOME_S = 5.8  # of the flow's greeting; then its menu can be heard
TALK_S = 3.0
QUESTION_S = 1.0  # of the survey's question that a customer hears before the key
PATIENCE_S = 40.0
REGISTER_S = 120.0
QUEUES = {"1": "sales", "2": "service"}
PLANS = ("agent", "agent", "agent", "leaves", "agent", "gives up", "agent", "caller", "agent", "agent")


@dataclass
class Caller:
    """A call as the telephones saw it; moments in epoch seconds. ``plan``: who ends it, or what the caller does else.

    ``leaves`` within the flow, ``gives up`` while a phone rings. ``rated`` and ``by`` are what was done in the end.
    """

    number: str
    plan: str
    key: str
    rating: str = ""  # to be pressed after the agent has hung up
    rated: str = ""  # pressed
    by: str = ""  # who hung up first: agent, caller
    dialled: float = 0.0
    chose: float = 0.0
    rang: float = 0.0
    extension: str = ""
    answered: float = 0.0
    over: float = 0.0  # the talk, or the call for who had none
    ended: float = 0.0
    error: str = ""
    ringing: asyncio.Event = field(default_factory=asyncio.Event)
    talked: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def e164(self) -> str:
        return f"+86{self.number}"


class Rush:
    """``extensions`` serve; ``numbers`` call in turn, ``rate`` of them a second, until ``stop``."""

    def __init__(self, stack, phones, extensions: list[str], numbers: list[str], rate: float):
        self.phones, self.rate = phones, rate
        self.callers: list[Caller] = []
        self._lines = {number: phones.phone(number) for number in numbers}
        self._present: dict[str, Caller] = {}
        self._free = deque(numbers)  # of two calls of one number nobody could tell whom an agent's phone rings for
        self._freed = asyncio.Event()
        self._tasks: set[asyncio.Task] = set()
        self.desks = {ext: phones.desk_phone(ext, stack.secret_of(ext)) for ext in extensions}
        for extension, desk in self.desks.items():
            desk.phone.on_call = lambda call, extension=extension: self._begin(self._serve(extension, call))
        for phone in (*self._lines.values(), *(desk.phone for desk in self.desks.values())):
            phone.quiet = True
        phones.later(lambda: self._begin(self._keep_registered()))

    def dial(self, number: str) -> None:
        """Every agent dials a service code."""
        for call in [self.phones.dial(desk.phone, number) for desk in self.desks.values()]:
            call.wait_ended(10)

    def start(self) -> None:
        self._calling = asyncio.run_coroutine_threadsafe(self._call(), self.phones._loop)

    def stop(self) -> list[Caller]:
        """Nobody calls any more; gives the callers when the last has hung up."""
        self._calling.cancel()
        wait_until(lambda: all(caller.ended for caller in self.callers), PATIENCE_S + 10, "the last has hung up")
        return self.callers

    def _begin(self, work) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep_registered(self) -> None:
        while True:
            await asyncio.sleep(REGISTER_S)
            for desk in self.desks.values():
                await desk.phone.register()

    # customers

    async def _call(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        while True:
            n = len(self.callers)
            await asyncio.sleep(max(0.0, began + n / self.rate - loop.time()))
            plan, key = PLANS[n % len(PLANS)], str(1 + n // len(PLANS) % 2)
            rating = str(1 + n % 5) if plan == "agent" and QUEUES[key] == "service" else ""
            caller = Caller(await self._number(), plan, key, rating)
            self.callers.append(caller)
            self._begin(self._customer(caller))

    async def _number(self) -> str:
        """One that nobody calls from."""
        while not self._free:
            self._freed.clear()
            await self._freed.wait()
        return self._free.popleft()

    async def _customer(self, caller: Caller) -> None:
        caller.dialled = time.time()
        self._present[caller.number] = caller
        try:
            call = await self._lines[caller.number].call("4001")
            await self._with_patience(caller, call)
        finally:
            caller.ended = time.time()
            caller.over = caller.over or caller.ended
            self._free.append(caller.number)
            self._freed.set()

    async def _with_patience(self, caller: Caller, call) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._act(caller, call)
        except TimeoutError:
            if not caller.rang:  # else a phone of ours came too late
                caller.error = f"stuck: status {call.status}, heard {len(call.stream.heard) / rtp.RATE:.1f} s"
            caller.by = caller.by or "caller"
            await call.hang_up()

    async def _act(self, caller: Caller, call) -> None:
        await call.answered.wait()
        await _hear(call, 2.0 if caller.plan == "leaves" else WELCOME_S)
        if caller.plan == "leaves":
            await call.hang_up()
            return
        caller.chose = time.time()
        call.stream.press(caller.key)
        await caller.ringing.wait()
        if caller.plan == "gives up":
            await call.hang_up()
            return
        call.stream.speak(rtp.tone(rtp.CUSTOMER))
        await caller.talked.wait()
        if caller.plan == "caller":
            caller.over, caller.by = time.time(), "caller"
            await call.hang_up()
        elif caller.rating:
            await _hear(call, QUESTION_S)
            caller.rated = "" if call.ended.is_set() else caller.rating
            call.stream.press(caller.rated)
        await call.ended.wait()

    # agents

    async def _serve(self, extension: str, call) -> None:
        caller = self._present.get(call.caller[-11:])
        call.ring()
        if caller is None:
            return
        caller.rang, caller.extension = caller.rang or time.time(), extension
        caller.ringing.set()
        if caller.plan == "gives up" or await _ended(call, 0.3):
            return
        call.answer()
        caller.answered = time.time()
        call.stream.speak(rtp.tone(rtp.AGENT))
        await _ended(call, TALK_S)
        caller.talked.set()
        if caller.plan == "agent" and not call.ended.is_set():
            caller.over, caller.by = time.time(), "agent"
            await call.hang_up()


async def _hear(call, seconds: float) -> None:
    """From now on, so much sound; or the call is over."""
    waits = [asyncio.ensure_future(work) for work in (call.stream.hear(seconds), call.ended.wait())]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


async def _ended(call, seconds: float) -> bool:
    """The other side hangs up within these seconds."""
    with suppress(TimeoutError):
        await asyncio.wait_for(call.ended.wait(), seconds)
    return call.ended.is_set()
