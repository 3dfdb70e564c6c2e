"""Days of chance: callers, agents and faults at random. However it was told, the ledger is the same and adds up."""

import random
from dataclasses import replace

import invariants
import pytest
import stories
from callcenter_telephony.connector.events import ChannelKind as K
from callcenter_telephony.connector.events import NodeEvent, NodeKind, Source
from callcenter_telephony.connector.ports import QueueRule
from callcenter_telephony.connector.reducer import Reducer
from story_node import StoryNode

UNTIL = 900
AGENTS = ("agent1", "agent2", "agent3")
SEEDS = range(40)


class RandomDay(StoryNode):
    """Callers come at random; whoever rings answers or not, holds, hangs up; agents take breaks and dial out."""

    def __init__(self, seed: int, deaf: bool = True):
        self.chance = random.Random(seed)
        agents = {name: {"queues": ["service", "sales"], "state": "ready"} for name in AGENTS}
        config = {"ivr": "4001 hotline: 1 sales, 2 service", "overflow": "service: after 30 s to queue sales"}
        config["survey"] = bool(seed % 2)
        story = {"agents": agents, "acts": [], "until": UNTIL, "config": config, "expect": {"calls": {}}}
        super().__init__(story, stories.DEFAULTS, 1_800_000_000.0)
        for number in range(self.chance.randrange(3, 12)):
            self._at(self._soon(UNTIL - 160), self._caller, f"c{number}")
        for name in AGENTS:
            self._at(self._soon(UNTIL), self._act, {"who": name, "does": "not_ready", "reason": "lunch"})
            self._at(self._soon(UNTIL), self._act, {"who": name, "does": "ready"})
            self._at(self._soon(UNTIL - 100), self._dial, name)
        if seed % 3 == 1:
            self._at(self._soon(UNTIL - 100), self._die)
        if deaf and seed % 3 == 2:
            self._at(self._soon(UNTIL - 100), self._deaf)

    def _soon(self, most: float) -> float:
        """Thousandths, so that moments differ."""
        return round(self.chance.uniform(0.5, most), 3)

    def _caller(self, name: str) -> None:
        if not self.alive:
            return
        did = self.chance.choice(["4001", "4002"])
        self._act({"who": "caller", "does": "dial", "call": name, "number": f"+86138{name[1:]:0>8}", "did": did})
        if did == "4001":
            self._later(self._soon(9), self._when, name, ("ivr",), {"who": "caller", "does": "press", "keys": "2"})
        self._later(self._soon(140), self._leave, name)

    def _die(self) -> None:
        self._act({"who": "fault", "does": "kill_asterisk"})
        self._later(self._soon(40) + 3, self._act, {"who": "fault", "does": "start_asterisk"})

    def _deaf(self) -> None:
        """The connector is away; the node goes on and writes its journal."""
        gone = self._soon(200) + 1
        self.back = self.now + gone
        self._node(NodeKind.LOST)
        self._act({"who": "fault", "does": "kill_connector"})
        self._later(gone, self._act, {"who": "fault", "does": "start_connector"})
        self._later(gone, self._node, NodeKind.LINKED)

    def _leave(self, name: str) -> None:
        if self.alive and self.talks[name].phase in ("ivr", "queue", "ringing", "talk", "survey"):
            self._act({"who": "caller", "does": "hang_up", "call": name})

    def _when(self, name: str, phases: tuple, act: dict) -> None:
        if self.alive and self.talks[name].phase in phases:
            self._act(act | {"call": name})

    def _dial(self, name: str) -> None:
        if not self.alive or self.phones[name].busy or not self.phones[name].signed_in:
            return
        call = f"o-{name}"
        self._act({"who": name, "does": "dial_out", "call": call, "number": "+8613900000000"})
        does = self.chance.choice(["answer", "busy", "not_found", "nothing"])
        if does != "nothing":
            self._later(self._soon(20), self._when, call, ("dialing",), {"who": "customer", "does": does})
        self._later(self._soon(60) + 31, self._when, call, ("talk",), {"who": "customer", "does": "hang_up"})

    def _offer(self, talk) -> None:
        super()._offer(talk)
        if talk.phase == "ringing" and talk.agent_id not in talk.tried:
            talk.tried.add(talk.agent_id)
            if self.chance.random() < 0.8:
                self._later(self._soon(14), self._take, talk, talk.agent_id)

    def _take(self, talk, agent_id: str) -> None:
        if not self.alive or talk.phase != "ringing" or talk.agent_id != agent_id:
            return
        who = talk.agent.name
        self._act({"who": who, "does": "answer", "call": talk.name})
        if self.chance.random() < 0.4:
            self._later(5, self._when, talk.name, ("talk",), {"who": who, "does": "hold"})
            self._later(8, self._when, talk.name, ("talk",), {"who": who, "does": "resume"})
        if self.chance.random() < 0.5:
            self._later(self._soon(60), self._when, talk.name, ("talk",), {"who": who, "does": "hang_up"})


def ledger_of(tellings, seed: int = 0, step: float = 0.0, shuffle: bool = False, restart: bool = False):
    """(ledger, reducer) after all was told in batches of ``step`` seconds."""
    rule = QueueRule()
    rules = {"service": rule, "sales": rule, "": rule}
    reducer, ledger, chance = Reducer("demo", rules), stories.Ledger(), random.Random(seed)
    batch, end = [], None
    for telling in [*tellings, None]:
        if batch and (telling is None or telling.now > end):
            reducer.feed(chance.sample(batch, len(batch)) if shuffle else batch, end)
            ledger.write(reducer.take(end))
            if restart and chance.random() < 0.1:
                reducer = Reducer.restore(reducer.snapshot(), rules)
            batch, end = [], None
        if telling is not None:
            end = telling.now + step if end is None else end
            batch.append(telling.event)
    for later in range(0, 120, 2):
        ledger.write(reducer.take(tellings[-1].now + step + later))
    return ledger, reducer


def same(one, other) -> None:
    assert set(one.calls) == set(other.calls)
    for key, call in one.calls.items():
        assert _timeless(other.calls[key]) == _timeless(call)
    assert {agent: one.line(agent) for agent in one.states} == {agent: other.line(agent) for agent in other.states}


def _timeless(call):
    """Without the mark that depends on when it was told."""
    return replace(call, marks=[mark for mark in call.marks if mark != "journal"])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_of_chance(seed):
    told = RandomDay(seed).run()
    plain, reducer = ledger_of(told)
    invariants.check(plain)
    assert all(call.result for call in plain.calls.values())
    assert not reducer.calls
    for how in (
        {"step": 3.0, "shuffle": True},
        {"step": 20.0, "shuffle": True},
        {"restart": True},
        {"step": 5.0, "restart": True, "shuffle": True},
    ):
        other, _reducer = ledger_of(told, seed, **how)
        invariants.check(other)
        same(plain, other)
    repeated = [one for telling in told for one in (telling, telling)]
    same(plain, ledger_of(repeated)[0])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("source", Source)
def test_a_day_of_chance_from_one_source(seed, source):
    told = [one for one in RandomDay(seed, deaf=False).run() if one.event.kind not in (K.HOLD, K.UNHOLD)]
    plain, _reducer = ledger_of(told)
    only = [one for one in told if isinstance(one.event, NodeEvent) or one.event.source is source]
    other, _reducer = ledger_of(only)
    invariants.check(other)
    same(plain, other)


def test_what_is_settled_is_let_go_of():
    """After a day nothing is left but the last bits of each agent's line."""
    _ledger, reducer = ledger_of(RandomDay(3).run())
    assert not reducer.calls
    assert len(reducer.snapshot()) < 20_000
