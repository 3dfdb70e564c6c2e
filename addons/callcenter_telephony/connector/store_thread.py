"""The blocking Store behind one worker thread, so that the event loop never waits for the database."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from .ports import Store, StoreDown


class StoreThread:
    """Runs Store methods in the thread, in the order asked. ``down``: the last call found the database away."""

    def __init__(self, store: Store):
        self.store = store
        self._pool = ThreadPoolExecutor(1, "callcenter-store")
        self.down = False

    async def call(self, method: str, *args):
        """Raises what the method raises; StoreDown is remembered in ``down``."""
        loop = asyncio.get_running_loop()
        try:
            result = await loop.run_in_executor(self._pool, getattr(self.store, method), *args)
        except StoreDown:
            self.down = True
            raise
        self.down = False
        return result

    def close(self) -> None:
        self._pool.shutdown(wait=True)
