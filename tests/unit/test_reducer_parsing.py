"""Raw lines and messages become typed events; what strangers put into them does no harm."""

import csv
import json
import random

import pytest
from callcenter_telephony.connector.ami_events import from_ami
from callcenter_telephony.connector.cel import from_cel_row
from callcenter_telephony.connector.events import AgentEvent, AgentKind, Garbled, NodeEvent, NodeKind, Source
from callcenter_telephony.connector.events import ChannelKind as K
from callcenter_telephony.connector.merge import PAIR_S, Tellings
from callcenter_telephony.connector.queue_log import from_queue_log
from callcenter_telephony.connector.text import clean, extension, extra, pairs

ROW = (
    '"CC_QUEUE","1795310071.417993","+8613800000001","王伟","s","cc-queue","PJSIP/demo-carrier-00000000",'
    '"1795310071.0","1795310071.0","{""extra"":""queue=service&via=queue""}","","CC_QUEUE"'
)
HOSTILE = [
    "'; DROP TABLE callcenter_call; --",
    '<script>alert("1")</script><img src=x onerror=alert(1)>',
    "Zoë 😀 \U0001f4a9 \u202e张三",
    "a\r\nAction: Originate\r\nChannel: Local/1@x",
    "\x00\x07\x1b[31m",
    "%s %d {0.__class__} ${SHELL(id)}",
    "x" * 100_000,
    '"",""',
    "|||NONE|PAUSE|",
    "\udc80\ud800",
]


def row(line: str = ROW) -> list[str]:
    return next(csv.reader([line]))


def with_column(number: int, value: str) -> list[str]:
    columns = row()
    columns[number] = value
    return columns


def test_a_mark_of_ours():
    event = from_cel_row(row())
    assert (event.kind, event.at, event.source) == (K.QUEUE, 1795310071.417993, Source.JOURNAL)
    assert (event.uniqueid, event.linkedid, event.channel) == (
        "1795310071.0",
        "1795310071.0",
        "PJSIP/demo-carrier-00000000",
    )
    assert (event.caller_number, event.caller_name, event.context) == ("+8613800000001", "王伟", "cc-queue")
    assert event.data == {"queue": "service", "via": "queue"}


MESSAGE = {
    "Event": "CEL",
    "EventName": "USER_DEFINED",
    "UserDefType": "CC_QUEUE",
    "Timestamp": "1795310071.418093",
    "CallerIDnum": "+8613800000001",
    "CallerIDname": "王伟",
    "Exten": "s",
    "Context": "cc-queue",
    "Channel": "PJSIP/demo-carrier-00000000",
    "UniqueID": "1795310071.0",
    "LinkedID": "1795310071.0",
    "EventTime": "2026-11-22 01:14:31",
    "Extra": '{"extra":"queue=service&via=queue"}',
}


def test_the_journal_and_ami_tell_the_same():
    told, read = from_ami(MESSAGE), from_cel_row(row())
    assert (told.at, told.source) == (1795310071.418093, Source.AMI)
    for name in ("kind", "uniqueid", "linkedid", "channel", "caller_number", "caller_name", "exten", "context", "data"):
        assert getattr(told, name) == getattr(read, name)


@pytest.mark.parametrize("clock", ["2026-11-22 01:14:31", "2026-11-22 09:14:31", "2026-11-22 06:59:31"])
@pytest.mark.parametrize("told_s", [71.418093, 72.5, 74.0, 371.0])
def test_what_a_busy_node_tells_late_is_still_the_same_fact(told_s, clock):
    tellings = Tellings()
    late = from_ami({**MESSAGE, "Timestamp": f"{1795310000 + told_s:.6f}", "EventTime": clock})
    assert 0 <= late.at - 1795310071.417993 < PAIR_S
    tellings.add(late)
    tellings.add(from_cel_row(row()))
    assert [fact.at for fact in tellings.facts()] == [1795310071.417993]


def test_a_clock_put_back_between_event_and_telling_moves_nothing():
    assert from_ami({**MESSAGE, "Timestamp": "1795310069.000000"}).at == 1795310069


@pytest.mark.parametrize("kind", ["APP_START", "PARK_START", "CC_UNKNOWN", "", "DROP TABLE"])
def test_records_that_do_not_count(kind):
    assert from_cel_row(with_column(0, kind)) is None


@pytest.mark.parametrize("length", range(1, len(ROW) - 12, 7))
def test_a_half_written_row_is_garbled_not_booked(length):
    with pytest.raises(Garbled):
        from_cel_row(row(ROW[:length]))


@pytest.mark.parametrize("time", ["", "nan", "inf", "-5", "yesterday", "1e99", "0"])
def test_a_row_without_a_moment_is_garbled(time):
    with pytest.raises(Garbled):
        from_cel_row(with_column(1, time))


def test_a_row_without_ids_is_garbled():
    with pytest.raises(Garbled):
        from_cel_row(with_column(8, ""))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("column", [2, 3, 4, 5, 6, 7, 8, 9, 10])
def test_hostile_columns(column, text):
    event = from_cel_row(with_column(column, text))
    kept = [event.caller_number, event.caller_name, event.exten, event.context, event.channel, event.uniqueid]
    for value in [*kept, event.linkedid, *event.data.values()]:
        assert len(value) <= 200
        assert not any(ord(letter) < 32 for letter in value)
        value.encode()  # no lone surrogates: PostgreSQL would refuse them


@pytest.mark.parametrize(
    "text",
    ["{", "[]", "null", '"x"', "[[[[", "[" * 100_000, '{"extra":5}', '{"hangupcause":{"a":1}}', "{'a':1}", "\x00"],
)
def test_wrong_json_is_no_data(text):
    assert extra(text) in ({}, {"extra": "5"})


def test_names_of_any_alphabet_stay():
    assert clean("王伟 Zoë 😀 O'Hara") == "王伟 Zoë 😀 O'Hara"


def test_pairs_take_a_plus_as_a_plus():
    assert pairs("number=+8613800000001&did=4001&&=x&y") == {"number": "+8613800000001", "did": "4001"}


@pytest.mark.parametrize(
    "interface, expected",
    [
        ("PJSIP/1001", "1001"),
        ("PJSIP/1001-web", "1001"),
        ("PJSIP/1001-web-0000001a", "1001"),
        ("PJSIP/1001-0000001a", "1001"),
        ("1001", "1001"),
        ("", ""),
    ],
)
def test_extensions(interface, expected):
    assert extension(interface) == expected


def member(event: str, **more) -> dict:
    fixed = {"Event": event, "Timestamp": "5.25", "Queue": "service", "MemberName": "1001"}
    return fixed | {"Interface": "PJSIP/1001-web"} | more


@pytest.mark.parametrize(
    "message, expected",
    [
        (member("QueueMemberAdded"), AgentEvent(AgentKind.SIGN_IN, 5.25, "1001", Source.AMI, "service")),
        (member("QueueMemberRemoved"), AgentEvent(AgentKind.SIGN_OUT, 5.25, "1001", Source.AMI, "service")),
        (
            member("QueueMemberPause", Paused="1", PausedReason="lunch"),
            AgentEvent(AgentKind.PAUSE, 5.25, "1001", Source.AMI, "service", "lunch"),
        ),
        (
            member("QueueMemberPause", Paused="1", PausedReason="Auto-Pause"),
            AgentEvent(AgentKind.PAUSE, 5.25, "1001", Source.AMI, "service", "missed"),
        ),
        (
            member("QueueMemberPause", Paused="0", PausedReason="lunch"),
            AgentEvent(AgentKind.UNPAUSE, 5.25, "1001", Source.AMI, "service"),
        ),
    ],
)
def test_members_by_ami(message, expected):
    event = from_ami(message)
    assert event.interface == "PJSIP/1001-web"
    assert AgentEvent(event.kind, event.at, event.agent, event.source, event.queue, event.reason) == expected


@pytest.mark.parametrize("state, kind", [("Reachable", AgentKind.REACHABLE), ("Unreachable", AgentKind.UNREACHABLE)])
def test_the_reach_of_a_phone(state, kind):
    event = from_ami({"Event": "PeerStatus", "Timestamp": "5.25", "Peer": "PJSIP/1001-web", "PeerStatus": state})
    assert (event.kind, event.agent, event.interface) == (kind, "1001", "PJSIP/1001-web")


def test_hold_by_ami():
    event = from_ami({"Event": "Hold", "Timestamp": "5.25", "Uniqueid": "1.2", "Linkedid": "1.1", "Channel": "PJSIP/x"})
    assert (event.kind, event.uniqueid, event.linkedid, event.at) == (K.HOLD, "1.2", "1.1", 5.25)


@pytest.mark.parametrize("message", [{}, {"Event": "Newchannel"}, {"Response": "Success"}, {"Event": ["CEL", "x"]}])
def test_messages_that_do_not_count(message):
    if message.get("Event") == ["CEL", "x"]:
        with pytest.raises(Garbled):
            from_ami(message | {"EventName": "ANSWER"})
    else:
        assert from_ami(message) is None


def test_a_header_told_twice_counts_once():
    event = from_ami(member("QueueMemberPause", Paused=["1", "0"], PausedReason=["lunch", "x"]))
    assert (event.kind, event.reason) == (AgentKind.PAUSE, "lunch")


@pytest.mark.parametrize(
    "line, expected",
    [
        (
            "1795310072|NONE|service|1001|PAUSE|wrap_up",
            AgentEvent(AgentKind.PAUSE, 1795310072.0, "1001", Source.JOURNAL, "service", "wrap_up"),
        ),
        (
            "1795310097|NONE|service|1001|PAUSE|Auto-Pause",
            AgentEvent(AgentKind.PAUSE, 1795310097.0, "1001", Source.JOURNAL, "service", "missed"),
        ),
        (
            "1795310074|NONE|service|1001|UNPAUSE|",
            AgentEvent(AgentKind.UNPAUSE, 1795310074.0, "1001", Source.JOURNAL, "service"),
        ),
        (
            "1795310071|MANAGER|service|PJSIP/1001|ADDMEMBER|",
            AgentEvent(AgentKind.SIGN_IN, 1795310071.0, "1001", Source.JOURNAL, "service"),
        ),
        ("1795310071|NONE|NONE|NONE|QUEUESTART|", NodeEvent(NodeKind.STARTED, 1795310071.0, Source.JOURNAL)),
        ("1795310072|NONE|NONE|1001|PAUSEALL|wrap_up", None),
        ("1795310071|1795310071.0|service|1001|CONNECT|0|1795310071.1|0", None),
        ("1795310071|1795310071.0|service|NONE|ENTERQUEUE||+8613|1", None),
    ],
)
def test_queue_log_lines(line, expected):
    assert from_queue_log(line) == expected


@pytest.mark.parametrize("line", ["", "1795310072", "1795310072|NONE|service", "x|NONE|service|1001|PAUSE|lunch"])
def test_garbled_queue_log_lines(line):
    with pytest.raises(Garbled):
        from_queue_log(line)


def test_noise_is_refused_or_ignored_never_worse():
    chance = random.Random(7)
    letters = '|",{}\\\r\n\x00é😀Aa0._='
    for _round in range(3000):
        text = "".join(chance.choices(letters, k=chance.randrange(60)))
        for read in (from_queue_log, lambda line: from_cel_row(line.split(","))):
            try:
                assert read(text) is None
            except Garbled:
                pass
        mangled = list(ROW)
        mangled[chance.randrange(len(ROW))] = chance.choice(letters)
        try:
            from_cel_row(row("".join(mangled)))
        except (Garbled, csv.Error):
            pass
        assert isinstance(extra(json.dumps({text: text, "extra": text})), dict)
