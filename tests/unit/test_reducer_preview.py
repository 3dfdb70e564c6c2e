"""A contact on the agent's screen, in the agent's line of states; and what a dial rule kept from being dialled."""

import json

import pytest
from callcenter_telephony.connector.cel import event
from callcenter_telephony.connector.events import AgentEvent, ChannelEvent, ChannelKind, Source
from callcenter_telephony.connector.events import AgentKind as K
from callcenter_telephony.connector.line_machine import Machine
from callcenter_telephony.connector.ports import QueueRule
from callcenter_telephony.connector.reducer import Reducer
from stories import Ledger

AT = 1_790_000_000.0
RULES = {"": QueueRule(wrap_s=20), "help": QueueRule(wrap_s=20)}


class Node:
    """Feeds one fact after the other, and reads the line."""

    def __init__(self):
        self.reducer, self.ledger, self.now = Reducer("demo", RULES), Ledger(), AT
        self.agent(0, K.SIGN_IN, queue="help", interface="PJSIP/1001")

    def agent(self, after: float, kind: K, reason: str = "", **more) -> None:
        self.tell(AgentEvent(kind, AT + after, "1001", Source.AMI, reason=reason, **more))

    def tell(self, what) -> None:
        self.now = max(self.now, what.at)
        self.reducer.feed([what], self.now)
        self.ledger.write(self.reducer.take(self.now))

    def until(self, after: float) -> None:
        self.now = AT + after
        self.ledger.write(self.reducer.take(self.now))

    def restart(self) -> None:
        self.reducer = Reducer.restore(self.reducer.snapshot(), RULES)

    def line(self) -> list[tuple]:
        return [(row.start - AT, row.state, row.sub or row.reason) for row in self.ledger.line("1001")]


@pytest.fixture
def node():
    return Node()


@pytest.mark.parametrize("again", [False, True])
def test_a_reservation_that_nobody_ends_is_over_at_its_time(node, again):
    node.agent(5, K.PREVIEW, "1:60")
    if again:
        node.restart()
    node.until(64)
    assert node.line()[-1] == (5, "on_call", "preview")
    node.until(66)
    assert node.line() == [(0, "ready", ""), (5, "on_call", "preview"), (65, "ready", "")]


def test_it_is_let_go_by_its_own_token_only(node):
    node.agent(5, K.PREVIEW, "1:60")
    node.agent(10, K.RELEASE, "9")
    node.agent(20, K.RELEASE, "1")
    assert node.line() == [(0, "ready", ""), (5, "on_call", "preview"), (20, "ready", "")]


def test_the_pause_meanwhile_is_no_reason_of_the_agents(node):
    node.agent(1, K.PAUSE, "lunch")
    node.agent(5, K.PREVIEW, "1:60")
    node.agent(5.1, K.PAUSE, "preview")
    node.agent(20, K.RELEASE, "1")
    assert node.line()[-3:] == [(1, "not_ready", "lunch"), (5, "on_call", "preview"), (20, "not_ready", "lunch")]


def test_the_next_contact_ends_a_wrap_up(node):
    node.agent(1, K.PREVIEW, "1:60")
    for after, kind, channel, data in (
        (2, ChannelKind.START, "PJSIP/1001-00000001", {}),
        (2, ChannelKind.OUT, "PJSIP/1001-00000001", {"agent": "1001", "kind": "preview", "number": "+861390"}),
    ):
        node.tell(ChannelEvent(kind, AT + after, "1.1", "1.1", channel, Source.AMI, data=data))
    assert node.line()[-1] == (2, "on_call", "dialing")
    node.tell(ChannelEvent(ChannelKind.END, AT + 9, "1.1", "1.1", "PJSIP/1001-00000001", Source.AMI))
    node.tell(ChannelEvent(ChannelKind.LINKEDID_END, AT + 9, "1.1", "1.1", "PJSIP/1001-00000001", Source.AMI))
    assert node.line()[-1] == (9, "ready", ""), "dialling has ended the reservation"


def test_who_signs_out_has_none(node):
    node.agent(5, K.PREVIEW, "1:60")
    node.agent(7, K.SIGN_OUT, queue="help")
    assert node.line()[-1] == (7, "offline", "")
    node.agent(8, K.PREVIEW, "2:60")
    assert node.line()[-1] == (7, "offline", "")


def test_the_marks_are_facts_about_the_agent():
    def record(mark, extra):
        columns = ["USER_DEFINED", "5.25", "", "", "s", "cc-preview", "Local/s@cc-preview-1;2", "1.1", "1.1"]
        return [*columns, json.dumps({"extra": extra}), "", mark]

    told = event(Source.AMI, record("CC_PREVIEW", "agent=1001&token=7&seconds=300"))
    assert (told.kind, told.agent, told.reason, told.at) == (K.PREVIEW, "1001", "7:300", 5.25)
    told = event(Source.AMI, record("CC_RELEASE", "agent=1001&token=7"))
    assert (told.kind, told.reason) == (K.RELEASE, "7")
    assert event(Source.AMI, record("CC_PREVIEW", "agent=1001")) is None
    row = record("CC_RELEASE", "agent=1001&token=7")
    assert event(Source.JOURNAL, ["CC_RELEASE", *row[1:]]).kind is K.RELEASE


def test_what_a_rule_forbids_is_no_call_and_told_once(node):
    data = {"agent": "1001", "number": "110", "rule": "r3", "campaign": "12", "contact": "5"}
    told = [
        ChannelEvent(
            kind, AT + 3, "1.7", "1.7", "PJSIP/1001-00000007", source, data=data if kind == "CC_BLOCKED" else {}
        )
        for source in Source
        for kind in (ChannelKind.START, ChannelKind.BLOCKED, ChannelKind.END, ChannelKind.LINKEDID_END)
    ]
    node.reducer.feed(told, node.now)
    batch = node.reducer.take(node.now)
    assert not batch.calls
    assert [(row.key, row.rule, row.number, row.agent) for row in batch.blocked] == [("demo:1.7", "r3", "110", "1001")]
    node.restart()
    node.reducer.feed(told, node.now)
    assert not node.reducer.take(node.now).blocked


def test_a_base_remembers_the_reservation_and_ends_it_at_its_time():
    """What is before it is history: the telling of the reservation is not kept any more."""
    machine = Machine("1001")
    machine.queues, machine.preview = {"help": True}, ("1", AT + 60)
    base = Machine.load("1001", json.loads(json.dumps(machine.dump()))).copy()
    assert base.preview == ("1", AT + 60)
    assert base.run(AT + 30) == AT + 60
    base = base.copy()
    base.run(AT + 61)
    assert base.preview is None
