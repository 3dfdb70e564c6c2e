"""Commands about a recording: what the node is told, and what is refused."""

from types import SimpleNamespace

import pytest
from callcenter_telephony.connector import command_recording
from callcenter_telephony.connector.ami_session import ActionFailed
from callcenter_telephony.connector.command_base import CommandRefused, Node
from callcenter_telephony.connector.command_recording import (
    keep_rules,
    keep_whole,
    pause_recording,
    resume_recording,
    start_recording,
)
from callcenter_telephony.connector.ledger import Call, Leg, Recording
from callcenter_telephony.connector.recorded import Live

CHANNEL = "PJSIP/carrier-00000001"
CALL = "demo:1700.1"


class Link:
    """Keeps what was asked; ``gone``: the channel has ended."""

    def __init__(self, gone=False):
        self.asked, self.gone = [], gone

    async def action(self, name, **fields):
        self.asked.append((name, fields))
        if self.gone:
            raise ActionFailed("No such channel")

    def names(self):
        return [name for name, _fields in self.asked]

    def mark(self):
        return next(fields["Variable"] for name, fields in self.asked if name == "Originate")


def node(recording=None, gone=False, legs=()) -> Node:
    live = Live(CALL, "1700.1", "1700.1", CHANNEL, recording)
    row = Call(CALL, legs=list(legs))
    return SimpleNamespace(link=Link(gone), recordings=lambda: [live], call=lambda key: row)


def talker(channel: str, key="agent-1", **more) -> Leg:
    return Leg(key, "agent", "1001", 1.0, 2.0, channel=channel, **more)


def running(**more) -> Recording:
    return Recording("2026/1700.1-1.raw", channel="1700.1", **more)


async def test_a_pause_stops_writing_and_is_told_in_the_journal():
    here = node(running())
    await pause_recording(here, "1001", CALL, 90)
    assert here.link.names() == ["StopMixMonitor", "Setvar", "Originate"]
    assert here.link.mark() == [
        "CC_MARK=CC_RECORDING_PAUSE",
        "CC_MARK_DATA=call=1700.1&channel=1700.1&by=1001&limit=90",
    ]


async def test_going_on_appends_to_the_same_file():
    here = node(running(paused=[(1.0, None)]))
    await resume_recording(here, "1001", "1700.1")
    assert here.link.asked[0] == ("MixMonitor", {"Channel": CHANNEL, "File": "2026/1700.1-1.raw", "Options": "aDb"})
    assert here.link.mark()[0] == "CC_MARK=CC_RECORDING_RESUME"


async def test_twice_does_nothing_more():
    paused, running_on = node(running(paused=[(1.0, None)])), node(running())
    await pause_recording(paused, "1001", CALL)
    await resume_recording(running_on, "1001", CALL)
    await start_recording(running_on, "1001", CALL)
    assert paused.link.asked == running_on.link.asked == []


@pytest.mark.parametrize("recording", [None, running(wanted=False)])
async def test_what_is_not_recorded_is_neither_paused_nor_resumed_but_may_be_begun(recording):
    here = node(recording)
    for command in (pause_recording, resume_recording):
        with pytest.raises(CommandRefused, match="not recorded"):
            await command(here, "1001", CALL)
    await start_recording(here, "1001", CALL)
    assert here.link.names() == ["MixMonitor", "Setvar", "Originate"]
    assert here.link.mark()[1].endswith("&rule=agent")


async def test_a_call_or_channel_that_is_over_is_told_so():
    with pytest.raises(CommandRefused, match="over"):
        await pause_recording(node(running()), "1001", "demo:9.9")
    with pytest.raises(CommandRefused, match="over"):
        await pause_recording(node(running(), gone=True), "1001", CALL)


@pytest.mark.parametrize(
    ("agent", "call"), [("1001\r\nAction: Ping", CALL), ("1001&by=1002", CALL), ("1001", "x\r\ny")]
)
async def test_hostile_names_never_reach_the_node(agent, call):
    here = node(running())
    with pytest.raises(CommandRefused):
        await pause_recording(here, agent, call)
    assert here.link.asked == []


async def test_a_pause_ends_by_itself_and_not_before():
    here = node(running(paused=[(100.0, None)], limit=60.0))
    await keep_rules(here, 159.0, set())
    assert here.link.asked == []
    await keep_rules(here, 160.0, set())
    assert here.link.names() == ["MixMonitor", "Setvar", "Originate"]
    assert here.link.mark()[1].endswith("&by=time")
    endless = node(running(paused=[(100.0, None)]))
    await keep_rules(endless, 1e9, set())
    assert endless.link.asked == []


async def test_what_a_rule_forbids_is_stopped_once():
    here, stopped = node(running(wanted=False)), set()
    await keep_rules(here, 1.0, stopped)
    await keep_rules(here, 2.0, stopped)
    assert here.link.names() == ["StopMixMonitor", "Setvar"]


ANEW = ["StopMixMonitor", "MixMonitor"]


@pytest.mark.parametrize(
    ("second", "asked"),
    [
        (talker("PJSIP/1001-web-00000001"), []),
        (talker("PJSIP/1001-web-00000002"), ANEW),
        (talker("PJSIP/1002-00000003", "target-1", via="transfer_attended"), ANEW),
        (talker("PJSIP/1002-00000003", "target-1", via="takeover"), ANEW),
        (talker("PJSIP/1002-00000003", "target-1", via="transfer_blind"), []),
    ],
    ids=[
        "nobody else",
        "the phone came back",
        "joined by the phone's key",
        "taken over",
        "by the dialplan, which does it",
    ],
)
async def test_a_phone_that_takes_the_place_of_another_is_recorded(monkeypatch, second, asked):
    monkeypatch.setattr(command_recording, "GONE_S", 0)
    talkers = {}
    await keep_whole(node(running(), legs=[talker("PJSIP/1001-web-00000001")]), talkers)
    here = node(running(), legs=[second])
    for _look in range(2):
        await keep_whole(here, talkers)
    assert here.link.names() == asked


async def test_a_paused_recording_stays_paused(monkeypatch):
    talkers = {}
    await keep_whole(node(running(), legs=[talker("PJSIP/1001-web-00000001")]), talkers)
    here = node(running(paused=[(100.0, None)]), legs=[talker("PJSIP/1001-web-00000002")])
    await keep_whole(here, talkers)
    assert here.link.names() == []
