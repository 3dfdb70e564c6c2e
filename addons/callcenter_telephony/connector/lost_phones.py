"""A phone that is lost in the middle of a call: the customer hears music until it is back.

When it stays away the customer is put in front of the queue again. Without a connector there is silence instead,
and the node itself ends the agent's leg when no sound has come for long (``rtp_timeout``).
"""

import asyncio
import logging
import time
from contextlib import suppress

from .ami_session import AmiError
from .command_base import Node
from .events import ChannelEvent, ChannelKind, Source
from .ledger import Call, Leg
from .live import customer_of, move, open_legs

_logger = logging.getLogger(__name__)
LOOK_S = 0.25  # how often it is looked whether a lost phone is back
WEB = "-web"
AWAY = ("Removed", "Unreachable")
TALKERS = ("agent", "target")


class LostPhones:
    """``calls`` gives the calls that run; ``patience``: seconds that a phone may stay away."""

    def __init__(self, node: Node, calls, patience: float):
        self._node, self._calls, self._patience = node, calls, patience
        self._away: dict[str, str] = {}  # AOR -> why it cannot be reached
        self._waiting: set[str] = set()  # legs

    async def contact(self, message: dict) -> None:
        """A ContactStatus event of AMI. A browser whose socket closed comes back by another channel only."""
        aor, status = str(message.get("AOR", "")), str(message.get("ContactStatus", ""))
        if status not in AWAY or (status == "Removed" and not aor.endswith(WEB)):
            self._away.pop(aor, None)
            return
        self._away[aor] = status
        for row, leg in self._talks(aor):
            if leg.key not in self._waiting:
                self._waiting.add(leg.key)
                try:
                    await self._wait(aor, status, row, leg)
                finally:
                    self._waiting.discard(leg.key)

    def _talks(self, aor: str) -> list[tuple[Call, Leg]]:
        """Where this phone, and nobody else, is with a customer."""
        found = []
        for row in self._calls():
            talking = [leg for leg in open_legs(row, (*TALKERS, "consult", "conference")) if leg.answer is not None]
            if len(talking) == 1 and talking[0].role in TALKERS and talking[0].channel.startswith(f"PJSIP/{aor}-"):
                found.append((row, talking[0]))
        return found

    async def _wait(self, aor: str, status: str, row: Call, leg: Leg) -> None:
        held = bool(leg.hold) and leg.hold[-1][1] is None  # the page has asked for it as it went
        music = ""
        if not held:
            self._told(ChannelKind.HOLD, row, leg)
            music = await self._music(row)
        try:
            until = time.monotonic() + self._patience
            while time.monotonic() < until:
                if self._is_over(row, leg):
                    return
                if status == "Unreachable" and aor not in self._away:
                    self._told(ChannelKind.UNHOLD, row, leg)
                    return
                await asyncio.sleep(LOOK_S)
            await self._give_up(row, leg)
        finally:
            if music:
                with suppress(AmiError, TimeoutError):
                    await move(self._node, music, "cc-hush")  # a hang-up in the bridge would end it for all

    def _is_over(self, row: Call, leg: Leg) -> bool:
        """The leg has ended, or the phone is back by another channel."""
        now = self._node.call(row.key)
        legs = [] if now is None else [one for one in open_legs(now, TALKERS) if one.key == leg.key]
        return not legs or legs[0].channel != leg.channel

    async def _music(self, row: Call) -> str:
        """Play music into the bridge with the customer; gives the channel that does it."""
        music = f"comfort-{time.monotonic_ns()}"
        await self._node.link.action(
            "Originate",
            Channel="Local/s@cc-comfort/n",
            ChannelId=music,
            Application="BridgeAdd",
            Data=customer_of(row),
            Async="true",
        )
        return music

    async def _give_up(self, row: Call, leg: Leg) -> None:
        _logger.info("call %s: the phone %s did not come back", row.key, leg.channel)
        self._told(ChannelKind.BYE, row, leg, by="fault")
        await move(self._node, customer_of(row), "cc-lost")

    def _told(self, kind: ChannelKind, row: Call, leg: Leg, **data: str) -> None:
        for uniqueid, (linkedid, name, _start) in self._node.channels().items():
            if name == leg.channel:
                event = ChannelEvent(kind, time.time(), linkedid, uniqueid, name, Source.AMI, data=data)
                self._node.feed([event])
