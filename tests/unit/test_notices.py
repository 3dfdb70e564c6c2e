"""What the connector says to people: a code with its values, and one English sentence for all who do not translate."""

import errno
import os
import re
import socket
from pathlib import Path

import pytest
from callcenter_telephony.connector import status
from callcenter_telephony.connector.notices import REASONS, SENTENCES, notice, reason
from callcenter_telephony.connector.status import Messages

CONNECTOR = Path(status.__file__).parent


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)
def test_a_sentence_begins_with_a_capital_ends_with_a_full_stop_and_says_what_to_do(sentence):
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert re.search(r"\b([Ff]ree|[Ss]tart|[Cc]orrect|[Cc]heck|Find)\b", sentence.partition(". ")[2])


def test_each_notice_that_is_made_has_its_sentence_and_the_values_for_it():
    made = {}
    for path in CONNECTOR.glob("*.py"):
        text = path.read_text("utf-8")
        made |= dict(re.findall(r'\bnotice\(\s*"(\w+)",((?:[^()]|\([^()]*\))*)\)', text))
    assert made, "nothing found"
    assert made.keys() <= SENTENCES.keys()
    for code, values in made.items():
        assert set(re.findall(r"(\w+)=", values)) == set(re.findall(r"%\((\w+)\)s", SENTENCES[code])), code


def test_a_row_for_the_form_has_the_code_the_values_and_the_text():
    messages = Messages()
    messages.set(notice("row", name="demo:1.1"))
    (row,) = messages.rows()
    assert (row["code"], row["values"]) == ("row", {"name": "demo:1.1"})
    assert row["text"] == SENTENCES["row"] % {"name": "demo:1.1"} == messages.text()


def test_a_message_that_changes_began_when_its_code_began(monkeypatch):
    messages = Messages()
    for moment, count in ((10.0, 1), (20.0, 2)):
        monkeypatch.setattr(status.time, "time", lambda now=moment: now)
        messages.set(notice("event", count=count))
    assert [(row["values"]["count"], row["since"]) for row in messages.rows()] == [(2, 10.0)]


def test_of_the_codes_of_a_part_the_latest_stays_alone_and_none_when_all_is_well():
    messages, link = Messages(), ("ami_login", "ami_link")
    messages.set(notice("event", count=1))
    messages.keep(notice("ami_login", address="a:1", user="u"), *link)
    messages.keep(notice("ami_link", address="a:1", reason="No answer"), *link)
    assert [row["code"] for row in messages.rows()] == ["event", "ami_link"]
    messages.keep(None, *link)
    assert [row["code"] for row in messages.rows()] == ["event"]


def test_a_disk_with_little_room_is_named_by_its_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(status, "free_mb", lambda path: 99)
    assert status.disk("disk", tmp_path, 99) is None
    for code in ("disk", "disk_recordings"):
        assert f"99 MB left in {tmp_path}" in status.disk(code, tmp_path, 100).text


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ECONNREFUSED, "Connect call failed ('127.0.0.1', 5038)"), "Connection refused"),
        (OSError(errno.EADDRINUSE, "error while attempting to bind on address"), "Address already in use"),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/some/file"), "No space left on device"),
        (PermissionError(errno.EACCES, os.strerror(errno.EACCES)), "Permission denied"),
        (OSError(errno.EROFS, os.strerror(errno.EROFS)), "Read-only file system"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "Name or service not known"),
        (TimeoutError(), "No answer"),
    ],
)
def test_the_usual_reasons_are_words_that_can_be_translated(error, words):
    assert reason(error) == words
    assert words in REASONS


def test_any_other_reason_is_the_error_s_own():
    assert reason(ValueError("odd")) == "odd"
    assert reason(TimeoutError("Asterisk did not answer Ping within 5 s")) == "Asterisk did not answer Ping within 5 s"
    assert reason(KeyError()) == "KeyError"
