"""What the connector needs from the world beyond the node. ``sink.py`` is the one implementation that knows Odoo."""

from dataclasses import dataclass, field
from typing import Protocol

from ..render.model import Flow, NodeConfig
from .ledger import Batch


@dataclass(frozen=True, slots=True)
class Command:
    """A row of the outbox. ``name`` selects the handler in ``commands.py``; ``args`` is plain JSON."""

    id: int
    name: str
    args: dict = field(default_factory=dict)
    created: float = 0.0  # when the row was written; a dialling must not come late


@dataclass(slots=True)
class QueueRule:
    """Settings of a queue that the reducer needs."""

    service_level_s: float = 20.0
    short_abandon_s: float = 5.0
    wrap_s: float = 30.0
    missed_limit: int = 1


class Store(Protocol):
    """Blocking calls, each one transaction; the runner calls them from one worker thread, in order.

    ``lock`` and ``wait_for_command`` are the exception: they have a thread and a connection of their own.
    Every method raises ``StoreDown`` when the database cannot be reached; the caller keeps what it has and tries again.
    """

    def lock(self) -> bool:
        """Take the node's advisory lock; False when another connector holds it."""
        ...

    def wait_for_command(self, timeout: float) -> bool:
        """Wait for a NOTIFY of the outbox, ``timeout`` seconds at most. True: there may be commands."""
        ...

    def snapshot(self) -> str | None: ...

    def rules(self) -> dict[str, QueueRule]: ...

    def write(self, batch: Batch) -> None: ...

    def take_commands(self, limit: int) -> list[Command]: ...

    def unfinished_commands(self) -> list[Command]:
        """Rows taken by an earlier run and never finished."""
        ...

    def finish_command(self, command_id: int, ok: bool, message: str = "") -> None: ...

    def config(self) -> NodeConfig: ...

    def numbers(self) -> dict[str, str]:
        """What the node is to know of single numbers: AstDB keys below ``cc/`` with their values."""
        ...

    def config_applied(self, revision: str, error: str = "") -> None:
        """``revision`` is what runs now; ``error`` says why the wanted one does not."""
        ...

    def heartbeat(self, status: dict) -> None: ...

    def recording_taken(self, call: str, path: str, seconds: float, size: int, sha256: str) -> None:
        """Idempotent by (call, path); ``path`` is below the recordings folder. ``size`` 0: the node lost the file."""
        ...

    def trial(self, flow_id: int, name: str) -> tuple[Flow, NodeConfig]:
        """A flow's draft under a code made of its own and ``name``, and what it is rendered with."""
        ...

    def beside(self) -> "Store":
        """Another one for the same node, for a thread of its own: its ``answer`` is not held up by this one's work."""
        ...

    def answer(self, question: str, values: dict) -> dict:
        """What a flow asks while its caller waits; see callcenter.node._answer. Gives up after half a second."""
        ...


class StoreDown(Exception):
    """The database is away; nothing was written."""
