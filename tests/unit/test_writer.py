"""Rows on their way to the database: newest version, none lost, none twice, no bad row in the way of others."""

import pytest
from callcenter_telephony.connector import writer as module
from callcenter_telephony.connector.ledger import Batch, Blocked, Call, Offer, State
from callcenter_telephony.connector.ports import StoreDown
from callcenter_telephony.connector.store_thread import StoreThread
from callcenter_telephony.connector.writer import Writer
from fake_store import FakeStore


@pytest.fixture
def store():
    return FakeStore()


@pytest.fixture
def writer(store):
    thread = StoreThread(store)
    yield Writer(thread)
    thread.close()


def state(start, end=None, name="ready", agent="1001"):
    return State(agent, start, end, name)


async def test_the_newest_version_of_a_row_is_written_once(store, writer):
    writer.add(Batch(calls=[Call("demo:1", result=""), Call("demo:2")]))
    writer.add(Batch(calls=[Call("demo:1", result="answered")]))
    assert await writer.flush(0, lambda: "memory")
    [batch] = store.writes
    assert [(call.key, call.result) for call in batch.calls] == [("demo:1", "answered"), ("demo:2", "")]
    assert store.text == "memory"
    assert writer.waiting == 0
    await writer.flush(0)
    assert len(store.writes) == 1


async def test_while_the_database_is_away_rows_wait_and_the_snapshot_stays(store, writer):
    store.text, store.away = "old", True
    for result in ("", "answered"):
        writer.add(Batch(calls=[Call("demo:1", result=result)], states=[state(1.0)]))
        with pytest.raises(StoreDown):
            await writer.flush(0, lambda: "new")
    assert writer.waiting == 2  # latest versions only: the memory is bounded
    store.away = False
    await writer.flush(0, lambda: "new")
    assert len(store.writes) == 1
    assert store.calls["demo:1"].result == "answered"
    assert store.text == "new"


async def test_states_of_an_agent_replace_those_that_wait_from_the_first_on(store, writer):
    store.away = True
    writer.add(Batch(states=[state(1.0, 5.0), state(5.0, 6.0, "ringing"), state(6.0, None, "on_call")]))
    with pytest.raises(StoreDown):
        await writer.flush(0)
    writer.add(Batch(states=[state(1.0, 5.5), state(5.5, None, "ringing")]))
    writer.add(Batch(states=[state(2.0, agent="1002")]))
    store.away = False
    await writer.flush(0)
    assert list(store.states["1001"].values()) == [state(1.0, 5.5), state(5.5, None, "ringing")]
    assert list(store.states["1002"].values()) == [state(2.0, agent="1002")]


async def test_a_joined_call_takes_its_younger_ones_along(store, writer):
    writer.add(Batch(calls=[Call("demo:2")]))
    writer.add(Batch(calls=[Call("demo:1", aliases=["demo:2"])]))
    await writer.flush(0)
    assert list(store.calls) == ["demo:1"]


async def test_a_bad_row_is_set_aside_and_named_and_the_others_are_written(store, writer):
    store.refuse = {"demo:bad"}
    writer.add(Batch(calls=[Call("demo:1"), Call("demo:bad"), Call("demo:3")], states=[state(1.0)]))
    await writer.flush(0, lambda: "memory")
    assert set(store.calls) == {"demo:1", "demo:3"}
    assert store.text == "memory"
    assert store.states["1001"]
    assert "bad value" in writer.bad["demo:bad"]
    assert writer.waiting == 0
    store.refuse = set()
    writer.add(Batch(calls=[Call("demo:bad"), Call("demo:1")]))
    await writer.flush(0)
    assert "demo:bad" in store.calls


async def test_an_old_offer_is_not_sent_after_an_outage(store, writer):
    def offer(at):
        return Offer("demo:1", "1001", "+86138", "", "4001", "service", "", at, at)

    store.away = True
    writer.add(Batch(offers=[offer(100.0), offer(130.0)]))
    with pytest.raises(StoreDown):
        await writer.flush(131.0)
    store.away = False
    await writer.flush(131.0)
    assert [one.at for one in store.offers] == [130.0]


async def test_many_rows_go_in_several_transactions_and_the_snapshot_with_the_last(store, writer, monkeypatch):
    monkeypatch.setattr(module, "MOST", 10)
    writer.add(Batch(calls=[Call(f"demo:{n}") for n in range(25)], states=[state(1.0)]))
    await writer.flush(0, lambda: "memory")
    assert [len(batch.calls) for batch in store.writes] == [10, 10, 5]
    assert [batch.snapshot for batch in store.writes] == [None, None, "memory"]
    assert len(store.calls) == 25


async def test_a_row_that_changed_while_it_was_written_is_written_again(store, writer, monkeypatch):
    """Rows come in from the event loop while the thread writes."""
    write = store.write

    def slow(batch):
        if not store.writes:
            writer.add(Batch(calls=[Call("demo:1", result="answered")]))
        write(batch)

    store.write = slow
    writer.add(Batch(calls=[Call("demo:1")]))
    await writer.flush(0)
    assert writer.waiting == 1
    await writer.flush(0)
    assert store.calls["demo:1"].result == "answered"


async def test_what_a_rule_forbade_waits_and_is_written_alone(store, writer):
    store.away = True
    writer.add(Batch(blocked=[Blocked("demo:1", 100.0, "1001", "110", "r1")]))
    with pytest.raises(StoreDown):
        await writer.flush(101.0)
    store.away = False
    await writer.flush(200.0)
    assert [row.key for batch in store.writes for row in batch.blocked] == ["demo:1"]
    assert writer.waiting == 0
