"""Each kind of step passed by a real call; look-ups and web calls: test_flow_asks.py."""

import pytest
from tools.waiting import wait_until

from .answering import Answering
from .flow_company import flow_company
from .node import Node
from .scenes import CUSTOMER
from .walking import did, told, way

RIGHT, WRONG = "968574231025", "857463920175"  # PINs so long that no moment in a journal looks like them


@pytest.fixture(scope="module")
def node(carrier_port, web):
    with Node(flow_company(carrier_port, web.server_port)) as node:
        yield node


# digits, branch


@pytest.mark.parametrize(
    ("keys", "end"),
    [
        ("123#", "found"),
        ("12345", "other"),
        ("1*2A3D#", "found"),
        ("12#999#", "other"),
        ("##", "no"),
        ("", "no"),
    ],
)
def test_a_number_is_typed_and_branched_by(node, walk, keys, end):
    assert walk("digits", ask=keys)[-2:] == [end, "bye"]
    assert not any("123" in str(record.data) for record in told(node)), "what is typed is in no mark"


def test_a_flood_of_digits_hurts_nobody(node, walk):
    assert walk("digits", ask="9" * 60)[-2:] == ["other", "bye"]


# time


@pytest.mark.parametrize(("code", "end"), [("open", "opened"), ("closed", "shut"), ("holiday", "feast")])
def test_hours_and_holidays_are_the_nodes_own(node, walk, code, end):
    assert walk(code) == ["when", end, "bye"]
    assert ("CC_CLOSED" in [record.kind for record in told(node)]) == (code != "open")


# member number and PIN


def test_who_knows_the_pin_is_known(node, walk):
    with Answering(node) as connector:
        connector.answers["member"] = lambda values: (
            {"answer": "ok", "customer": 42} if values["pin"] == RIGHT else {"answer": "failed"}
        )
        assert walk("member", who=f"88001#{WRONG}#88001#{RIGHT}#") == ["who", "known", "bye"]
        first = {"number": "88001", "pin": WRONG, "lock_after": 3, "lock_minutes": 5}
        assert connector.asked == [("member", first), ("member", first | {"pin": RIGHT})]
    wrote = "".join(str(event) for event in node.ami.events) + node.journal.read_text() + node.log
    assert RIGHT not in wrote and WRONG not in wrote, "a PIN stands nowhere"


def test_three_wrong_pins_and_a_lock_have_exits_of_their_own(node, walk):
    with Answering(node) as connector:
        connector.answers["member"] = {"answer": "failed"}
        assert walk("member", who="1#2#1#2#1#2#")[-2:] == ["unknown", "bye"]
        assert len(connector.asked) == 3
        connector.answers["member"] = {"answer": "locked"}
        assert walk("member", who="1#2#")[-2:] == ["locked", "bye"]


def test_without_a_connector_nobody_is_known(node, walk):
    assert walk("member", who="1#2#1#2#1#2#")[-2:] == ["unknown", "bye"]


# branch


def test_levels_of_callers_are_the_nodes_own(node, office, walk):
    assert walk("level") == ["vip", "plain", "bye"]
    office.db(f"cc/vip/{CUSTOMER}", "3")
    assert walk("level") == ["vip", "golden", "bye"]


@pytest.mark.parametrize(
    ("number", "end"),
    [(CUSTOMER, "mobile"), ("+862161234567", "china"), ("+4915112345678", "abroad"), ("anonymous", "abroad")],
)
def test_the_longest_beginning_of_a_number_counts(node, walk, number, end):
    assert walk("number", number)[1] == end


def test_a_region_is_asked_for_and_has_a_default(node, walk):
    with Answering(node) as connector:
        connector.answers["region"] = {"answer": "上海"}
        assert walk("region") == ["where", "here", "bye"]
    assert walk("region") == ["where", "else", "bye"]


@pytest.mark.parametrize(("key", "end"), [("1", "chinese"), ("2", "english"), ("77", "none")])
def test_a_language_is_chosen(node, walk, key, end):
    assert walk("language", tongue=key) == ["tongue", "which", end, "bye"]


# survey, blacklist, sub-flow


def test_a_rating_in_a_flow(node, walk):
    assert walk("survey", rate="92") == ["rate", "after", "bye"]
    assert [r.data for r in told(node) if r.kind == "CC_RATING"] == [{"key": "2"}]
    assert walk("survey") == ["rate", "after", "bye"]


def test_a_caller_is_put_on_the_blacklist(node, office, walk):
    number = "+8613800000077"
    with Answering(node) as connector:
        connector.answers["blacklist"] = {"answer": "ok"}
        assert walk("blacklist", number) == ["test", "put", "again", "known", "bye"]
        assert connector.asked == [("blacklist", {"number": number})]
    refused = office.phones.customer(number, did(node, "blacklist")).wait_ended()
    assert refused.status == 403


def test_a_sub_flow_comes_back_and_alone_it_ends(node, walk):
    assert walk("outer") == ["in", "deep", "out", "back", "bye"]
    assert walk("inner") == ["deep", "out"]
    assert told(node)[-1].kind == "CC_BYE"


# agent, department, outside


@pytest.mark.parametrize("code", ["agent", "department"])
def test_an_agent_is_rung_outside_of_queues(node, office, code):
    desk = office.desk("1001")
    call = office.phones.customer(CUSTOMER, did(node, code)).wait_answered()
    offer = desk.wait_ringing()
    offer.answer(desk.sound)
    wait_until(lambda: len(offer.stream.heard) > 8000, 5, "the caller is heard")
    wait_until(lambda: len(call.stream.heard) > 8000, 5, "the agent is heard")
    offer.hang_up()
    call.wait_ended()
    node.ami.wait_quiet()
    kinds = [record.kind for record in told(node)]
    assert kinds[:2] == ["CC_IN", "CC_IVR"] and "CC_IVR_END" in kinds
    assert next(r.data for r in told(node) if r.kind == "CC_OFFER")["via"] == "direct"


def test_nobody_is_there_or_answers(node, office, walk):
    desk = office.desk("1001")
    assert walk("agent") == ["ring", "nobody", "bye"]
    office.db("cc/wish/1001", "not_ready:lunch")
    calls = len(desk.calls)
    assert walk("agent") == ["ring", "nobody", "bye"]
    assert len(desk.calls) == calls, "who wished to be left alone is not rung"


def test_an_outside_number_is_connected(node, office, walk):
    office.carrier.default = "answer"
    call = office.phones.customer(CUSTOMER, did(node, "outside")).wait_answered()
    wait_until(lambda: office.carrier.calls, 5, "the outside phone rings")
    wait_until(lambda: len(call.stream.heard) > 16000, 8, "the outside party is heard")
    call.hang_up()
    node.ami.wait_quiet()
    assert next(r.data for r in told(node) if r.kind == "CC_DIAL")["via"] == "overflow"
    office.carrier.default = "busy"
    assert walk("outside") == ["ring", "nobody", "bye"]


# a prompt by phone


def test_a_prompt_is_spoken_into_a_phone(node, office):
    desk = office.desk("1001")
    with Answering(node) as connector:
        connector.answers["prompt"] = {"answer": "ok"}
        node.ami.action(
            "Originate", ("Variable", "CC_PROMPT=17"), ("Variable", "CC_TAKE=5"), Channel="PJSIP/1001",
            Context="cc-prompt-record", Exten="s", Priority="1", Async="true", CallerID="IVR <IVR>",
        )  # fmt: skip
        call = desk.wait_ringing()
        call.answer(desk.sound)
        wait_until(lambda: list((node.folder / "spool" / "tmp").glob("prompt-17-5.wav")), 10, "the recording")
        said = len(call.stream.heard)
        wait_until(lambda: len(call.stream.heard) > said + 16000, 10, "two seconds of it")
        call.press("#")
        call.wait_ended(20)
        ((question, values),) = connector.asked
    assert (question, values["prompt"]) == ("prompt", 17)
    assert values["sound"].startswith(b"RIFF") and len(values["sound"]) > 16000
    assert not list((node.folder / "spool" / "tmp").glob("prompt-*")), "the file is the prompt's now"


# queue, voicemail, call-back wish


def emptied(node) -> bool:
    node.cli("database deltree cc callback")
    node.cli("channel request hangup all")
    return "0 active channels" in node.cli("core show channels")


@pytest.mark.parametrize(
    ("code", "step", "mark"),
    [
        ("queue", "wait", {"CC_QUEUE": "queue", "value": "service"}),
        ("message", "leave", {"CC_VOICEMAIL": "box", "value": "service"}),
        ("wish", "ask", {"CC_CALLBACK": "number", "value": CUSTOMER}),
    ],
)
def test_a_flow_hands_the_caller_over(node, office, code, step, mark):
    kind, name = next(iter(mark.items()))
    before = node.ami.mark()
    call = office.phones.customer(CUSTOMER, did(node, code)).wait_answered()
    event = node.ami.wait(Event="CEL", UserDefType=kind, after=before)
    assert f"{name}={mark['value']}" in event["Extra"]
    call.hang_up()
    wait_until(lambda: emptied(node), 20, "nobody left, nor who stands in for a caller")
    assert step in [record.data.get("step") for record in told(node) if record.kind == "CC_IVR"]


# callers who do as they please


def test_a_caller_who_never_stops_is_let_go(node, office):
    node.ami.action("Setvar", Variable="CC_MOST_ASKED", Value="5")
    call = office.phones.customer(CUSTOMER, did(node, "round")).wait_answered()
    before = node.ami.mark()
    call.press("1" * 30)
    call.wait_ended(30)
    node.ami.wait(Event="CEL", EventName="LINKEDID_END", after=before)
    assert way(node).count("main") == 6
    assert told(node)[-1].kind == "CC_BYE"
