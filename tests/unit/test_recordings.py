"""Recordings: from the node's spool into the store, whole, once, whatever happens."""

import asyncio
import errno
import hashlib
import os
import struct
import wave
from contextlib import asynccontextmanager

import pytest
from callcenter_telephony.connector import recordings as module
from callcenter_telephony.connector import wav
from callcenter_telephony.connector.ledger import Call, Recording
from callcenter_telephony.connector.notices import notice
from callcenter_telephony.connector.peaks import BAR_FRAMES, Peaks
from callcenter_telephony.connector.recordings import Recordings
from callcenter_telephony.connector.store_thread import StoreThread
from fake_store import FakeStore

FILE = "2026/11/22/1700.1-1.raw"
STORED = "2026/11/22/demo-1700.1-1.wav"
RAW = bytes(range(256)) * 125  # 8000 frames: one second


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(module, "STILL", 0.0)


@pytest.fixture
def store():
    return FakeStore()


@pytest.fixture
def made(store, tmp_path):
    thread = StoreThread(store)
    yield lambda: Recordings(thread, "demo", tmp_path / "monitor", tmp_path / "recordings")
    thread.close()


@pytest.fixture
def spooled(tmp_path):
    def write(data=RAW, file=FILE):
        path = tmp_path / "monitor" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return write


def ended(*files, end=9.0, talk=5.0, **more):
    spans = [(2.0, 2.0 + talk)] if talk else []
    recordings = [Recording(file, spans=spans, **more) for file in files or [FILE]]
    return Call("demo:1700.1", start=1.0, end=end, talk_s=talk, recordings=recordings)


@asynccontextmanager
async def running(recordings, open_calls=()):
    task = asyncio.ensure_future(recordings.run(open_calls.__contains__, every=0.0))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(true):
    while not true():
        await asyncio.sleep(0)


async def test_an_ended_call_s_file_becomes_a_wav_in_the_store(made, store, spooled, tmp_path):
    raw, recordings = spooled(), made()
    recordings.note([ended()], 0.0)
    async with running(recordings):
        await until(lambda: not recordings.pending)
    stored = tmp_path / "recordings" / STORED
    with wave.open(str(stored)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (2, 2, 8000)
        assert sound.readframes(10000) == RAW
    digest = hashlib.sha256(stored.read_bytes()).hexdigest()
    assert store.recordings == {("demo:1700.1", STORED): (1.0, len(RAW) + 44, digest)}
    assert not raw.exists()


async def test_a_call_that_still_runs_keeps_its_file(made, spooled):
    recordings = made()
    recordings.note([ended(end=None)], 0.0)
    assert recordings.pending == 0


async def test_a_file_that_still_grows_waits(made, store, spooled):
    raw, recordings = spooled(RAW[:400]), made()
    recordings.note([ended()], 0.0)
    [item] = recordings._waiting.values()
    for size in (800, 1200):
        await recordings._look(item, 10.0)
        raw.write_bytes(RAW[:size])
    assert store.recordings == {}
    await recordings._look(item, 10.0)
    await recordings._look(item, 10.0)
    assert store.recordings["demo:1700.1", STORED][0] == 1200 / 32000


async def test_a_file_that_is_still_open_waits(made, store, spooled):
    """The node has not written its last block yet: it may do so seconds after the call."""
    raw, recordings = spooled(RAW[:800]), made()
    recordings.note([ended()], 0.0)
    [item] = recordings._waiting.values()
    with raw.open("ab") as node:
        for _look in range(3):
            await recordings._look(item, 10.0)
        node.write(RAW[800:1200])
    assert store.recordings == {} and raw.exists()
    for _look in range(2):
        await recordings._look(item, 10.0)
    assert store.recordings["demo:1700.1", STORED][0] == 1200 / 32000


async def test_a_frame_cut_off_by_the_node_s_death_is_left_out(made, store, spooled):
    spooled(RAW[:403])
    recordings = made()
    recordings.note([ended()], 0.0)
    async with running(recordings):
        await until(lambda: not recordings.pending)
    assert store.recordings["demo:1700.1", STORED][:2] == (100 / 8000, 444)


async def test_a_missing_file_is_said_and_marked_once(made, store, monkeypatch, tmp_path):
    monkeypatch.setattr(module, "MISSING_AFTER", -1.0)
    recordings = made()
    recordings.note([ended()], 0.0)
    async with running(recordings):
        await until(lambda: not recordings.pending)
    assert store.recordings == {("demo:1700.1", STORED): (0.0, 0, "")}
    assert recordings.problem == notice("recording_missing", file=FILE, folder=str(tmp_path / "monitor"))
    recordings.note([ended()], 0.0)  # the call's row comes again, say with a rating
    assert recordings.pending == 0


async def test_a_call_without_talk_has_no_recording_and_nobody_misses_it(made, store, spooled, monkeypatch):
    monkeypatch.setattr(module, "MISSING_AFTER", -1.0)
    empty = spooled(b"")
    recordings = made()
    recordings.note([ended(FILE, "2026/11/22/1700.1-2.raw", talk=0.0)], 0.0)
    async with running(recordings):
        await until(lambda: not recordings.pending)
    assert (store.recordings, recordings.problem, empty.exists()) == ({}, None, False)


async def test_a_full_disk_keeps_the_file_and_says_so(made, store, spooled, monkeypatch, tmp_path):
    raw, recordings = spooled(), made()
    real, full = wav._copy, [True]

    def copy(source, target, left):
        target.write(b"half")
        if full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(source, target, left)

    monkeypatch.setattr(wav, "_copy", copy)
    recordings.note([ended()], 0.0)
    async with running(recordings):
        await until(lambda: recordings.problem)
    folder = str(tmp_path / "recordings")
    words = notice("recording_kept", file=FILE, folder=folder, reason="No space left on device")
    assert recordings.problem == words
    assert raw.exists()
    assert not [path for path in (tmp_path / "recordings").rglob("*") if path.is_file()]  # nothing half


async def test_a_file_is_kept_until_the_database_knows_it(made, store, spooled, tmp_path):
    raw, recordings = spooled(), made()
    store.away = True
    recordings.note([ended()], 0.0)
    [item] = recordings._waiting.values()
    await recordings._look(item, 10.0)
    await recordings._look(item, 10.0)
    assert raw.exists()
    store.away = recordings._store.down = False
    after = made()  # a new process
    after.restore(recordings.state())
    async with running(after):
        await until(lambda: not after.pending)
    assert store.recordings["demo:1700.1", STORED][0] == 1.0
    assert not raw.exists()


async def test_rows_that_come_again_after_a_restart_do_not_call_a_taken_file_missing(made, store, spooled, monkeypatch):
    spooled()
    first = made()
    first.note([ended()], 0.0)
    async with running(first):
        await until(lambda: not first.pending)
    taken = dict(store.recordings)
    monkeypatch.setattr(module, "MISSING_AFTER", -1.0)
    second = made()
    second.note([ended()], 0.0)
    async with running(second):
        await until(lambda: not second.pending)
    assert store.recordings == taken


async def test_orphans_of_ended_calls_are_found_by_their_names(made, store, spooled):
    old, running_call, fresh, strange = (
        spooled(file=f"2026/11/22/{name}") for name in ("1.1-1.raw", "2.2-1.raw", "3.3-1.raw", "strange.raw")
    )
    for path in (old, running_call, strange):
        os.utime(path, (0, 0))
    recordings = made()
    async with running(recordings, open_calls={"demo:2.2"}):
        await until(lambda: store.recordings)
    assert [key for key, _path in store.recordings] == ["demo:1.1"]
    assert running_call.exists() and fresh.exists() and strange.exists()


@pytest.mark.parametrize("file", ["../../etc/passwd.raw", "/etc/x.raw", "a b.raw", "x.wav", "2026/../../x.raw"])
def test_a_name_that_leads_elsewhere_is_not_taken(made, file):
    recordings = made()
    recordings.note([ended(file)], 0.0)
    assert recordings.pending == 0


async def test_what_is_known_of_a_recording_goes_with_it(made, store, spooled):
    spooled()
    recordings = made()
    recordings.note([ended(kind="voicemail", rule="7", paused=[(3.0, 4.0)], paused_by=["1001"])], 0.0)
    after = made()  # a new process
    after.restore(recordings.state())
    async with running(after):
        await until(lambda: not after.pending)
    [taken] = store.sounds
    assert (taken.kind, taken.rule, taken.expected) == ("voicemail", "7", 5.0)
    assert (taken.spans, taken.paused, taken.paused_by) == ([[2.0, 7.0]], [[3.0, 4.0]], ["1001"])


async def test_what_an_older_version_remembered_is_taken_too(made, store, spooled):
    spooled()
    recordings = made()
    recordings.restore([{"file": FILE, "call": "demo:1700.1", "since": 1.0, "size": 3, "retry": 9.0, "talked": True}])
    async with running(recordings):
        await until(lambda: not recordings.pending)
    assert store.sounds[0].seconds == 1.0


async def test_what_a_rule_forbids_is_thrown_away_unheard(made, store, spooled):
    raw, recordings = spooled(), made()
    recordings.note([ended(wanted=False)], 0.0)
    async with running(recordings):
        await until(lambda: not recordings.pending)
    assert (store.sounds, raw.exists(), recordings.problem) == ([], False, None)


async def test_a_message_on_a_mailbox_is_taken_in_the_same_way(made, store, spooled):
    spooled()
    recordings = made()
    recordings.expect("demo:1700.1", FILE, "voicemail", 0.0, 1.0)
    async with running(recordings):
        await until(lambda: not recordings.pending)
    assert (store.sounds[0].kind, store.sounds[0].seconds) == ("voicemail", 1.0)


def lanes(frames, *, chunk):
    peaks = Peaks(len(frames) // 4)
    for at in range(0, len(frames), chunk):
        peaks.add(frames[at : at + chunk])
    got = peaks.lanes()
    return list(got[: len(got) // 2]), list(got[len(got) // 2 :])


@pytest.mark.parametrize("chunk", [3, 4000, 1 << 20])
def test_the_picture_has_the_loudest_moment_of_each_slice_and_lane(chunk):
    left = [0] * BAR_FRAMES + [-32768] + [0] * (BAR_FRAMES - 1) + [6400] * 10
    right = [128 * 9] * BAR_FRAMES + [32767] * BAR_FRAMES + [-6400] * 10
    frames = b"".join(struct.pack("<hh", *pair) for pair in zip(left, right, strict=True))
    assert lanes(frames, chunk=chunk) == ([0, 255, 50], [9, 255, 50])


def test_an_hour_has_no_more_slices_than_the_picture_takes():
    peaks = Peaks(3600 * 8000)
    for _minute in range(60):
        peaks.add(bytes(60 * 32000))
    assert len(peaks.lanes()) == 2 * 1000
