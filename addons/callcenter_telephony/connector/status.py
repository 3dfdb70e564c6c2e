"""What the connector tells people and monitors about itself: the heartbeat's dict."""

import shutil
import time
from collections import deque
from pathlib import Path

from .notices import Notice, notice


class Lag:
    """Seconds from the node's event to the row in the database, over the last events."""

    def __init__(self, keep: int = 5000):
        self._values: deque[tuple[float, float]] = deque(maxlen=keep)

    def add(self, moments: list[float], written: float) -> None:
        self._values.extend((written, max(0.0, written - at)) for at in moments)

    def p95_ms(self, now: float, window: float = 60.0) -> float:
        """95th percentile of the last ``window`` seconds, 0 when nothing happened."""
        values = sorted(lag for written, lag in self._values if now - written <= window)
        return round(values[int(len(values) * 0.95)] * 1000, 1) if values else 0.0


class Messages:
    """Notices for the node's form, one a code, each with the moment it began."""

    def __init__(self):
        self._held: dict[str, tuple[Notice, float]] = {}

    def set(self, told: Notice) -> None:
        since = self._held[told.code][1] if told.code in self._held else time.time()
        self._held[told.code] = (told, since)

    def end(self, *codes: str) -> None:
        for code in codes:
            self._held.pop(code, None)

    def keep(self, told: Notice | None, *codes: str) -> None:
        """Of ``codes`` holds ``told`` alone, or none."""
        self.end(*(code for code in codes if told is None or code != told.code))
        if told is not None:
            self.set(told)

    def rows(self) -> list[dict]:
        """Plain JSON; ``text`` is English, for those who do not know the code."""
        return [
            {"code": told.code, "values": told.values, "text": told.text, "since": since}
            for told, since in self._held.values()
        ]

    def text(self) -> str:
        return "\n".join(told.text for told, _since in self._held.values())


def free_mb(path: Path) -> int | None:
    """Free space where the folder is or will be."""
    while not path.exists() and path != path.parent:
        path = path.parent
    try:
        return shutil.disk_usage(path).free // 2**20
    except OSError:
        return None


def disk(code: str, folder: Path, low_mb: int) -> Notice | None:
    """That the folder's disk is nearly full, None when there is room."""
    free = free_mb(folder)
    return notice(code, free_mb=free, folder=str(folder)) if free is not None and free < low_mb else None


def heartbeat(parts) -> dict:
    """What a Connector's parts say of themselves, plain JSON."""
    settings, held = parts.settings, parts.reducer
    return {
        "node": settings.node,
        "healthy": parts.link.up and not parts.store.down and parts.ready.is_set(),
        "linked": parts.link.up,
        "since": parts.link.since,
        "lost": parts.link.lost,
        "asterisk_started": parts.started,
        "asterisk_version": parts.version,
        "last_event": parts.intake.last_event if held else None,
        "lag_p95_ms": parts.lag.p95_ms(time.time()),
        "calls": held.open_calls() if held else 0,
        "agents": sum(bool(view.queues) for view in held.agents().values()) if held else 0,
        "rows_waiting": parts.writer.waiting,
        "database": not parts.store.down,
        "disk_free_mb": free_mb(settings.monitor_path),
        "recordings_free_mb": free_mb(settings.recordings_path),
        "recordings_pending": parts.recordings.pending,
        "recordings_missing": parts.recordings.missing,
        "journal_faults": parts.journal.faults,
        "config_revision": parts.configurator.revision,
        "config_error": parts.configurator.error,
        **parts.machine.read(),
        **parts.lines.read(parts.configurator.config, _channels(held)),
        "messages": parts.messages.rows(),
        "message": parts.messages.text(),
    }


def _channels(held) -> list[str]:
    return [name for _linkedid, name, _start in held.open_channels().values()] if held else []


def refresh(parts) -> None:
    """Bring the Connector's messages for people up to date."""
    messages, settings = parts.messages, parts.settings
    messages.keep(parts.link.problem, "ami_login", "ami_link")
    messages.keep(parts.recordings.problem, "recording_kept", "recording_missing")
    messages.keep(disk("disk", settings.monitor_path, settings.disk_low_mb), "disk")
    messages.keep(disk("disk_recordings", settings.recordings_path, settings.disk_low_mb), "disk_recordings")
    messages.keep(parts.journal.problem, "journal")
    messages.keep(parts.door.problem, "guessing")
    refused = parts.intake.refused if parts.reducer else 0
    messages.keep(notice("event", count=refused) if refused else None, "event")
    bad = next(iter(parts.writer.bad), None)
    messages.keep(notice("row", name=bad) if bad else None, "row")
