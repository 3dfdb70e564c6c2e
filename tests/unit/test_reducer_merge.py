"""AMI and the journal tell of the same facts: one to one, the nearest, within a second."""

import random
import time

import pytest
from callcenter_telephony.connector.agent_facts import AgentTellings
from callcenter_telephony.connector.events import AgentEvent, AgentKind, ChannelEvent, Source
from callcenter_telephony.connector.events import ChannelKind as K
from callcenter_telephony.connector.merge import RANK, News, Tellings, pair

T = 1_800_000_000.0


def told(kind: K, at: float, source: Source, **data) -> ChannelEvent:
    return ChannelEvent(kind, T + at, "1.1", "1.1", "PJSIP/x-00000001", source, data=data)


def moments(tellings: Tellings) -> list[tuple]:
    return [(round(fact.at - T, 4), fact.ami, fact.late) for fact in tellings.facts()]


def test_two_tellings_are_one_fact_at_the_journals_moment():
    tellings = Tellings()
    assert tellings.add(told(K.ANSWER, 5.0001, Source.AMI)) is News.FACT
    assert tellings.add(told(K.ANSWER, 5.0, Source.JOURNAL)) is News.DETAIL
    assert tellings.add(told(K.ANSWER, 5.0, Source.JOURNAL)) is News.NOTHING
    assert moments(tellings) == [(5.0, True, False)]


def test_tellings_too_far_apart_are_two_facts():
    tellings = Tellings()
    tellings.add(told(K.KEY, 5.0, Source.JOURNAL, key="1"))
    assert tellings.add(told(K.KEY, 6.1, Source.AMI, key="1")) is News.FACT
    assert moments(tellings) == [(5.0, False, False), (6.1, True, False)]


def test_tellings_of_other_data_are_two_facts():
    tellings = Tellings()
    tellings.add(told(K.KEY, 5.0, Source.JOURNAL, key="1"))
    tellings.add(told(K.KEY, 5.0, Source.AMI, key="2"))
    assert len(tellings.facts()) == 2


def test_only_what_the_journal_alone_told_late_is_late():
    tellings = Tellings()
    tellings.add(told(K.ANSWER, 5.0, Source.JOURNAL), late=True)
    assert moments(tellings) == [(5.0, False, True)]
    assert tellings.add(told(K.ANSWER, 5.0001, Source.AMI)) is News.FACT
    assert moments(tellings) == [(5.0, True, False)]
    tellings.add(told(K.ANSWER, 50.0, Source.JOURNAL), late=True)
    assert moments(tellings) == [(5.0, True, False), (50.0, False, True)]


@pytest.mark.parametrize(
    "left, right, expected",
    [
        ([1.0], [1.2], [(1.0, 1.2)]),
        ([1.0], [2.5], [(1.0, None), (None, 2.5)]),
        ([1.0, 1.5], [1.5], [(1.0, None), (1.5, 1.5)]),
        ([1.0], [0.5, 1.1], [(None, 0.5), (1.0, 1.1)]),
        ([1.0, 1.9], [1.9, 2.6], [(1.0, 1.9), (1.9, 2.6)]),  # as many pairs as can be comes first
        ([], [1.0], [(None, 1.0)]),
        ([5.0, 1.0], [1.0, 5.0], [(1.0, 1.0), (5.0, 5.0)]),
    ],
)
def test_pairs(left, right, expected):
    found = pair(left, right, 1.0)
    assert sorted(found, key=lambda one: [at for at in one if at is not None]) == expected


def test_a_thousand_keys_in_a_minute_do_not_slow_the_node_down():
    chance = random.Random(1)
    left = sorted(chance.uniform(0, 60) for _ in range(3000))
    right = [at - 0.0001 for at in left]
    begun = time.process_time()
    assert len(pair(left, right, 1.0)) >= 3000
    assert time.process_time() - begun < 5


def test_every_kind_has_its_place_among_facts_of_one_moment():
    assert set(RANK) == set(K)


def agent(at: float, source: Source, kind=AgentKind.PAUSE, reason: str = "lunch") -> AgentEvent:
    return AgentEvent(kind, T + at, "1001", source, "service", reason)


def test_of_an_agents_fact_amis_moment_is_the_better_one():
    tellings = AgentTellings()
    assert tellings.add(agent(5.0, Source.JOURNAL))
    assert tellings.add(agent(5.73, Source.AMI))
    assert not tellings.add(agent(5.73, Source.AMI))
    (fact,) = tellings.facts()
    assert (round(fact.at - T, 4), fact.rough) == (5.73, False)


def test_the_journals_telling_of_what_ami_told_changes_nothing():
    tellings = AgentTellings()
    tellings.add(agent(5.73, Source.AMI))
    assert not tellings.add(agent(5.0, Source.JOURNAL))
