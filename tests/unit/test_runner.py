"""The connector as a whole, against a fake Asterisk and a database in memory."""

import asyncio
import json
import os
import time
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from callcenter_telephony.connector import ami, loops, runner
from callcenter_telephony.connector.intake import Intake
from callcenter_telephony.connector.journal import Journal
from callcenter_telephony.connector.notices import notice
from callcenter_telephony.connector.ports import Command
from callcenter_telephony.connector.settings import Settings
from calls_told import queue_call
from fake_ami import FakeAmi
from fake_store import FakeStore


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(ami.Link, "first_wait", 0.01)
    monkeypatch.setattr(ami.Link, "longest_wait", 0.02)


@pytest.fixture
def store():
    return FakeStore()


class Node:
    """The node's folder with its journal, and the settings of a connector for it."""

    def __init__(self, folder, asterisk):
        self.folder, self.asterisk = folder, asterisk
        (folder / "log" / "cel-custom").mkdir(parents=True, exist_ok=True)
        self.settings = Settings(
            node="demo",
            node_dir=str(folder),
            ami_port=asterisk.port,
            agi_port=0,
            health_port=0,
            write_every_s=0.01,
            snapshot_every_s=0.05,
            heartbeat_every_s=0.1,
            journal_every_s=0.005,
            env={"AMI_SECRET": "secret"},
        )

    def journal(self, *facts, text=""):
        with open(self.folder / "log" / "cel-custom" / "cel.csv", "a", encoding="utf-8") as file:
            file.write("".join(fact.row() for fact in facts) + text)

    def log(self, *lines):
        with open(self.folder / "log" / "queue_log", "a") as file:
            file.writelines(f"{line}\n" for line in lines)

    def tell(self, *facts):
        self.asterisk.push(*(fact.event() for fact in facts))


@asynccontextmanager
async def node(tmp_path):
    async with FakeAmi() as asterisk:
        yield Node(tmp_path, asterisk)


@asynccontextmanager
async def connector(here, store, linked=True):
    """A running connector. ``kill()`` ends it without a last write, as kill -9 does."""
    stop = asyncio.Event()
    task = asyncio.ensure_future(runner.supervise(store, here.settings, stop))
    try:
        if linked:
            await seen(store, lambda: store.heartbeats and store.heartbeats[-1]["linked"])
        yield
        stop.set()
        await asyncio.wait_for(task, 10)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class Killed(Exception):
    """Raised by a test inside ``connector``: the connector ends without a last write."""


async def seen(store, true):
    await asyncio.to_thread(store.until, true)


def rows(store):
    """The ledger without what differs by the way it was told."""
    return {
        key: (call.result, round(call.talk_s, 3), len(call.legs), call.ended_by) for key, call in store.calls.items()
    }


def done(store, number=1):
    return lambda: getattr(store.calls.get(f"demo:{number}.1"), "end", None) is not None


async def test_a_call_told_live_is_in_the_database(tmp_path, store):
    async with node(tmp_path) as here, connector(here, store):
        here.tell(*queue_call(1))
        await seen(store, done(store))
        assert rows(store)["demo:1.1"][:2] == ("answered", 2.0)
        assert store.calls["demo:1.1"].recordings[0].file == "2026/11/22/1.1-1.raw"
        await seen(store, lambda: store.text and "journal" in json.loads(store.text))


async def test_when_a_phone_is_about_to_ring_the_call_is_written_at_once(tmp_path, store):
    async with node(tmp_path) as here:
        here.settings = replace(here.settings, write_every_s=3600)
        async with connector(here, store):
            here.tell(*queue_call(1)[:7])
            await seen(store, lambda: store.calls)


async def test_a_call_told_by_the_journal_alone_is_there_too_and_marked(tmp_path, store):
    async with node(tmp_path) as here:
        here.journal(*queue_call(1))
        async with connector(here, store):
            await seen(store, done(store))
    assert store.calls["demo:1.1"].marks == ["journal"]


async def test_what_ami_tells_while_the_journal_is_read_is_booked_after_it(tmp_path, store, monkeypatch):
    reading = asyncio.Event()
    read, held = Journal.read, Intake.from_ami
    monkeypatch.setattr(Journal, "read", lambda self: read(self) if reading.is_set() else [])

    def hold(self, messages):
        held(self, messages)
        reading.set()

    monkeypatch.setattr(Intake, "from_ami", hold)
    async with node(tmp_path) as here, connector(here, store, linked=False):
        await here.asterisk.until(lambda: here.asterisk.logins)
        here.tell(*queue_call(1))
        await seen(store, done(store))


async def test_both_tellings_give_one_call(tmp_path, store):
    async with node(tmp_path) as here, connector(here, store):
        facts = queue_call(1)
        here.tell(*facts)
        here.journal(*facts)
        await seen(store, done(store))
    assert len(store.calls) == 1
    assert store.calls["demo:1.1"].marks == []


@pytest.mark.parametrize("cut", [1, 6, 8, 10, 12, 15, 17])
async def test_killed_in_the_middle_the_next_one_gives_the_same_rows(tmp_path, cut):
    """At ``cut`` facts the connector dies; the node goes on and only the journal hears of it."""
    facts = queue_call(1)
    whole, broken = FakeStore(), FakeStore()
    async with node(tmp_path / "whole") as here, connector(here, whole):
        here.tell(*facts)
        here.journal(*facts)
        await seen(whole, done(whole))
    async with node(tmp_path / "broken") as here:
        with pytest.raises(Killed):
            async with connector(here, broken):
                here.tell(*facts[:cut])
                here.journal(*facts[:cut])
                await seen(broken, lambda: broken.text)
                broken.away = True  # nothing of its end reaches the database
                raise Killed
        broken.away = False
        here.journal(*facts[cut:])
        async with connector(here, broken):
            await seen(broken, done(broken))
    assert rows(broken) == rows(whole)


async def test_after_a_restart_the_journal_is_read_on_and_not_anew(tmp_path, store):
    async with node(tmp_path) as here:
        here.journal(*queue_call(1), text="garbled\n")
        async with connector(here, store):
            await seen(store, done(store))
        store.heartbeats.clear()
        here.journal(*queue_call(2))
        async with connector(here, store):
            await seen(store, done(store, 2))
            assert store.heartbeats[-1]["journal_faults"] == 0


async def test_while_the_database_is_away_nothing_is_lost_and_nothing_is_written_twice(tmp_path, store):
    async with node(tmp_path) as here, connector(here, store):
        await seen(store, lambda: store.text)
        store.away, before = True, store.text
        facts = [fact for number in range(1, 21) for fact in queue_call(number)]
        here.tell(*facts)
        here.journal(*facts)
        await seen(store, lambda: store.failed >= 3)
        assert (store.text, store.calls) == (before, {})
        written = len(store.writes)
        store.away = False
        await seen(store, lambda: len(store.calls) == 20 and all(call.end for call in store.calls.values()))
    final = [call.key for batch in store.writes[written:] for call in batch.calls]
    assert sorted(final) == sorted(store.calls)  # one version each
    assert store.text != before


async def test_the_database_is_away_at_the_start(tmp_path, store):
    store.away = True
    async with node(tmp_path) as here:
        here.journal(*queue_call(1))
        async with connector(here, store, linked=False):
            store.away = False
            await seen(store, done(store))


async def test_asterisk_is_away_at_the_start_the_journal_is_booked_all_the_same(tmp_path, store):
    async with node(tmp_path) as here:
        await here.asterisk.close()
        here.journal(*queue_call(1))
        async with connector(here, store, linked=False):
            await seen(store, done(store))
            words = notice("ami_link", address=f"127.0.0.1:{here.asterisk.port}", reason="Connection refused").text
            await seen(store, lambda: store.heartbeats and words in store.heartbeats[-1]["message"])
        await here.asterisk.listen(here.asterisk.port)


async def test_a_cut_link_ends_no_call(tmp_path, store):
    facts = queue_call(1)
    async with node(tmp_path) as here, connector(here, store):
        here.tell(*facts[:10])
        await seen(store, lambda: store.calls and store.text and json.loads(store.text)["started"])
        started = json.loads(store.text)["started"]
        here.asterisk.node.channels = {facts[0].channel: "1.1", facts[5].channel: "1.2"}
        here.asterisk.drop()
        here.journal(*facts[:12])
        await here.asterisk.until(lambda: here.asterisk.logins == 2 and len(here.asterisk.named("QueueStatus")) >= 3)
        before = store.text
        await seen(store, lambda: store.text != before)
        assert json.loads(store.text)["started"] == started
        assert store.calls["demo:1.1"].end is None
        here.tell(*facts[12:])
        await seen(store, done(store))
    assert rows(store)["demo:1.1"][:2] == ("answered", 2.0)
    assert "fault" not in store.calls["demo:1.1"].marks


async def test_a_restart_of_asterisk_ends_its_calls_by_fault(tmp_path, store):
    facts = queue_call(1)
    async with node(tmp_path) as here, connector(here, store):
        here.tell(*facts[:10])
        await seen(store, lambda: store.calls)
        here.asterisk.node.uptime = -3
        here.asterisk.drop()
        await seen(store, done(store))
    call = store.calls["demo:1.1"]
    assert (call.ended_by, "fault" in call.marks) == ("fault", True)


async def test_asterisk_is_as_old_as_its_pid_file_where_that_fits_its_uptime(tmp_path, store):
    pid = tmp_path / "run" / "asterisk.pid"
    async with node(tmp_path) as here:
        pid.parent.mkdir()
        pid.write_text("1")
        born = time.time() - here.asterisk.node.uptime - 0.4
        os.utime(pid, (born, born))
        async with connector(here, store):
            await seen(store, lambda: store.text)
            assert json.loads(store.text)["started"] == pytest.approx(born, abs=0.001)
        os.utime(pid, (1, 1))
        store.text = None
        async with connector(here, store):
            await seen(store, lambda: store.text)
            assert json.loads(store.text)["started"] == pytest.approx(born, abs=2)


async def test_what_was_missed_of_the_agents_is_asked_for(tmp_path, store):
    async with node(tmp_path) as here:
        here.asterisk.node.members["service", "PJSIP/1001"] = {
            "name": "1001", "penalty": "0", "paused": True, "reason": "lunch", "status": "1",
        }  # fmt: skip
        async with connector(here, store):
            await seen(store, lambda: "1001" in store.states)
    last = max(store.states["1001"].values(), key=lambda row: row.start)
    assert (last.state, last.reason) == ("not_ready", "lunch")


async def test_the_node_s_own_pause_for_missed_calls_becomes_the_wish(tmp_path, store):
    async with node(tmp_path) as here, connector(here, store):
        here.asterisk.push(
            {
                "Event": "QueueMemberPause",
                "MemberName": "1001",
                "Paused": "1",
                "PausedReason": "Auto-Pause",
                "Queue": "service",
            }
        )
        await here.asterisk.until(lambda: here.asterisk.named("DBPut"))
        assert here.asterisk.named("DBPut")[0]["Val"] == "not_ready:missed"


async def test_a_command_of_the_outbox_reaches_the_node(tmp_path, store):
    async with node(tmp_path) as here, connector(here, store):
        store.order(Command(1, "sign_in", {"agent": "1001", "interface": "PJSIP/1001", "queues": [["service", 0]]}))
        await seen(store, lambda: store.finished)
        assert store.finished == [(1, True, "")]
        assert here.asterisk.node.members


async def test_a_wrong_secret_is_told_on_the_node_s_form(tmp_path, store):
    async with node(tmp_path) as here:
        here.asterisk.secret = "another"
        async with connector(here, store, linked=False):
            told = notice("ami_login", address=f"127.0.0.1:{here.asterisk.port}", user="connector")
            await seen(store, lambda: store.heartbeats and store.heartbeats[-1]["message"] == told.text)
            row = store.heartbeats[-1]["messages"][0]
            assert (row["code"], row["values"], row["text"]) == ("ami_login", told.values, told.text)


async def test_a_garbled_journal_line_is_told_and_the_rest_is_booked(tmp_path, store):
    async with node(tmp_path) as here:
        facts = queue_call(1)
        here.journal(*facts[:4], text='"ANSWER","16\n')
        here.journal(*facts[4:])
        async with connector(here, store):
            await seen(store, done(store))
            await seen(store, lambda: store.heartbeats[-1]["journal_faults"] == 1)
            assert "could not be read" in store.heartbeats[-1]["message"]


async def test_a_second_connector_waits_until_the_first_has_ended(tmp_path, store, monkeypatch):
    async def no_pause(stop, seconds):
        await asyncio.sleep(0)

    monkeypatch.setattr(runner, "_pause", no_pause)
    store.locked = False
    async with node(tmp_path) as here:
        here.journal(*queue_call(1))
        async with connector(here, store, linked=False):
            assert not here.asterisk.actions
            store.locked = True
            await seen(store, done(store))


async def test_a_taken_port_is_told_and_the_work_goes_on(tmp_path, store):
    taken = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = taken.sockets[0].getsockname()[1]
    async with node(tmp_path) as here:
        here.settings = Settings(
            **{name: getattr(here.settings, name) for name in here.settings.__slots__}
            | {"agi_port": port, "health_port": port}
        )
        async with connector(here, store):
            told = {row["code"]: row["values"] for row in store.heartbeats[-1]["messages"]}
            values = {"address": f"127.0.0.1:{port}", "reason": "Address already in use"}
            assert (told["agi"], told["health"]) == (values, values)
            assert notice("agi", **values).text in store.heartbeats[-1]["message"]
    taken.close()


async def test_the_end_is_a_last_write(tmp_path, store):
    async with node(tmp_path) as here:
        here.settings = Settings(
            **{name: getattr(here.settings, name) for name in here.settings.__slots__}
            | {"write_every_s": 60.0, "snapshot_every_s": 60.0}
        )
        async with connector(here, store):
            here.tell(*queue_call(1))
            await seen(store, lambda: store.heartbeats[-1]["calls"] or store.heartbeats[-1]["last_event"])
            assert store.calls == {}
        assert store.calls["demo:1.1"].end
        assert store.text


async def test_a_failure_inside_starts_the_connector_over(tmp_path, store, monkeypatch):
    failures = [RuntimeError("a fault of ours")]

    async def broken(self):
        if failures:
            raise failures.pop()
        await asyncio.Event().wait()

    async def no_pause(stop, seconds):
        pass

    monkeypatch.setattr(runner, "_pause", no_pause)
    monkeypatch.setattr(loops.Loops, "audit", broken)
    async with node(tmp_path) as here, connector(here, store):
        here.tell(*queue_call(1))
        here.journal(*queue_call(1))
        await seen(store, done(store))
    assert failures == []


async def test_who_was_given_up_and_was_there_all_the_time_writes_its_rows_again(tmp_path, store):
    """The database was away, or the network: Odoo has closed what runs."""
    async with node(tmp_path) as here, connector(here, store):
        *running, _bye, _end, _last = queue_call(1)
        here.tell(*running)
        await seen(store, lambda: "demo:1.1" in store.calls and store.calls["demo:1.1"].agent)
        store.calls.clear()
        store.lost_at = 1_800_000_000.0
        await seen(store, lambda: "demo:1.1" in store.calls and store.lost_at is None)
        assert store.calls["demo:1.1"].end is None
        # once more when it is believed: until then what it says of agents is not
        await seen(store, lambda: any(batch.calls for batch in store.writes[store.written_at_back :]))
