"""Takes recordings from the node into the store of recordings, once their call has ended."""

import asyncio
import errno
import fcntl
import logging
import os
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from . import wav
from .ledger import Call, Recording
from .notices import Notice, notice, reason
from .ports import StoreDown, Taken
from .store_thread import StoreThread

_logger = logging.getLogger(__name__)
STILL = 1.0  # seconds a file must not have grown
MISSING_AFTER = 30.0  # seconds that a file may take to appear
SHORTEST = 1.0  # seconds of talk from which there must be a recording
ORPHAN_AFTER = 900.0
_NAME = re.compile(r"(?:\d{4}/\d\d/\d\d/)?(?:message-)?(?P<linkedid>.+)-\d+(?:a\d+)?\.raw")


@dataclass(slots=True)
class Waiting:
    """A file of an ended call. ``size`` is that of the last look, ``retry`` the moment of the next."""

    file: str
    call: str
    since: float
    size: int = -1
    retry: float = 0.0
    expected: float | None = None  # seconds that were recorded: without any, nobody misses a file
    wanted: bool = True  # False: a rule forbids it, the file is thrown away unheard
    kind: str = "call"
    rule: str = ""
    spans: list = field(default_factory=list)
    paused: list = field(default_factory=list)
    paused_by: list = field(default_factory=list)

    @property
    def talked(self) -> bool:
        return self.wanted and (self.expected is None or self.expected >= SHORTEST)

    def taken(self, name: str, *measured) -> Taken:
        """``measured``: seconds, size, sha256, peaks; nothing for a file that is missing."""
        about = (self.kind, self.rule, self.expected, self.spans, self.paused, self.paused_by)
        seconds, size, sha256, peaks = measured or (0.0, 0, "", b"")
        return Taken(self.call, name, seconds, size, sha256, *about, peaks)


class Recordings:
    """The files that wait are part of the snapshot, so each is taken even if we die; taking twice changes nothing."""

    def __init__(self, store: StoreThread, node: str, spool: Path, target: Path):
        self._store, self._node, self._spool, self._target = store, node, spool, target
        self._waiting: dict[str, Waiting] = {}
        self._taken: set[str] = set()  # of calls whose rows may come again
        self.problem: Notice | None = None
        self.missing = 0

    def note(self, calls: Iterable[Call], now: float) -> None:
        """Rows of the ledger on their way to the database: remember the files of ended calls."""
        for call in calls:
            if call.end is None:
                continue
            for recording in call.recordings:
                if recording.file not in self._taken and _safe(recording.file):
                    self._expect(call.key, recording, now)

    def expect(self, call: str, file: str, kind: str, now: float, seconds: float | None = None) -> None:
        """A sound of another kind (voicemail, prompt) is whole: take it like a recording."""
        if file not in self._taken and _safe(file):
            self._waiting.setdefault(file, Waiting(file, call, now, expected=seconds, kind=kind))

    def _expect(self, call: str, recording: Recording, now: float) -> None:
        item = self._waiting.setdefault(recording.file, Waiting(recording.file, call, now))
        item.expected, item.wanted, item.rule = recording.seconds, recording.wanted, recording.rule
        item.kind = recording.kind
        item.spans = [list(span) for span in recording.spans]
        item.paused = [list(span) for span in recording.paused]
        item.paused_by = list(recording.paused_by)

    def state(self) -> list[dict]:
        return [asdict(item) for item in self._waiting.values()]

    def restore(self, state: list[dict]) -> None:
        """What ``state`` gave, also that of an older version."""
        known = {one.name for one in fields(Waiting)}
        for item in state:
            kept = {name: value for name, value in item.items() if name in known}
            self._waiting[item["file"]] = Waiting(**{**kept, "size": -1, "retry": 0.0})

    @property
    def pending(self) -> int:
        return len(self._waiting)

    async def run(self, is_open: Callable[[str], bool], every: float = 0.5) -> None:
        """Until cancelled. ``is_open`` tells whether a call (key) still runs; orphans of others are taken too."""
        swept = 0.0
        while True:
            now = time.time()
            if now - swept > ORPHAN_AFTER:
                self.sweep(now, is_open)
                swept = now
            for item in [item for item in self._waiting.values() if item.retry <= now]:
                await self._look(item, now)
            await asyncio.sleep(every)

    def sweep(self, now: float, is_open: Callable[[str], bool]) -> None:
        """Files that nobody told us of: of calls that ended long ago, found by the linkedid in the name."""
        for path in self._spool.rglob("*.raw"):
            file = path.relative_to(self._spool).as_posix()
            match = _NAME.fullmatch(file)
            if not match or file in self._waiting or now - path.stat().st_mtime < ORPHAN_AFTER:
                continue
            key = f"{self._node}:{match['linkedid']}"
            if not is_open(key):
                self._waiting[file] = Waiting(file, key, now)

    async def _look(self, item: Waiting, now: float) -> None:
        path = self._spool / item.file
        item.retry = now + STILL
        if self._store.down:
            return
        try:
            size = path.stat().st_size if path.exists() else -1
            if size < 0:
                await self._absent(item, now)
            elif size == item.size and open_for_writing(path):
                size = -1
            elif size == item.size and not (item.wanted and (size or item.talked)):
                path.unlink()
                self._forget(item)
            elif size == item.size:
                await self._take(item, path)
            item.size = size
        except StoreDown:
            item.retry = now + 5
        except Exception as error:  # noqa: BLE001 - one file must not stop the others
            self._trouble(notice("recording_kept", file=item.file, folder=str(self._target), reason=reason(error)))
            item.retry = now + 30

    async def _take(self, item: Waiting, path: Path) -> None:
        name = self._stored_name(item.file)
        measured = await asyncio.to_thread(wav.wrap, path, self._target / name)
        await self._store.call("recording_taken", item.taken(name, *measured))
        path.unlink()
        self._forget(item)
        self.problem = None

    async def _absent(self, item: Waiting, now: float) -> None:
        """Taken before (the call's rows came again), or missing: the row says so, and nobody waits any longer."""
        name = self._stored_name(item.file)
        if (self._target / name).exists():
            found = await asyncio.to_thread(wav.measure, self._target / name)
            await self._store.call("recording_taken", item.taken(name, *found))
        elif now - item.since <= MISSING_AFTER:
            return
        elif item.talked:
            await self._store.call("recording_taken", item.taken(name))
            self.missing += 1
            self._trouble(notice("recording_missing", file=item.file, folder=str(self._spool)))
        self._forget(item)

    def _forget(self, item: Waiting) -> None:
        del self._waiting[item.file]
        self._taken.add(item.file)
        if len(self._taken) > 20000:
            self._taken = set(list(self._taken)[-10000:])

    def _stored_name(self, file: str) -> str:
        folder, _, name = file.rpartition("/")
        return f"{folder}/{self._node}-{name.removesuffix('.raw')}.wav".lstrip("/")

    def _trouble(self, told: Notice) -> None:
        self.problem = told
        _logger.error("%s", told.text)


def open_for_writing(path: Path) -> bool:
    """Whether a process still has the file open: MixMonitor writes in blocks of a second and closes the file after the
    call, on a busy node some seconds after it. The kernel grants a lease for reading only when nobody writes; False
    where it cannot tell (a file of another user, a network folder)."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    finally:
        os.close(descriptor)
    return False


def _safe(file: str) -> bool:
    """A path below the spool folder and nothing else."""
    return bool(re.fullmatch(r"[A-Za-z0-9._/-]+\.raw", file)) and ".." not in file and not file.startswith("/")
