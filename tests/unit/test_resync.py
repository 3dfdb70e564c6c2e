"""What the node says at a reconnect against what the ledger believes."""

import pytest
from callcenter_telephony.connector import resync
from callcenter_telephony.connector.events import AgentEvent, AgentKind, ChannelKind, Source
from callcenter_telephony.connector.members import Membership
from fake_ami import FakeAmi
from test_ami import linked


class View:
    def __init__(self, queues=(), paused=False, reason=""):
        self.queues, self.paused, self.reason = set(queues), paused, reason


class Reducer:
    def __init__(self, views=None, channels=None):
        self.agents = lambda: views or {}
        self.open_channels = lambda: channels or {}


def member(queue="service", paused=False, reason="", device="1"):
    return Membership(queue, "1001", "PJSIP/1001-web", 0, paused, reason, device)


def told(held, view):
    """(kind, queue, reason) of the events, without reach."""
    events = resync.differences("1001", held, view, 5.0)
    assert all((event.at, event.agent, event.source) == (5.0, "1001", Source.AMI) for event in events)
    return [(e.kind, e.queue, e.reason) for e in events if e.kind not in (AgentKind.REACHABLE, AgentKind.UNREACHABLE)]


def test_nothing_is_told_where_both_agree():
    assert told([member()], View({"service"})) == []
    assert told([member(paused=True, reason="lunch")], View({"service"}, True, "lunch")) == []
    assert told([], None) == []


def test_sign_in_and_sign_out_that_were_missed():
    held = [member("service"), member("sales")]
    assert told(held, View({"service", "old"})) == [("sign_out", "old", ""), ("sign_in", "sales", "")]
    assert told([], View({"service"})) == [("sign_out", "service", "")]
    assert told([member()], None) == [("sign_in", "service", "")]


@pytest.mark.parametrize(
    "now, believed, expected",
    [
        ((True, "lunch"), (False, ""), [("pause", "", "lunch")]),
        ((True, "lunch"), (True, "training"), [("pause", "", "lunch")]),
        ((True, "Auto-Pause"), (False, ""), [("pause", "", "missed")]),
        ((True, "Auto-Pause"), (True, "missed"), []),
        ((False, ""), (True, "lunch"), [("unpause", "", "")]),
    ],
)
def test_pauses_that_were_missed(now, believed, expected):
    assert told([member("service", *now)], View({"service"}, *believed)) == expected


def test_a_phone_that_is_away_is_unreachable():
    for device, kind in (("5", AgentKind.UNREACHABLE), ("1", AgentKind.REACHABLE)):
        expected = AgentEvent(kind, 5.0, "1001", Source.AMI, interface="PJSIP/1001-web")
        assert resync.differences("1001", [member(device=device)], View({"service"}), 5.0) == [expected]


async def test_the_node_is_asked_for_all_its_members():
    async with FakeAmi() as ami, linked(ami) as link:
        ami.node.members["service", "PJSIP/1001"] = {
            "name": "1001", "penalty": "0", "paused": True, "reason": "lunch", "status": "1",
        }  # fmt: skip
        events = await resync.agents(link, Reducer({"1002": View({"sales"})}), 5.0)
    assert [(e.agent, e.kind) for e in events] == [
        ("1001", "sign_in"),
        ("1001", "pause"),
        ("1001", "reachable"),
        ("1002", "sign_out"),
    ]


async def test_a_channel_is_ended_when_it_was_gone_twice_and_the_journal_is_read():
    held = {
        "1.1": ("1.0", "PJSIP/1001-00000001", 0.0),
        "2.1": ("2.1", "PJSIP/x-2", 0.0),
        "3.1": ("3.1", "PJSIP/y", 99.0),
    }
    async with FakeAmi() as ami, linked(ami) as link:
        ami.node.channels["PJSIP/x-2"] = "2.1"
        audit, reducer = resync.Audit(), Reducer(channels=held)
        assert await audit.look(link, reducer, 100.0, True) == []
        assert await audit.look(link, reducer, 100.0, False) == []  # the journal may still tell
        [event] = await audit.look(link, reducer, 100.0, True)
        assert (event.kind, event.linkedid, event.uniqueid, event.source) == (ChannelKind.END, "1.0", "1.1", "journal")
        assert event.data == {"fault": "gone"}
        assert await audit.look(link, reducer, 100.0, True) == []  # told once; the ledger has it now


async def test_an_agent_who_differs_at_two_looks_is_put_right():
    async with FakeAmi() as ami, linked(ami) as link:
        reducer = Reducer({"1002": View({"sales"})})
        audit = resync.Audit()
        assert await audit.look(link, reducer, 100.0, True) == []
        [event] = await audit.look(link, reducer, 110.0, True)
        assert (event.kind, event.agent, event.at) == ("sign_out", "1002", 110.0)
