"""The reducer's memory as text and back: what is still open, and what must not come again."""

import json

from .agent_facts import AgentTellings
from .agents import Line
from .book import Entry
from .events import ChannelEvent, ChannelKind, Source
from .line_machine import Machine
from .merge import Tellings
from .node_life import NodeLife
from .talk import Duty

VERSION = 1


def dump(reducer) -> str:
    """JSON. The parts of calls that have not changed since the last time are not made anew."""
    calls = ",".join(_call_text(entry) for entry in reducer.calls.values())
    rest = {
        "version": VERSION,
        "node": reducer.node,
        "life": reducer.life.dump(),
        "lines": [_line(line) for line in reducer.lines.values()],
        "aliases": reducer.aliases,
        "done": reducer.done,
        "newest": reducer.newest,
    }
    return json.dumps(rest, separators=(",", ":"))[:-1] + ',"calls":[' + calls + "]}"


def load(cls, text: str, rules):
    """Raises ValueError for the memory of another version."""
    data = json.loads(text)
    if data.get("version") != VERSION:
        raise ValueError(f"snapshot of version {data.get('version')}")
    reducer = cls(data["node"], rules)
    reducer.life = NodeLife.load(data["life"])
    reducer.aliases, reducer.done, reducer.newest = data["aliases"], data["done"], data["newest"]
    for part in data["lines"]:
        reducer.lines[part["agent"]] = _read_line(part)
    for part in data["calls"]:
        entry = _read_call(reducer.node, part)
        reducer.calls[entry.linkedid] = entry
        for row in part["told"]:
            reducer._home[row[1]] = entry.linkedid
    reducer._all_dirty()
    return reducer


def _call_text(entry: Entry) -> str:
    if entry.json is None:
        part = {
            "id": entry.linkedid,
            "aliases": entry.aliases,
            "offered": sorted(entry.offered),
            "touched": entry.touched,
            "told": entry.tellings.dump(),
        }
        entry.json = json.dumps(part, separators=(",", ":"))
    return entry.json


def _read_call(node: str, part: dict) -> Entry:
    entry = Entry(f"{node}:{part['id']}", part["id"])
    entry.aliases, entry.offered, entry.touched = part["aliases"], set(part["offered"]), part["touched"]
    entry.tellings = Tellings()
    for kind, uniqueid, channel, exten, context, number, name, data, ami, journal, late in part["told"]:
        for source, moments in ((Source.AMI, ami), (Source.JOURNAL, journal)):
            for at in moments:
                event = ChannelEvent(
                    ChannelKind(kind), at, part["id"], uniqueid, channel, source, exten, context, number, name, data
                )
                entry.tellings.add(event, at in late)
                entry.first = min(entry.first, at)
    return entry


def _line(line: Line) -> dict:
    return {
        "agent": line.agent,
        "base": line.base.dump(),
        "told": line.tellings.dump(),
        "settled": [
            [
                duty.call,
                duty.leg,
                duty.start,
                duty.end,
                duty.parts,
                duty.handled,
                duty.wrap_s,
                duty.missed,
                duty.missed_limit,
            ]
            for duty in line.settled
        ],
    }


def _read_line(part: dict) -> Line:
    line = Line(part["agent"])
    line.base = line.now = Machine.load(line.agent, part["base"])
    line.tellings = AgentTellings.load(part["told"])
    for call, leg, start, end, parts, *rest in part["settled"]:
        line.settled.append(Duty(line.agent, call, leg, start, end, [tuple(one) for one in parts], *rest))
    return line
