"""AMI on the wire."""

import pytest
from callcenter_telephony.connector.ami_protocol import Splitter, as_list, encode

STREAM = (
    "Event: Newchannel\r\nChannel: PJSIP/1001-00000001\r\nCallerIDName: 王小明 😀\r\n\r\n"
    "Event: Hangup\r\nCause: 16\r\nCause-txt: Normal: Clearing\r\nEmpty: \r\n\r\n"
).encode()
EXPECTED = [
    {"Event": "Newchannel", "Channel": "PJSIP/1001-00000001", "CallerIDName": "王小明 😀"},
    {"Event": "Hangup", "Cause": "16", "Cause-txt": "Normal: Clearing", "Empty": ""},
]


def test_several_events_of_one_read_come_in_order():
    assert Splitter().feed(STREAM) == EXPECTED


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_events_split_across_reads_are_put_together(size):
    """Also when a read ends in the middle of a character of four bytes or of the empty line."""
    splitter = Splitter()
    found = []
    for start in range(0, len(STREAM), size):
        found += splitter.feed(STREAM[start : start + size])
    assert found == EXPECTED


def test_a_name_that_stands_often_has_a_list():
    [message] = Splitter().feed(b"Response: Success\r\nOutput: a\r\nOutput: b: c\r\nOutput: \r\n\r\n")
    assert message == {"Response": "Success", "Output": ["a", "b: c", ""]}
    assert as_list("a") == ["a"]
    assert as_list(None) == []


def test_lines_without_colon_and_wrong_bytes_do_no_harm():
    [message] = Splitter().feed(b"Event: X\r\nnonsense\r\nName: \xff\xfe\r\n\r\n")
    assert message == {"Event": "X", "nonsense": "", "Name": "\ufffd\ufffd"}


def test_a_message_without_end_is_refused():
    splitter = Splitter(limit=100)
    with pytest.raises(ValueError, match="without end"):
        splitter.feed(b"x" * 101)


@pytest.mark.parametrize("evil", ["1\r\nAction: Command", "1\nAction: Command", "1\r", "1\0"])
def test_a_value_cannot_become_a_second_line(evil):
    data = encode("DBPut", "1", {"Val": evil, "Key" + evil: "x"})
    assert data.count(b"\r\n") == 5  # Action, ActionID, Val, Key, the end
    assert not any(line.startswith(b"Action: Command") for line in data.split(b"\r\n"))
    assert b"\0" not in data


def test_lists_give_a_line_each_and_none_gives_no_line():
    assert encode("Originate", "7", {"Variable": ["a=1", "b=2"], "Data": None, "Priority": 1}) == (
        b"Action: Originate\r\nActionID: 7\r\nVariable: a=1\r\nVariable: b=2\r\nPriority: 1\r\n\r\n"
    )
