"""What a file is, by what is in it: names lie."""

import zipfile
from pathlib import Path

from . import charset, text
from .shapes import Refused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"%PDF", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"), (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "gz"), (b"BZh", "bz2"), (b"\x7fELF", "program"), (b"MZ\x90", "program"),
    (b"SQLite format 3", "sqlite"), (b"{\\rtf", "rtf"), (b"RIFF", "media"), (b"ID3", "media"), (b"OggS", "media"),
    (b"\xfd7zXZ", "xz"),
)  # fmt: skip
_ACCESS = (b"Standard Jet DB", b"Standard ACE DB")
_ENCRYPTED = (("EncryptedPackage", "password"), ("DRMEncrypted", "encrypted"))
_STREAMS = (("Workbook", "xls"), ("Book", "xls"), ("WordDocument", "doc"), ("PowerPoint Document", "ppt"))
_HTML = ("<html", "<!doctype html", "<table", "<head", "<meta", "<style", "<body", "<div")


def kind_of(path):
    """Return ``xlsx``, ``xls``, ``csv``, ``mdb`` or ``html`` for what a file really is.

    :raises Refused: ``empty``, ``truncated``, ``password``, ``encrypted``, ``mislabelled`` with what was found
    """
    data, complete = text.sample(path)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refused("empty")
    if data.startswith(b"PK"):
        return _zipped(path)
    if data.startswith(_OLE):
        return _ole(path, data)
    if data[4:19] in _ACCESS:
        return "mdb"
    if data[:2] == b"\x09\x08" or data[:4] in (b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00"):
        return "xls"
    for magic, found in _MAGIC:
        if data.startswith(magic):
            raise Refused("mislabelled", found=found)
    return _textual(data, complete)


def _textual(data, complete):
    encoding = charset.encoding_of(data, complete)
    if not text.is_text(data, encoding):
        raise Refused("mislabelled", found="")
    beginning = data[:4096].decode(encoding, "ignore").lstrip("\ufeff \t\r\n").lower()
    if beginning.startswith(_HTML) or (beginning.startswith("<?xml") and "<html" in beginning):
        return "html"
    if beginning.startswith("<?xml"):
        if "urn:schemas-microsoft-com:office:spreadsheet" in beginning:
            return "html"
        raise Refused("mislabelled", found="xml")
    return "csv"


def _zipped(path):
    try:
        with zipfile.ZipFile(path) as file:
            names = {name.lstrip("/").lower() for name in file.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused("truncated") from error
    if "xl/workbook.xml" in names or "xl/workbook2.xml" in names:
        return "xlsx"
    for name, found in (("xl/workbook.bin", "xlsb"), ("word/document.xml", "docx"), ("ppt/presentation.xml", "pptx")):
        if name in names:
            raise Refused("mislabelled", found=found)
    raise Refused("mislabelled", found="ods" if "content.xml" in names else "zip")


def _ole(path, data):
    """Look for the names of streams, in UTF-16 in the directory, wherever in the file that is."""
    streams = _streams(path, data)
    for name, code in _ENCRYPTED:
        if any(stream.startswith(name) for stream in streams):
            raise Refused(code)
    for name, found in _STREAMS:
        if name in streams:
            if found == "xls":
                return found
            raise Refused("mislabelled", found=found)
    raise Refused("truncated" if not streams else "mislabelled", found="ole")


def _streams(path, data):
    """Return the names in an OLE file's directory: sectors chained by the allocation table in its head."""
    size = 1 << min(int.from_bytes(data[30:32], "little"), 12)
    table = [int.from_bytes(data[at : at + 4], "little") for at in range(76, min(512, len(data)), 4)]
    sector = int.from_bytes(data[48:52], "little")
    names, seen = set(), set()
    with Path(path).open("rb") as file:
        while sector < 0xFFFFFFFA and sector not in seen and len(seen) < 256:
            seen.add(sector)
            file.seek((sector + 1) * size)
            block = file.read(size)
            for at in range(0, len(block) - 127, 128):
                length = int.from_bytes(block[at + 64 : at + 66], "little")
                names.add(block[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "ignore").lstrip("\x05\x06"))
            index = sector * 4 // size
            if index >= len(table) or table[index] >= 0xFFFFFFFA:
                break
            file.seek((table[index] + 1) * size + sector * 4 % size)
            sector = int.from_bytes(file.read(4) or b"\xff" * 4, "little")
    return names - {""}
