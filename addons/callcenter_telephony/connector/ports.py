"""What the connector needs from the world beyond the node. ``sink.py`` is the one implementation that knows Odoo."""

from dataclasses import dataclass, field
from typing import Protocol

from ..render.model import NodeConfig
from .ledger import Batch


@dataclass(frozen=True, slots=True)
class Command:
    """A row of the outbox. ``name`` selects the handler in ``commands.py``; ``args`` is plain JSON."""

    id: int
    name: str
    args: dict = field(default_factory=dict)


@dataclass(slots=True)
class QueueRule:
    """Settings of a queue that the reducer needs."""

    service_level_s: float = 20.0
    short_abandon_s: float = 5.0
    wrap_s: float = 30.0
    missed_limit: int = 1


class Store(Protocol):
    """Blocking calls, each one transaction; the runner calls them from one worker thread, in order.

    Every method raises ``StoreDown`` when the database cannot be reached; the caller keeps what it has and tries again.
    """

    def snapshot(self) -> str | None: ...

    def rules(self) -> dict[str, QueueRule]: ...

    def write(self, batch: Batch) -> None: ...

    def take_commands(self, limit: int) -> list[Command]: ...

    def finish_command(self, command_id: int, ok: bool, message: str = "") -> None: ...

    def config(self) -> NodeConfig: ...

    def config_applied(self, revision: str, error: str = "") -> None: ...

    def heartbeat(self, status: dict) -> None: ...

    def recording_taken(self, call: str, path: str, seconds: float, size: int, sha256: str) -> None: ...


class StoreDown(Exception):
    """The database is away; nothing was written."""
