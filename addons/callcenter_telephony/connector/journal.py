"""The node's journal: cel.csv and queue_log, read from where we stopped, as typed events."""

import csv
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

from .events import Event
from .notices import Notice, notice
from .tail import Position, Tail

_logger = logging.getLogger(__name__)


class Journal:
    """``read`` gives the next events of both files. A garbled line is counted, shown in ``problem``, and skipped.

    ``from_cel_row`` and ``from_queue_log`` give None for what does not count and raise for what they cannot read.
    """

    def __init__(
        self,
        folder: Path,
        from_cel_row: Callable[[list[str]], Event | None],
        from_queue_log: Callable[[str], Event | None],
    ):
        self._cel = Tail(folder / "cel-custom" / "cel.csv")
        self._queue_log = Tail(folder / "queue_log")
        self._from_cel_row, self._from_queue_log = from_cel_row, from_queue_log
        self._garbled = 0
        self._since = 0.0

    def restore(self, positions: dict) -> None:
        """Go on from what ``positions`` gave."""
        for name, tail in self._tails().items():
            if name in positions:
                tail.close()
                tail.position = Position(**positions[name])

    def positions(self) -> dict:
        """Plain JSON; everything before has been given out by ``read``."""
        return {
            name: {"inode": tail.position.inode, "offset": tail.position.offset, "head": tail.position.head}
            for name, tail in self._tails().items()
        }

    def read(self) -> list[Event] | None:
        """The next events (at most a megabyte of lines), None when both files are read to their ends."""
        cel, log = self._cel.read(), self._queue_log.read()
        if not cel and not log:
            return None
        events = [self._parse(line, self._cel_event) for line in cel]
        events += [self._parse(line, self._from_queue_log) for line in log]
        return [event for event in events if event is not None]

    def rotate(self, max_bytes: int, keep: int, linked: bool) -> list[str]:
        """Put big files aside once they are read to their ends; give their names.

        Asterisk opens a new cel.csv at its next event; queue_log needs a ``logger reload``, so only when ``linked``.
        """
        done = []
        for name, tail in self._tails().items():
            big = tail.position.offset >= max_bytes and not tail.behind()
            if big and (linked or name == "cel"):
                _shift(str(tail.path), keep)
                done.append(name)
        return done

    def behind(self) -> int:
        """Bytes written by the node and not read yet."""
        return self._cel.behind() + self._queue_log.behind()

    @property
    def faults(self) -> int:
        return self._garbled + self._cel.faults + self._queue_log.faults

    @property
    def problem(self) -> Notice | None:
        """For people, None when nothing was lost within the last hour."""
        if self._garbled and time.time() - self._since < 3600:
            return notice("journal", count=self._garbled)
        return None

    def close(self) -> None:
        for tail in self._tails().values():
            tail.close()

    def _tails(self) -> dict[str, Tail]:
        return {"cel": self._cel, "queue_log": self._queue_log}

    def _cel_event(self, line: str) -> Event | None:
        return self._from_cel_row(next(csv.reader([line])))

    def _parse(self, line: bytes, parse: Callable[[str], Event | None]) -> Event | None:
        text = line.decode("utf-8", "replace").rstrip("\r")
        if not text:
            return None
        try:
            return parse(text)
        except Exception as error:  # noqa: BLE001 - whatever is in the file, the next line counts
            self._garbled, self._since = self._garbled + 1, time.time()
            _logger.warning("journal line skipped (%s): %.200r", error, text)
            return None


def _shift(path: str, keep: int) -> None:
    for number in range(keep, 0, -1):
        older = f"{path}.{number - 1}" if number > 1 else path
        if os.path.exists(older):
            os.replace(older, f"{path}.{number}")
