"""The XML of an xlsx in pieces: never more of it in memory than a row."""

import codecs
import html
import re
import zipfile
import zlib

from . import cells
from .shapes import MAX_COLUMNS, MAX_PIECE, Refused

BLOCK = 1 << 18
MAX_SMALL = 64 << 20  # bytes of a part that is read whole: styles, names of sheets
BOMB_FROM, BOMB_RATIO = 64 << 20, 250  # spreadsheets pack to a fifth or a hundredth; bombs to a thousandth
MAX_PART = 4 << 30  # bytes that are unpacked of one part, whatever its ratio

_ENCODING = re.compile(rb'^\s*<\?xml[^>]*encoding=["\']([\w.-]+)["\']')
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


class Parts:
    """The zip, with every way in which it can be broken told as :class:`Refused`."""

    def __init__(self, path):
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Refused("truncated") from error
        self.names = {name.lstrip("/").lower(): name for name in self.zip.namelist()}

    def has(self, name):
        return name.lower() in self.names

    def blocks(self, name):
        """Yield a part's text in pieces."""
        try:
            info = self.zip.getinfo(self.names[name.lower()])
        except KeyError as error:
            raise Refused("truncated") from error
        if info.flag_bits & 1:
            raise Refused("password")
        limit = min(max(BOMB_FROM, info.compress_size * BOMB_RATIO), MAX_PART)
        try:
            with self.zip.open(info) as stream:
                yield from _decoded(stream, limit)
        except (zipfile.BadZipFile, EOFError, zlib.error, OSError) as error:
            raise Refused("truncated") from error
        except (RuntimeError, NotImplementedError, UnicodeError, LookupError) as error:
            raise Refused("unreadable") from error

    def whole(self, name):
        got, size = [], 0
        for block in self.blocks(name):
            size += len(block)
            if size > MAX_SMALL:
                raise Refused("bomb")
            got.append(block)
        return "".join(got)


def _decoded(stream, limit):
    first = stream.read(BLOCK)
    said = _ENCODING.match(first.removeprefix(codecs.BOM_UTF8))
    encoding = said[1].decode() if said else "utf-8"
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    decode = codecs.getincrementaldecoder("utf-8-sig" if encoding.lower() == "utf-8" else encoding)("replace").decode
    read = 0
    while first:
        read += len(first)
        if read > limit:
            raise Refused("bomb")
        yield decode(first)
        first = stream.read(BLOCK)
    yield decode(b"", True)


def pieces(blocks):
    """Yield ``(attributes, inner XML)`` of each row."""
    for piece in _cut(blocks, "row>"):
        start = piece.rfind("<row ")
        if start < 0:
            start = max((found.start() for found in re.finditer(r"<(?:\w+:)?row[\s>]", piece)), default=-1)
        if start < 0:
            continue
        end = piece.find(">", start)
        yield piece[start:end], piece[end + 1 :]


def items(blocks):
    for piece in _cut(blocks, "si>"):
        if piece.startswith("<si>"):
            yield piece[4:]
            continue
        # an empty text closes itself: it still has a number
        found = re.split(r"<(?:\w+:)?si(?=[\s/>])[^>]*?(/?)>", piece)
        for closed in found[1:-1:2]:
            if closed:
                yield ""
        if len(found) > 1 and not found[-2]:
            yield found[-1]


def _cut(blocks, closing):
    """Yield what stands between closing tags; the tail behind the last as well, for it may hold self-closed ones."""
    rest, usual = "", f"</{closing}"
    for block in blocks:
        if "<![CDATA[" in block or "<![CDATA[" in rest:
            block, rest = _CDATA.sub(lambda m: html.escape(m[1]), rest + block), ""
        rest += block
        if closing in block or closing in rest[-len(block) - len(closing) :]:
            *whole, rest = rest.split(usual) if usual in rest else re.split(rf"</(?:\w+:)?{closing}", rest)
            yield from whole
        if len(rest) > MAX_PIECE:
            raise Refused("bomb")
    if closing == "si>":
        yield rest


def attributes_of(tag):
    return {name: html.unescape(one or two) for name, one, two in _ATTRIBUTE.findall(tag)}


def value_of(inner):
    found = re.search(r"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<", inner)
    return found[1] if found else texts(inner)


def texts(inner):
    """Return the text of ``<t>`` elements, runs of one text joined, without phonetic signs."""
    if inner.startswith("<t>") and inner.count("<") == 2:
        raw = inner[3 : inner.index("<", 3)]
        return cells.text(unescaped(raw) if "&" in raw or "_x" in raw else raw)
    if "rPh" in inner:
        inner = re.sub(r"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", "", inner, flags=re.DOTALL)
    return cells.text(unescaped("".join(re.findall(r"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<", inner))))


def unescaped(raw):
    if "&" in raw:
        raw = html.unescape(raw)
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), raw) if "_x" in raw else raw


class Columns(dict):
    """The number of a column by its letters, from 0."""

    def __missing__(self, letters):
        number = 0
        for letter in letters[:4]:
            number = number * 26 + ord(letter) - 64
        if len(self) < MAX_COLUMNS:
            self[letters] = number - 1
        return number - 1
