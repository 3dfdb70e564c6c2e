"""The demo carrier's network: the customers whom agents dial."""

import asyncio

from . import rtp
from .sip import Phone

STATUS = {"busy": 486, "unknown": 404, "refused": 603}
BEHAVIOURS = ("answer", "busy", "no_answer", "unknown", "refused", "machine", "by-number")
BY_DIGIT = {"7": "busy", "8": "no_answer", "9": "unknown", "5": "machine", "4": "refused"}


class Carrier:
    """answer (and sing), busy (486), no_answer (rings for ever), unknown (404), refused (603), machine (then beeps).

    A status such as 503 is answered at once; after ``early:`` (early:486) the caller hears the network before (183).
    ``behaviour`` by number, else ``default``, else by the number's last digit (``BY_DIGIT``).
    """

    def __init__(self, server: tuple[str, int], default: str = ""):
        self.phone = Phone("carrier", server)
        self.phone.on_call = lambda call: asyncio.ensure_future(self._on_call(call))
        self.behaviour: dict[str, str] = {}
        self.default = default
        self.answer_after = 0.5
        self.calls: list = []
        self.told = lambda what, call: None

    async def open(self, port: int) -> "Carrier":
        await self.phone.open(port)
        return self

    def rule(self, number: str) -> str:
        return self.behaviour.get(number) or self.default or BY_DIGIT.get(number[-1:], "answer")

    async def _on_call(self, call) -> None:
        self.calls.append(call)
        rule = self.rule(call.dialled)
        self.told(rule, call)
        if rule.startswith("early:"):
            rule = rule.removeprefix("early:")
            call.progress(rtp.tone(rtp.CUSTOMER))
            await asyncio.sleep(self.answer_after)
        if rule in STATUS or rule.isdecimal():
            call.refuse(STATUS.get(rule) or int(rule))
            return
        call.ring()
        if rule == "no_answer":
            return
        await asyncio.sleep(self.answer_after)
        if not call.ended.is_set():
            call.answer(rtp.tone(rtp.CUSTOMER))
            if rule == "machine":
                await self._beep(call)

    @staticmethod
    async def _beep(call) -> None:
        await asyncio.sleep(4)
        call.stream.play(rtp.tone(1000))
        await asyncio.sleep(1)
        call.stream.play(None)
