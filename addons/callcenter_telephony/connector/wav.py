"""A raw recording of the node (stereo, 16 bit, 8 kHz, no header) as a WAV file, a piece at a time."""

import hashlib
import os
import struct
from pathlib import Path

from .peaks import CHANNELS, FRAME, RATE, WIDTH, Peaks

CHUNK = 1 << 18
_MOST = 0xFFFFFFFF - 36


def wrap(raw: Path, wav: Path) -> tuple[float, int, str, bytes]:
    """Write ``wav`` whole or not at all; give its seconds, bytes, sha256 and peaks.

    A frame cut off at the end (the node died) is left out. Raises OSError, also when the disk is full.
    """
    data_bytes = min(raw.stat().st_size // FRAME * FRAME, _MOST // FRAME * FRAME)
    wav.parent.mkdir(parents=True, exist_ok=True)
    new = wav.with_name(f".{wav.name}.new")
    try:
        with open(raw, "rb") as source, open(new, "wb") as target:
            digest, peaks = _copy(source, target, data_bytes)
            target.flush()
            os.fsync(target.fileno())
        os.replace(new, wav)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    return data_bytes / (RATE * FRAME), data_bytes + 44, digest, peaks


def measure(wav: Path) -> tuple[float, int, str, bytes]:
    """Seconds, bytes, sha256 and peaks of a file that ``wrap`` wrote."""
    size = wav.stat().st_size
    peaks, digest = Peaks((size - 44) // FRAME), hashlib.sha256()
    with open(wav, "rb") as file:
        digest.update(file.read(44))
        while piece := file.read(CHUNK):
            digest.update(piece)
            peaks.add(piece)
    return (size - 44) / (RATE * FRAME), size, digest.hexdigest(), peaks.lanes()


def header(data_bytes: int) -> bytes:
    """The 44 bytes before the samples."""
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", 36 + data_bytes, b"WAVE", b"fmt ", 16, 1, CHANNELS),
        *(RATE, RATE * FRAME, FRAME, 8 * WIDTH, b"data", data_bytes),
    )


def _copy(source, target, left: int) -> tuple[str, bytes]:
    head, peaks = header(left), Peaks(left // FRAME)
    digest = hashlib.sha256(head)
    target.write(head)
    while left:
        piece = source.read(min(CHUNK, left))
        if not piece:
            raise OSError("the recording became shorter while it was read")
        digest.update(piece)
        peaks.add(piece)
        target.write(piece)
        left -= len(piece)
    return digest.hexdigest(), peaks.lanes()
