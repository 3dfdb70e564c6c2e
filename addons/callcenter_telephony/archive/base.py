"""What a store of recordings can do; plain Python, without Odoo. Paths are relative, with slashes."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

CHUNK = 1 << 18


class StoreFault(Exception):
    """The store cannot be used, or has not got the file (``missing``); the text is for people, without secrets."""

    def __init__(self, text: str, missing: bool = False):
        super().__init__(text)
        self.missing = missing


class Store(Protocol):
    """Each method raises StoreFault."""

    def put(self, path: str, source: Path, sha256: str) -> None:
        """Keep a copy of ``source``, whole or not at all; the same again changes nothing. Checked by ``sha256``."""
        ...

    def read(self, path: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` on. What is wrong is raised before the first piece."""
        ...

    def size(self, path: str) -> int: ...

    def delete(self, path: str) -> None:
        """A file that is gone already is what was wanted."""
        ...

    def check(self) -> None:
        """Write, read and delete a small file."""
        ...


def digest(store: Store, path: str) -> str:
    """sha256 of a file of ``store``."""
    found = hashlib.sha256()
    for piece in store.read(path):
        found.update(piece)
    return found.hexdigest()
