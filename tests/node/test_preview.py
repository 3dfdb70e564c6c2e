"""A contact on an agent's screen: the node keeps it, tells of it in its journal, and lets go of it by itself."""

import csv

import pytest
from callcenter_telephony.connector.cel import from_cel_row
from callcenter_telephony.connector.ports import QueueRule
from callcenter_telephony.connector.queue_log import from_queue_log
from callcenter_telephony.connector.reducer import Reducer
from tools.waiting import wait_until

CUSTOMER = "+8613800000037"


def begin(office, token: str, exten: str = "s", seconds: int = 60, pause: int = 1, agent: str = "1001") -> None:
    """As the connector's command does it."""
    values = {"AGENT": agent, "INTERFACE": f"PJSIP/{agent}", "TOKEN": token, "S": seconds, "PAUSE": pause}
    office.node.ami.action(
        "Originate", *(("Variable", f"CC_PREVIEW_{name}={value}") for name, value in values.items()),
        Channel=f"Local/{exten}@cc-preview/n", Application="Wait", Data="86400", Async="true", Timeout="60000",
    )  # fmt: skip


def told(office, kind: str) -> dict:
    return office.node.ami.wait(Event="CEL", UserDefType=kind)


def paused(office) -> str:
    shown = office.node.cli("queue show service")
    return shown.partition("paused:")[2].partition(" ")[0] if "paused" in shown else ""


def states(node, agent: str = "1001") -> list[tuple[str, str]]:
    """The agent's line as the ledger has it from the journal alone."""
    reducer = Reducer("test", {"": QueueRule(wrap_s=2)})
    with open(node.journal, newline="", encoding="utf-8") as file:
        reducer.feed([event for row in csv.reader(file) if (event := from_cel_row(row))], 0.0)
    reducer.feed([event for line in node.queue_log.open() if (event := from_queue_log(line))], 0.0)
    batch = reducer.take(reducer.newest + 3600)
    return [(row.state, row.sub) for row in batch.states if row.agent == agent]


@pytest.fixture
def desk(office):
    yield office.sign_in("1001")
    wait_until(lambda: "0 active channels" in office.node.cli("core show channels"), 15, "no channel left")


def test_no_offers_while_a_contact_is_looked_at_and_again_when_it_is_let_go(node, office, desk):
    begin(office, "1")
    told(office, "CC_PREVIEW")
    office.node.ami.wait(Event="QueueMemberPause", PausedReason="preview")
    assert paused(office) == "preview"
    begin(office, "2", exten="release")  # another reservation's token does nothing
    begin(office, "1", exten="release")
    told(office, "CC_RELEASE")
    assert paused(office) == ""
    begin(office, "3", pause=0)
    wait_until(lambda: office.db("cc/preview/1001") == "3", 5, "the reservation")
    assert paused(office) == "", "blended: offers come meanwhile"
    begin(office, "3", exten="release")
    wait_until(lambda: not office.db("cc/preview/1001"), 5, "the release")
    assert states(node)[-5:] == [
        ("ready", ""), ("on_call", "preview"), ("ready", ""), ("on_call", "preview"), ("ready", ""),
    ]  # fmt: skip


def test_nobody_ends_it_the_node_does_at_its_time(node, office):
    office.sign_in("1002")
    office.db("cc/wish/1002", "not_ready:lunch")
    begin(office, "4", seconds=1, agent="1002")
    told(office, "CC_RELEASE")
    assert paused(office) == "lunch", "what the agent was before"


def test_who_is_not_reached_leaves_the_agent_as_before(node, office, desk):
    office.carrier.default = "busy"
    begin(office, "5", seconds=2)
    office.node.ami.wait(Event="QueueMemberPause", PausedReason="preview")
    office.dial("1001", CUSTOMER, kind="preview", campaign="12", contact="5")
    desk.wait_call().wait_ended()
    wait_until(lambda: paused(office) == "", 5, "no pause is left")
    assert not office.db("cc/preview/1001")
    wait_until(lambda: "0 active channels" in node.cli("core show channels"), 15, "the timer has run out")
    assert states(node)[-4:] == [("ready", ""), ("on_call", "preview"), ("on_call", "dialing"), ("ready", "")]


def test_an_answered_preview_ends_in_wrap_up_and_the_next_contact_ends_that(node, office, desk):
    office.carrier.default = "answer"
    begin(office, "6", seconds=3)
    office.node.ami.wait(Event="QueueMemberPause", PausedReason="preview")
    office.dial("1001", CUSTOMER, kind="preview", campaign="12", contact="5")
    call = desk.wait_call()
    wait_until(lambda: len(call.stream.heard) > 8000, 10, "sound at the agent")
    call.hang_up()
    office.node.ami.wait(Event="QueueMemberPause", PausedReason="wrap_up")
    begin(office, "7", seconds=1)
    told(office, "CC_RELEASE")
    assert not office.db("cc/wrap/1001")
    wait_until(lambda: paused(office) == "", 5, "no pause is left")
    assert [row for row in states(node)[-6:] if row != ("ready", "")] == [
        ("on_call", "preview"), ("on_call", "dialing"), ("on_call", "talk"), ("wrap_up", ""), ("on_call", "preview"),
    ]  # fmt: skip
