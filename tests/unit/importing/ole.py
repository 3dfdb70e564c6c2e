"""The container of files before 2007, and of workbooks with a password, with named streams of nothing."""

import struct

FREE, END = 0xFFFFFFFF, 0xFFFFFFFE
SECTOR = 512


def ole(path, *streams):
    """Write a container whose directory names ``streams``; its sectors: the table, the directory, the contents."""
    directory = b"".join(_entry(name, kind) for name, kind in [("Root Entry", 5), *((s, 2) for s in streams)])
    sectors = -(-len(directory) // SECTOR)
    table = [0xFFFFFFFD, *range(2, sectors + 1), END]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    header += bytes(10) + struct.pack("<IIIIIIIII", 1, 1, 0, 4096, END, 0, END, 0, 0)
    header += struct.pack("<I", FREE) * ((SECTOR - len(header)) // 4)
    body = struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff") + directory.ljust(sectors * SECTOR, b"\0")
    path.write_bytes(header + body)
    return str(path)


def _entry(name, kind):
    raw = name.encode("utf-16-le") + b"\0\0"
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw), kind, 1)
        + struct.pack("<III", FREE, FREE, FREE)
        + bytes(36)
        + struct.pack("<IQ", END, 0)
    )
