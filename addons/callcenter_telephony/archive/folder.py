"""A store that is a folder of this machine, such as a mounted disk."""

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from .base import CHUNK, StoreFault, digest


class FolderStore:
    def __init__(self, folder: str | Path):
        self._root = Path(folder).resolve()

    def put(self, path: str, source: Path, sha256: str) -> None:
        target = self._path(path)
        new = target.with_name(f".{target.name}.new")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, new)
            with open(new, "rb") as file:
                os.fsync(file.fileno())
            os.replace(new, target)
        except OSError as error:
            new.unlink(missing_ok=True)
            raise _fault(error) from error
        if digest(self, path) != sha256:
            self.delete(path)
            raise StoreFault(f"{path}: the copy differs")

    def read(self, path: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        try:
            file = open(self._path(path), "rb")  # noqa: SIM115 - closed by _pieces
        except OSError as error:
            raise _fault(error) from error
        file.seek(start)
        return _pieces(file, length)

    def size(self, path: str) -> int:
        try:
            return self._path(path).stat().st_size
        except OSError as error:
            raise _fault(error) from error

    def delete(self, path: str) -> None:
        try:
            self._path(path).unlink(missing_ok=True)
        except OSError as error:
            raise _fault(error) from error

    def check(self) -> None:
        if not self._root.is_dir():
            raise StoreFault("No such file or directory")
        name = f".callcenter-{secrets.token_hex(8)}"
        try:
            (self._root / name).write_bytes(b"callcenter")
        except OSError as error:
            raise _fault(error) from error
        self.delete(name)

    def _path(self, path: str) -> Path:
        """Nothing outside the folder, links included."""
        found = (self._root / path).resolve()
        if not found.is_relative_to(self._root) or found == self._root:
            raise StoreFault("outside the folder", missing=True)
        return found


def _pieces(file, left: int | None) -> Iterator[bytes]:
    with file:
        while left is None or left > 0:
            piece = file.read(CHUNK if left is None else min(CHUNK, left))
            if not piece:
                return
            if left is not None:
                left -= len(piece)
            yield piece


def _fault(error: OSError) -> StoreFault:
    return StoreFault(error.strerror or type(error).__name__, isinstance(error, FileNotFoundError))
