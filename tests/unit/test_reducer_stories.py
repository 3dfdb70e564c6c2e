"""Every story gives the ledger that it expects: in order, shuffled, twice, after a restart, from either source."""

import random
from dataclasses import replace

import invariants
import pytest
import stories
from callcenter_telephony.connector.events import AgentEvent, ChannelEvent, NodeEvent, Source
from callcenter_telephony.connector.reducer import Reducer
from stories import NODE, NOT_YET, PASSING, STORIES
from tools.stories import compare

HELD = ("S15", "S20", "S32", "M11")  # with a hold by the phone, which the journal does not tell


def _xfail(reason: str):
    return pytest.mark.xfail(strict=True, reason=reason)


def feed(name: str, tellings, step: float = 0.0, change=None, restart: bool = False) -> stories.Ledger:
    """The ledger after the tellings were fed in batches of ``step`` seconds; ``change`` alters a batch before."""
    reducer, ledger = Reducer(NODE, stories.rules(name)), stories.Ledger()
    for now, batch in batches(tellings, step):
        reducer.feed(change(batch) if change else batch, now)
        ledger.write(reducer.take(now))
        if restart:
            reducer = Reducer.restore(reducer.snapshot(), stories.rules(name))
    finish(name, reducer, ledger)
    return ledger


def batches(tellings, step: float):
    """(moment of arrival, events), those of one ``step`` together."""
    batch, until = [], None
    for telling in tellings:
        if until is not None and telling.now > until:
            yield until, batch
            batch, until = [], None
        if until is None:
            until = telling.now + step
        batch.append(telling.event)
    if batch:
        yield until, batch


def finish(name: str, reducer: Reducer, ledger: stories.Ledger) -> None:
    """Time goes by: all is settled, and nothing may change by that."""
    end = stories.start_of(STORIES[name]) + STORIES[name]["until"]
    for later in (0, 1, 5, 40, 120, 121, 2000):
        ledger.write(reducer.take(end + later))
    invariants.check(ledger)


def same(name: str, ledger: stories.Ledger, marks: bool = True, digits: int = 6) -> None:
    """``marks``: also that the call was booked late, which depends on when it was told."""
    seen = stories.Seen(name, ledger, digits)
    calls, legs, states = stories.expected(name)
    found = seen.calls()
    if not marks:
        for call in [*calls.values(), *found.values()]:
            call.pop("marks", None)
    assert found == calls
    assert stories.in_order(seen.legs()) == stories.in_order(legs)
    lines = seen.states()
    if digits < 6:  # on a real node a moment lies between the end of a wrap-up and the next ring
        lines = {agent: compare.without_short(rows, 0) for agent, rows in lines.items()}
    assert lines == states


@pytest.mark.parametrize("name", PASSING)
def test_as_it_happens(name):
    same(name, feed(name, stories.tellings(name)))


@pytest.mark.parametrize("name", [pytest.param(name, marks=_xfail(why)) for name, why in NOT_YET.items()])
def test_not_yet(name):
    """To come with their features; when one of them passes, take it off the list."""
    same(name, feed(name, stories.tellings(name)))


def test_every_story_is_looked_at():
    assert set(PASSING) | set(NOT_YET) == set(STORIES)


@pytest.mark.parametrize("name", PASSING)
@pytest.mark.parametrize("seed", range(3))
def test_shuffled_within_batches(name, seed):
    chance = random.Random(seed)

    def shuffle(batch):
        return chance.sample(batch, len(batch))

    same(name, feed(name, stories.tellings(name), step=chance.choice([1, 8, 30]), change=shuffle), marks=False)


@pytest.mark.parametrize("name", PASSING)
def test_all_at_once_backwards(name):
    ledger = feed(name, stories.tellings(name), step=1e6, change=lambda batch: batch[::-1])
    same(name, ledger, marks=False)


@pytest.mark.parametrize("name", PASSING)
def test_twice(name):
    same(name, feed(name, stories.tellings(name), change=lambda batch: batch * 2))


@pytest.mark.parametrize("name", PASSING)
def test_restart_after_each_event(name):
    same(name, feed(name, stories.tellings(name), restart=True))


@pytest.mark.parametrize("name", PASSING)
def test_replayed_from_a_snapshot(name):
    """Killed at every moment: the next connector has the memory of some time ago, and the journal from there on."""
    told = stories.tellings(name)
    for kill in range(1, len(told), 7):
        reducer, ledger, memory, behind = Reducer(NODE, stories.rules(name)), stories.Ledger(), None, 0
        for index, telling in enumerate(told[:kill]):
            reducer.feed([telling.event], telling.now)
            ledger.write(reducer.take(telling.now))
            if index % 5 == 0:
                memory, behind = reducer.snapshot(), index + 1
        reducer = Reducer.restore(memory, stories.rules(name))
        for telling in told[behind:]:
            reducer.feed([telling.event], telling.now)
            ledger.write(reducer.take(telling.now))
        finish(name, reducer, ledger)
        same(name, ledger)


def complete(name: str):
    """The story as if nobody had been deaf: both sources tell each fact in time."""
    told = stories.StoryNode(STORIES[name], stories.DEFAULTS, stories.start_of(STORIES[name]))
    told._fault_kill_connector = told._fault_stop_odoo = lambda act: None
    return told.run()


def only(source: Source, tellings):
    return [one for one in tellings if isinstance(one.event, NodeEvent) or one.event.source is source]


@pytest.mark.parametrize("name", PASSING)
def test_ami_only(name):
    same(name, feed(name, only(Source.AMI, complete(name))), marks=False)


@pytest.mark.parametrize("name", [name for name in PASSING if name not in HELD])
def test_journal_only(name):
    same(name, feed(name, only(Source.JOURNAL, complete(name))), marks=False)


@pytest.mark.parametrize(("name", "seconds", "marks"), [("S20", 90, []), ("S32", 81, ["rejoined", "hold_unknown"])])
def test_journal_only_books_hold_as_talk(name, seconds, marks):
    """Nothing tells of the holds of S20; that a phone came back tells that it was away."""
    ledger = feed(name, only(Source.JOURNAL, complete(name)))
    call = next(iter(ledger.calls.values()))
    assert (call.talk_s, call.hold_s) == (seconds, 0)
    assert [mark for mark in call.marks if mark != "journal"] == marks


@pytest.mark.parametrize("name", [name for name in PASSING if name != "M11"])
@pytest.mark.parametrize("seed", range(3))
def test_each_fact_by_one_source_or_both(name, seed):
    """But M11: a hold whose end only the journal tells is talk, and marked ``hold_unknown``."""
    chance = random.Random(seed)
    picks = {}

    def heard(event) -> bool:
        if isinstance(event, NodeEvent) or event.kind in ("HOLD", "UNHOLD"):
            return True
        fact = (event.kind, event.at, event.uniqueid if isinstance(event, ChannelEvent) else (event.agent, event.queue))
        pick = picks.setdefault(fact, chance.choice([Source.AMI, Source.JOURNAL, None]))
        return pick in (None, event.source)

    same(name, feed(name, [one for one in complete(name) if heard(one.event)]), marks=False)


@pytest.mark.parametrize("name", [name for name in PASSING if name != "S03"])
@pytest.mark.parametrize("source", [None, Source.AMI, Source.JOURNAL])
def test_clocks_as_on_a_real_node(name, source):
    """Microseconds between the facts, AMI a little later than the journal, queue_log with whole seconds.

    S03 has a wait that sits on a limit to the microsecond: not for real clocks.
    """
    if name in HELD and source is Source.JOURNAL:
        pytest.skip("hold is not in the journal")
    told = complete(name)
    clock = RealClock()
    told = [stories.Telling(one.now, clock.tell(one.event)) for one in told]
    same(name, feed(name, only(source, told) if source else told), marks=False, digits=1)


class RealClock:
    """Moves events of the stories' whole seconds to moments as a real node gives them."""

    def __init__(self):
        self._facts = {}

    def tell(self, event):
        if isinstance(event, NodeEvent):
            return event
        agent = isinstance(event, AgentEvent)
        who = (event.agent, event.queue, event.reason) if agent else (event.uniqueid, str(event.data))
        at = self._facts.setdefault((event.kind, event.at, who), event.at + 3e-5 * (len(self._facts) % 300))
        if event.source is Source.AMI:
            return replace(event, at=at + 1e-4)
        return replace(event, at=float(int(at))) if agent else replace(event, at=at)


def test_nobody_wraps_up_while_a_phone_comes_back():
    """Whoever looks at any moment sees a call that goes on."""
    reducer, seen = Reducer(NODE, stories.rules("S32")), []
    for telling in stories.tellings("S32"):
        reducer.feed([telling.event], telling.now)
        seen += [row.state for row in reducer.take(telling.now).states[-1:]]
    assert "on_call" not in seen[seen.index("wrap_up") :]
