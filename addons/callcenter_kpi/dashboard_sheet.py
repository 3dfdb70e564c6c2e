"""Tables of figures as a workbook and on paper; pure: values in, bytes out.

A table is ``{"title", "columns": [(label, unit)], "rows": [[value]]}``. Units: text, count, share (0 to 1), duration
(seconds), score (0 to 100), money; None is nothing.
"""

from io import BytesIO

import xlsxwriter
from reportlab.lib import colors
from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from odoo.addons.callcenter_crm.tools import paper

FORMATS = {"share": "0.0%", "duration": "[h]:mm:ss", "score": "0.0", "money": "#,##0.00", "count": "#,##0"}
A_DAY = 86400
NOTHING = "–"


def words(unit, value):
    """Return a value as people read it."""
    if value is None:
        return NOTHING
    match unit:
        case "share":
            return f"{value * 100:.1f} %"
        case "duration":
            minutes, seconds = divmod(round(value), 60)
            hours, minutes = divmod(minutes, 60)
            return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        case "score":
            return f"{value:.1f}"
        case "money" | "count":
            return f"{value:,.0f}"
    return str(value)


def xlsx(title, notes, tables):
    """Return a workbook (bytes): a sheet with all tables below each other; texts can be no formulas."""
    out = BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, settings) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        formats = {unit: book.add_format({"num_format": look}) for unit, look in FORMATS.items()}
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 12, 16)
        sheet.write_string(0, 0, title, bold)
        for line, note in enumerate(notes, 1):
            sheet.write_string(line, 0, note)
        line = len(notes) + 2
        for table in tables:
            line = _sheet_table(sheet, line, table, bold, formats)
    return out.getvalue()


def _sheet_table(sheet, line, table, bold, formats):
    sheet.write_string(line, 0, table["title"], bold)
    for index, (label, _unit) in enumerate(table["columns"]):
        sheet.write_string(line + 1, index, label, bold)
    for number, row in enumerate(table["rows"], line + 2):
        for index, (value, unit) in enumerate(cells(table, row)):
            if value is None or unit == "text":
                sheet.write_string(number, index, NOTHING if value is None else str(value))
            else:
                sheet.write_number(number, index, value / A_DAY if unit == "duration" else value, formats[unit])
    return line + len(table["rows"]) + 3


def pdf(title, notes, tables, footer):
    """Return the tables on paper (PDF, bytes)."""
    story = [paper.text(title, 15), *[paper.text(note, 9, colors.grey) for note in notes]]
    for table in tables:
        story += [Spacer(1, 5 * mm), paper.text(table["title"], 11), Spacer(1, 1 * mm), _paper_table(table)]
    return paper.pdf(story, title, footer)


def _paper_table(table):
    columns = table["columns"]
    shares = [0.34, *[0.66 / (len(columns) - 1)] * (len(columns) - 1)]
    lines = [[paper.text(label, 8, colors.grey, right=unit != "text") for label, unit in columns]]
    for row in table["rows"]:
        lines.append([paper.text(words(unit, value), 8, right=unit != "text") for value, unit in cells(table, row)])
    return paper.table(lines, shares, repeatRows=1)


def cells(table, row):
    """Pairs of value and unit: a cell that is a pair already has a unit of its own."""
    for value, (_label, unit) in zip(row, table["columns"], strict=True):
        yield value if isinstance(value, tuple) else (value, unit)
