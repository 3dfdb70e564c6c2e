"""Rows of a file on their way to a staging table: cleaned, judged by themselves, in the form that COPY takes.

Plain Python, without Odoo. What only the database can judge (repeats, customers, blacklist) comes afterwards as further
flags; :mod:`intake_reasons` says what a row with some flags is dropped for.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC
from functools import lru_cache

from .importing import numbers
from .intake_reasons import BAD, ITEM, MISSING, VALUE
from .intake_values import Wrong, amount, day, escape, fold, moment, one_line, whole, yes

SEPARATOR = "\x1f"  # between the cells of a row kept as it came; readers leave no control marks in cells
NULL = "\\N"
_SPLIT = re.compile(r"[,;、|\n，；｜]")
_MALE, _FEMALE = {"m", "男士", "先生", "男性"}, {"f", "女士", "小姐", "女性"}


class TooManyItems(Exception):
    """A column with so many unknown values is none of its dictionary; ``args``: its header."""


@dataclass
class Column:
    """What a column of the file becomes.

    ``values``: for kinds with choices, ``{text in lower case: value}``.
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
