"""A ledger in the words of a story, and how far the two may differ."""

from .book import start_of

OWNERS = ("ivr", "wait", "ring", "talk", "hold", "outside", "voicemail", "survey", "wrap")
NEAR = 3.0  # seconds: a call of this number that began so near to the story's is that call


class Seen:
    """Calls by the story's names, moments in seconds after its start with so many digits.

    ``ledger`` has ``calls`` by key (as ``connector.ledger.Call``), ``states`` by agent and ``line(agent)``.
    """

    def __init__(self, story: dict, ledger, digits: int = 6, start: float | None = None):
        self.digits = digits
        self.story = story
        self.start = start_of(story) if start is None else start
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
        return {key: self._name(call) or key for key, call in self.ledger.calls.items()}

    def _name(self, call) -> str:
        calls = self.story["expect"]["calls"].items()
        found = [
            (abs(wanted["start"] - self._s(call.start)), name)
            for name, wanted in calls
            if wanted["number"] == call.number
        ]
        return min((pair for pair in found if pair[0] < NEAR), default=(0, ""))[1]

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
        } | {owner: round(getattr(call, f"{owner}_s"), self.digits) for owner in OWNERS}
        optional = {
            "did": call.did,
            "queue": call.queue,
            "agent": call.agent,
            "last_handler": call.last_handler,
            "score": int(call.rating) if call.rating else None,
            "marks": call.marks,
            "last_agent": call.wanted if call.wanted_kind == "last_agent" else "",
            "callback_of": self.names.get(call.callback_of, call.callback_of),
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
            "message_s": None if leg.message_s is None else round(leg.message_s, self.digits),
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
