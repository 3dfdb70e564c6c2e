"""Everybody whom the product dials by the trunk, at one port: who rings is asked for by number."""

import threading

from ..phones import Phones


class Switchboard:
    """Calls ring until they are answered, refused or given up."""

    def __init__(self, phones: Phones, port: int):
        self._phones = phones
        self._calls = []
        self._came = threading.Condition()
        self.phone = phones.phone("carrier", port=port)
        self.phone.quiet = True
        self.phone.on_call = self._on_call

    def _on_call(self, call) -> None:
        call.ring()
        with self._came:
            self._calls.append(self._phones.watch(call))
            self._came.notify_all()

    def wait_call(self, number: str, seconds: float = 5):
        """The call that rings at ``number`` (E.164; dialled in any form of it)."""
        with self._came:
            if not self._came.wait_for(lambda: self._ringing(number), seconds):
                raise AssertionError(f"{number} is not dialled")
            return self._ringing(number)

    def _ringing(self, number: str):
        digits = number.removeprefix("+86")
        found = (call for call in self._calls if call.untaken and call.dialled.endswith(digits))
        return next(found, None)
