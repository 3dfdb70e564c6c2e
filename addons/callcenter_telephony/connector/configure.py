"""Makes the node what Odoo says: render, swap, reload, look whether it took, else go back to the last good one."""

import asyncio
import logging
import time
from pathlib import Path

from ..render import tree
from ..render.checks import ConfigError
from . import tree_files
from .ami import Link
from .ami_session import ActionFailed, AmiError, LinkDown
from .members import db_delete, db_put, db_tree
from .ports import StoreDown
from .store_thread import StoreThread

_logger = logging.getLogger(__name__)
FAMILIES = ("cc/forbidden", "cc/queues")
OTHERS = {"pjsip.conf", "queues.conf", "musiconhold.conf", "features.conf"}  # no dialplan
PJSIP_MODULES = ("res_pjsip.so", "res_pjsip_endpoint_identifier_ip.so", "res_pjsip_outbound_registration.so")


class ConfigFailed(Exception):
    """The wanted configuration does not run; the text is for the server's form."""


class Configurator:
    """One at a time. ``revision`` and ``error`` are what the node's status shows."""

    def __init__(self, store: StoreThread, link: Link, node: Path):
        self._store, self._link, self._node = store, link, node
        self._lock = asyncio.Lock()
        self._asked = self._read = 0  # calls of apply; those of them since which the records were read
        self._sure = False  # Asterisk runs what the link points to
        self.revision = tree_files.current(node) or ""
        self.error = ""
        self.config = None  # what the records said last

    async def apply(self) -> str:
        """Bring the node up to the records. Gives the revision. Raises ConfigFailed, StoreDown; AmiError when away.

        Of several who wait the first brings what all of them have saved.
        """
        self._asked += 1
        mine = self._asked
        async with self._lock:
            if self._read < mine:
                await self._bring()
        if self.error:
            raise ConfigFailed(self.error)
        return self.revision

    async def _bring(self) -> None:
        if not self._link.up:
            raise LinkDown("the node cannot be reached")
        asked = self._asked
        config = self.config = await self._store.call("config")
        try:
            await self._apply(config)
            self.error = ""
        except (ConfigFailed, ConfigError, OSError) as error:
            self.error = _words(error)
            _logger.error("configuration not applied: %s", self.error)
        self.revision = tree_files.current(self._node) or ""
        await self._store.call("config_applied", self.revision, self.error)
        self._read = asked

    async def at_start(self) -> None:
        """Apply once the link is up; a failure is on the form already."""
        try:
            await self.apply()
        except (ConfigFailed, AmiError, StoreDown, TimeoutError) as error:
            _logger.warning("configuration at start: %s", error)

    async def _apply(self, config) -> None:
        files = tree.render(config, str(self._node))
        changed = tree_files.changed(self._node, files) if self._sure else set(files)
        revision, self._sure = tree.revision(files), False
        tree_files.install(self._node, revision, files)
        try:
            await self._reload(changed)
            await self._verify(tree.expected(config))
        except (ConfigFailed, ActionFailed) as error:
            await self._back()
            raise ConfigFailed(_words(error)) from error
        tree_files.switch(self._node, revision, "good")
        self._sure = True
        await self._astdb(tree.astdb(config))
        tree_files.clean(self._node, files, time.time())

    async def _back(self) -> None:
        """The last good one again; the first configuration has none to go back to."""
        if good := tree_files.current(self._node, "good"):
            tree_files.switch(self._node, good)
            await self._reload({"extensions.conf", *OTHERS})

    async def _reload(self, changed: set[str]) -> None:
        if any(name.endswith(".conf") for name in changed - OTHERS):
            await self._link.command("dialplan reload")
        if "features.conf" in changed:
            await self._link.reload("features")
        if "pjsip.conf" in changed:
            for module in PJSIP_MODULES:
                await self._link.reload(module)
        if "musiconhold.conf" in changed:
            await self._link.command("moh reload")
        if "queues.conf" in changed:
            await self._link.action("QueueReload")

    async def _verify(self, expected: dict[str, set[str]]) -> None:
        """Every endpoint, queue and context must be there, as Asterisk only logs what it does not like."""
        present = {
            "endpoints": await self._names("PJSIPShowEndpoints", "EndpointList", "ObjectName"),
            "queues": await self._names("QueueStatus", "QueueParams", "Queue"),
            "contexts": await self._contexts(expected["contexts"]),
        }
        missing = {kind: sorted(names - present[kind]) for kind, names in expected.items()}
        words = [f"{kind}: {', '.join(names)}" for kind, names in missing.items() if names]
        if words:
            raise ConfigFailed("Asterisk did not accept " + "; ".join(words))

    async def _names(self, action: str, event: str, key: str) -> set[str]:
        try:
            rows = await self._link.listing(action)
        except ActionFailed:  # "No endpoints found"
            return set()
        return {row[key] for row in rows if row.get("Event") == event}

    async def _contexts(self, expected: set[str]) -> set[str]:
        found = set()
        for context in expected:
            if "There is no existence" not in await self._link.command(f"dialplan show {context}"):
                found.add(context)
        return found

    async def _astdb(self, wanted: dict[str, str]) -> None:
        """Forbidden numbers exactly as wanted; of the others (queues for *45) the node may know more."""
        known = {
            f"{family}/{key}": value
            for family in FAMILIES
            for key, value in (await db_tree(self._link, family)).items()
        }
        for key in known.keys() - wanted.keys():
            if key.startswith("cc/forbidden/"):
                await db_delete(self._link, *key.rsplit("/", 1))
        for key, value in wanted.items():
            if known.get(key) != value:
                await db_put(self._link, *key.rsplit("/", 1), value)


def _words(error: Exception) -> str:
    return "; ".join(str(part) for part in error.args) if error.args else type(error).__name__
