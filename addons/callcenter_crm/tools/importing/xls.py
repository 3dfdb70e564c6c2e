"""xls, the spreadsheets of before 2007."""

import io
import os

import xlrd

from . import cells
from .shapes import MAX_COLUMNS, Refused, Table

# a cell takes 6 bytes in the file at least, and 35 while it is read: 230 MB at most
MAX_BYTES = 40 << 20
COUNTED = 8 << 20  # a file of more bytes is not counted when it is looked at
_LEGACY_CHARSET = "gb18030"  # of files from before 1997 that name none, or a wrong one


class Workbook:
    """Sheets of a workbook by name; each is in memory while it is read."""

    def __init__(self, path):
        self.size = os.path.getsize(path)
        if self.size > MAX_BYTES:
            raise Refused("too_large", limit=MAX_BYTES >> 20)
        try:
            self.book = _open(path)
        except UnicodeError:
            self.book = _open(path, encoding_override=_LEGACY_CHARSET)

    def tables(self):
        counts = [self.count(name) if self.size <= COUNTED else None for name in self.book.sheet_names()]
        return [Table(name, rows) for name, rows in zip(self.book.sheet_names(), counts, strict=True)]

    def count(self, name):
        return sum(1 for _row in self.rows(name))

    def rows(self, name):
        """Yield ``(line, [text])`` of a sheet's rows that hold anything."""
        if name not in self.book.sheet_names():
            raise Refused("no_table", name=name)
        try:
            sheet = self.book.sheet_by_name(name)
        except Exception as error:
            raise Refused("unreadable") from error
        try:
            for index in range(sheet.nrows):
                if row := self._row(sheet, index):
                    yield index + 1, row
        finally:
            self.book.unload_sheet(name)

    def _row(self, sheet, index):
        kinds, values = sheet.row_types(index), sheet.row_values(index)
        row = [self._text(kind, value) for kind, value in zip(kinds, values, strict=True)]
        while row and not row[-1]:
            row.pop()
        if len(row) > MAX_COLUMNS:
            raise Refused("too_many_columns", limit=MAX_COLUMNS)
        return row

    def _text(self, kind, value):
        match kind:
            case xlrd.XL_CELL_TEXT:
                return cells.text(value)
            case xlrd.XL_CELL_NUMBER:
                return cells.number(value)
            case xlrd.XL_CELL_DATE:
                return cells.moment(value, bool(self.book.datemode))
            case xlrd.XL_CELL_BOOLEAN:
                return "TRUE" if value else "FALSE"
            case xlrd.XL_CELL_ERROR:
                return xlrd.error_text_from_code.get(value, "")
        return ""


def _open(path, **how):
    try:
        return xlrd.open_workbook(path, logfile=io.StringIO(), on_demand=True, ragged_rows=True, **how)
    except UnicodeError:
        raise
    except xlrd.XLRDError as error:
        raise Refused("password" if "encrypt" in str(error).lower() else "truncated") from error
    except Exception as error:  # broken files make it stumble in every way there is
        raise Refused("truncated") from error
