"""A browser's websocket without the browser: what the server pushes to one user, and when it came."""

import json
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

import websocket

from .stack import Rpc, Stack


class Listener:
    """``heard(kind, payload, arrived)`` is called in a thread of its own; ``arrived`` is epoch ms.

    The server adds the user's own channel by itself; ``channels`` are those that a page asks for besides.
    """

    def __init__(self, stack: Stack, rpc: Rpc, heard: Callable[[str, dict, float], None], channels: Iterable[str] = ()):
        self._heard = heard
        url = stack.url("/websocket").replace("http", "ws", 1)
        self._socket = websocket.create_connection(url, cookie=rpc.cookie, timeout=60)
        self._socket.settimeout(None)
        last = stack.ledger.value("SELECT coalesce(max(id), 0) FROM bus_bus")
        subscription = {"event_name": "subscribe", "data": {"channels": list(channels), "last": last}}
        self._socket.send(json.dumps(subscription))
        self._thread = threading.Thread(target=self._listen, name="listener", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        with suppress(OSError, websocket.WebSocketException):
            while text := self._socket.recv():
                arrived = time.time() * 1000
                for note in json.loads(text):
                    self._heard(note["message"]["type"], note["message"]["payload"], arrived)

    def close(self) -> None:
        self._socket.close()
        self._thread.join(5)
