"""Reads a growing file line by line, over rotation, truncation and restarts of ours, without losing a line."""

import glob
import os
import zlib
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
HEAD = 64  # bytes at the start by which a file is known again


@dataclass(slots=True)
class Position:
    """Everything before ``offset`` of the file with this inode has been read; inode 0 = nothing yet.

    ``head`` is a checksum of the file's first bytes, as a new file may get the inode of one that was deleted.
    """

    inode: int = 0
    offset: int = 0
    head: int = 0


class Tail:
    """``read`` gives whole lines only; a half-written last line waits until its end is there.

    A rotated file (renamed to ``<name>.<anything>``) is read to its end before the new one. ``faults`` counts the
    times that lines were lost: the file was truncated, or rotated away while we were not looking.
    """

    def __init__(self, path: Path, position: Position | None = None):
        self.path = Path(path)
        self.position = position or Position()
        self.faults = 0
        self._file = None

    def read(self) -> list[bytes]:
        """The next lines, without their ends, from at most ``CHUNK`` bytes; empty when there is nothing new now."""
        if self._file is None and not self._open():
            return []
        lines = self._lines()
        while not lines and self._follow():
            lines = self._lines()
        return lines

    def behind(self) -> int:
        """Bytes of the present file not read yet."""
        try:
            status = os.stat(self.path)
        except FileNotFoundError:
            return 0
        return status.st_size - (self.position.offset if status.st_ino == self.position.inode else 0)

    def close(self) -> None:
        if self._file:
            self._file.close()
        self._file = None

    def _lines(self) -> list[bytes]:
        size = os.fstat(self._file.fileno()).st_size
        if size == self.position.offset:
            return []
        if size < self.position.offset:
            self.faults += 1
            self.position.offset = 0
        data = os.pread(self._file.fileno(), CHUNK, self.position.offset)
        end = data.rfind(b"\n") + 1
        if not end and len(data) == CHUNK:  # a megabyte without an end is no line of a journal: let the reader say so
            end = len(data)
        if end and self.position.offset < HEAD:
            self.position.head = _head(self._file.fileno(), self.position.offset + end)
        self.position.offset += end
        return data[:end].removesuffix(b"\n").split(b"\n") if end else []

    def _open(self) -> bool:
        """Open the file the position speaks of, or the present one."""
        for path in [self.path, *(self._rotated() if self.position.inode else [])]:
            try:
                file = open(path, "rb", buffering=0)  # noqa: SIM115 - stays open
            except FileNotFoundError:
                continue
            if self._is_ours(file.fileno()):
                self._file, self.position.inode = file, os.fstat(file.fileno()).st_ino
                return True
            file.close()
        if not self.path.exists():
            return False
        self.faults += 1  # the file we were in is gone: all that is left is the present one
        self.position = Position()
        return self._open()

    def _is_ours(self, handle: int) -> bool:
        ours = self.position
        if not ours.inode:
            return True
        same_head = not ours.offset or ours.head == _head(handle, ours.offset)
        return same_head and os.fstat(handle).st_ino == ours.inode

    def _follow(self) -> bool:
        """Move on to the next younger file, if the present one was rotated and is read to its end."""
        try:
            if os.stat(self.path).st_ino == self.position.inode:
                return False
        except FileNotFoundError:
            return False
        younger = self._younger()
        if os.fstat(self._file.fileno()).st_size != self.position.offset:
            if self._lines_left():
                return True
            self.faults += 1  # it ends in the middle of a line, and nobody will finish it
        self.close()
        self.position = Position(younger, 0)
        return self._open()

    def _lines_left(self) -> bool:
        tail = os.pread(self._file.fileno(), CHUNK, self.position.offset)
        return b"\n" in tail

    def _younger(self) -> int:
        """Inode of the file that came after ours: the oldest of those changed after it."""
        ours = os.fstat(self._file.fileno())
        found = [os.stat(path) for path in [*self._rotated(), self.path]]
        later = [s for s in found if s.st_ino != ours.st_ino and s.st_mtime_ns >= ours.st_mtime_ns]
        return min(later, key=lambda s: s.st_mtime_ns).st_ino if later else os.stat(self.path).st_ino

    def _rotated(self) -> list[str]:
        return glob.glob(glob.escape(str(self.path)) + ".*")


def _head(handle: int, read: int) -> int:
    return zlib.crc32(os.pread(handle, min(read, HEAD), 0))
