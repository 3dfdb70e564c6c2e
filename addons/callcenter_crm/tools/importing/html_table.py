"""Web pages and XML with a table that carry a spreadsheet's name: what many programs call an export to Excel."""

import re

from lxml import etree

from . import cells, charset, text
from .shapes import MAX_COLUMNS, MAX_ROWS, Refused, Table

_XML_CELL = re.compile(r"\bIndex$")
_BLOCK = 1 << 18


class Page:
    """The tables of a page, counted from 1; sheets of an XML workbook by their names."""

    def __init__(self, path, encoding=""):
        data, complete = text.sample(path)
        self.path = path
        self.encoding = encoding or _said(data) or charset.encoding_of(data, complete)
        if not charset.known(self.encoding):
            raise Refused("encoding", encoding=self.encoding)

    def tables(self):
        counts = {}
        for name, _line, row in self._rows():
            counts[name] = counts.get(name, 0) + bool(row)
        if not any(counts.values()):
            raise Refused("no_table", name="")
        return [Table(name, rows) for name, rows in counts.items() if rows]

    def count(self, name):
        return sum(1 for _row in self.rows(name))

    def rows(self, name):
        """Yield ``(line, [text])`` of a table's rows that hold anything."""
        found = False
        count = 0
        for table, line, row in self._rows():
            if table != name:
                continue
            found = True
            if row:
                count += 1
                if count > MAX_ROWS:
                    raise Refused("too_many_rows", limit=MAX_ROWS)
                yield line, row
        if not found:
            raise Refused("no_table", name=name)

    def _rows(self):
        """Yield ``(table, line, [text])``; what was read is thrown away at once."""
        parser = etree.HTMLPullParser(events=("start", "end"), encoding="utf-8", no_network=True, huge_tree=True)
        names, lines = [], {}
        count = 0
        for event, node in _events(parser, self.path, self.encoding):
            tag = _local(node)
            if tag in ("table", "worksheet") and event == "start" and not (tag == "table" and _in_sheet(node)):
                count += 1
                names.append(_attribute(node, "name") if tag == "worksheet" else str(count))
            elif (
                tag in ("table", "worksheet") and event == "end" and names and not (tag == "table" and _in_sheet(node))
            ):
                names.pop()
            elif tag in ("tr", "row") and event == "end" and names:
                lines[names[-1]] = lines.get(names[-1], 0) + 1
                yield names[-1], lines[names[-1]], _row(node)
                _forget(node)


def _events(parser, path, encoding):
    try:
        with open(path, encoding=encoding, errors="replace") as file:
            while block := file.read(_BLOCK):
                parser.feed(block.replace("\0", "").encode())
                yield from parser.read_events()
        parser.close()
        yield from parser.read_events()
    except etree.LxmlError as error:
        raise Refused("unreadable") from error


def _row(node):
    row = []
    for cell in node:
        if _local(cell) not in ("td", "th", "cell"):
            continue
        at = _attribute(cell, "index")
        while at.isdecimal() and len(row) < min(int(at) - 1, MAX_COLUMNS):
            row.append("")
        row.append(cells.text(" ".join("".join(cell.itertext()).split())))
        span = cell.get("colspan", "1")
        row += [""] * (min(int(span), MAX_COLUMNS) - 1 if span.isdecimal() and int(span) else 0)
        if len(row) > MAX_COLUMNS:
            raise Refused("too_many_columns", limit=MAX_COLUMNS)
    while row and not row[-1]:
        row.pop()
    return row


def _forget(node):
    node.clear()
    parent = node.getparent()
    while parent is not None and node.getprevious() is not None:
        del parent[0]


def _local(node):
    return node.tag.rsplit(":", 1)[-1].lower() if isinstance(node.tag, str) else ""


def _in_sheet(node):
    return any(_local(above) == "worksheet" for above in node.iterancestors())


def _attribute(node, name):
    return next((value for key, value in node.attrib.items() if key.rsplit(":", 1)[-1].lower() == name), "")


def _said(data):
    found = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", data[:4096]) or re.match(
        rb'<\?xml[^>]*encoding="([\w-]+)"', data
    )
    name = found[1].decode() if found else ""
    return {"gb2312": "gb18030", "gbk": "gb18030"}.get(name.lower(), name) if charset.known(name) else ""
