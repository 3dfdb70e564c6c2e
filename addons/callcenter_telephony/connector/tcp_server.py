"""What our small servers have in common: they listen on one port, in the connector's own event loop."""

import asyncio


class TcpServer:
    """A server answers each connection in ``_serve``. With port 0 it takes a free one and says which in ``port``."""

    def __init__(self, host: str, port: int):
        self.host, self.port = host, port
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Raises OSError when the port is taken."""
        self._server = await asyncio.start_server(self._serve, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise NotImplementedError
