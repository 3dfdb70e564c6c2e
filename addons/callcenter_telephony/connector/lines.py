"""Phones that are registered, and trunks: whether each is there and how many calls go over it."""

import time
from collections import Counter
from collections.abc import Iterable

from .ami import Link

WEB = "-web"
_GONE = ("Unreachable", "Removed")
_STATIC = "@@"  # between name and hash of a contact that is configured, not registered


class Lines:
    """``look`` asks the node, ``read`` tells what it said last."""

    def __init__(self):
        self._reachable: dict[str, bool | None] = {}  # trunk → there, not there, not asked
        self._rejected: set[str] = set()  # trunks that the carrier does not let in
        self._down: dict[str, float] = {}  # trunk → since when (epoch)
        self._phones: set[str] = set()  # extensions with a phone that is registered

    async def look(self, link: Link) -> None:
        """Raises AmiError, TimeoutError."""
        contacts = [row for row in await link.listing("PJSIPShowContacts") if row.get("Event") == "ContactList"]
        logins = await link.listing("PJSIPShowRegistrationsOutbound")
        static = [row for row in contacts if _STATIC in str(row.get("ObjectName", ""))]
        self._reachable = {_owner(row): _there(row) for row in static}
        self._phones = {
            _owner(row).removesuffix(WEB) for row in contacts if row not in static and _there(row) is not False
        }
        self._rejected = {
            str(row.get("Endpoint") or row.get("ObjectName", ""))
            for row in logins
            if row.get("Event") == "OutboundRegistrationDetail" and row.get("Status") != "Registered"
        }
        down = {trunk for trunk in {*self._reachable, *self._rejected} if self._state(trunk) == "down"}
        self._down = {trunk: self._down.get(trunk) or time.time() for trunk in down}

    def read(self, config, channels: Iterable[str]) -> dict:
        """``config``: what the node was last told (NodeConfig), or None; ``channels``: names of those that live."""
        busy = Counter(name.removeprefix("PJSIP/").rpartition("-")[0] for name in channels)
        trunks = [] if config is None else config.trunks
        phones = set() if config is None else {endpoint.extension for endpoint in config.endpoints}
        return {
            "channels": busy.total(),
            "phones": {"registered": len(self._phones & phones), "configured": len(phones)},
            "trunks": [self._told(trunk.code, busy[trunk.code]) for trunk in trunks],
        }

    def forget(self) -> None:
        """The node is away: nobody knows."""
        self.__init__()

    def _told(self, trunk: str, calls: int) -> dict:
        return {"code": trunk, "state": self._state(trunk), "calls": calls, "since": self._down.get(trunk)}

    def _state(self, trunk: str) -> str:
        if trunk in self._rejected or self._reachable.get(trunk) is False:
            return "down"
        return "up" if self._reachable.get(trunk) else "unknown"


def _owner(row) -> str:
    """``1001-web;@hash`` and ``carrier@@hash`` are of 1001-web and carrier."""
    return str(row.get("ObjectName", "")).partition("@")[0].rstrip(";")


def _there(row) -> bool | None:
    status = str(row.get("Status", ""))
    return False if status in _GONE else True if status == "Reachable" else None
