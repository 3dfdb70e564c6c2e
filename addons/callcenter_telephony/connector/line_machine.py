"""The machine that walks along one agent's line: what holds at each moment, and the rows that come of it."""

from bisect import insort
from dataclasses import dataclass

from .agent_facts import AgentFact
from .events import AgentKind as K
from .ledger import State
from .talk import Duty

# Of one moment: what ends comes first, then what the node says, then what begins.
_ENDS, _FACTS, _BEGINS = range(3)
MISSED_S = 0.5  # so long may it take until it is told that the caller has left, and nobody missed anything
AT_ONCE_S = 0.5  # so long before the sign-in may a ring be told that follows it
CONFIRM_S = 2.0  # the node pauses an agent for a wrap-up within this


@dataclass(slots=True)
class Wrap:
    """A wrap-up of one leg. ``seconds`` leaves out interruptions (a phone rang) and what runs now."""

    call: str
    leg: str
    start: float
    limit: float
    confirmed: bool = False  # the node paused the agent for it
    over: bool = False
    left: float | None = None  # when the agent was in it last
    seconds: float = 0.0

    @property
    def span(self) -> tuple[float, float | None]:
        if not self.over:
            return self.start, None
        return self.start, self.start if self.left is None else self.left


class Machine:
    """Expect facts and duties, then ``run``. ``rows`` are joined and gapless; the last one is open."""

    def __init__(self, agent: str):
        self.agent = agent
        self.at = float("-inf")
        self.queues: dict[str, bool] = {}
        self.interface = ""
        self.paused = ""  # reason of the node's pause
        self.reason = ""  # of not_ready; differs where the ledger is ahead of the node
        self.misses = 0
        self.away = False
        self.wrap: Wrap | None = None
        self.preview: tuple[str, float] | None = None  # a contact is reserved: token, and until when at most
        self.rows: list[State] = []
        self._told: float | None = None  # the first telling of the facts of this moment: where a line begins
        self.wraps: dict[tuple[str, str], Wrap] = {}
        self.checks: list[float] = []  # when the same facts mean something else, as time has passed
        self._active: dict[tuple[str, str], tuple[float, str, str]] = {}  # leg -> since, state, sub-state
        self._ignored: dict[tuple[str, str], tuple[float, str]] = {}  # leg -> since, state
        self._shown: tuple[Wrap, float] | None = None  # the wrap-up of the row that runs, and since when
        self._handled: Wrap | None = None  # the last leg whose queue has no wrap-up
        self._due: list = []
        self._count = 0
        self._now = 0.0

    @property
    def signed_in(self) -> bool:
        return True in self.queues.values()

    def copy(self) -> "Machine":
        """A machine that goes on from here. Bases only: nothing is expected of them and no wrap-up is open."""
        other = Machine(self.agent)
        other.at, other.queues, other.interface = self.at, dict(self.queues), self.interface
        other.paused, other.reason, other.misses, other.away = self.paused, self.reason, self.misses, self.away
        other.preview = self.preview
        if self.rows:
            row = self.rows[-1]
            last = State(row.agent, row.start, row.end, row.state, row.sub, row.reason, row.call)
            other.rows = [*self.rows[:-1], last]
        return other

    def dump(self) -> dict:
        """Plain JSON of a base."""
        row = self.rows[-1] if self.rows else None
        return {
            "at": None if self.at == float("-inf") else self.at,
            "queues": self.queues,
            "interface": self.interface,
            "paused": self.paused,
            "reason": self.reason,
            "misses": self.misses,
            "away": self.away,
            "preview": self.preview,
            "row": [row.start, row.state, row.sub, row.reason, row.call] if row else None,
        }

    @classmethod
    def load(cls, agent: str, data: dict) -> "Machine":
        machine = cls(agent)
        machine.at = float("-inf") if data["at"] is None else data["at"]
        machine.queues, machine.interface = data["queues"], data["interface"]
        machine.paused, machine.reason = data["paused"], data["reason"]
        machine.misses, machine.away = data["misses"], data["away"]
        machine.preview = tuple(data["preview"]) if data.get("preview") else None
        if data["row"]:
            start, *rest = data["row"]
            machine.rows = [State(agent, start, None, *rest)]
        return machine

    def as_base(self, until: float) -> "Machine":
        """This machine as a base: its last row, and nothing that is still to come."""
        base = self.copy()
        base.at, base.rows = until, base.rows[-1:]
        return base

    def expect_fact(self, at: float, fact: AgentFact) -> None:
        self._expect(at, _FACTS, Machine._on_fact, fact)

    def expect_duty(self, duty: Duty) -> None:
        if duty.end is not None and duty.end <= duty.start:
            return
        for part in duty.parts:
            self._expect(part[0], _BEGINS, Machine._on_part, (duty, part))
        if duty.end is not None:
            self._expect(duty.end, _ENDS, Machine._on_end, duty)

    def expect_unreachable(self, lost: float, back: float | None, now: float, limit: float) -> None:
        """The phone or node was away. Short absences count for nothing; a running one is looked at again."""
        if back is None and now - lost <= limit:
            self.checks.append(lost + limit + 0.001)
            return
        if lost > self.at and (back is None or back - lost > limit):
            self._expect(lost, _FACTS, Machine._on_away, True)
        if back is not None:
            self._expect(back, _FACTS, Machine._on_away, False)

    def run(self, now: float, until: float | None = None) -> float | None:
        """Go along the line, to before ``until``. Returns when the clock alone will bring a change, if ever."""
        self._now = now
        due = self._due
        due.sort()
        last = max((entry[0] for entry in due), default=now)
        if self.preview is not None:
            self._expect_preview_over()
        index = 0
        while index < len(due):
            at, _order, _count, act, what = due[index]
            if until is not None and at >= until:
                return None
            if at > now and at > last:
                return at
            act(self, at, what)
            index += 1
            if index == len(due) or due[index][0] != at:
                self._book(at)
                self._told = None
        return None

    def _expect(self, at: float, order: int, act, what) -> None:
        self._count += 1
        self._due.append((at, order, self._count, act, what))

    def _on_part(self, at: float, what) -> None:
        duty, (_begin, _end, state, sub) = what
        leg = (duty.call, duty.leg)
        if leg in self._ignored:
            self._ignored[leg] = (self._ignored[leg][0], state)
            return
        if state == "on_call":
            self.preview = None
        if leg not in self._active:
            if not self.signed_in and self.wrap is None and not self._active:
                # a signed-out user's phone: the leg names the extension, the line says nothing
                self._ignored[leg] = (at, state)
                return
            self._active[leg] = (at, state, sub)
        else:
            self._active[leg] = (self._active[leg][0], state, sub)
        if duty.handled and sub in ("talk", "hold"):
            self.misses = 0
            self._end_wrap(at)

    def _on_end(self, at: float, duty: Duty) -> None:
        self._ignored.pop((duty.call, duty.leg), None)
        if self._active.pop((duty.call, duty.leg), None) is None:
            return
        if duty.handled:
            wrap = Wrap(duty.call, duty.leg, at, at + duty.wrap_s, self.paused == "wrap_up")
            if duty.wrap_s > 0 or wrap.confirmed:
                self._begin_wrap(at, wrap)
            else:
                self._handled = wrap
        elif duty.missed and self._now - at < MISSED_S:
            self.checks.append(at + MISSED_S + 0.001)
        elif duty.missed:
            self.misses += 1
            if self.misses >= duty.missed_limit > 0:
                self.misses = 0
                self.reason = self.reason or "missed"

    def _begin_wrap(self, at: float, wrap: Wrap) -> None:
        self._end_wrap(at)
        self.wrap = self.wraps[(wrap.call, wrap.leg)] = wrap
        if not wrap.confirmed:
            self._count += 1
            insort(self._due, (wrap.limit, _FACTS, self._count, Machine._on_time_out, wrap))

    def _on_time_out(self, at: float, wrap: Wrap) -> None:
        """A wrap-up for which the node never paused the agent: it has ended by itself."""
        if wrap is self.wrap and not wrap.confirmed:
            self._end_wrap(at)

    def _on_away(self, at: float, away: bool) -> None:
        self.away = away

    def _on_fact(self, at: float, fact: AgentFact) -> None:
        self._told = fact.told if self._told is None else min(fact.told, self._told)
        if fact.kind is K.SIGN_IN:
            self._sign_in(at, fact)
        elif fact.kind is K.SIGN_OUT:
            self._sign_out(at, fact)
        elif fact.kind is K.PAUSE:
            self._pause(at, fact)
        elif fact.kind is K.UNPAUSE:
            self._known_in(fact.queue)
            self.paused = self.reason = ""
            self._end_wrap(at)
        elif fact.kind is K.PREVIEW:
            self._take(at, fact)
        elif fact.kind is K.RELEASE and self.preview is not None and self.preview[0] == fact.reason:
            self.preview = None

    def _take(self, at: float, fact: AgentFact) -> None:
        """A contact is on the agent's screen. Who talks or dials already has none reserved."""
        token, _, seconds = fact.reason.rpartition(":")
        on_call = any(state == "on_call" for _since, state, _sub in self._active.values())
        if self.signed_in and not on_call:
            self._end_wrap(at)
            self.preview = token, at + (float(seconds) if seconds.isdecimal() else 0.0)
            self._expect_preview_over()

    def _expect_preview_over(self) -> None:
        self._count += 1
        insort(self._due, (self.preview[1], _FACTS, self._count, Machine._on_preview_over, self.preview))

    def _on_preview_over(self, at: float, preview: tuple[str, float]) -> None:
        if self.preview == preview:
            self.preview = None

    def _known_in(self, queue: str) -> None:
        """Only a member can be paused: his sign-in was before we looked."""
        if queue and queue != "NONE":
            self.queues.setdefault(queue, True)

    def _sign_in(self, at: float, fact: AgentFact) -> None:
        if not self.signed_in:
            self.paused, self.reason, self.misses, self.away = "", "", 0, False
            self._take_up(at)
        self.queues[fact.queue] = True
        self.interface = fact.interface or self.interface

    def _take_up(self, at: float) -> None:
        """A caller who waits rings in the moment of the sign-in, and may be told of a moment before it."""
        for leg, (since, state) in list(self._ignored.items()):
            if state == "ringing" and at - since <= AT_ONCE_S:
                self._active[leg] = (at, state, "")
                del self._ignored[leg]

    def _sign_out(self, at: float, fact: AgentFact) -> None:
        self.queues[fact.queue] = False
        if not self.signed_in:
            self.paused = self.reason = ""
            self.preview = None
            self._end_wrap(at)

    def _pause(self, at: float, fact: AgentFact) -> None:
        self._known_in(fact.queue)
        self.paused = fact.reason
        if fact.reason == "preview":  # no offers meanwhile: what the agent is otherwise stays, but for a wrap-up
            self.misses = 0
            self.reason = "" if self.reason == "wrap_up" else self.reason
            return
        self.reason = fact.reason
        if fact.reason != "wrap_up":
            self.misses = 0
            self._end_wrap(at)
        elif self.wrap is not None:
            self.wrap.confirmed = True
        elif self._handled is not None and at - self._handled.start < CONFIRM_S and not self._active:
            self._handled.confirmed = True
            self._begin_wrap(at, self._handled)
            self._handled = None

    def _end_wrap(self, at: float) -> None:
        if self.wrap is not None:
            self.wrap.over = True
            self.wrap = None

    def _book(self, at: float) -> None:
        """All of one moment has been taken in: begin a new row where something else holds now."""
        holds = self._holds()
        if self.wrap is not None or self._shown is not None:
            self._count_wrap(at, self.wrap if holds[0] == "wrap_up" else None)
        rows = self.rows
        if rows:
            last = rows[-1]
            if (last.state, last.sub, last.reason, last.call) == holds:
                return
            last.end = at
        elif holds[0] == "offline" and not self.queues:
            return
        elif self._told is not None:
            at = min(at, self._told)
        rows.append(State(self.agent, at, None, *holds))

    def _count_wrap(self, at: float, wrap: Wrap | None) -> None:
        if self._shown is not None:
            shown, since = self._shown
            if shown is wrap:
                return
            shown.seconds += at - since
            shown.left = at
        self._shown = (wrap, at) if wrap is not None else None

    def _holds(self) -> tuple[str, str, str, str]:
        if self._active or self.preview is not None:
            preview = {("", ""): (float("-inf"), "on_call", "preview")} if self.preview is not None else {}
            _on_call, _since, leg, state, sub = max(
                (state == "on_call", since, leg, state, sub)
                for leg, (since, state, sub) in {**preview, **self._active}.items()
            )
            return state, sub, "", leg[0]
        if self.wrap is not None:
            return "wrap_up", "", "", self.wrap.call
        if not self.signed_in:
            return "offline", "", "", ""
        if self.reason:
            return "not_ready", "", self.reason, ""
        return ("not_ready", "", "unreachable", "") if self.away else ("ready", "", "", "")
