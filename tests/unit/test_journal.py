"""The journal's two files as events."""

import os

import pytest
from callcenter_telephony.connector.journal import Journal
from callcenter_telephony.connector.notices import notice


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "cel-custom").mkdir()
    return tmp_path


def cel_row(row):
    if len(row) < 2:
        raise ValueError("too short")
    return None if row[0] == "BORING" else tuple(row)


def log_line(line):
    return None if line.endswith("|") else line


def journal_of(folder):
    return Journal(folder, cel_row, log_line)


def append(folder, cel="", log=""):
    with open(folder / "cel-custom" / "cel.csv", "a", encoding="utf-8") as file:
        file.write(cel)
    with open(folder / "queue_log", "a", encoding="utf-8") as file:
        file.write(log)


def everything(journal):
    found = []
    while (events := journal.read()) is not None:
        found += events
    return found


def test_both_files_are_read_and_what_does_not_count_is_left_out(folder):
    journal = journal_of(folder)
    assert journal.read() is None
    append(folder, '"ANSWER","1.5","O""Hara 😀"\n"BORING","x"\n', "1|a\n2|\n")
    assert everything(journal) == [("ANSWER", "1.5", 'O"Hara 😀'), "1|a"]
    assert journal.behind() == 0


def test_a_garbled_line_is_counted_said_and_skipped(folder):
    journal = journal_of(folder)
    append(folder, '"A","1"\ngarbage\n\0\0\0\n"B","2"\n')
    assert everything(journal) == [("A", "1"), ("B", "2")]
    assert journal.faults == 2
    assert journal.problem == notice("journal", count=2)


def test_an_open_quote_does_not_swallow_the_lines_after_it(folder):
    journal = journal_of(folder)
    append(folder, '"A","1\n"B","2"\n')
    assert everything(journal)[-1] == ("B", "2")


def test_wrong_bytes_do_no_harm(folder):
    journal = journal_of(folder)
    with open(folder / "cel-custom" / "cel.csv", "wb") as file:
        file.write(b'"A","\xff\xfe"\n')
    assert everything(journal) == [("A", "\ufffd\ufffd")]


def test_a_new_process_goes_on_at_the_saved_positions(folder):
    journal = journal_of(folder)
    append(folder, '"A","1"\n', "1|a\n")
    everything(journal)
    saved = journal.positions()
    append(folder, '"B","2"\n"C', "2|b\n")
    after = journal_of(folder)
    after.restore(saved)
    assert everything(after) == [("B", "2"), "2|b"]
    append(folder, '","3"\n')
    assert everything(after) == [("C", "3")]


def test_a_big_file_is_put_aside_once_it_is_read(folder):
    journal = journal_of(folder)
    cel = folder / "cel-custom" / "cel.csv"
    for number in range(4):
        append(folder, f'"A","{number}"\n')
        assert journal.rotate(4, keep=2, linked=False) == []  # not read yet
        assert everything(journal) == [("A", str(number))]
        assert journal.rotate(1000, keep=2, linked=False) == []  # not big
        assert journal.rotate(4, keep=2, linked=False) == ["cel"]
        assert not cel.exists()
    assert (cel.parent / "cel.csv.1").read_text() == '"A","3"\n'
    assert sorted(os.listdir(cel.parent)) == ["cel.csv.1", "cel.csv.2"]
    assert journal.faults == 0


def test_queue_log_is_put_aside_only_when_asterisk_can_be_told(folder):
    journal = journal_of(folder)
    append(folder, log="1|a\n")
    everything(journal)
    assert journal.rotate(1, keep=2, linked=False) == []
    assert journal.rotate(1, keep=2, linked=True) == ["queue_log"]
    with open(folder / "queue_log.1", "a") as file:
        file.write("2|written before Asterisk reopened\n")
    append(folder, log="3|b\n")
    assert everything(journal) == ["2|written before Asterisk reopened", "3|b"]
