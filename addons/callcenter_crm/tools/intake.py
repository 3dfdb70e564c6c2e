"""Rows of a file on their way to a staging table: cleaned, judged by themselves, in the form that COPY takes.

Plain Python, without Odoo. What only the database can judge (repeats, customers, blacklist) comes afterwards as further
flags; :mod:`intake_reasons` says what a row with some flags is dropped for.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC
from functools import lru_cache
from itertools import repeat, zip_longest

from .importing import numbers
from .intake_reasons import BAD, ITEM, MISSING, ODD_ITEM, ODD_VALUE, OWN, VALUE
from .intake_values import Wrong, amount, day, escape, fold, moment, one_line, whole, yes

SEPARATOR = "\x1f"  # between the cells of a row kept as it came; readers leave no control marks in cells
NULL = "\\N"
WRONG, UNKNOWN, ODD = "\0wrong", "\0unknown", "\0odd"  # no value holds NUL; ODD stands before one
LINKED = ("partner", "product")  # kinds whose values only the database can find
MARKS = "\\\n\t\r\0"  # what has to be escaped
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
    :param unknown: what an unknown item, customer, user or product does: ``drop`` the row, leave the field ``empty``,
        or ``add`` the item (others leave the field empty): new ones are staged as negative numbers, see ``Intake.new``
    :param most: so many new items a column may have
    :param locate: function that tells (region, city) of a number key, None where nobody asks
    """

    region: str = "CN"
    empty: bool = False
    unknown: str = "drop"
    most: int = 200
    zone: object = UTC
    locate: object = None


class Unknown(Wrong):
    """A text is no item of the column's dictionary, and no user."""


class Intake:
    """Turns rows into text for COPY: line, number, second number, flags, detail, row as it came, region, city, values.

    ``detail`` says more about a flag: the number's problem, or the place of the column at fault.
    ``new``: {place of the column: {name: negative number}}. Of several items some of which are unknown the others are
    left, with a 0 before them.
    """

    def __init__(self, columns, choices):
        self.columns, self.choices = columns, choices
        self.new = {}
        self.number = next(column.index for column in columns if column.name == "number")
        self.width = max(column.index for column in columns) + 1
        self.second = next(((place, c) for place, c in enumerate(columns) if c.name == "number_2"), None)
        self.values = [
            (place, column, self._converter(place, column))
            for place, column in enumerate(columns)
            if column.name not in ("number", "number_2")
        ]

    def lines(self, rows):
        """Return ``[(line, [text])]`` as lines of COPY's text format; column by column, as that is much faster."""
        count = len(rows)
        flags, details = [0] * count, [NULL] * count
        raws = [SEPARATOR.join(row) for _line, row in rows]
        plain = not any(mark in "".join(raws) for mark in MARKS)
        cells = list(zip_longest(*(row for _line, row in rows), fillvalue=""))
        cells += [("",) * count] * (self.width - len(cells))
        keys = self._numbers(cells[self.number], flags, details)
        seconds = self._seconds(cells, flags, details) if self.second else repeat(NULL)
        values = [
            self._values(place, column, convert, cells[column.index], flags, details, plain)
            for place, column, convert in self.values
        ]
        return "".join(
            "\t".join(parts) + "\n"
            for parts in zip(
                [str(line) for line, _row in rows],
                keys,
                seconds,
                map(str, flags),
                details,
                raws if plain else map(escape, raws),
                *self._places(keys),
                *values,
                strict=False,
            )
        )

    def _numbers(self, texts, flags, details):
        keys = []
        for place, text in enumerate(texts):
            key, problem = numbers.clean(text, self.choices.region)
            if problem:
                flags[place], details[place] = MISSING if problem == "empty" else BAD, problem
            keys.append(key or NULL)
        return keys

    def _seconds(self, cells, flags, details):
        at, column = self.second
        keys = []
        for place, text in enumerate(cells[column.index]):
            key, problem = numbers.clean(text, self.choices.region) if text else ("", "")
            if problem and problem != "empty":
                self._wrong(place, at, column, VALUE, flags, details)
            keys.append(key or NULL)
        return keys

    def _places(self, keys):
        """Return the regions and the cities that the numbers tell."""
        if not self.choices.locate:
            return repeat(NULL), repeat(NULL)
        locate = self.choices.locate
        found = [("", "") if key == NULL else locate(key) for key in keys]
        return [region or NULL for region, _city in found], [city or NULL for _region, city in found]

    def _values(self, at, column, convert, texts, flags, details, plain):
        """Return the values of one column."""
        if column.required and "" in texts:
            for place, text in enumerate(texts):
                if not text and not flags[place] & OWN:
                    flags[place], details[place] = flags[place] | MISSING, str(at)
        if convert in (one_line, escape):
            return [text or NULL for text in texts] if plain else [convert(text) or NULL for text in texts]
        values = list(map(convert, texts))
        if "\0" in "".join(values):
            for place, value in enumerate(values):
                if value[0] == "\0":
                    values[place] = self._fault(place, at, column, value, flags, details)
        return values

    def _fault(self, place, at, column, value, flags, details):
        """Book a marked value; returns what is staged for it."""
        if value.startswith(ODD):
            flags[place] |= ODD_ITEM
            return value.removeprefix(ODD)
        self._wrong(place, at, column, ITEM if value == UNKNOWN else VALUE, flags, details)
        return NULL

    def _wrong(self, place, at, column, flag, flags, details):
        """Book that a row's cell does not fit."""
        if self.leaves_empty(column, flag):
            flags[place] |= ODD_ITEM if flag == ITEM else ODD_VALUE
        elif not flags[place] & OWN:
            flags[place], details[place] = flags[place] | flag, str(at)

    def leaves_empty(self, column, flag):
        """Tell whether a value at fault leaves its field empty; otherwise its row is dropped."""
        chosen = self.choices.unknown != "drop" if flag == ITEM else self.choices.empty
        return chosen and not column.required

    def _converter(self, at, column):
        """Return the function that makes COPY's text of a cell; it remembers what it has seen."""
        match column.kind:
            case "char":
                return one_line
            case "text":
                return escape
            case "item":
                return _cell(lambda text: self._one(at, column, text))
            case "items":
                return _cell(lambda text: self._several(at, column, text))
            case "partner" | "product":
                return _cell(lambda text: escape(SEPARATOR.join((fold(text), self._key(text)))))
            case "selection" | "user":
                return _cell(lambda text: escape(str(self._choice(column, text))))
            case "datetime":
                return _cell(lambda text: moment(text, self.choices.zone))
        kinds = {"date": day, "boolean": yes, "integer": whole, "float": amount, "monetary": amount}
        return _cell(kinds[column.kind])

    def _choice(self, column, text):
        word = fold(text)
        if word in column.values:
            return column.values[word]
        if column.name == "gender" and word in _MALE | _FEMALE:
            return "male" if word in _MALE else "female"
        raise Unknown(text) if column.kind == "user" else Wrong(text)

    def _key(self, text):
        """Return the key of the number that a text is, if it is one."""
        return numbers.clean(text, self.choices.region)[0]

    def _item(self, place, column, text):
        """Return the item that a text is: its id, or a negative number where it is new."""
        value = column.values.get(fold(text))
        if value is not None:
            return value
        if self.choices.unknown != "add":
            raise Unknown(text)
        new = self.new.setdefault(place, {})
        name = unicodedata.normalize("NFKC", one_line(text)).strip()
        known = {fold(word): value for word, value in new.items()}
        if fold(name) in known:
            return known[fold(name)]
        if len(new) >= self.choices.most:
            raise TooManyItems(column.header)
        return new.setdefault(name, -sum(map(len, self.new.values())) - 1)

    def _one(self, place, column, text):
        item = self._item(place, column, text)
        return f"{ODD if item < 0 else ''}{item}"

    def _several(self, place, column, text):
        words = [text] if fold(text) in column.values else [word for word in _SPLIT.split(text) if word.strip()]
        found, odd = {}, ""
        for word in words:
            try:
                item = self._item(place, column, word)
            except Unknown:
                if not self.leaves_empty(column, ITEM):
                    raise
                item = 0
            odd = odd if item > 0 else ODD
            found[item] = True
        if list(found) == [0]:
            raise Unknown(text)
        return f"{odd}{{{','.join(map(str, found))}}}"


def _cell(convert):
    """Return ``convert`` with a memory, and marks for texts that are empty or do not fit."""

    @lru_cache(1 << 14)
    def converted(text):
        if not text:
            return NULL
        try:
            return convert(text)
        except Unknown:
            return UNKNOWN
        except Wrong:
            return WRONG

    return converted
