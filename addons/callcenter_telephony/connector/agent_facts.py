"""What was told about one agent, by AMI and by queue_log, as one list of facts in the order of the node."""

from itertools import groupby
from typing import NamedTuple

from .events import AgentEvent, Source
from .events import AgentKind as K
from .merge import pair

PAIR_S = 2.0  # the two tellings of a fact are at most this far apart: queue_log has whole seconds
_OTHERS = (K.REACHABLE, K.UNREACHABLE, K.RELEASE, K.PREVIEW)
CHANGE_S = 0.1  # app_queue logs a changed reason as unpause and pause; AMI tells them this close


class AgentFact(NamedTuple):
    at: float
    kind: K
    queue: str
    reason: str
    interface: str
    rough: bool  # from queue_log only: it happened within the second that begins at ``at``
    told: float  # the earlier one of its tellings


class AgentTellings:
    """All tellings about one agent, younger than what its line has settled."""

    def __init__(self):
        self._groups: dict[tuple, tuple[dict[float, str], set[float]]] = {}
        self._merged: dict[tuple, list[AgentFact]] = {}
        self._facts: list[AgentFact] | None = None

    def add(self, event: AgentEvent) -> bool:
        """False when it changes no fact: known already, or the second telling of one."""
        key = (event.kind, event.queue, event.reason)
        ami, journal = self._groups.setdefault(key, ({}, set()))
        live = event.source is Source.AMI
        if event.at in (ami if live else journal):
            return False
        if live:
            ami[event.at] = event.interface
        else:
            journal.add(event.at)
        merged = _merged(key, ami, journal)
        known, self._merged[key], self._facts = self._merged.get(key, ()), merged, None
        return [fact[:-1] for fact in merged] != [fact[:-1] for fact in known]

    def facts(self) -> list[AgentFact]:
        """Sorted by moment; facts of one moment in no order that means anything."""
        if self._facts is None:
            self._facts = sorted(fact for facts in self._merged.values() for fact in facts)
        return self._facts

    def drop_before(self, at: float) -> None:
        for key, (ami, journal) in list(self._groups.items()):
            kept = {moment: interface for moment, interface in ami.items() if moment >= at}
            kept_journal = {moment for moment in journal if moment >= at}
            if kept or kept_journal:
                self._groups[key] = (kept, kept_journal)
                self._merged[key] = _merged(key, kept, kept_journal)
            else:
                del self._groups[key], self._merged[key]
        self._facts = None

    def dump(self) -> list:
        return [[*key, sorted(ami.items()), sorted(journal)] for key, (ami, journal) in self._groups.items()]

    @classmethod
    def load(cls, rows: list) -> "AgentTellings":
        tellings = cls()
        for kind, queue, reason, ami, journal in rows:
            key, group = (K(kind), queue, reason), (dict(map(tuple, ami)), set(journal))
            tellings._groups[key], tellings._merged[key] = group, _merged(key, *group)
        return tellings


def _merged(key: tuple, ami: dict[float, str], journal: set[float]) -> list[AgentFact]:
    """AMI's moment wins: it is the finer one."""
    kind, queue, reason = key
    if not journal:
        return [AgentFact(at, kind, queue, reason, interface, False, at) for at, interface in ami.items()]
    found = []
    for mine, theirs in pair(list(ami), list(journal), PAIR_S):
        at = theirs if mine is None else mine
        told = at if theirs is None else min(at, theirs)
        rough = mine is None and at == int(at)
        found.append(AgentFact(at, kind, queue, reason, ami.get(mine, ""), rough, told))
    return found


def in_order(facts: list[AgentFact], paused: bool, queues: dict[str, bool]) -> list[AgentFact]:
    """``facts`` with those of one moment put into an order that can have been, from the state before them.

    ``queues``: whether the agent was signed in to each before. A member must be unpaused to be paused, and the other
    way round. A wish comes before the wrap-up of the same second: nobody saves a form that fast. A member who signs out
    and in within one second has changed phones; one who was no member has signed in and out. An unpause that only
    makes way for another reason is left out.
    """
    if len({fact.at for fact in facts}) == len(facts):
        return _without_changes(facts)
    signed = {queue for queue, member in queues.items() if member}
    ordered: list[AgentFact] = []
    for _at, group in groupby(facts, key=lambda fact: fact.at):
        batch = list(group)
        if len(batch) > 1:
            batch = _arranged(batch, paused, signed)
        for fact in batch:
            paused = _paused_after(fact, paused)
            signed = _signed_after(fact, signed)
        ordered += batch
    return _without_changes(ordered)


def _paused_after(fact: AgentFact, paused: bool) -> bool:
    return fact.kind is K.PAUSE or (paused and fact.kind is not K.UNPAUSE)


def _signed_after(fact: AgentFact, signed: set[str]) -> set[str]:
    if fact.kind is K.SIGN_IN:
        return signed | {fact.queue}
    return signed - {fact.queue} if fact.kind is K.SIGN_OUT else signed


def _arranged(batch: list[AgentFact], paused: bool, signed: set[str]) -> list[AgentFact]:
    outs = [fact for fact in batch if fact.kind is K.SIGN_OUT]
    short = {fact.queue for fact in outs} - signed  # in and out again
    visits = [fact for fact in batch if fact.kind is K.SIGN_IN and fact.queue in short]
    ins = [fact for fact in batch if fact.kind is K.SIGN_IN and fact.queue not in short]
    pauses = sorted((fact for fact in batch if fact.kind is K.PAUSE), key=lambda fact: fact.reason == "wrap_up")
    unpauses = [fact for fact in batch if fact.kind is K.UNPAUSE]
    rest = [fact for fact in batch if fact.kind in _OTHERS]
    reasons = len({fact.reason for fact in pauses})
    if paused or reasons > 1:
        first = [fact for fact in pauses if not paused and fact.reason == pauses[0].reason]
        middle = first + unpauses + [fact for fact in pauses if fact not in first]
    else:
        middle = pauses + unpauses
    return [*visits, *outs, *ins, *middle, *rest] if ins else [*visits, *middle, *outs, *rest]


def _without_changes(facts: list[AgentFact]) -> list[AgentFact]:
    kept = []
    for index, fact in enumerate(facts):
        if fact.kind is not K.UNPAUSE or not _makes_way(fact, facts[index + 1 :]):
            kept.append(fact)
    return kept


def _makes_way(unpause: AgentFact, later: list[AgentFact]) -> bool:
    for fact in later:
        near = fact.at < unpause.at + 1.0 if unpause.rough else fact.at <= unpause.at + CHANGE_S
        if not near:
            return False
        if fact.kind is K.PAUSE:
            return True
    return False
