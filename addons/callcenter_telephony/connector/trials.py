"""Drafts on the node, each in a context of its own for one call."""

from pathlib import Path

from ..render import flows
from . import tree_files
from .ami import Link
from .store_thread import StoreThread


class Trials:
    """A trial's file lies among the flows: a reload meanwhile keeps it, and what is forgotten goes with old flows."""

    def __init__(self, store: StoreThread, link: Link, node: Path):
        self._store, self._link, self._folder = store, link, node / "flows"

    async def begin(self, flow_id: int, name: str) -> str:
        """Put the draft of a flow on the node; gives its context. Raises StoreDown, AmiError, OSError."""
        flow, config = await self._store.call("trial", flow_id, name)
        context, text = flows.render(flow, config, trial=True)
        tree_files.write(self._path(context), text.encode())
        await self._link.command("dialplan reload")
        return context

    async def end(self, context: str) -> None:
        """Take it away again. Raises AmiError."""
        self._path(context).unlink(missing_ok=True)
        await self._link.command("dialplan reload")

    def _path(self, context: str) -> Path:
        return self._folder / f"{context}.conf"
