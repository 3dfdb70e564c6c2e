"""Reading a growing file over everything that may happen to it."""

import os

import pytest
from callcenter_telephony.connector.tail import Position, Tail


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cel.csv"


def everything(tail):
    found = []
    while lines := tail.read():
        found += lines
    return found


def append(path, text):
    with open(path, "a") as file:
        file.write(text)


def again(tail):
    """A new process that knows only the position."""
    position = tail.position
    return Tail(tail.path, Position(position.inode, position.offset, position.head))


def test_nothing_there_yet(path):
    tail = Tail(path)
    assert tail.read() == []
    append(path, "one\n")
    assert tail.read() == [b"one"]
    assert tail.faults == 0


def test_a_half_written_line_waits_for_its_end(path):
    tail = Tail(path)
    append(path, "one\ntw")
    assert everything(tail) == [b"one"]
    assert everything(tail) == []
    append(path, "o\n")
    assert everything(tail) == [b"two"]


def test_a_half_written_line_waits_over_a_restart(path):
    append(path, "one\ntw")
    tail = Tail(path)
    everything(tail)
    append(path, "o\nthree\n")
    assert everything(again(tail)) == [b"two", b"three"]


def test_a_rotated_file_is_read_to_its_end_first(path):
    tail = Tail(path)
    append(path, "one\n")
    everything(tail)
    append(path, "two\n")
    os.rename(path, f"{path}.1")
    append(f"{path}.1", "three\n")
    assert everything(tail) == [b"two", b"three"]
    append(path, "four\n")
    assert everything(tail) == [b"four"]
    assert tail.faults == 0


def test_files_rotated_while_we_were_away_are_read_in_order(path):
    append(path, "one\n")
    tail = Tail(path)
    everything(tail)
    append(path, "two\n")
    for number, text in enumerate(["three\n", "four\n", "five\n"]):
        os.rename(path, f"{path}.{number}")
        append(path, text)
        os.utime(path, ns=(0, os.stat(f"{path}.{number}").st_mtime_ns + 1000))
    tail = again(tail)
    assert everything(tail) == [b"two", b"three", b"four", b"five"]
    assert tail.faults == 0


def test_a_line_left_half_in_a_rotated_file_is_counted(path):
    tail = Tail(path)
    append(path, "one\ntw")
    everything(tail)
    os.rename(path, f"{path}.1")
    append(path, "three\n")
    assert everything(tail) == [b"three"]
    assert tail.faults == 1


def test_a_truncated_file_is_read_from_its_start_and_counted(path):
    tail = Tail(path)
    append(path, "one\ntwo\n")
    everything(tail)
    path.write_text("new\n")
    assert everything(tail) == [b"new"]
    assert tail.faults == 1


def test_a_file_that_is_gone_altogether_is_counted(path):
    append(path, "one\n")
    tail = Tail(path)
    everything(tail)
    tail.close()
    path.unlink()
    append(path, "a longer first line\n")
    tail = again(tail)
    assert everything(tail) == [b"a longer first line"]
    assert tail.faults == 1


def test_another_file_with_the_same_inode_is_not_taken_for_ours(path):
    append(path, "one\n")
    tail = Tail(path)
    everything(tail)
    path.write_text("six\nseven\n")  # keeps the inode
    tail = again(tail)
    assert everything(tail) == [b"six", b"seven"]
    assert tail.faults == 1


def test_a_file_that_began_with_a_short_line_is_known_again(path):
    tail = Tail(path)
    append(path, "one\n")
    everything(tail)
    append(path, "a line that is longer than what was there when we first looked at the file\n")
    everything(tail)
    tail = again(tail)
    append(path, "three\n")
    assert everything(tail) == [b"three"]
    assert tail.faults == 0


def test_a_big_file_is_read_in_portions(path, monkeypatch):
    monkeypatch.setattr("callcenter_telephony.connector.tail.CHUNK", 64)
    lines = [f"line {n:03}" for n in range(100)]
    append(path, "\n".join(lines) + "\n")
    tail = Tail(path)
    assert 0 < len(tail.read()) < 10
    assert len(everything(tail)) > 80
    append(path, "x" * 200 + "\nlast\n")  # longer than a portion: comes in pieces, which are no journal's lines
    assert everything(tail)[-1] == b"last"
