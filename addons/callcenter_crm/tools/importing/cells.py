"""A cell as text, the way a person reads it, whatever a file calls it."""

import math
import re
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from .shapes import MAX_TEXT

# marks that are not seen: controls but the line feed, zero-width and direction marks that chats put around numbers
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
_LINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_DAY_ZERO = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
_LAST_SERIAL = 2_958_466  # 9999-12-31 and a day
_FORMAT_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DATE_MARKS = re.compile(r"[ymdhse年月日时分秒]", re.IGNORECASE)


def text(value):
    """Return a cell's text without marks nobody sees, cut where a spreadsheet would."""
    if not value.isprintable():
        value = _UNSEEN.sub("", _LINES.sub("\n", value.replace("\t", " ")))
    return value.strip()[:MAX_TEXT]


def number(value):
    """Return a number cell's text without exponent or trailing ``.0``; what is no number comes back as it is."""
    if isinstance(value, str):
        if value.isdecimal() and len(value) < 16:
            return value
        try:
            value = float(value)
        except ValueError:
            return text(value)
    if not math.isfinite(value):
        return ""
    if value == int(value):
        return str(int(value)) if abs(value) < 1e18 else _plain(value)
    return _plain(value)


def _plain(value):
    try:
        return format(Decimal(repr(value)), "f")
    except InvalidOperation:
        return ""


def moment(serial, since_1904=False):
    """Return the date, date and time, or time of day that a spreadsheet counts as ``serial`` days."""
    try:
        serial = float(serial)
    except ValueError:
        return text(serial)
    if not 0 <= serial < _LAST_SERIAL:
        return number(serial)
    minutes = round(serial * 1440)
    if minutes < 1440:
        return f"{minutes // 60:02}:{minutes % 60:02}"
    # the spreadsheets' own fault: they count a 29 February 1900
    early = timedelta(days=1) if serial < 60 and not since_1904 else timedelta()
    return when(_DAY_ZERO[since_1904] + early + timedelta(minutes=minutes))


def when(value):
    """Return a date, a moment or a time of day as ISO text."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.strftime("%Y-%m-%d")


def is_date_format(code):
    """Tell whether a spreadsheet's number format shows a date or a time."""
    first = _FORMAT_LITERALS.sub("", code.split(";")[0])
    if first.lower().strip() == "general" or "0." in first or "#" in first:
        return False
    return bool(_DATE_MARKS.search(first)) and not re.search(r"0E[+-]", first, re.IGNORECASE)


def filled(row):
    """Tell whether a row holds anything."""
    return any(row)
