"""Files for people: rows that were not taken, and samples to fill in."""

import csv

import xlsxwriter

from . import cells
from .shapes import MAX_COLUMNS, MAX_ROWS

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")  # what a spreadsheet may take for a formula in a csv
_WIDTH = 16
_SETTINGS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_dropped(path, header, rows):
    """Write rows as an xlsx, or a csv where ``path`` ends so; no cell of it can be a formula.

    :param rows: lists of texts, taken one by one and not kept
    :returns: how many rows were written
    """
    write = _write_csv if str(path).lower().endswith(".csv") else _write_xlsx
    return write(path, header, rows)


def write_sample(path, columns):
    """Write an xlsx to fill in.

    :param columns: a text a column, or (header, example)
    """
    pairs = [(column, "") if isinstance(column, str) else tuple(column) for column in columns]
    with xlsxwriter.Workbook(path, {**_SETTINGS, "constant_memory": False}) as book:
        sheet = book.add_worksheet()
        bold, plain = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for index, (header, example) in enumerate(pairs[:MAX_COLUMNS]):
            # typed numbers stay as they are typed, with their zeros and all their digits
            sheet.set_column(index, index, _WIDTH, plain)
            sheet.write_string(0, index, cells.text(header), bold)
            if example:
                sheet.write_string(1, index, cells.text(example), plain)
        sheet.freeze_panes(1, 0)


def _write_xlsx(path, header, rows):
    count = 0
    with xlsxwriter.Workbook(path, _SETTINGS) as book:
        bold = book.add_format({"bold": True})
        sheet, line = None, MAX_ROWS
        for row in rows:
            if line >= MAX_ROWS:
                sheet, line = _sheet(book, header, bold), 1
            for column, value in enumerate(row[:MAX_COLUMNS]):
                if value:
                    sheet.write_string(line, column, cells.text(str(value)))
            line += 1
            count += 1
        if sheet is None:
            _sheet(book, header, bold)
    return count


def _sheet(book, header, bold):
    sheet = book.add_worksheet()
    sheet.set_column(0, max(len(header) - 1, 0), _WIDTH)
    for column, value in enumerate(header[:MAX_COLUMNS]):
        sheet.write_string(0, column, cells.text(str(value)), bold)
    sheet.freeze_panes(1, 0)
    return sheet


def _write_csv(path, header, rows):
    count = 0
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        write = csv.writer(file).writerow
        write([_harmless(value) for value in header])
        for row in rows:
            write([_harmless(value) for value in row])
            count += 1
    return count


def _harmless(value):
    value = str(value)
    # a number with a sign is no formula, and a telephone number has to stay one
    if value.startswith(_DANGEROUS) and not value[1:].isdigit():
        return "'" + value
    return value
