"""Archives: a folder and an S3 server keep a file whole, give it back in parts, and say in words what is wrong."""

import hashlib
import os

import pytest
from callcenter_telephony.archive import StoreFault
from callcenter_telephony.archive.base import digest
from callcenter_telephony.archive.folder import FolderStore
from callcenter_telephony.archive.s3 import S3Store
from tools.s3 import S3

DATA = os.urandom(700_000)
SHA = hashlib.sha256(DATA).hexdigest()
PATH = "2026/11/22/demo-1.1-1.wav"


@pytest.fixture
def server():
    with S3("calls") as server:
        yield server


def remote(server, **more):
    values = {"access_key": server.access_key, "secret": server.secret, "secure": False, **more}
    return S3Store(server.endpoint, "calls", values.pop("access_key"), values.pop("secret"), **values)


@pytest.fixture(params=["folder", "s3"])
def store(request, tmp_path, server):
    if request.param == "s3":
        return remote(server, prefix="/kept/")
    (tmp_path / "archive").mkdir()
    return FolderStore(tmp_path / "archive")


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "one.wav"
    path.write_bytes(DATA)
    return path


def test_what_was_put_is_there_whole_and_in_parts(store, source):
    store.put(PATH, source, SHA)
    store.put(PATH, source, SHA)
    assert b"".join(store.read(PATH)) == DATA
    assert b"".join(store.read(PATH, 600_000)) == DATA[600_000:]
    assert b"".join(store.read(PATH, 10, 300_000)) == DATA[10:300_010]
    assert store.size(PATH) == len(DATA)
    assert digest(store, PATH) == SHA
    store.delete(PATH)
    store.delete(PATH)
    with pytest.raises(StoreFault) as error:
        store.read(PATH)
    assert error.value.missing


def test_a_copy_that_differs_is_removed(store, source):
    with pytest.raises(StoreFault, match="differs"):
        store.put(PATH, source, "0" * 64)
    with pytest.raises(StoreFault):
        store.size(PATH)


def test_the_check_leaves_nothing(store, server, tmp_path):
    store.check()
    assert not server.files
    assert not list((tmp_path / "archive").rglob("*"))


@pytest.mark.parametrize("path", ["../one.wav", "a/../../one.wav"])
def test_nothing_outside(store, source, path):
    for act in (store.read, store.size, store.delete):
        with pytest.raises(StoreFault):
            act(path)
    with pytest.raises(StoreFault):
        store.put(path, source, SHA)
    assert source.exists()


def test_the_folder_in_the_bucket(server, source):
    remote(server, prefix="kept").put(PATH, source, SHA)
    assert list(server.files) == [f"kept/{PATH}"]


def test_a_wrong_key_a_missing_bucket_and_a_server_that_is_away(server, source):
    wrong = remote(server, access_key="wrong-key", secret="wrong-secret")
    faults = {
        "AccessDenied": wrong,
        "NoSuchBucket": S3Store(server.endpoint, "none", server.access_key, "x" * 8, secure=False),
    }
    for words, store in faults.items():
        with pytest.raises(StoreFault, match=words) as error:
            store.check()
        assert not error.value.missing
    gone = S3Store("127.0.0.1:9", "calls", server.access_key, server.secret, secure=False)
    with pytest.raises(StoreFault, match="cannot be reached") as error:
        gone.put(PATH, source, SHA)
    assert not error.value.missing


def test_no_secret_is_in_what_is_said(server, source, caplog):
    server.away = True
    store = remote(server)
    with pytest.raises(StoreFault) as error:
        store.put(PATH, source, SHA)
    assert error.value.__cause__ is None
    assert server.secret not in str(error.value) + caplog.text + repr(store)


def test_a_full_disk_leaves_nothing_half(tmp_path, source, monkeypatch):
    (tmp_path / "archive").mkdir()

    def full(source, target):
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(StoreFault, match="No space left"):
        FolderStore(tmp_path / "archive").put(PATH, source, SHA)
    assert not [path for path in (tmp_path / "archive").rglob("*") if path.is_file()]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path, source):
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "link.wav").symlink_to(source)
    with pytest.raises(StoreFault):
        FolderStore(tmp_path / "archive").read("link.wav")
