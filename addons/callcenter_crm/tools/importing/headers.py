"""Where the header of a list stands."""

import re
import unicodedata

_VALUE = re.compile(r"[\d\s,.:/+%()-]+|\d{4}年\d{1,2}月(\d{1,2}日)?")
_SHARE = 0.6  # of the widest row's cells that a header fills at least: titles above it fill one or two
_YEAR_DIGITS = 4  # a heading may be a year


def line_of(rows):
    """Return the line of the header among the first ``(line, [text])``, or 0 where there is none.

    A header fills nearly as many cells as the rows below it, and none with a telephone number or a date.
    """
    width = max((_filled(row) for _line, row in rows), default=0)
    for line, row in rows:
        if _filled(row) >= max(width * _SHARE, 1):
            values = [value for value in row if _is_value(value)]
            long = any(sum(letter.isdigit() for letter in value) > _YEAR_DIGITS for value in values)
            return 0 if long or len(values) * 2 > _filled(row) else line
    return 0


def letters(index):
    """Return what a spreadsheet calls a column: A for 0, AA for 26."""
    name = ""
    while index >= 0:
        name = chr(65 + index % 26) + name
        index = index // 26 - 1
    return name


def _filled(row):
    return sum(bool(value) for value in row)


def _is_value(value):
    plain = unicodedata.normalize("NFKC", value)
    return bool(plain) and any(letter.isdigit() for letter in plain) and bool(_VALUE.fullmatch(plain))
