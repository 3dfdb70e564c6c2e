"""Rows of a file on their way to a staging table: cleaned, judged by themselves, in the form that COPY takes.

Plain Python, without Odoo. What only the database can judge (repeats, customers, blacklist) comes afterwards as further
flags; :func:`reason` says what a row with some flags is dropped for.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

from .importing import numbers

# flags of a row: by itself …
MISSING, BAD, VALUE, ITEM = 1, 2, 4, 8
# … and by its number; OTHERS: in another campaign; AGAIN: not the first in the file; TWICE: one of several in the file
BLACKLIST, DO_NOT_CALL, CAMPAIGN, OTHERS, CUSTOMER, AGAIN, TWICE = 16, 32, 64, 128, 256, 512, 1024
OWN = MISSING | BAD | VALUE | ITEM

SEPARATOR = "\x1f"  # between the cells of a row kept as it came; readers leave no control marks in cells
NULL = "\\N"
_SPLIT = re.compile(r"[,;、|\n，；｜]")
_DATE = re.compile(
    r"(\d{4})(?:[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]*(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)
_AMOUNT = re.compile(r"[¥￥$€£]?\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(万|亿)?\s*元?")
_TIMES = {None: 1, "万": 10**4, "亿": 10**8}
_YES = {"1", "y", "yes", "true", "t", "x", "是", "有", "对", "√", "✓"}
_NO = {"0", "n", "no", "false", "f", "否", "无", "错", "×", "✗"}
_MALE, _FEMALE = {"m", "男士", "先生", "男性"}, {"f", "女士", "小姐", "女性"}
_INT4 = 2**31


class TooManyItems(Exception):
    """A column with so many unknown values is none of its dictionary; ``args``: its header."""


@dataclass
class Column:
    """What a column of the file becomes.

    ``values``: for kinds with choices, ``{text in lower case: value}``. ``position``: place among the staged values.
    """

    index: int
    header: str
    name: str
    kind: str
    required: bool = False
    values: dict = field(default_factory=dict)


@dataclass
class Choices:
    """How rows are judged by themselves.

    :param empty: a value that does not fit its column leaves the field empty, instead of dropping the row
    :param add: unknown dictionary items are to be added: they are staged as negative numbers, see ``Intake.new``
    :param most: so many new items a column may have
    """

    region: str = "CN"
    empty: bool = False
    add: bool = False
    most: int = 200
    zone: object = UTC


class Wrong(ValueError):
    """A text does not fit its column."""


class Unknown(Wrong):
    """A text is no item of the column's dictionary."""


class Intake:
    """Turns rows into lines for COPY: line, number, second number, flags, detail, the row as it came, values.

    ``detail`` says more about a flag: the numbers' problem, or the place of the column at fault.
    ``new``: {place of the column: {name: negative number}}. ``emptied``: fields left empty.
    """

    def __init__(self, columns, choices):
        self.columns, self.choices = columns, choices
        self.new = {}
        self.emptied = 0
        self.number = next(column.index for column in columns if column.name == "number")
        second = [(place, column) for place, column in enumerate(columns) if column.name == "number_2"]
        self.second = second[0] if second else None
        self.values = [
            (place, column, self._converter(place, column))
            for place, column in enumerate(columns)
            if column.name not in ("number", "number_2")
        ]

    def line(self, line, row):
        """Return one row as a line of COPY's text format."""
        width = len(row)
        number, problem = numbers.clean(row[self.number] if self.number < width else "", self.choices.region)
        flags, detail = (0, "") if not problem else (MISSING if problem == "empty" else BAD, problem)
        second = NULL
        if self.second:
            place, column = self.second
            second, flags, detail = self._second(
                row[column.index] if column.index < width else "", place, flags, detail
            )
        values = []
        for place, column, convert in self.values:
            text = row[column.index] if column.index < width else ""
            value = NULL
            if text:
                try:
                    value = convert(text)
                except Wrong as wrong:
                    if self.choices.empty and not column.required:
                        self.emptied += 1
                    elif not flags:
                        flags, detail = ITEM if isinstance(wrong, Unknown) else VALUE, str(place)
            elif column.required and not flags:
                flags, detail = MISSING, str(place)
            values.append(value)
        raw = escape(SEPARATOR.join(row))
        return "\t".join((str(line), number or NULL, second, str(flags), detail or NULL, raw, *values)) + "\n"

    def _second(self, text, place, flags, detail):
        """Return the second number with the flags and detail as they are now."""
        if not text:
            return NULL, flags, detail
        key, problem = numbers.clean(text, self.choices.region)
        if not problem or problem == "empty":
            return key or NULL, flags, detail
        if self.choices.empty:
            self.emptied += 1
            return NULL, flags, detail
        return (NULL, flags, detail) if flags else (NULL, VALUE, str(place))

    def _converter(self, place, column):
        """Return the function that makes COPY's text of a cell; it remembers what it has seen."""
        match column.kind:
            case "char":
                return one_line
            case "text":
                return escape
            case "item":
                return lru_cache(1 << 14)(lambda text: str(self._item(place, column, text)))
            case "items":
                return lru_cache(1 << 14)(lambda text: self._items(place, column, text))
            case "selection" | "user":
                return lru_cache(1 << 14)(lambda text: escape(str(self._choice(column, text))))
            case "datetime":
                return lru_cache(1 << 14)(lambda text: moment(text, self.choices.zone))
        return lru_cache(1 << 14)(
            {"date": day, "boolean": yes, "integer": whole, "float": amount, "monetary": amount}[column.kind]
        )

    def _choice(self, column, text):
        word = fold(text)
        if word in column.values:
            return column.values[word]
        if column.name == "gender" and word in _MALE | _FEMALE:
            return "male" if word in _MALE else "female"
        raise Wrong(text)

    def _item(self, place, column, text):
        value = column.values.get(fold(text))
        if value is not None:
            return value
        if not self.choices.add:
            raise Unknown(text)
        new = self.new.setdefault(place, {})
        name = unicodedata.normalize("NFKC", one_line(text)).strip()
        known = {fold(word): value for word, value in new.items()}
        if fold(name) in known:
            return known[fold(name)]
        if len(new) >= self.choices.most:
            raise TooManyItems(column.header)
        return new.setdefault(name, -sum(map(len, self.new.values())) - 1)

    def _items(self, place, column, text):
        words = [text] if fold(text) in column.values else [word for word in _SPLIT.split(text) if word.strip()]
        found = dict.fromkeys(self._item(place, column, word) for word in words)
        return "{" + ",".join(map(str, found)) + "}"


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


# what a row is dropped for: the first that it has and that the cleaning asks for
def reason(flags, cleaning):
    """Return the code of what a row with ``flags`` is dropped for, an empty text if it is taken.

    What is wrong with the row itself comes first; that nobody may call the number comes before where else it is.

    :param cleaning: see ``callcenter.list``: ``{"file", "campaign", "campaigns", "customers", "blacklist", …}``
    """
    if flags & MISSING:
        return "missing"
    if flags & BAD:
        return "bad"
    if flags & VALUE:
        return "value"
    if flags & ITEM:
        return "item"
    if cleaning["blacklist"] and flags & DO_NOT_CALL:
        return "do_not_call"
    if cleaning["blacklist"] and flags & BLACKLIST:
        return "blacklist"
    if cleaning["campaign"] and flags & CAMPAIGN:
        return "campaign"
    if cleaning["campaigns"] and flags & OTHERS:
        return "campaigns"
    if cleaning["customers"] == "drop" and flags & CUSTOMER:
        return "customers"
    if flags & {"first": AGAIN, "none_kept": TWICE}.get(cleaning["file"], 0):
        return "file"
    return ""


REASONS = (
    "missing", "bad", "value", "item", "do_not_call", "blacklist", "campaign", "campaigns", "customers", "file",
)  # fmt: skip


def counted(histogram, cleaning):
    """Return ``{reason: rows}`` of ``{flags: rows}``; the reason of those taken is an empty text."""
    counts = {}
    for flags, rows in histogram.items():
        why = reason(flags, cleaning)
        counts[why] = counts.get(why, 0) + rows
    return counts


def each_choice(histogram):
    """Return what each choice of the cleaning would drop by itself, of the rows that nothing is wrong with.

    :returns: ``{"file_first", "file_none", "campaign", "campaigns", "customers", "blacklist", "bad", "missing",
        "values", "items"}``
    """

    def having(mask, among=lambda flags: not flags & OWN):
        return sum(rows for flags, rows in histogram.items() if flags & mask and among(flags))

    def always(flags):
        return True

    return {
        "file_first": having(AGAIN),
        "file_none": having(TWICE),
        "campaign": having(CAMPAIGN),
        "campaigns": having(OTHERS),
        "customers": having(CUSTOMER),
        "blacklist": having(BLACKLIST | DO_NOT_CALL),
        "bad": having(BAD, always),
        "missing": having(MISSING, always),
        "values": having(VALUE, always),
        "items": having(ITEM, always),
    }
