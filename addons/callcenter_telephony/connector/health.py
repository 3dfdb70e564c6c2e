"""A page for monitors: /healthz says whether all is well, /metrics is Prometheus text. HTTP/1.0, no dependencies."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress

from .tcp_server import TcpServer

_PREFIX = "callcenter_connector_"


class HealthServer(TcpServer):
    """``status()`` gives the heartbeat's dict; ``healthy`` in it decides between 200 and 503."""

    def __init__(self, host: str, port: int, status: Callable[[], dict]):
        super().__init__(host, port)
        self._status = status

    async def _serve(self, reader, writer) -> None:
        with suppress(OSError, ValueError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            # the whole head: closing with something unread would reset the connection and lose the answer
            async with asyncio.timeout(5):
                head = await reader.readuntil(b"\r\n\r\n")
            path = (head.split() + [b"", b""])[1].decode("ascii", "replace")
            code, kind, body = self._page(path.partition("?")[0])
            head = f"HTTP/1.0 {code}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
            writer.write(head.encode() + b"Connection: close\r\n\r\n" + body)
            async with asyncio.timeout(5):
                await writer.drain()
        writer.close()

    def _page(self, path: str) -> tuple[str, str, bytes]:
        status = self._status()
        if path == "/healthz":
            code = "200 OK" if status.get("healthy") else "503 Service Unavailable"
            return code, "application/json", json.dumps(status).encode()
        if path == "/metrics":
            return "200 OK", "text/plain; version=0.0.4", metrics(status).encode()
        return "404 Not Found", "text/plain", b"/healthz or /metrics\n"


def metrics(status: dict) -> str:
    """The numbers and yes/no values of a status as Prometheus gauges; the node's code is a label."""
    label = str(status.get("node", "")).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "")
    lines = []
    for name, value in status.items():
        if isinstance(value, bool | int | float):
            lines.append(f"# TYPE {_PREFIX}{name} gauge")
            lines.append(f'{_PREFIX}{name}{{node="{label}"}} {float(value):g}')
    return "\n".join(lines) + "\n"
