"""Keys pressed while a flow talks, on a real Asterisk: greetings of three seconds before the hotline's menu."""

from dataclasses import replace

import pytest
from callcenter_telephony.render.model import Choice, Did, Flow, Prompt, Step
from tools.waiting import wait_until

from . import scenes
from .company import company, sound
from .journal import last_call
from .node import Node

LONG = 3.0  # seconds of a greeting
HEAR = 25  # frames of 20 ms: well within a greeting
MENU = Step("main", "menu", "menu", "bye", choices=(Choice("#", "fees"), Choice("2", "service")), timeout_s=1, tries=2)
REST = (
    MENU,
    Step("fees", "play", "long", "bye"),
    Step("service", "queue", queue="service"),
    Step("bye", "hangup", "thanks"),
)
FLOWS = (
    Flow("greeted", "hello", (Step("hello", "play", "long", "news"), Step("news", "play", "long", "main"), *REST)),
    Flow("short", "hello", (Step("hello", "play", "thanks", "main"), *REST)),
    Flow(
        "legal",
        "hello",
        (
            Step("hello", "play", "long", "notice"),
            Step("notice", "play", "long", "news", keys_interrupt=False),
            Step("news", "play", "long", "main"),
            *REST,
        ),
    ),
)
GREETED, SHORT, LEGAL = DIDS = ("4101", "4102", "4103")


@pytest.fixture(scope="module")
def node(carrier_port):
    base = company(carrier_port)
    config = replace(
        base,
        flows=FLOWS,
        dids=tuple(Did(did, flow=flow.code) for did, flow in zip(DIDS, FLOWS, strict=True)),
        prompts=(*base.prompts, Prompt("long", "r1", sound(LONG))),
    )
    with Node(config) as node:
        yield node


@pytest.fixture
def caller(office):
    """Calls a number, presses the keys while the first greeting is heard; gives the call."""

    def caller(did: str, keys: str):
        call = office.phones.customer(scenes.CUSTOMER, did).wait_answered()
        wait_until(lambda: call.stream.received > HEAR, 5, "the greeting is heard")
        call.press(keys)
        return call

    return caller


def way(node) -> list[str]:
    """Steps and keys of the last call: ``["hello", "main", "key 2 at main", "service"]``."""
    told = [record for record in last_call(node.journal) if record.kind in ("CC_IVR", "CC_KEY")]
    return [r.data["step"] if r.kind == "CC_IVR" else f"key {r.data['key']} at {r.data['step']}" for r in told]


def seconds_at(node, step: str) -> float:
    """From the beginning of a step to the mark behind it."""
    marks = [record for record in last_call(node.journal) if record.kind.startswith("CC_")]
    place = next(n for n, r in enumerate(marks) if r.kind == "CC_IVR" and r.data["step"] == step)
    return marks[place + 1].at - marks[place].at


def wait_gone(node) -> None:
    wait_until(lambda: "CHAN_END" in [r.kind for r in last_call(node.journal)], 15, "the call has ended")


def test_a_key_in_the_greeting_is_the_menus_choice_at_once(node, caller):
    call = caller(GREETED, "2")
    node.ami.wait(Event="CEL", UserDefType="CC_QUEUE")
    call.hang_up()
    wait_gone(node)
    assert way(node) == ["hello", "main", "key 2 at main", "service"]
    assert seconds_at(node, "hello") < LONG - 1
    assert seconds_at(node, "main") < 0.2, "the menu's prompt is not played"


def test_a_key_in_the_second_greeting_counts_too(node, office):
    call = office.phones.customer(scenes.CUSTOMER, GREETED).wait_answered()
    wait_until(lambda: "news" in way(node), 10, "the second greeting")
    call.press("2")
    node.ami.wait(Event="CEL", UserDefType="CC_QUEUE")
    call.hang_up()
    wait_gone(node)
    assert way(node) == ["hello", "news", "main", "key 2 at main", "service"]
    assert seconds_at(node, "hello") == pytest.approx(LONG, abs=0.5), "nobody pressed: heard to its end"
    assert seconds_at(node, "news") < LONG - 1


def test_a_wrong_key_in_the_greeting_is_one_of_the_menus_tries(node, caller):
    caller(GREETED, "7").wait_ended(15)
    wait_gone(node)
    assert way(node) == ["hello", "main", "key 7 at main", "bye"]
    key, bye = (r.at for r in last_call(node.journal) if r.kind == "CC_KEY" or r.data.get("step") == "bye")
    assert bye - key == pytest.approx(1.5, abs=0.4), "the menu is asked once more: 0.5 s of prompt, 1 s of waiting"


def test_the_pound_key_counts_and_a_play_that_leads_to_no_menu_goes_on(node, caller):
    call = caller(GREETED, "#2")
    call.wait_ended(15)
    wait_gone(node)
    assert way(node) == ["hello", "main", "key # at main", "fees", "bye"]
    assert seconds_at(node, "fees") == pytest.approx(LONG, abs=0.5)


def test_without_a_key_the_menu_asks_as_ever(node, office):
    office.phones.customer(scenes.CUSTOMER, SHORT).wait_answered().wait_ended(15)
    wait_gone(node)
    assert way(node) == ["hello", "main", "bye"]
    assert seconds_at(node, "hello") == pytest.approx(0.3, abs=0.25), "no waiting behind the greeting"
    assert seconds_at(node, "main") == pytest.approx(3.0, abs=0.6)


def test_a_notice_is_heard_to_its_end_and_the_key_before_it_counts(node, caller):
    call = caller(LEGAL, "2")
    node.ami.wait(Event="CEL", UserDefType="CC_QUEUE")
    call.hang_up()
    wait_gone(node)
    assert way(node) == ["hello", "notice", "main", "key 2 at main", "service"]
    assert seconds_at(node, "hello") < LONG - 1
    assert seconds_at(node, "notice") > LONG - 0.5
