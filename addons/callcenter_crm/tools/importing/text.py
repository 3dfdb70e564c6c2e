"""csv and txt: any charset, any separator, record by record.

A library's reader takes a stray quotation mark for the start of a cell and swallows the rows behind it. Here a cell may
go over a few lines; where its end does not come, the mark is a mark.
"""

import csv
import re
from collections import Counter
from contextlib import suppress

from . import cells, charset
from .shapes import MAX_COLUMNS, MAX_PIECE, MAX_ROWS, Refused

SAMPLE = 1 << 18  # bytes that charset and separator are told from
SEPARATORS = (",", "\t", ";", "|", "，", "；", "、", "｜", "^", "~", "\x1f", "\x01", "#", "$", ":", "/", " ")
_BLOCK = 1 << 18
_QUOTED_LINES, _QUOTED_TEXT = 100, 1 << 16  # what a cell in quotation marks may hold
_SAID = re.compile(r"sep=(.+)", re.IGNORECASE)
_STANDIN = "\x1e"  # for separators of several characters
_CONTROLS = frozenset(range(32)) - {0, 1, 9, 10, 11, 12, 13, 26, 27, 30, 31}


def sample(path):
    """Return the first bytes of a file, and whether these are all."""
    with open(path, "rb") as file:
        return file.read(SAMPLE), not file.read(1)


def is_text(data, encoding):
    """Tell whether the first bytes of a file are those of a text."""
    if encoding.startswith(("utf-16", "utf-32")):
        return True
    bad = sum(byte in _CONTROLS for byte in data)
    return bad * 20 <= len(data) and data.count(0) * 4 <= len(data)


def said_separator(data, encoding):
    """Return the separator that a first line ``sep=;`` tells, or nothing."""
    first = next(iter(data.decode(encoding, "ignore").splitlines()), "")
    return found[1] if (found := _SAID.fullmatch(first.lstrip("\ufeff").rstrip("\r\n"))) else ""


def separator_of(text):
    """Return the separator whose number in a line is the most alike in all lines; a comma where there is none."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines()[:200] if line.strip()]
    if len(lines) > 2 and not text.endswith("\n"):
        lines.pop()  # the beginning of a file may end within a line
    best, most = ",", 0
    for separator in SEPARATORS:
        counts = Counter(line.strip().count(separator) if separator == " " else line.count(separator) for line in lines)
        number, alike = max(((n, times) for n, times in counts.items() if n), key=lambda c: c[1], default=(0, 0))
        # marks that also stand in texts, dates and times have to be in nearly every line
        weak = separator in "、:/ #$"
        share = alike / max(len(lines), 1)
        if number and share >= (0.9 if weak else 0.4):
            weight = share * (0.5 if weak else 1) + min(number, 20) / 1000
            if weight > most:
                best, most = separator, weight
    return best


def rows(path, encoding, separator):
    """Yield ``(line, [text])`` of records that hold anything; ``line`` is where the record starts in the file."""
    if not charset.known(encoding):
        raise Refused("encoding", encoding=encoding)
    count = 0
    for line, record in _records(_Lines(path, encoding), separator or ","):
        row = [cells.text(value) for value in record]
        while row and not row[-1]:
            row.pop()
        if not row:
            continue
        count += 1
        if count > MAX_ROWS:
            raise Refused("too_many_rows", limit=MAX_ROWS)
        if len(row) > MAX_COLUMNS:
            raise Refused("too_many_columns", limit=MAX_COLUMNS)
        yield line, row


def _records(lines, separator):
    several = len(separator) > 1
    mark = _STANDIN if several else separator
    for number, line in lines:
        if number == 1 and _SAID.fullmatch(line):
            continue
        if several:
            line = line.replace(separator, mark)
        if '"' not in line:
            yield number, line.split(mark)
        else:
            yield number, _quoted(line, lines, mark, separator if several else "")


def _quoted(line, lines, mark, several):
    """Return the cells of a record with quotation marks, which may go over several lines."""
    taken = []
    record = _parsed(line, mark)
    whole = line
    while record is None and len(taken) < _QUOTED_LINES and len(whole) < _QUOTED_TEXT:
        further = lines.take()
        if further is None:
            break
        taken.append(further)
        text = further[1].replace(several, mark) if several else further[1]
        whole += "\n" + text
        record = _parsed(whole, mark) if '"' in text else None
    if record is None:
        lines.put_back(taken)
        record = line.split(mark)
    return record


def _parsed(text, mark):
    """Return the cells of a record, or None while a cell's end is missing."""
    with suppress(csv.Error):
        return next(csv.reader([text], delimiter=mark, strict=True))
    # strict finds fault with what stands behind a closing mark ("a"b) as well: that is no missing end
    if text.count('"') % 2:
        return None
    try:
        return next(csv.reader([text], delimiter=mark), [])
    except csv.Error:
        return text.split(mark)


class _Lines:
    """Numbered lines of a text file, some of which can be put back."""

    def __init__(self, path, encoding):
        self.back = []
        self.lines = enumerate(_lines(path, encoding), 1)

    def __iter__(self):
        while (line := self.take()) is not None:
            yield line

    def take(self):
        return self.back.pop() if self.back else next(self.lines, None)

    def put_back(self, lines):
        self.back.extend(reversed(lines))


def _lines(path, encoding):
    """Yield lines without their ends; a line longer than any list has is refused before it fills the memory."""
    rest = ""
    with open(path, encoding=encoding, errors="replace", newline=None) as file:
        while block := file.read(_BLOCK):
            # the csv reader of Python 3.10 stumbles over it
            if "\0" in block:
                block = block.replace("\0", "")
            *whole, rest = (rest + block).split("\n")
            yield from whole
            if len(rest) > MAX_PIECE:
                raise Refused("bomb")
    if rest:
        yield rest.removeprefix("\ufeff") if encoding.startswith("utf") else rest
