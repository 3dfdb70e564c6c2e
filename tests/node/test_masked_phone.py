"""What reaches the phone of an agent who sees masked numbers: never the customer's number, in no message of a call."""

from dataclasses import replace

import pytest
from tools.waiting import wait_until

from . import scenes
from .company import company
from .journal import last_call
from .node import Node

MASKED, SEEING = "1001", "1002"


@pytest.fixture(scope="module")
def node(carrier_port):
    config = company(carrier_port)
    endpoints = tuple(replace(each, masked=each.extension == MASKED) for each in config.endpoints)
    with Node(replace(config, endpoints=endpoints)) as node:
        yield node


def told(office, extension: str) -> str:
    return "\n".join(office.desk(extension).phone.received)


def answered(office, extension: str):
    desk = office.desk(extension)
    offer = desk.wait_ringing()
    offer.answer(desk.sound)
    wait_until(lambda: offer.stream.received > 20, 5, "sound at the agent")
    return offer


def ended(office, call) -> None:
    call.hang_up()
    scenes._quiet(office)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("13800000001", "138****0001"),
        ("+8613800000001", "138****0001"),
        ("008613800000001", "138****0001"),
        ("8613800000001", "138****0001"),
        ("02161234567", "021****4567"),
        ("+14155550100", "+141****0100"),
        ("61234567", "****4567"),
        ("+612345678", "+****5678"),
        ("+612345", "****"),
        ("10086", "10086"),
    ],
)
def test_a_masked_phone_is_told_the_masked_number(node, office, sent, shown):
    """As tools/masking.py writes it."""
    desk = office.sign_in(MASKED)
    call = office.phones.customer(sent, "4002", name=sent).wait_answered()
    offer = desk.wait_ringing()
    assert offer.caller == shown
    assert sent == shown or sent not in told(office, MASKED)
    ended(office, call)


DIVERTED = "13900000002"
HEADERS = [
    ("Diversion", f"<sip:{DIVERTED}@127.0.0.1>;reason=unconditional"),
    ("P-Asserted-Identity", f'"{DIVERTED}" <sip:{DIVERTED}@127.0.0.1>'),
    ("Remote-Party-ID", f"<sip:{DIVERTED}@127.0.0.1>;party=calling"),
]
CUSTOMER, DIGITS = "+8613800000001", "3800000001"


def test_no_message_of_a_whole_call_tells_the_number(node, office):
    """Nor the one that the call was forwarded from; the journal has the number, and so has a colleague's phone."""
    office.sign_in(MASKED)
    call = office.phones.customer(CUSTOMER, "4001", name=CUSTOMER, headers=HEADERS).wait_answered()
    wait_until(lambda: call.stream.received > 10, 5, "the menu is heard")
    call.press("2")
    offer = answered(office, MASKED)
    assert offer.header("X-Call-Id") == last_call(node.journal)[0].linkedid
    offer.hang_up()
    node.ami.wait(Event="CEL", UserDefType="CC_SURVEY")
    ended(office, call)
    assert DIGITS not in told(office, MASKED) and DIVERTED not in told(office, MASKED)
    told_in = next(record for record in last_call(node.journal) if record.kind == "CC_IN")
    assert told_in.data["number"] == CUSTOMER

    office.sign_out_all()
    office.sign_in(SEEING)
    call = office.phones.customer(CUSTOMER, "4002", headers=HEADERS).wait_answered()
    answered(office, SEEING)
    ended(office, call)
    assert DIGITS in told(office, SEEING)


def test_whoever_withholds_the_number_has_no_name_either(node, office):
    desk = office.sign_in(MASKED)
    call = office.phones.customer("anonymous", "4002", name="13800000001").wait_answered()
    desk.wait_ringing()
    assert DIGITS not in told(office, MASKED)
    ended(office, call)


def test_a_caller_moved_on_to_a_masked_agent(node, office):
    """From a talk with somebody who sees the number, into the queue again."""
    office.sign_in(SEEING)
    call = office.phones.customer(CUSTOMER, "4002").wait_answered()
    answered(office, SEEING)
    office.sign_out_all()
    office.sign_in(MASKED)
    moved(node, "demo-carrier")
    answered(office, MASKED)
    assert DIGITS in told(office, SEEING) and DIGITS not in told(office, MASKED)
    ended(office, call)


def test_a_customer_who_was_called_moved_on_to_a_masked_agent(node, office):
    office.desk(SEEING)
    office.sign_in(MASKED)
    office.dial(SEEING, "13800000036")
    called = wait_until(lambda: office.carrier.calls and office.carrier.calls[-1], 10, "the customer's phone rings")
    wait_until(lambda: called.stream.received > 20, 10, "the customer hears")
    moved(node, "demo-carrier")
    answered(office, MASKED)
    assert "3800000036" not in told(office, MASKED)
    ended(office, office.phones.watch(called))


def test_a_masked_agents_own_call_tells_the_phone_nothing_more(node, office):
    """The Originate's number is what the phone is told (see test_commands); the other side's answer adds nothing."""
    office.desk(MASKED)
    office.dial(MASKED, "13800000036")
    called = wait_until(lambda: office.carrier.calls and office.carrier.calls[-1], 10, "the customer's phone rings")
    wait_until(lambda: called.stream.received > 20, 10, "the customer hears")
    assert called.dialled == "13800000036"
    assert "3800000036" not in told(office, MASKED)
    ended(office, office.phones.watch(called))


def test_a_colleague_is_shown_with_extension_and_name(node, office):
    desk = office.desk(MASKED)
    call = office.phones.dial(office.desk(SEEING).phone, MASKED)
    offer = desk.wait_ringing()
    assert offer.caller == SEEING and "Agent 2" in offer.header("from")
    ended(office, call)


def moved(node, trunk: str) -> None:
    """The channel of this trunk goes to the queue, as a transfer sends it there."""
    channels = node.cli("core show channels concise").splitlines()
    channel = next(line.split("!")[0] for line in channels if line.startswith(f"PJSIP/{trunk}-"))
    answer = node.ami.action("Redirect", Channel=channel, Context="cc-queue-service", Exten="s", Priority="1")
    assert answer["Response"] == "Success", answer
