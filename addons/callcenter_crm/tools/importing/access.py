"""mdb and accdb by the programs of mdbtools: no shell, a deadline, and no more output than a list may have."""

import csv
import io
import os
import shutil
import subprocess
import threading

from . import cells
from .shapes import MAX_COLUMNS, MAX_ROWS, Refused, Table

LOOK_SECONDS = 30
EXPORT_SECONDS = 600
MAX_TABLES = 500
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "MDB_JET3_CHARSET": "GB18030", "PATH": os.environ.get("PATH", os.defpath)}
_FLOATS = ("Single", "Double")


class Database:
    """Tables of a database by name."""

    def __init__(self, path):
        self.path = os.path.abspath(path)
        self.names = [name for name in _said("mdb-tables", "-1", self.path).split("\n") if name.strip()][:MAX_TABLES]
        if not self.names:
            raise Refused("no_table", name="")

    def tables(self):
        return [Table(name, self.count(name)) for name in self.names]

    def count(self, name):
        """Return the rows of a table with its header."""
        said = _said("mdb-count", self.path, self._known(name)).strip()
        return int(said) + 1 if said.isdecimal() else None

    def rows(self, name):
        """Yield ``(line, [text])``, the header first."""
        command = ["mdb-export", "-D", "%Y-%m-%d", "-T", "%Y-%m-%d %H:%M", "-b", "strip", self.path, self._known(name)]
        floats = self._floats(name)
        header = []
        for line, record in enumerate(_records(command), 1):
            if line > MAX_ROWS:
                raise Refused("too_many_rows", limit=MAX_ROWS)
            if len(record) > MAX_COLUMNS:
                raise Refused("too_many_columns", limit=MAX_COLUMNS)
            header = header or record
            row = [cells.text(value) for value in record]
            if line > 1:
                for column in floats:
                    if column < len(row):
                        row[column] = cells.number(row[column])
            row = [value.removesuffix(" 00:00") if len(value) == 16 else value for value in row]
            while row and not row[-1]:
                row.pop()
            if row:
                yield line, row

    def _known(self, name):
        if name not in self.names:
            raise Refused("no_table", name=name)
        return name

    def _floats(self, name):
        """Return the columns whose numbers the export writes with an exponent."""
        lines = _said("mdb-schema", "-T", name, "--no-indexes", "--no-relations", self.path, "access").splitlines()
        columns = [line.rsplit("]", 1)[1] for line in lines if line.startswith("\t[") and "]" in line]
        return [index for index, kind in enumerate(columns) if kind.strip(" \t,").startswith(_FLOATS)]


def _tool(name):
    path = shutil.which(name)
    if not path:
        raise Refused("tool_missing", tool="mdbtools")
    return path


def _said(name, *arguments):
    """Return what one of the programs says about a file."""
    try:
        done = subprocess.run(
            [_tool(name), *arguments], capture_output=True, timeout=LOOK_SECONDS, env=_ENVIRONMENT, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("too_long", seconds=LOOK_SECONDS) from error
    said = done.stdout.decode("utf-8", "replace")
    if done.returncode or (not said and done.stderr):
        raise Refused(_fault(done.stderr))
    return said


def _records(command):
    process = subprocess.Popen(
        [_tool(command[0]), *command[1:]], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_ENVIRONMENT
    )
    late = threading.Event()
    clock = threading.Timer(EXPORT_SECONDS, lambda: (late.set(), process.kill()))
    clock.daemon = True
    clock.start()
    try:
        with io.TextIOWrapper(process.stdout, encoding="utf-8", errors="replace", newline="") as said:
            yield from csv.reader(said)
        code = process.wait(LOOK_SECONDS)
        if late.is_set():
            raise Refused("too_long", seconds=EXPORT_SECONDS)
        if code:
            raise Refused("truncated")
    except csv.Error as error:
        raise Refused("unreadable") from error
    finally:
        clock.cancel()
        process.kill()
        process.wait()


def _fault(said):
    words = said.decode("utf-8", "replace").lower()
    return "password" if "password" in words or "encrypt" in words else "truncated"
