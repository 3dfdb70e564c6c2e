"""xlsx, row by row: what is in memory is a piece of the sheet and the table of shared texts, packed.

A reader that takes a whole sheet into a grid needs memory for every cell between the first and the last, so that two
cells in far corners are enough to bring a server down. Here only cells that are there cost anything.
"""

import re

from . import xlsx_xml
from .shapes import MAX_ROWS, Refused, Table
from .xlsx_cells import Row, Shared, date_styles
from .xlsx_xml import Parts

COUNTED = 48 << 20  # a sheet of more bytes is not counted when the file is looked at
_ROW_NUMBER = re.compile(r"\br\s*=\s*[\"'](\d+)")


class Workbook:
    """Sheets of a workbook by name, in its order; hidden ones last."""

    def __init__(self, path):
        self.parts = Parts(path)
        book = self.parts.whole(self._main())
        said = re.search(r"<(?:\w+:)?workbookPr\b([^>]*)", book)
        self.since_1904 = bool(said and xlsx_xml.attributes_of(said[1]).get("date1904") in ("1", "true"))
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
            relation = xlsx_xml.attributes_of(tag)
            target = relation.get("Target", "")
            where[relation.get("Id")] = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        shown, hidden = {}, {}
        for tag in re.findall(r"<(?:\w+:)?sheet\b([^>]*)", book):
            sheet = xlsx_xml.attributes_of(tag)
            relation = next((value for key, value in sheet.items() if key.split(":")[-1] == "id"), None)
            path = where.get(relation, "")
            if self.parts.has(path) and "chartsheet" not in path.lower():
                (hidden if sheet.get("state", "visible") != "visible" else shown)[sheet.get("name", "")] = path
        if not shown and not hidden:
            raise Refused("no_table", name="")
        return {**shown, **hidden}

    def tables(self):
        return [Table(name, self._count(name)) for name in self.sheets]

    def _count(self, name):
        size = self.parts.zip.getinfo(self.parts.names[self.sheets[name].lower()]).file_size
        return self.count(name) if size <= COUNTED else None

    def count(self, name):
        """Return how many rows of a sheet hold anything."""
        pieces = xlsx_xml.pieces(self.parts.blocks(self.sheets[name]))
        return sum("</" in row and ("v>" in row or "t>" in row) for _attributes, row in pieces)

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
                self._dates = date_styles(self.parts.whole("xl/styles.xml"))
        return self._dates

    def rows(self, name):
        """Yield ``(line, [text])`` of a sheet's rows that hold anything."""
        if name not in self.sheets:
            raise Refused("no_table", name=name)
        read = Row(self)
        line = count = 0
        for attributes, body in xlsx_xml.pieces(self.parts.blocks(self.sheets[name])):
            said = _ROW_NUMBER.search(attributes)
            line = int(said[1]) if said else line + 1
            row = read(body)
            if row:
                count += 1
                if count > MAX_ROWS:
                    raise Refused("too_many_rows", limit=MAX_ROWS)
                yield line, row
