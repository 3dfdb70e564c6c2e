"""A raw recording of the node (stereo, 16 bit, 8 kHz, no header) as a WAV file, a piece at a time."""

import hashlib
import os
import struct
from pathlib import Path

RATE, CHANNELS, WIDTH = 8000, 2, 2
FRAME = CHANNELS * WIDTH
CHUNK = 1 << 18
_MOST = 0xFFFFFFFF - 36


def wrap(raw: Path, wav: Path) -> tuple[float, int, str]:
    """Write ``wav`` whole or not at all; give its seconds, bytes and sha256.

    A frame cut off at the end (the node died) is left out. Raises OSError, also when the disk is full.
    """
    data_bytes = min(raw.stat().st_size // FRAME * FRAME, _MOST // FRAME * FRAME)
    wav.parent.mkdir(parents=True, exist_ok=True)
    new = wav.with_name(f".{wav.name}.new")
    try:
        with open(raw, "rb") as source, open(new, "wb") as target:
            digest = _copy(source, target, data_bytes)
            target.flush()
            os.fsync(target.fileno())
        os.replace(new, wav)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    return data_bytes / (RATE * FRAME), data_bytes + 44, digest


def measure(wav: Path) -> tuple[float, int, str]:
    """Seconds, bytes and sha256 of a file that ``wrap`` wrote."""
    with open(wav, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = wav.stat().st_size
    return (size - 44) / (RATE * FRAME), size, digest


def header(data_bytes: int) -> bytes:
    """The 44 bytes before the samples."""
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", 36 + data_bytes, b"WAVE", b"fmt ", 16, 1, CHANNELS),
        *(RATE, RATE * FRAME, FRAME, 8 * WIDTH, b"data", data_bytes),
    )


def _copy(source, target, left: int) -> str:
    head = header(left)
    digest = hashlib.sha256(head)
    target.write(head)
    while left:
        piece = source.read(min(CHUNK, left))
        if not piece:
            raise OSError("the recording became shorter while it was read")
        digest.update(piece)
        target.write(piece)
        left -= len(piece)
    return digest.hexdigest()
