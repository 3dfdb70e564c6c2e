"""Facts in any order of any kind, as no node would tell them: rows still add up, and order means nothing."""

import random
from dataclasses import replace

import invariants
import pytest
import stories
from callcenter_telephony.connector.events import AgentEvent, AgentKind, ChannelEvent, NodeEvent, NodeKind, Source
from callcenter_telephony.connector.events import ChannelKind as K
from callcenter_telephony.connector.ports import QueueRule
from callcenter_telephony.connector.reducer import Reducer

T = 1_800_000_000.0
IDS = [f"{number}.1" for number in range(3)]
WORDS = ("", "service", "sales", "1001", "1002", "caller", "16", "26", "x", "0.1", "1.1", "takeover")
CHANNELS = ("PJSIP/1001-00000002", "PJSIP/carrier-00000001")
_MARKS = "agent queue via number did kind flow key status next by role why mode call"
KEYS = f"{_MARKS} bridge hangupcause hangupsource dialstatus file to".split()


def nonsense(chance: random.Random) -> list:
    events = []
    for _ in range(chance.randrange(20, 120)):
        at = T + chance.choice([chance.randrange(60), round(chance.uniform(0, 60), 3)])
        source = chance.choice(list(Source))
        draw = chance.random()
        if draw < 0.75:
            linkedid = chance.choice(IDS)
            number = chance.randrange(3)
            uniqueid = f"{linkedid}{number}" if number else linkedid
            name = chance.choice(CHANNELS)
            data = {key: chance.choice(WORDS + CHANNELS) for key in chance.sample(KEYS, chance.randrange(6))}
            kind = chance.choice(list(K))
            events.append(ChannelEvent(kind, at, linkedid, uniqueid, name, source, data=data))
        elif draw < 0.95:
            agent, queue = chance.choice(("1001", "1002")), chance.choice(("service", "sales", ""))
            reason = chance.choice(("lunch", "wrap_up", "missed"))
            kind = chance.choice(list(AgentKind))
            reason = reason if kind is AgentKind.PAUSE else ""
            events.append(AgentEvent(kind, at, agent, source, queue, reason, chance.choice(("", "PJSIP/1001"))))
        else:
            events.append(NodeEvent(chance.choice(list(NodeKind)), at, source))
    return events


def ledger_of(batches: list[list]) -> stories.Ledger:
    rule = QueueRule(wrap_s=5)
    reducer, ledger = Reducer("demo", {"service": rule, "sales": rule, "": rule}), stories.Ledger()
    for number, batch in enumerate(batches):
        reducer.feed(batch, T + 61 + number / 100)
        ledger.write(reducer.take(T + 61 + number / 100))
        reducer.snapshot()
    for later in (65, 70, 80):
        ledger.write(reducer.take(T + later))
    return ledger


@pytest.mark.parametrize("seed", range(200))
def test_nonsense(seed, caplog):
    chance = random.Random(seed)
    events = nonsense(chance)
    plain = ledger_of([events])
    invariants.check(plain)
    shuffled = chance.sample(events, len(events))
    pieces = [shuffled[start : start + 7] for start in range(0, len(shuffled), 7)]
    other = ledger_of([*pieces, shuffled[:20]])
    invariants.check(other)
    assert not caplog.records
    assert other.calls == plain.calls
    assert {agent: begun(other, agent) for agent in other.states} == {
        agent: begun(plain, agent) for agent in plain.states
    }


def begun(ledger, agent: str) -> list:
    """The line without its begin: one that was given out begins there, whatever is told later."""
    first, *rest = ledger.line(agent)
    return [replace(first, start=0), *rest]
