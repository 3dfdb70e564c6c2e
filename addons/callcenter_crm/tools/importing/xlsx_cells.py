"""The cells of an xlsx: a row's XML as texts, shared texts by their numbers, the styles that make dates."""

import re
from array import array

from . import cells, xlsx_xml
from .shapes import MAX_COLUMNS, MAX_TEXT, Refused

MAX_SHARED = 512 << 20  # characters of all shared texts
UNPACKED = 8 << 20  # characters of those that are kept as they are

# formats that are dates without saying so, those of East Asian editions with them
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}


class Row:
    """Cells of a row's XML as texts; no cell behind the last that holds something."""

    def __init__(self, book):
        self.book = book
        self.columns = xlsx_xml.Columns()
        self.patterns = {}
        self.readers = {}

    def __call__(self, body):
        row, column = [], -1
        columns, readers, clean = self.columns, self.readers, _is_clean(body)
        for letters, attributes, plain, inner in self._pattern(body).findall(body):
            column = columns[letters] if letters else column + 1
            if attributes in readers:
                quick, read = readers[attributes]
            else:
                (quick, read), column = self._reader(attributes, column)
            if plain:
                value = quick(plain) if clean else read(plain, "")
            else:
                value = inner and read("", inner)
            if not value:
                continue
            if column == len(row):
                row.append(value)
            else:
                _put(row, column, value)
        if len(row) > MAX_COLUMNS:
            raise Refused("too_many_columns", limit=MAX_COLUMNS)
        return row

    def _pattern(self, body):
        """Return what finds ``(column, attributes, value, other content)`` of cells, as the writer names its tags."""
        start = body.find("<")
        if body.startswith("<c", start):
            prefix = ""
        else:
            prefix = re.match(r"<(\w+:)?", body[start : start + 40])[1] or "" if start >= 0 else ""
        if prefix not in self.patterns:
            p = re.escape(prefix)
            self.patterns[prefix] = re.compile(
                rf'<{p}c(?=[\s/>])(?:\s+r="([A-Z]+)\d*")?([^>/]*)'
                rf"(?:/>|>(?:(?:<{p}v>|<{p}is><{p}t>)([^<]*)(?:</{p}v>|</{p}t></{p}is>)|(.*?))</{p}c>)",
                re.DOTALL,
            )
        return self.patterns[prefix]

    def _reader(self, attributes, column):
        """Return how cells with such attributes are read, and the column where the attributes tell it.

        How: ``(of the value of a clean row, of a value or other content of any row)``.
        """
        said = xlsx_xml.attributes_of(attributes)
        style = said.get("s", "0")
        kind = said.get("t", "n")
        if kind == "n" and style.isdecimal() and int(style) in self.book.dates:
            kind = "date"
        read = getattr(self, f"_{kind}", self._text)
        match kind:
            case "str" | "inlineStr":
                how = str.strip, read
            case "n":
                how = cells.number, read
            case "s":
                how = self.book.shared.get, read
            case _:
                how = lambda plain: read(plain, ""), read
        ref = re.match("[A-Za-z]*", said.get("r", ""))[0]
        if ref:
            return how, self.columns[ref.upper()]
        self.readers[attributes] = how
        return how, column

    def _s(self, plain, inner):
        return self.book.shared.get(plain or xlsx_xml.value_of(inner))

    def _n(self, plain, inner):
        raw = plain or xlsx_xml.value_of(inner)
        return cells.number(raw) if raw else ""

    def _date(self, plain, inner):
        raw = plain or xlsx_xml.value_of(inner)
        return cells.moment(raw, self.book.since_1904) if raw else ""

    def _d(self, plain, inner):
        return (plain or xlsx_xml.value_of(inner)).replace("T", " ")[:16].removesuffix(" 00:00")

    def _b(self, plain, inner):
        return "TRUE" if (plain or xlsx_xml.value_of(inner)) == "1" else "FALSE"

    def _inlineStr(self, plain, inner):
        return cells.text(xlsx_xml.unescaped(plain)) if plain else xlsx_xml.texts(inner)

    def _text(self, plain, inner):
        return cells.text(xlsx_xml.unescaped(plain or xlsx_xml.value_of(inner)))


def _is_clean(body):
    """Tell whether the texts of a row are as they stand there, but for blanks around them."""
    return "&" not in body and "_x" not in body and len(body) <= MAX_TEXT and body.isprintable()


def _put(row, column, value):
    if column >= MAX_COLUMNS:
        raise Refused("too_many_columns", limit=MAX_COLUMNS)
    if column > len(row):
        row.extend([""] * (column - len(row)))
    row[column : column + 1] = [value]


class Shared:
    """Shared texts: the first as they are, the rest packed into one block of bytes, which takes a quarter of a list.

    They are read as far as they are asked for: the first rows of a file need the first texts only.
    """

    def __init__(self, blocks):
        self.first = []
        self.bytes = bytearray()
        self.ends = array("Q", [0])
        self.items = xlsx_xml.items(blocks)
        self.size = 0

    def get(self, index):
        try:
            at = int(index)
            return self.first[at] if at >= 0 else ""
        except ValueError:
            return ""
        except IndexError:
            return self._packed(at)

    def _packed(self, at):
        while len(self.first) + len(self.ends) - 1 <= at:
            if not self._read_one():
                return ""
        if at < len(self.first):
            return self.first[at]
        at -= len(self.first)
        return self.bytes[self.ends[at] : self.ends[at + 1]].decode()

    def _read_one(self):
        text = next((xlsx_xml.texts(item) for item in self.items), None)
        if text is None:
            return False
        self.size += len(text) + 1
        if self.size > MAX_SHARED:
            raise Refused("bomb")
        if self.size < UNPACKED:
            self.first.append(text)
        else:
            self.bytes += text.encode("utf-8", "replace")
            self.ends.append(len(self.bytes))
        return True


def date_styles(styles):
    formats = {}
    for tag in re.findall(r"<(?:\w+:)?numFmt\b([^>]*)", styles):
        said = xlsx_xml.attributes_of(tag)
        formats[said.get("numFmtId")] = cells.is_date_format(said.get("formatCode", ""))
    block = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    dates = set()
    for index, tag in enumerate(re.findall(r"<(?:\w+:)?xf\b([^>]*)", block[0] if block else "")):
        number = xlsx_xml.attributes_of(tag).get("numFmtId", "0")
        if formats.get(number, number.isdecimal() and int(number) in _BUILT_IN_DATES):
            dates.add(index)
    return dates
