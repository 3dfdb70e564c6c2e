"""One way into every kind of file."""

import os
from itertools import islice, takewhile

from . import access, charset, headers, html_table, sniffing, text, xls, xlsx
from .shapes import Options, Preview, Probe, Refused, Table

_LOOK = 30  # rows that the header is told from
_COUNTED = 64 << 20  # a text of more bytes is not counted when it is looked at


def probe(path, name=""):
    """Find out what a file is and how to read it.

    :param path: the file; ``name``: what a person called it, which decides nothing
    :returns: :class:`Probe`, with the first sheet or table that holds the most columns of the first rows
    :raises Refused: with a code and values, see there
    """
    kind = sniffing.kind_of(path)
    source = _Source(path, Options(kind=kind))
    tables = source.tables()
    table = next((t.name for t in tables if t.rows is None or t.rows > 1), tables[0].name if tables else "")
    source.table = table
    first = list(islice(source.rows(), _LOOK))
    if not first and all(not t.rows for t in tables):
        raise Refused("empty")
    line = headers.line_of(first)
    return Probe(kind, source.encoding, source.separator, tables, table, line)


def preview(path, options, limit=20, tables=()):
    """Return the header and the first ``limit`` rows as they will be read with ``options``.

    :param tables: those of :func:`probe`, whose rows need not be counted once more
    """
    source = _Source(path, options)
    header, got, before = [], [], 0
    for line, row in source.rows():
        if line == options.header_line:
            header = row
        before += line <= options.header_line
        if line > options.header_line:
            got.append(row)
            if len(got) == limit:
                break
    total = len(got)
    if limit and total == limit:
        counted = source.count(tables)
        total = counted - before if counted is not None else None
    if not header and not got:
        raise Refused("empty")
    width = max(map(len, [header, *got]))
    header = [value or headers.letters(index) for index, value in enumerate(_padded(header, width))]
    return Preview(header, [_padded(row, width) for row in got], total, width)


def count(path, options):
    """Return how many rows below the header hold anything, however long it takes to find out."""
    source = _Source(path, options)
    before = sum(1 for _row in takewhile(lambda row: row[0] <= options.header_line, source.rows()))
    return source.count_all() - before


def rows(path, options):
    """Yield ``(line, [text])`` of every row below the header that holds anything; no more cells than are filled.

    ``line`` is the number a person sees in the file, from 1, the header counted. Memory does not grow with the rows.
    """
    for line, row in _Source(path, options).rows():
        if line > options.header_line:
            yield line, row


class _Source:
    """A file with what was left open in its options found out."""

    def __init__(self, path, options):
        if not os.path.isfile(path) or not os.path.getsize(path):
            raise Refused("empty")
        really = sniffing.kind_of(path)
        # a text may be read as a text whatever else it looks like; any other kind is what it is
        self.kind = "csv" if options.kind == "csv" and really == "html" else really
        self.path, self.encoding, self.separator, self.table = path, "", "", options.table
        self.book = None
        if self.kind == "csv":
            self._take_text(options)
        else:
            self.book = self._open(options)
        if self.kind == "html":
            self.encoding = self.book.encoding

    def _open(self, options):
        match self.kind:
            case "xlsx":
                return xlsx.Workbook(self.path)
            case "xls":
                return xls.Workbook(self.path)
            case "html":
                return html_table.Page(self.path, options.encoding)
        return access.Database(self.path)

    def _take_text(self, options):
        data, complete = text.sample(self.path)
        self.encoding = options.encoding or charset.encoding_of(data, complete)
        if not charset.known(self.encoding):
            raise Refused("encoding", encoding=self.encoding)
        said = text.said_separator(data, self.encoding)
        self.separator = options.separator or said or text.separator_of(data.decode(self.encoding, "ignore"))

    def tables(self):
        return self.book.tables() if self.book else [Table("", None)]

    def rows(self):
        if not self.book:
            return text.rows(self.path, self.encoding, self.separator)
        return self.book.rows(self.table or self._first())

    def _first(self):
        return next(iter(self.book.tables())).name

    def count(self, tables=()):
        """Return how many rows hold anything, or None where finding out takes too long."""
        size = os.path.getsize(self.path)
        if not self.book:
            return sum(1 for _row in self.rows()) if size <= _COUNTED else None
        name = self.table or self._first()
        return next((t.rows for t in tables or self.book.tables() if t.name == name), None)

    def count_all(self):
        known = self.count()
        if known is None and hasattr(self.book, "count"):
            known = self.book.count(self.table or self._first())
        return sum(1 for _row in self.rows()) if known is None else known


def _padded(row, width):
    return row + [""] * (width - len(row))
