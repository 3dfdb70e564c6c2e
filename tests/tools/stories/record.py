"""What the database holds of a story that was acted out, in the story's words."""

from types import SimpleNamespace

from . import count
from .clock import Clock
from .names import Names
from .seen import OWNERS, Seen

_TEXTS = ("role", "party", "ended_by", "via", "by", "queue", "outcome", "reason", "flow", "keys", "mode")
_NAMED = ("party", "by", "queue", "flow")

CALLS = """
SELECT c.*, c.number, extract(epoch FROM c.start)::float AS began, extract(epoch FROM c."end")::float AS ended
  FROM callcenter_call c
 WHERE c.number = ANY(%s) AND extract(epoch FROM c.start) BETWEEN %s AND %s ORDER BY c.start
"""
LEGS = """
SELECT l.*, l.queue_code AS queue, extract(epoch FROM l.start)::float AS began,
       extract(epoch FROM l."end")::float AS ended, extract(epoch FROM l.answer)::float AS answered,
       extract(epoch FROM l.dial_start)::float AS dial_from, extract(epoch FROM l.dial_end)::float AS dial_to,
       extract(epoch FROM l.wrap_start)::float AS wrap_from, extract(epoch FROM l.wrap_end)::float AS wrap_to
  FROM callcenter_call_leg l WHERE l.call_id = %s ORDER BY l.start, l.id
"""


class Record:
    """Rows of the story's calls and agents; ``seen()`` has the story's seconds, ``faults`` is what does not fit."""

    def __init__(self, ledger, names: Names, start: float, clock: Clock):
        self.names, self.start, self.clock = names, start, clock
        self._ledger = ledger
        self.faults: list[str] = []
        self.calls = {row["key"]: self._call(row) for row in self._rows()}
        self.states = {name: self._line(extension) for name, extension in names.agents.items()}

    def line(self, agent: str) -> list:
        return self.states[agent]

    def seen(self) -> Seen:
        return Seen(self.names.story, self, digits=2, start=0.0)

    def recordings(self) -> dict[str, dict]:
        """By the story's name of the call: when it was recorded and paused in its seconds, and how long the file is."""
        names = self.seen().names
        found = {}
        for row in self._rows():
            recordings = [one for one in self._ledger.recordings(row) if one["sha256"]]
            if recordings:
                spans, paused = (self._spans(recordings[0][name]) for name in ("spans", "paused"))
                seconds = float(recordings[0]["seconds"])
                found[names[row["key"]]] = {
                    "from": spans[0][0],
                    "to": spans[-1][1],
                    "paused": paused,
                    "seconds": seconds,
                }
        return found

    def _spans(self, pairs) -> list:
        return [[self._s(begin), self._s(end)] for begin, end in pairs or []]

    def _rows(self) -> list[dict]:
        until = self.start + self.clock.real(self.names.story["until"])
        return self._ledger.rows(CALLS, sorted(self.names.numbers), self.start - 1, until)

    def _s(self, epoch: float | None) -> float | None:
        return None if epoch is None else self.clock.story(epoch - self.start)

    def _span(self, begin, end):
        return None if begin is None else (self._s(begin), self._s(end))

    def _call(self, row: dict):
        legs = [self._leg(leg) for leg in self._ledger.rows(LEGS, row["id"])]
        self._check_seconds(row)
        call = SimpleNamespace(
            key=row["key"],
            legs=legs,
            start=self._s(row["began"]),
            end=self._s(row["ended"]),
            did=self.names.back(row["did_number"]),
            queue=self.names.back(row["queue_code"]),
            agent=self.names.back(row["agent_code"]),
            last_handler=self.names.back(row["last_agent_code"]),
            rating=row["rating_key"],
            marks=(row["marks"] or "").split(",") if row["marks"] else [],
            **{name: row[name] or "" for name in ("direction", "kind", "number", "result", "ended_by")},
            cause=row["cause"],
            wanted=self.names.back(row["wanted_code"]),
            wanted_kind=row["wanted_kind"],
            callback_of=row["callback_of_key"] or "",
            service_level=row["service_level"],
        )
        seconds = count.owners(_plain(call), [_plain(leg) for leg in legs]) if call.end is not None else {}
        for owner in OWNERS:
            setattr(call, f"{owner}_s", seconds.get(owner, 0.0))
        return call

    def _check_seconds(self, row: dict) -> None:
        """The seconds that are stored with the call are those of its legs."""
        if row["ended"] is None:
            self.faults.append(f"call {row['key']} of {row['number']} has not ended")
            return
        legs = [_plain(_moments(leg, lambda at: at)) for leg in self._ledger.rows(LEGS, row["id"])]
        call = {"start": row["began"], "end": row["ended"], "number": row["number"], "direction": row["direction"]}
        seconds = count.owners(call, legs)
        for owner in OWNERS:
            if abs(seconds[owner] - (row[f"{owner}_s"] or 0)) > 0.05:
                stored = row[f"{owner}_s"]
                self.faults.append(
                    f"call of {row['number']}: {owner} is {stored} in the call, {seconds[owner]:.3f} in legs"
                )

    def _leg(self, row: dict):
        leg = _moments(row, self._s)
        for name in _NAMED:
            setattr(leg, name, self.names.back(getattr(leg, name)))
        return leg

    def _line(self, extension: str) -> list:
        rows = [row for row in self._ledger.states(extension, self.start)]
        until = self.names.story["until"]
        line = [
            SimpleNamespace(
                start=max(0.0, self._s(row["started"])),
                end=self._s(row["ended"]),
                state=row["state"],
                sub=row["sub_state"] or "",
                reason=row["reason"] or "",
                call=row["call_key"] or "",
            )
            for row in rows
        ]
        return [row for row in line if row.start < until]


def _moments(row: dict, told):
    """A leg of the database with its moments as ``told`` gives them."""

    def span(begin, end):
        return None if begin is None else (told(begin), told(end))

    return SimpleNamespace(
        start=told(row["began"]),
        end=told(row["ended"]),
        answer=told(row["answered"]),
        message_s=row["message_s"],
        hold=[span(*pair) for pair in row["hold"] or []],
        consult=[span(*pair) for pair in row["consult"] or []],
        dial=span(row["dial_from"], row["dial_to"]),
        wrap=span(row["wrap_from"], row["wrap_to"]),
        **{name: row[name] or "" for name in _TEXTS},
    )


def _plain(row) -> dict:
    return {name: value for name, value in vars(row).items() if value not in (None, "", [])}
