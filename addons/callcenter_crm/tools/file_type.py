"""Whether a file is what its name and media type say, by its first bytes."""

_SIGNS = (
    (b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
    (b"II*\0", "tif"), (b"MM\0*", "tif"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"Rar!\x1a\x07", "rar"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "gz"),
    (b"\x7fELF", "program"), (b"#!/", "program"), (b"OggS", "ogg"), (b"ID3", "mp3"), (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"), (b"\xff\xf2", "mp3"), (b"fLaC", "flac"), (b"{\\rtf", "rtf"), (b"\x1aE\xdf\xa3", "webm"),
)  # fmt: skip
_SHORT_SIGNS = ((b"MZ", "program"), (b"BM", "bmp"))  # texts may begin so too, but have no zero bytes
_RIFF = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
_HTML = (b"<html", b"<!doctype html", b"<script", b"<body", b"<head", b"<svg", b"<iframe")
# what has to be in a file that is named so
_NAMED = {
    "pdf": "pdf", "png": "png", "jpg": "jpg", "jpeg": "jpg", "gif": "gif", "bmp": "bmp", "tif": "tif", "tiff": "tif",
    "webp": "webp", "zip": "zip", "docx": "zip", "xlsx": "zip", "pptx": "zip", "odt": "zip", "ods": "zip",
    "doc": "office", "xls": "office", "ppt": "office", "rar": "rar", "7z": "7z", "gz": "gz", "rtf": "rtf",
    "mp3": "mp3", "wav": "wav", "ogg": "ogg", "avi": "avi", "flac": "flac", "webm": "webm", "mp4": "mp4",
    "mov": "mp4", "m4a": "mp4", "heic": "mp4", "txt": "", "csv": "", "log": "", "md": "", "json": "",
}  # fmt: skip
_MEDIA = {
    "application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp",
    "image/bmp": "bmp",
}  # fmt: skip
_PROGRAMS = ("exe", "dll", "msi", "scr", "com", "bin", "so", "sh", "py", "pl")
_PAGES = ("html", "htm", "xhtml", "svg", "xml")
HEAD = 4096  # bytes that are enough to tell


def kind_of(head):
    """Return what a file is that begins with ``head`` (bytes): a key such as ``png``; empty for text or unknown."""
    for sign, kind in _SIGNS:
        if head.startswith(sign):
            return kind
    for sign, kind in _SHORT_SIGNS:
        if head.startswith(sign) and b"\0" in head:
            return kind
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "media")
    if head[4:8] == b"ftyp":
        return "mp4"
    beginning = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "html" if beginning.startswith(_HTML) else ""


def lies(name, media, head):
    """Return whether a file named ``name``, given out as ``media``, is not what its first bytes ``head`` are."""
    kind, ending = kind_of(head), name.rpartition(".")[2].strip().lower() if "." in name else ""
    wanted = _NAMED.get(ending)
    if wanted is not None and (kind != wanted or (not wanted and _has_zeros(head))):
        return True
    if _MEDIA.get(media, kind) != kind:
        return True
    return (kind == "program" and ending not in _PROGRAMS) or (kind == "html" and ending not in _PAGES)


def _has_zeros(head):
    """Tell bytes that no text has; texts in UTF-16 say so at their beginning."""
    return b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
