"""The outbox: taken, carried out, reported, over restarts and outages."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from callcenter_telephony.connector import outbox as module
from callcenter_telephony.connector.command_base import CommandRefused, Node
from callcenter_telephony.connector.outbox import Outbox
from callcenter_telephony.connector.ports import Command
from callcenter_telephony.connector.refusals import SENTENCES
from callcenter_telephony.connector.store_thread import StoreThread
from fake_store import FakeStore


@pytest.fixture
def handlers(monkeypatch):
    held = {}
    monkeypatch.setattr(module, "HANDLERS", held)
    return held


@asynccontextmanager
async def running(store):
    thread = StoreThread(store)
    box = Outbox(thread, Node(None, "demo", None))
    task = asyncio.ensure_future(box.run())
    try:
        yield box
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await box.finish(0.1)
        thread.close()


async def seen(store, true):
    await asyncio.to_thread(store.until, true)


async def test_a_command_is_done_and_reported(handlers):
    async def greet(node, agent):
        return f"hello {agent} of {node.code}"

    handlers["greet"] = greet
    store = FakeStore()
    async with running(store) as box:
        store.order(Command(1, "greet", {"agent": "1001"}))
        box.wake()
        await seen(store, lambda: store.finished)
        assert store.finished == [(1, True, "hello 1001 of demo")]


async def test_every_failure_is_reported_and_the_next_command_is_done(handlers):
    async def refuse(node):
        raise CommandRefused("wrap_over")

    async def late(node):
        raise TimeoutError("Asterisk did not answer QueueAdd within 5 s")

    async def broken(node):
        return {}["oops"]

    async def fine(node):
        return None

    handlers.update(refuse=refuse, late=late, broken=broken, fine=fine)
    store = FakeStore()
    names = ["refuse", "late", "broken", "unknown", "fine"]
    store.order(*(Command(n, name) for n, name in enumerate(names)), Command(9, "fine", {"surplus": 1}))
    async with running(store):
        await seen(store, lambda: len(store.finished) == 6)
    results = {number: (ok, message) for number, ok, message in store.finished}
    assert results[0] == (False, "The wrap-up is over.")
    assert results[1] == (False, "Asterisk did not answer QueueAdd within 5 s")
    assert results[2] == (False, "KeyError: 'oops'")
    assert results[3] == (False, SENTENCES["unknown"] % {"name": "unknown"})
    assert results[4] == (True, "")
    assert "surplus" in results[9][1]


async def test_commands_of_one_agent_keep_their_order_and_others_do_not_wait(handlers):
    gate, done = asyncio.Event(), []

    async def step(node, agent, name):
        if name == "first":
            await gate.wait()
        done.append(name)

    handlers["step"] = step
    store = FakeStore()
    orders = [("1001", "first"), ("1001", "second"), ("1002", "other")]
    store.order(*(Command(n, "step", {"agent": agent, "name": name}) for n, (agent, name) in enumerate(orders)))
    async with running(store):
        await seen(store, lambda: len(store.finished) == 1)
        gate.set()
        await seen(store, lambda: len(store.finished) == 3)
    assert done == ["other", "first", "second"]


async def test_a_dialling_that_rings_holds_nobody_up(handlers):
    ringing = asyncio.Event()

    async def dial(node, agent):
        await ringing.wait()

    async def not_ready(node, agent):
        pass

    handlers.update(dial=dial, not_ready=not_ready)
    store = FakeStore()
    store.order(Command(1, "dial", {"agent": "1001"}), Command(2, "not_ready", {"agent": "1001"}))
    async with running(store):
        await seen(store, lambda: store.finished == [(2, True, "")])
        ringing.set()
        await seen(store, lambda: len(store.finished) == 2)


async def test_a_phone_never_rings_for_a_click_of_long_ago(handlers):
    async def dial(node, agent):
        raise AssertionError("too late")

    handlers["dial"] = dial
    store = FakeStore()
    store.order(Command(1, "dial", {"agent": "1001"}, created=1000.0))
    async with running(store):
        await seen(store, lambda: store.finished)
    assert store.finished == [(1, False, SENTENCES["expired"])]


async def test_after_a_restart_what_may_be_repeated_is_and_a_dialling_is_not(handlers):
    done = []

    async def ready(node, agent):
        done.append(agent)

    handlers.update(ready=ready, dial=ready)
    store = FakeStore()
    store.taken = {1: Command(1, "ready", {"agent": "1001"}), 2: Command(2, "dial", {"agent": "1002"})}
    async with running(store):
        await seen(store, lambda: len(store.finished) == 2)
    assert done == ["1001"]
    assert (2, False, SENTENCES["restarted"]) in store.finished


async def test_results_wait_for_the_database(handlers, monkeypatch):
    monkeypatch.setattr(module, "AGAIN_AFTER", 0.01)
    store = FakeStore()

    async def fine(node):
        store.away = True

    handlers["fine"] = fine
    store.order(Command(1, "fine"))
    async with running(store) as box:
        while not box.done:
            await asyncio.sleep(0)
        assert store.finished == []
        store.away = False
        await seen(store, lambda: store.finished == [(1, True, "")])
