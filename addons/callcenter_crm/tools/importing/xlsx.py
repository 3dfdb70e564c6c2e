"""xlsx, row by row: what is in memory is a piece of the sheet and the table of shared texts, packed.

A reader that takes a whole sheet into a grid needs memory for every cell between the first and the last, so that two
cells in far corners are enough to bring a server down. Here only cells that are there cost anything.
"""

import codecs
import html
import re
import zipfile
import zlib
from array import array
from functools import lru_cache

from . import cells
from .shapes import MAX_COLUMNS, MAX_PIECE, MAX_ROWS, Refused, Table

BLOCK = 1 << 18
MAX_SMALL = 64 << 20  # bytes of a part that is read whole: styles, names of sheets
MAX_SHARED = 512 << 20  # bytes of all shared texts
BOMB_FROM, BOMB_RATIO = 64 << 20, 250  # spreadsheets pack to a fifth or a hundredth; bombs to a thousandth
MAX_PART = 4 << 30  # bytes that are unpacked of one part, whatever its ratio
COUNTED = 48 << 20  # a sheet of more bytes is not counted when the file is looked at

# formats that are dates without saying so, those of East Asian editions with them
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_ENCODING = re.compile(rb'^\s*<\?xml[^>]*encoding=["\']([\w.-]+)["\']')
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ROW_NUMBER = re.compile(r"\br\s*=\s*[\"'](\d+)")


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


class Workbook:
    """Sheets of a workbook by name, in its order; hidden ones last."""

    def __init__(self, path):
        self.parts = Parts(path)
        book = self.parts.whole(self._main())
        said = re.search(r"<(?:\w+:)?workbookPr\b([^>]*)", book)
        self.since_1904 = bool(said and _attributes(said[1]).get("date1904") in ("1", "true"))
        self.sheets = self._sheets(book)
        self._shared = self._dates = None

    def _main(self):
        for name in ("xl/workbook.xml", "xl/workbook2.xml"):
            if self.parts.has(name):
                return name
        raise Refused("truncated")

    def _sheets(self, book):
        where = {}
        folder, file = self._main().rsplit("/", 1)
        for tag in re.findall(r"<(?:\w+:)?Relationship\b([^>]*)", self.parts.whole(f"{folder}/_rels/{file}.rels")):
            relation = _attributes(tag)
            target = relation.get("Target", "")
            where[relation.get("Id")] = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        shown, hidden = {}, {}
        for tag in re.findall(r"<(?:\w+:)?sheet\b([^>]*)", book):
            sheet = _attributes(tag)
            relation = next((value for key, value in sheet.items() if key.split(":")[-1] == "id"), None)
            path = where.get(relation, "")
            if self.parts.has(path) and "chartsheet" not in path.lower():
                (hidden if sheet.get("state", "visible") != "visible" else shown)[sheet.get("name", "")] = path
        if not shown and not hidden:
            raise Refused("no_table", name="")
        return {**shown, **hidden}

    def tables(self):
        return [Table(name, self._count(path)) for name, path in self.sheets.items()]

    def _count(self, path):
        size = self.parts.zip.getinfo(self.parts.names[path.lower()]).file_size
        return self.count(path) if size <= COUNTED else None

    def count(self, path):
        """Return how many rows of a sheet hold anything."""
        return sum("</" in row and ("v>" in row or "t>" in row) for _attrs, row in _pieces(self.parts.blocks(path)))

    @property
    def shared(self):
        if self._shared is None:
            name = "xl/sharedStrings.xml"
            self._shared = Shared(self.parts.blocks(name) if self.parts.has(name) else ())
        return self._shared

    @property
    def dates(self):
        """Numbers of the cell styles that show dates."""
        if self._dates is None:
            self._dates = set()
            if self.parts.has("xl/styles.xml"):
                self._dates = _date_styles(self.parts.whole("xl/styles.xml"))
        return self._dates

    def rows(self, name):
        """Yield ``(line, [text])`` of a sheet's rows that hold anything."""
        if name not in self.sheets:
            raise Refused("no_table", name=name)
        read = _Row(self)
        line = count = 0
        for attributes, body in _pieces(self.parts.blocks(self.sheets[name])):
            said = _ROW_NUMBER.search(attributes)
            line = int(said[1]) if said else line + 1
            row = read(body)
            if row:
                count += 1
                if count > MAX_ROWS:
                    raise Refused("too_many_rows", limit=MAX_ROWS)
                yield line, row


class _Row:
    """Cells of a row's XML as texts; no cell behind the last that holds something."""

    def __init__(self, book):
        self.book = book
        self.patterns = {}
        self.kinds = {}

    def __call__(self, body):
        row, column = [], 0
        for letters, attributes, plain, inner in self._pattern(body).findall(body):
            column = _column(letters) if letters else column
            kind, ref, is_date = self._kind(attributes)
            if ref and not letters:
                column = _column(ref)
            value = self._value(kind, is_date, plain, inner) if plain or inner else ""
            if value:
                if column >= MAX_COLUMNS:
                    raise Refused("too_many_columns", limit=MAX_COLUMNS)
                if column > len(row):
                    row.extend([""] * (column - len(row)))
                if column == len(row):
                    row.append(value)
                else:
                    row[column] = value
            column += 1
        return row

    def _pattern(self, body):
        start = body.find("<")
        prefix = re.match(r"<(\w+:)?", body[start : start + 40])[1] or "" if start >= 0 else ""
        if prefix not in self.patterns:
            p = re.escape(prefix)
            self.patterns[prefix] = re.compile(
                rf'<{p}c(?=[\s/>])(?:\s+r="([A-Z]+)\d*")?([^>/]*)(?:/>|>(?:<{p}v>([^<]*)</{p}v>|(.*?))</{p}c>)',
                re.DOTALL,
            )
        return self.patterns[prefix]

    def _kind(self, attributes):
        known = self.kinds.get(attributes)
        if known is None:
            said = _attributes(attributes)
            style = said.get("s", "0")
            ref = re.match("[A-Za-z]*", said.get("r", ""))[0].upper()
            known = said.get("t", "n"), ref, style.isdecimal() and int(style) in self.book.dates
            if not ref:
                self.kinds[attributes] = known
        return known

    def _value(self, kind, is_date, plain, inner):
        if kind == "s":
            raw = plain or _value_of(inner)
            return self.book.shared.get(raw)
        if kind == "inlineStr":
            return _texts(inner or plain)
        raw = plain or _value_of(inner)
        if kind == "n":
            return cells.moment(raw, self.book.since_1904) if is_date and raw else cells.number(raw) if raw else ""
        if kind == "b":
            return "TRUE" if raw == "1" else "FALSE"
        if kind == "d":
            return raw.replace("T", " ")[:16].removesuffix(" 00:00")
        return cells.text(_unescaped(raw))


class Shared:
    """Shared texts, packed into one block of bytes: a list of strings would take four times as much.

    They are read as far as they are asked for: the first rows of a file need the first texts only.
    """

    def __init__(self, blocks):
        self.bytes = bytearray()
        self.ends = array("Q", [0])
        self.items = _items(blocks)

    def get(self, index):
        try:
            at = int(index)
        except ValueError:
            return ""
        if at < 0 or (at + 1 >= len(self.ends) and not self._read_up_to(at)):
            return ""
        return self.bytes[self.ends[at] : self.ends[at + 1]].decode()

    def _read_up_to(self, at):
        for item in self.items:
            self.bytes += _texts(item).encode("utf-8", "replace")
            self.ends.append(len(self.bytes))
            if len(self.bytes) > MAX_SHARED:
                raise Refused("bomb")
            if len(self.ends) > at + 1:
                return True
        return False


def _pieces(blocks):
    """Yield ``(attributes, inner XML)`` of each row."""
    for piece in _cut(blocks, "row>"):
        start = piece.rfind("<row ")
        if start < 0:
            start = max((found.start() for found in re.finditer(r"<(?:\w+:)?row[\s>]", piece)), default=-1)
        if start < 0:
            continue
        end = piece.find(">", start)
        yield piece[start:end], piece[end + 1 :]


def _items(blocks):
    for piece in _cut(blocks, "si>"):
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


def _attributes(tag):
    return {name: html.unescape(one or two) for name, one, two in _ATTRIBUTE.findall(tag)}


def _value_of(inner):
    found = re.search(r"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<", inner)
    return found[1] if found else _texts(inner)


def _texts(inner):
    """Return the text of ``<t>`` elements, runs of one text joined, without phonetic signs."""
    if "rPh" in inner:
        inner = re.sub(r"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", "", inner, flags=re.DOTALL)
    return cells.text(_unescaped("".join(re.findall(r"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<", inner))))


def _unescaped(raw):
    if "&" in raw:
        raw = html.unescape(raw)
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), raw) if "_x" in raw else raw


@lru_cache(4096)
def _column(letters):
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _date_styles(styles):
    formats = {}
    for tag in re.findall(r"<(?:\w+:)?numFmt\b([^>]*)", styles):
        said = _attributes(tag)
        formats[said.get("numFmtId")] = cells.is_date_format(said.get("formatCode", ""))
    block = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    dates = set()
    for index, tag in enumerate(re.findall(r"<(?:\w+:)?xf\b([^>]*)", block[0] if block else "")):
        number = _attributes(tag).get("numFmtId", "0")
        if formats.get(number, number.isdecimal() and int(number) in _BUILT_IN_DATES):
            dates.add(index)
    return dates
