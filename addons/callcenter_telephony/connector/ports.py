"""What the connector needs from the world beyond the node. ``sink.py`` is the one implementation that knows Odoo."""

from dataclasses import dataclass, field
from typing import Protocol

from ..render.model import Flow, NodeConfig
from .guard import Guess
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


@dataclass(frozen=True, slots=True)
class Taken:
    """A sound of the node that lies in the folder of recordings now, or of which the file is missing (``size`` 0)."""

    call: str  # key
    path: str  # below the folder
    seconds: float = 0.0
    size: int = 0
    sha256: str = ""
    kind: str = "call"  # call, voicemail, prompt
    rule: str = ""  # of the rule that wanted it
    expected: float | None = None  # seconds that it must have; None: nobody knows
    spans: list = field(default_factory=list)  # [[from, to]]: when it was written
    paused: list = field(default_factory=list)  # [[from, to]]
    paused_by: list = field(default_factory=list)  # for each of ``paused``: extension
    peaks: bytes = b""  # loudest sample of each of equal slices, 0 to 255, lane after lane


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

    def given_up(self) -> float | None:
        """When this node was given up (epoch seconds) because nobody heard of it, until ``back``."""
        ...

    def back(self) -> None:
        """The node's rows are those of its own reducer again."""
        ...

    def guard(self) -> dict:
        """Fields of a guard.GuardRule."""
        ...

    def guessed(self, guess: Guess) -> None:
        """Somebody guesses passwords."""
        ...

    def write(self, batch: Batch) -> None: ...

    def tell_monitors(self) -> None:
        """Tell live monitors what was written since the last time; nothing is lost when it fails."""
        ...

    def watch_alarms(self) -> None:
        """Tell leaders of numbers that have come to be alarms."""
        ...

    def take_commands(self, limit: int) -> list[Command]: ...

    def unfinished_commands(self) -> list[Command]:
        """Rows taken by an earlier run and never finished."""
        ...

    def finish_command(self, command_id: int, ok: bool, message: str = "", refusal: dict | None = None) -> None:
        """``refusal``: refusals.why, for the person who gave it."""

    def config(self) -> NodeConfig: ...

    def numbers(self) -> dict[str, str]:
        """What the node is to know of single numbers: AstDB keys below ``cc/`` with their values."""
        ...

    def config_applied(self, revision: str, error: str = "") -> None:
        """``revision`` is what runs now; ``error`` says why the wanted one does not."""
        ...

    def heartbeat(self, status: dict) -> None: ...

    def recording_taken(self, taken: Taken) -> None:
        """Idempotent by (call, path)."""
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
