"""Lines of a carrier's bill as the other side of the ledger's calls. Plain Python: no database, no words for people."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from .carrier_match import Side

_MOMENT = re.compile(r"(\d{4})\D?(\d\d?)\D?(\d\d?)[日T\s]*(\d\d?)[:时](\d\d?)(?:[:分](\d\d?)(?:\.\d+)?秒?)?分?")
_CLOCK = re.compile(r"(\d+):(\d{1,2}):(\d\d)")
_WORDS = re.compile(r"(?:(\d+)(?:小?时|h))?(?:(\d+)(?:分钟?|m))?(?:(\d+)(?:秒|s))?", re.IGNORECASE)


def sides(rows, columns, zone, clean):
    """Read the lines of a bill.

    :param rows: ``(line, [text])`` as ``callcenter_crm.tools.importing.rows`` gives them
    :param columns: index of ``number``, ``start`` and ``seconds``
    :param zone: time zone of the bill
    :param clean: ``callcenter_crm.tools.importing.numbers.clean``
    :returns: ``(lines, wrong)``: :class:`Side` each, and ``(line, column, text)`` of what could not be read
    """
    lines, wrong, zone = [], [], ZoneInfo(zone)
    for line, cells in rows:
        texts = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        values = {
            "number": clean(texts["number"])[0] or None,
            "start": moment(texts["start"], zone),
            "seconds": seconds(texts["seconds"]),
        }
        bad = next((name for name, value in values.items() if value is None), None)
        if bad:
            wrong.append((line, bad, texts[bad]))
        else:
            lines.append(Side(line, **values))
    return lines, wrong


def moment(text, zone):
    """Return epoch seconds of a moment on the bill, None where there is none."""
    if not (found := _MOMENT.fullmatch(text.strip())):
        return None
    try:
        return datetime(*(int(part or 0) for part in found.groups()), tzinfo=zone).timestamp()
    except (ValueError, OverflowError):
        return None


def seconds(text):
    """Return a duration on the bill in seconds: ``75``, ``00:01:15``, ``1分15秒``; None if it is none.

    ``00:01`` is none: it may be a second, or the minute of a time cell, whose seconds a workbook's reading leaves out.
    """
    plain = text.strip()
    if re.fullmatch(r"\d{1,7}(?:\.\d+)?", plain):
        return float(plain)
    found = _CLOCK.fullmatch(plain) or _WORDS.fullmatch(plain.replace(" ", ""))
    if not plain or not found:
        return None
    hours, minutes, rest = (int(part or 0) for part in found.groups())
    return float(3600 * hours + 60 * minutes + rest)
