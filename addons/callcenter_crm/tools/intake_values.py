"""Texts of cells as values of fields, in the form that COPY takes. Plain Python, without Odoo."""

import re
import unicodedata
from datetime import UTC, datetime

_DATE = re.compile(
    r"(\d{4})(?:[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]*(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)
_AMOUNT = re.compile(r"[¥￥$€£]?\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(万|亿)?\s*元?")
_TIMES = {None: 1, "万": 10**4, "亿": 10**8}
_YES = {"1", "y", "yes", "true", "t", "x", "是", "有", "对", "√", "✓"}
_NO = {"0", "n", "no", "false", "f", "否", "无", "错", "×", "✗"}
_INT4 = 2**31


class Wrong(ValueError):
    """A text does not fit its column."""


def fold(text):
    """Return a text as values are looked up by."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def escape(text):
    """Return a text as COPY's text format takes it, NUL left out."""
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if "\n" in text:
        text = text.replace("\n", "\\n")
    if "\t" in text:
        text = text.replace("\t", "\\t")
    if "\r" in text:
        text = text.replace("\r", "\\r")
    return text.replace("\0", "") if "\0" in text else text


def one_line(text):
    return escape(" ".join(text.split("\n")) if "\n" in text else text)


def _parsed(text):
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match:
        raise Wrong(text)
    year, month, date, month_2, date_2, hour, minute, second = match.groups()
    parts = (year, month or month_2, date or date_2, hour or 0, minute or 0, second or 0)
    try:
        return datetime(*map(int, parts))
    except ValueError as error:
        raise Wrong(text) from error


def day(text):
    """Return a date in ISO form: from 2026-10-20, 2026/10/20, 2026.10.20, 20261020 or 2026年10月20日."""
    return _parsed(text).date().isoformat()


def moment(text, zone=UTC):
    """Return a moment of ``zone`` in UTC, in ISO form."""
    try:
        return _parsed(text).replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    except OverflowError as error:
        raise Wrong(text) from error


def amount(text):
    """Return a decimal number: with or without thousands' commas, currency sign, 元, 万 or 亿."""
    match = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match or len(match[1]) > 18:
        raise Wrong(text)
    plain = match[1].replace(",", "")
    return plain if match[2] is None else format(float(plain) * _TIMES[match[2]], ".4f")


def whole(text):
    """Return a whole number that a column holds."""
    value = float(amount(text))
    if value != int(value) or not -_INT4 <= value < _INT4:
        raise Wrong(text)
    return str(int(value))


def yes(text):
    """Return ``t`` or ``f``."""
    word = fold(text)
    if word in _YES:
        return "t"
    if word in _NO:
        return "f"
    raise Wrong(text)
