"""What readers of list files take and give."""

from dataclasses import asdict, dataclass, field, fields

KINDS = ("xlsx", "xls", "csv", "mdb", "html")
MAX_ROWS = 1_048_576  # as many as a sheet of a spreadsheet holds
MAX_COLUMNS = 1_000
MAX_TEXT = 32_767  # characters of a cell, as in a spreadsheet
MAX_PIECE = 16 << 20  # characters of a single row or line: beyond it the file is made to harm


class Refused(Exception):
    """A file cannot be read. ``code`` says why, ``values`` what the sentence for people needs.

    Codes: ``empty`` ``truncated`` ``encrypted`` ``password`` ``bomb`` ``mislabelled`` (found: what the file is)
    ``unreadable`` ``too_many_rows`` (limit) ``too_many_columns`` (limit) ``no_table`` (name) ``tool_missing`` (tool)
    ``too_long`` (seconds) ``too_large`` (limit, in MB) ``encoding`` (encoding).
    """

    def __init__(self, code, **values):
        super().__init__(code, values)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Table:
    """A sheet of a workbook or a table of a database; ``rows`` with its header, None where counting costs too much."""

    name: str
    rows: int | None = None


@dataclass(frozen=True)
class Options:
    """How to read a file; what is empty is found out. ``header_line`` 0: the file has no header."""

    kind: str = ""
    encoding: str = ""
    separator: str = ""
    table: str = ""
    header_line: int = 1

    @classmethod
    def from_dict(cls, values):
        """Take a dict as :meth:`to_dict` made it, or a person's browser: unknown keys and wrong types are left out."""
        taken = {}
        for known in fields(cls):
            value = (values or {}).get(known.name)
            if isinstance(value, known.type) and not isinstance(value, bool):
                taken[known.name] = max(value, 0) if known.type is int else value
        return cls(**taken)

    def to_dict(self):
        return asdict(self)


@dataclass(frozen=True)
class Probe:
    """What a file was found to be, and how to read it."""

    kind: str
    encoding: str = ""
    separator: str = ""
    tables: list[Table] = field(default_factory=list)
    table: str = ""
    header_line: int = 1

    def options(self):
        return Options(self.kind, self.encoding, self.separator, self.table, self.header_line)


@dataclass(frozen=True)
class Preview:
    """The first rows: as many header texts and cells a row as ``width``; ``total`` rows below the header."""

    header: list[str]
    rows: list[list[str]]
    total: int | None
    width: int
