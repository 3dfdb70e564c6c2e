"""The node's folder of rendered files: one folder a revision, swapped by one rename of a link."""

import os
import shutil
import time
from pathlib import Path

DAY = 86400.0


def install(node: Path, revision: str, files: dict[str, bytes]) -> None:
    """Write the files and make them the present ones.

    Flow contexts and prompts carry their content in their names and live beside the swapped folder, for running
    calls: they are written when absent and never changed. Raises OSError.
    """
    folder = node / f"rendered.{revision}"
    _write_folder(folder, {name: data for name, data in files.items() if "/" not in name})
    for name, data in files.items():
        if "/" in name and not (node / name).exists():
            write(node / name, data)
    switch(node, revision)


def current(node: Path, link: str = "rendered") -> str | None:
    """The revision that the link points to; link ``good``: the last one that was seen to work."""
    try:
        return os.readlink(node / link).removeprefix("rendered.")
    except OSError:
        return None


def switch(node: Path, revision: str, link: str = "rendered") -> None:
    """Point the link to a revision that is on disk. One rename: Asterisk sees the old or the new, never half."""
    path, new = node / link, node / f"{link}.new"
    new.unlink(missing_ok=True)
    new.symlink_to(f"rendered.{revision}")
    if path.is_dir() and not path.is_symlink():
        path.rename(node / f"rendered.before-{int(time.time())}")  # an empty folder of the first start
    os.replace(new, path)
    _sync(node)


def clean(node: Path, files: dict[str, bytes], now: float, keep: float = DAY) -> None:
    """Remove flows, prompts and revisions that are neither present nor used within ``keep`` seconds."""
    present = {f"rendered.{current(node)}", f"rendered.{current(node, 'good')}"}
    for folder in ("flows", "sounds"):
        for path in (node / folder).glob("*"):
            if f"{folder}/{path.name}" in files:
                os.utime(path)
            elif now - path.stat().st_mtime > keep:
                path.unlink()
    for path in node.glob("rendered.*"):
        if path.name not in present and now - path.stat().st_mtime > keep:
            shutil.rmtree(path, ignore_errors=True)


def changed(node: Path, files: dict[str, bytes]) -> set[str]:
    """Which of the files differ from the present ones; all when there are none."""
    return {name for name, data in files.items() if _differs(node, name, data)}


def _differs(node: Path, name: str, data: bytes) -> bool:
    path = node / (name if "/" in name else f"rendered/{name}")
    return not path.is_file() or ("/" not in name and path.read_bytes() != data)


def _write_folder(folder: Path, files: dict[str, bytes]) -> None:
    building = folder.with_name(folder.name.replace("rendered.", "building.", 1))
    shutil.rmtree(building, ignore_errors=True)
    for name, data in files.items():
        write(building / name, data)
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(building, folder)


def write(path: Path, data: bytes) -> None:
    """Put a file in place, whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    with open(new, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
