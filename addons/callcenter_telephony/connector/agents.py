"""One agent's gapless line of states: a fold over what was told about the agent and what calls asked of the agent.

Everything before the settled base is history and kept as one state of the machine; the rest is folded anew whenever a
fact or a call changes. Rules: metrics 1.4.
"""

from dataclasses import dataclass, replace

from .agent_facts import AgentFact, AgentTellings, in_order
from .events import AgentEvent
from .events import AgentKind as K
from .ledger import State
from .line_machine import Machine, Wrap
from .node_life import NodeLife
from .talk import Duty

UNREACHABLE_S = 10.0  # a phone or node away for longer makes the agent not ready, from the moment it was lost
WORTH_IT = 2  # calls to settle at a time
MARK_S = 0.2  # a mark of the dialplan may be told this much later than what came after it
SETTLE_S = 12.0  # what is older than this, and of no open call, is history


@dataclass(frozen=True, slots=True)
class AgentView:
    """``paused`` and ``reason`` are the node's; ``state``, ``state_reason`` and ``call`` the ledger's.

    ``wrap_until``: when a running wrap-up is due to end by the queue's setting (epoch), None outside of one.
    """

    queues: frozenset[str]
    interface: str
    paused: bool
    reason: str
    state: str
    state_reason: str
    call: str
    wrap_until: float | None


class Line:
    """Everything about one agent. ``duties``: by call, what its legs ask; ``settled``: those of calls that are done."""

    def __init__(self, agent: str):
        self.agent = agent
        self.tellings = AgentTellings()
        self.base = Machine(agent)
        self.now = self.base
        self.duties: dict[str, list[Duty]] = {}
        self.settled: list[Duty] = []
        self.given: list[State] = []  # rows given out, from the base on
        self.given_wraps: dict[tuple[str, str], tuple] = {}  # what the calls' rows say of wrap-ups
        self.next: float | None = None  # when the clock alone will change something
        self._ordered: list | None = None  # the facts since the base, in order

    def add(self, event: AgentEvent) -> bool:
        """Take a telling in; False when it changes nothing or belongs to what is settled."""
        if event.at < self.base.at:
            return False
        if self.tellings.add(event) or not self.base.rows:  # the begin of the line is where the first telling says
            self._ordered = None
            return True
        return False

    def fold(self, now: float, life: NodeLife) -> None:
        """Bring ``now`` (the machine) and ``next`` up to date."""
        machine = self.base.copy()
        self._prepare(machine, now, life)
        self.next = machine.run(now)
        self.next = min((at for at in (self.next, *machine.checks) if at is not None), default=None)
        self.now = machine

    def tell_again(self) -> None:
        """Others have changed what was given: the next take gives all rows since then, the first begins as it did."""
        self.given = [replace(self.given[0], state="")] if self.given else []

    def take(self) -> list[State]:
        """The rows from the first one that changed since the last take, to the end of the line."""
        rows = self._from_begin(self.now.rows)
        same = 0
        for old, new in zip(self.given, rows, strict=False):
            if old != new:
                break
            same += 1
        if same == len(rows) == len(self.given):
            return []
        self.given = list(rows)
        return rows[max(0, same - 1) :] if same == len(rows) else rows[same:]

    def _from_begin(self, rows: list[State]) -> list[State]:
        """A line that was given out from some moment on begins there, whatever is told later."""
        if not rows or not self.given or rows[0].start <= self.given[0].start:
            return rows
        return [replace(rows[0], start=self.given[0].start), *rows[1:]]

    def wraps(self) -> dict[tuple[str, str], Wrap]:
        """Wrap-ups by (call, leg), those since the base."""
        return self.now.wraps

    def settle(self, now: float, life: NodeLife) -> None:
        """Turn into history what no fact can change any more; keeps fold short. Call it right after ``fold``."""
        if len(self.settled) < WORTH_IT and len(self.tellings.facts()) < 10 * WORTH_IT:
            return
        until = self._free_until(now - SETTLE_S)
        past = sum(duty.start < until for duty in self.settled)
        if past < WORTH_IT and sum(fact.at < until for fact in self.tellings.facts()) < 10 * WORTH_IT:
            return
        machine = self.base.copy()
        self._prepare(machine, now, life)
        machine.run(now, until)
        self.base, self._ordered = machine.as_base(until), None
        self.tellings.drop_before(until)
        self.settled = [duty for duty in self.settled if duty.start >= until]
        first_row = self.base.rows[0].start if self.base.rows else until
        self.given = [row for row in self.given if row.start >= first_row]
        self.fold(now, life)

    def _free_until(self, until: float) -> float:
        """The last moment, ``until`` at most, that lies in no open call and cuts no leg or wrap-up in two."""
        until = min([until, *(duty.start for duties in self.duties.values() for duty in duties)])
        for duty in sorted(self.settled, key=lambda duty: duty.start, reverse=True):
            wrap = self.now.wraps.get((duty.call, duty.leg))
            end = wrap.span[1] if wrap is not None else duty.end
            if end is None or end > until:
                until = min(until, duty.start)
        return until

    def view(self) -> AgentView:
        """How the agent stands now."""
        machine, row = self.now, self.now.rows[-1] if self.now.rows else None
        return AgentView(
            queues=frozenset(queue for queue, is_in in machine.queues.items() if is_in),
            interface=machine.interface,
            paused=bool(machine.paused),
            reason=machine.paused,
            state=row.state if row else "offline",
            state_reason=row.reason if row else "",
            call=row.call if row else "",
            wrap_until=machine.wrap.limit if machine.wrap is not None else None,
        )

    def _prepare(self, machine: Machine, now: float, life: NodeLife) -> None:
        duties = [duty for duties in self.duties.values() for duty in duties] + self.settled
        if self._ordered is None:
            self._ordered = in_order(self.tellings.facts(), bool(machine.paused), machine.queues)
        facts = self._ordered
        ends = [duty.end for duty in duties if duty.end is not None]
        for at, fact in _moments(facts, ends):
            machine.expect_fact(at, fact)
        for duty in duties:
            machine.expect_duty(duty)
        for lost, back in self._unreachable(facts, machine.interface):
            machine.expect_unreachable(lost, back, now, UNREACHABLE_S)
        for started, alive in life.restarts:
            if started > machine.at and started - alive > UNREACHABLE_S:
                machine.expect_unreachable(alive, started, now, UNREACHABLE_S)

    @staticmethod
    def _unreachable(facts: list, interface: str) -> list[tuple[float, float | None]]:
        """When the phone that the agent signed in with was away. An end alone closes what began before the base."""
        spans: list[tuple[float, float | None]] = []
        lost: float | None = None
        for fact in facts:
            if fact.kind is K.SIGN_IN:
                interface = fact.interface or interface
            elif fact.kind is K.UNREACHABLE and fact.interface == interface and lost is None:
                lost = fact.at
            elif fact.kind is K.REACHABLE and fact.interface == interface:
                spans.append((fact.at if lost is None else lost, fact.at))
                lost = None
        return spans if lost is None else [*spans, (lost, None)]


def _moments(facts: list[AgentFact], ends: list[float]) -> list[tuple[float, AgentFact]]:
    """Facts with their moments. A pause for a wrap-up that is known by the second only follows from the end of a leg
    within that second, and so does what is behind it. A reservation that ends a wrap-up holds from the moment of that
    unpause, also where its mark is told later.
    """
    moments = []
    wrapped = None  # the second in which such a pause was
    unpaused, reason = None, ""
    for fact in facts:
        at = fact.at
        if fact.rough and fact.reason == "wrap_up":
            wrapped = at
        if fact.rough and at == wrapped:
            at = max((end for end in ends if at <= end < at + 1.0), default=at)
        if fact.kind is K.PAUSE:
            reason = fact.reason
        elif fact.kind is K.UNPAUSE and reason == "wrap_up":
            unpaused = at, at + (1.0 if fact.rough else MARK_S)
        elif fact.kind is K.PREVIEW and unpaused is not None and at < unpaused[1]:
            at = unpaused[0]
        moments.append((at, fact))
    return moments
