"""Configuration: written, swapped, loaded, looked at; and back when it does not run."""

import asyncio
import os
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from callcenter_telephony.connector import tree_files
from callcenter_telephony.connector.ami_session import LinkDown
from callcenter_telephony.connector.configure import ConfigFailed, Configurator
from callcenter_telephony.connector.store_thread import StoreThread
from callcenter_telephony.render import tree
from callcenter_telephony.render.model import Did, Flow, NodeConfig, Queue, Step
from fake_ami import FakeAmi
from fake_store import FakeStore
from test_ami import linked

QUEUES = (Queue("service"), Queue("sales"))
DIDS = (Did("4002", queue="service"),)


def config(**more):
    return NodeConfig("demo", **{"queues": QUEUES, "dids": DIDS, **more})


def flow(queue):
    return Flow("hotline", "one", (Step("one", "queue", queue=queue),))


@asynccontextmanager
async def node(tmp_path, wanted=None):
    store = FakeStore()
    store.node = wanted or config()
    thread = StoreThread(store)
    async with FakeAmi() as ami, linked(ami) as link:
        configurator = Configurator(thread, link, tmp_path)
        yield SimpleNamespace(
            apply=configurator.apply, store=store, asterisk=ami.node, ami=ami, folder=tmp_path, link=link
        )
    thread.close()


def reloads(here):
    return [text for text in here.asterisk.commands if "reload" in text] + here.ami.named("QueueReload")


async def test_the_first_configuration_is_written_loaded_and_reported(tmp_path):
    async with node(tmp_path) as here:
        revision = await here.apply()
        assert here.store.configs == [(revision, "")]
        assert os.readlink(tmp_path / "rendered") == f"rendered.{revision}"
        assert b"[service]" in (tmp_path / "rendered" / "queues.conf").read_bytes()
        assert len(reloads(here)) == 7


async def test_of_those_who_wait_the_first_brings_what_all_have_saved(tmp_path):
    async with node(tmp_path) as here:
        await here.apply()
        here.store.configs.clear()
        last = config(queues=(Queue("service", ring_timeout_s=20), Queue("sales")))
        running = asyncio.ensure_future(here.apply())
        await asyncio.sleep(0)  # it reads the records
        here.store.node = last
        revisions = await asyncio.gather(*(here.apply() for _ in range(4)))
        await running
        assert len(here.store.configs) == 2, "the one that ran, and one for the four"
        assert set(revisions) == {tree.revision(tree.render(last, str(tmp_path)))}


async def test_only_what_changed_is_loaded(tmp_path):
    async with node(tmp_path) as here:
        first = await here.apply()
        here.asterisk.commands.clear(), here.ami.actions.clear()
        assert await here.apply() == first
        assert reloads(here) == []
        here.store.node = config(queues=(Queue("service", ring_timeout_s=20), Queue("sales")))
        assert await here.apply() != first
        assert len(here.ami.named("QueueReload")) == 1
        assert not [text for text in here.asterisk.commands if "pjsip" in text]


async def test_what_asterisk_does_not_take_is_told_and_the_last_good_one_runs_on(tmp_path):
    async with node(tmp_path) as here:
        good = await here.apply()
        here.store.node = config(queues=(*QUEUES, Queue("third")))
        with pytest.raises(ConfigFailed, match="queues: third"):
            await here.apply()
        assert here.store.configs[-1] == (good, "Asterisk did not accept queues: third")
        assert b"third" not in (tmp_path / "rendered" / "queues.conf").read_bytes()
        assert len(here.ami.named("QueueReload")) == 3  # first, wanted, back
        here.asterisk.queues.add("third")
        assert await here.apply() != good


async def test_what_cannot_be_rendered_is_told_and_touches_nothing(tmp_path):
    async with node(tmp_path) as here:
        good = await here.apply()
        here.asterisk.commands.clear()
        here.store.node = config(dids=(Did("4002", queue="nowhere"),))
        with pytest.raises(ConfigFailed, match="nowhere"):
            await here.apply()
        assert here.store.configs[-1][0] == good
        assert "nowhere" in here.store.configs[-1][1]
        assert here.asterisk.commands == []


async def test_a_flow_s_former_versions_stay_a_day_for_running_calls(tmp_path):
    async with node(tmp_path, config(flows=(flow("service"),), dids=(Did("4001", flow="hotline"),))) as here:
        await here.apply()
        [first] = (tmp_path / "flows").iterdir()
        here.store.node = config(flows=(flow("sales"),), dids=(Did("4001", flow="hotline"),))
        await here.apply()
        assert first.exists()
        assert len(list((tmp_path / "flows").iterdir())) == 2
        old = first.stat().st_mtime - tree_files.DAY - 60
        for path in [first, *tmp_path.glob("rendered.*")]:
            os.utime(path, (old, old))
        await here.apply()
        assert not first.exists()
        assert len([path for path in tmp_path.glob("rendered.*") if path.is_dir()]) == 1


async def test_without_a_link_nothing_is_swapped(tmp_path):
    async with node(tmp_path) as here:
        await here.apply()
        here.store.node = config(queues=(Queue("service"),), dids=DIDS)
        here.link.since = None
        before = os.readlink(tmp_path / "rendered")
        with pytest.raises(LinkDown):
            await here.apply()
        assert os.readlink(tmp_path / "rendered") == before


async def test_when_the_link_broke_in_between_all_is_loaded_again(tmp_path):
    async with node(tmp_path) as here:
        await here.apply()
        here.store.node = config(queues=(Queue("service", weight=3), Queue("sales")))
        here.ami.silent.add("QueueReload")
        work = here.apply()
        here.link.action, real = _broken, here.link.action
        with pytest.raises(LinkDown):
            await work
        here.link.action = real
        here.ami.silent.clear()
        here.ami.actions.clear()
        await here.apply()
        assert len(here.ami.named("QueueReload")) == 1


async def _broken(*args, **more):
    raise LinkDown("gone")


async def test_what_the_node_knows_of_signing_in_is_kept_up(tmp_path):
    async with node(tmp_path, config(extra={"queues/1001": "service:0,sales:5"})) as here:
        here.asterisk.db = {"cc/queues/1009": "old:0", "cc/wish/1001": "ready"}
        await here.apply()
        assert here.asterisk.db == {
            "cc/queues/1001": "service:0&sales:5",
            "cc/queues/1009": "old:0",
            "cc/wish/1001": "ready",
        }
        here.ami.actions.clear()
        await here.apply()
        assert here.ami.named("DBPut") == []


def test_a_reader_sees_the_old_files_or_the_new_ones(tmp_path):
    (tmp_path / "rendered").mkdir()  # as set-up leaves it
    tree_files.install(tmp_path, "aaa", {"queues.conf": b"1", "flows/x.conf": b"flow"})
    assert (tmp_path / "rendered" / "queues.conf").read_bytes() == b"1"
    tree_files.install(tmp_path, "bbb", {"queues.conf": b"2", "flows/x.conf": b"never changed"})
    assert (tmp_path / "rendered" / "queues.conf").read_bytes() == b"2"
    assert (tmp_path / "flows" / "x.conf").read_bytes() == b"flow"
    tree_files.switch(tmp_path, "aaa")
    assert (tree_files.current(tmp_path), (tmp_path / "rendered" / "queues.conf").read_bytes()) == ("aaa", b"1")
    assert not list(tmp_path.rglob("*.new"))
