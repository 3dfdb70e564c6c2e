"""What the connector tells people and monitors about itself: the heartbeat's dict."""

import shutil
import time
from collections import deque
from pathlib import Path


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
    """Sentences for the node's form by code, each with the moment it began."""

    def __init__(self):
        self._held: dict[str, tuple[str, float]] = {}

    def set(self, code: str, text: str) -> None:
        """An empty text ends the message."""
        if not text:
            self._held.pop(code, None)
        elif code not in self._held or self._held[code][0] != text:
            self._held[code] = (text, self._held[code][1] if code in self._held else time.time())

    def rows(self) -> list[dict]:
        return [{"code": code, "text": text, "since": since} for code, (text, since) in self._held.items()]

    def text(self) -> str:
        return "\n".join(text for text, _since in self._held.values())


def free_mb(path: Path) -> int | None:
    """Free space where the folder is or will be."""
    while not path.exists() and path != path.parent:
        path = path.parent
    try:
        return shutil.disk_usage(path).free // 2**20
    except OSError:
        return None


def disk_message(folders: dict[str, Path], low_mb: int) -> str:
    """Names the folders that are nearly full, empty when there is room."""
    low = {name: free for name, path in folders.items() if (free := free_mb(path)) is not None and free < low_mb}
    return "; ".join(f"the disk is nearly full: {free} MB left for {name}" for name, free in low.items())


def heartbeat(parts) -> dict:
    """What a Connector's parts say of themselves, plain JSON."""
    settings, held = parts.settings, parts.reducer
    return {
        "node": settings.node,
        "healthy": parts.link.up and not parts.store.down and parts.ready.is_set(),
        "linked": parts.link.up,
        "since": parts.link.since,
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
        "messages": parts.messages.rows(),
        "message": parts.messages.text(),
    }


def refresh(parts) -> None:
    """Bring the Connector's messages for people up to date."""
    folders = {"recordings": parts.settings.recordings_path, "the node": parts.settings.monitor_path}
    refused = parts.intake.refused if parts.reducer else 0
    for code in ("ami_login", "ami_link"):
        parts.messages.set(code, parts.link.problem if parts.link.problem_code == code else "")
    parts.messages.set("recording", parts.recordings.problem)
    parts.messages.set("disk", disk_message(folders, parts.settings.disk_low_mb))
    parts.messages.set("journal", parts.journal.problem)
    parts.messages.set("event", f"{refused} event(s) could not be booked, see the log" if refused else "")
    bad = next(iter(parts.writer.bad.items()), None)
    parts.messages.set("row", f"the database refused {bad[0]}: {bad[1]}" if bad else "")
