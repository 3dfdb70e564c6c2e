"""Lists of people from files: xlsx, xls, csv and txt, mdb and accdb, and tables that call themselves xls.

Pure Python: no database, no words for people. Everything that is wrong with a file is a :class:`Refused` with a code.
"""

from .guessing import guess
from .reading import count, preview, probe, rows
from .shapes import MAX_COLUMNS, MAX_ROWS, Options, Preview, Probe, Refused, Table
from .writing import write_dropped, write_sample

__all__ = [
    "MAX_COLUMNS",
    "MAX_ROWS",
    "Options",
    "Preview",
    "Probe",
    "Refused",
    "Table",
    "count",
    "guess",
    "preview",
    "probe",
    "rows",
    "write_dropped",
    "write_sample",
]
