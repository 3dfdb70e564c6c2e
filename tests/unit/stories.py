"""The call stories: what a node tells of each, and how the ledger is compared with what the story expects."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import yaml
from callcenter_telephony.connector.ports import QueueRule
from story_node import StoryNode, Telling

FILE = Path(__file__).resolve().parents[1] / "data" / "stories.yaml"
_DOCUMENT = yaml.safe_load(FILE.read_text(encoding="utf-8"))
DEFAULTS = _DOCUMENT["defaults"]
STORIES = {story["id"]: story for story in _DOCUMENT["stories"]}
NODE = "demo"

# Why a story cannot pass yet; each is to come with the feature that it tells of.
NOT_YET = {
    "S06": "voicemail is not on the node yet: no mark tells of a mailbox or a message",
    "S11": "call-backs are not on the node yet",
    "S12": "transfers are not folded yet: they need marks on the target's channel",
    "S13": "transfers are not folded yet",
    "S14": "transfers are not folded yet",
    "S15": "consults are not folded yet",
    "S16": "consults are not folded yet",
    "S17": "transfers are not folded yet",
    "S18": "consults and three-way are not folded yet",
    "S19": "pick-up is not folded yet",
    "S24": "supervision is not folded yet",
    "S26": "preview dialling is not on the node yet: nothing tells that a contact is on the screen",
    "S32": "a phone that comes back to its call is not folded yet",
}
PASSING = [name for name in STORIES if name not in NOT_YET]

_OWNERS = ("ivr", "wait", "ring", "talk", "hold", "outside", "voicemail", "survey", "wrap")
# In the stories, but of other tables (recording, campaign, contact) or counted from the legs by the reports.
_ELSEWHERE = {"transfers", "holds", "recording", "last_agent"}


def start_of(story: dict) -> float:
    return datetime.fromisoformat((DEFAULTS | story.get("config", {}))["start_at"]).timestamp()


def tellings(name: str) -> list[Telling]:
    """What the node tells of the story, in the order of arrival."""
    story = STORIES[name]
    return StoryNode(story, DEFAULTS, start_of(story)).run()


def rules(name: str) -> dict[str, QueueRule]:
    settings = DEFAULTS | STORIES[name].get("config", {})
    rule = QueueRule(
        settings["service_level_s"], settings["short_abandon_s"], settings["wrap_s"], settings["missed_limit"]
    )
    return defaultdict(lambda: replace(rule), {"service": rule, "sales": rule, "": rule})


class Ledger:
    """Takes batches in as the sink does: calls by key, states of an agent by their start."""

    def __init__(self):
        self.calls = {}
        self.states = defaultdict(dict)
        self.offers = []

    def write(self, batch) -> None:
        for call in batch.calls:
            for alias in call.aliases:
                self.calls.pop(alias, None)
            self.calls[call.key] = call
        by_agent = defaultdict(list)
        for row in batch.states:
            by_agent[row.agent].append(row)
        for agent, rows in by_agent.items():
            kept = self.states[agent]
            for row in rows:
                for start in [start for start in kept if start > row.start and (row.end is None or start < row.end)]:
                    del kept[start]
            for start, row in list(kept.items()):
                if start < rows[0].start and (row.end is None or row.end > rows[0].start):
                    kept[start] = replace(row, end=rows[0].start)
            kept.update({row.start: row for row in rows})
        self.offers += batch.offers

    def line(self, agent: str) -> list:
        return [self.states[agent][start] for start in sorted(self.states[agent])]


class Seen:
    """The ledger in the words of a story: seconds after its start (with so many digits), calls by the story's names."""

    def __init__(self, name: str, ledger: Ledger, digits: int = 6):
        self.digits = digits
        self.story = STORIES[name]
        self.start = start_of(self.story)
        self.ledger = ledger
        self.names = self._names()

    def calls(self) -> dict[str, dict]:
        return {self.names[key]: self._call(call) for key, call in self.ledger.calls.items()}

    def legs(self) -> list[dict]:
        return [self._leg(call, leg) for call in self.ledger.calls.values() for leg in call.legs]

    def states(self) -> dict[str, list[dict]]:
        return {agent: [self._state(row) for row in self.ledger.line(agent)] for agent in self.ledger.states}

    def _names(self) -> dict[str, str]:
        """By number and start: nothing else of a call is in both."""
        wanted = {(call["number"], call["start"]): name for name, call in self.story["expect"]["calls"].items()}
        return {key: wanted.get((call.number, self._s(call.start)), key) for key, call in self.ledger.calls.items()}

    def _s(self, at: float | None):
        if at is None:
            return None
        seconds = round(at - self.start, self.digits)
        return int(seconds) if seconds == int(seconds) else seconds

    def _span(self, span) -> list:
        return [self._s(at) for at in span]

    def _call(self, call) -> dict:
        row = {
            "direction": call.direction,
            "kind": call.kind,
            "number": call.number,
            "start": self._s(call.start),
            "end": self._s(call.end),
            "result": call.result,
            "ended_by": call.ended_by,
            "cause": call.cause,
            "service_level": call.service_level,
        } | {owner: round(getattr(call, f"{owner}_s"), self.digits) for owner in _OWNERS}
        optional = {
            "did": call.did,
            "queue": call.queue,
            "agent": call.agent,
            "last_handler": call.last_handler,
            "score": int(call.rating) if call.rating else None,
            "marks": call.marks,
        }
        return row | {key: value for key, value in optional.items() if value not in ("", None, [])}

    def _leg(self, call, leg) -> dict:
        row = {"call": self.names[call.key], "role": leg.role, "party": leg.party}
        row |= {"start": self._s(leg.start), "end": self._s(leg.end), "ended_by": leg.ended_by}
        optional = {
            "answer": self._s(leg.answer),
            "via": leg.via,
            "by": leg.by,
            "queue": leg.queue,
            "outcome": leg.outcome,
            "reason": leg.reason,
            "flow": leg.flow,
            "keys": leg.keys,
            "mode": leg.mode,
            "message_s": leg.message_s,
            "hold": [self._span(span) for span in leg.hold],
            "consult": [self._span(span) for span in leg.consult],
            "dial": leg.dial and self._span(leg.dial),
            "wrap": leg.wrap and self._span(leg.wrap),
        }
        return row | {key: value for key, value in optional.items() if value not in ("", None, [])}

    def _state(self, row) -> dict:
        until = self.story["until"]
        end = until if row.end is None else min(self._s(row.end), until)
        state = {"from": self._s(row.start), "to": end, "state": row.state}
        optional = {"sub": row.sub, "reason": row.reason, "call": self.names.get(row.call, row.call)}
        return state | {key: value for key, value in optional.items() if value}


def expected(name: str) -> tuple[dict, list[dict], dict]:
    """Calls, legs and states of the story, without what other tables hold."""
    expect = STORIES[name]["expect"]
    calls = {
        key: {field: value for field, value in call.items() if field not in _ELSEWHERE}
        for key, call in expect["calls"].items()
    }
    return calls, expect["legs"], expect["states"]


def in_order(legs: list[dict]) -> list[dict]:
    return sorted(legs, key=lambda leg: (leg["call"], leg["start"], leg["role"], leg["party"], str(leg)))
