"""The journal of a node as records a test can ask."""

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Record:
    kind: str
    at: float
    number: str
    name: str
    channel: str
    uniqueid: str
    linkedid: str
    data: dict = field(default_factory=dict)


def records(path: Path, channels: str = "PJSIP/") -> list[Record]:
    """Of channels whose name begins so; the timers' Local channels are left out by default."""
    found = []
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            kind, at, number, name, _exten, _context, channel, uniqueid, linkedid, extra, _peer, _user = row
            data = json.loads(extra) if extra else {}
            if "extra" in data:
                data = dict(pair.partition("=")[::2] for pair in data["extra"].split("&"))
            if channel.startswith(channels):
                found.append(Record(kind, float(at), number, name, channel, uniqueid, linkedid, data))
    return found


def last_call(path: Path) -> list[Record]:
    """Records of the call that began last."""
    every = records(path)
    return [record for record in every if record.linkedid == every[-1].linkedid]


def kinds(path: Path) -> list[str]:
    """Kinds of the last call's records, the marks with what a person would ask first."""
    return [record.kind for record in last_call(path)]
