import socket
from urllib.parse import quote

import pytest
from tools import story
from tools.waiting import wait_until

HOSTILE = {
    "sql": "Robert'); DROP TABLE callcenter_call;--",
    "html": "<img src=x onerror=window.ccHacked=1>",
    "template": "{{7*7}} ${7*7} <%= 7*7 %>",
    "crlf": "Ann%0d%0aAction: Originate%0d%0aApplication: System",
    "dialplan": "${SHELL(touch /tmp/cc-hacked)}",
    "four bytes": "\U0001f600 \U00020b9f\u91ce\u5bb6",
    "csv": 'a","b\\","c',
    "long": "x" * 300,
}
MALFORMED = {
    "no sip": b"\x00\xff\xfe" * 400,
    "half a request": b"INVITE sip:4001@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1",
    "no headers": b"INVITE sip:4001@127.0.0.1 SIP/2.0\r\n\r\n",
    "body shorter than told": b"INVITE sip:4001@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKx\r\n"
    b"From: <sip:1@x>;tag=1\r\nTo: <sip:4001@x>\r\nCall-ID: short\r\nCSeq: 1 INVITE\r\nContent-Length: 9999\r\n\r\nv=0",
    "negative numbers": b"INVITE sip:4001@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKy\r\n"
    b"From: <sip:1@x>;tag=1\r\nTo: <sip:4001@x>\r\nCall-ID: minus\r\nCSeq: -1 INVITE\r\nContent-Length: -5\r\n\r\n",
    "long header": b"OPTIONS sip:x SIP/2.0\r\nVia: " + b"A" * 60000 + b"\r\n\r\n",
}


def reaches_the_menu(phones, number: str) -> None:
    """The next customer is served as ever."""
    customer = phones.customer(number, "4001")
    customer.wait_answered(5)
    customer.hang_up()


@pytest.mark.parametrize("what", MALFORMED)
def test_malformed_sip_changes_nothing(stack, ledger, phones, since, what):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.connect(stack.server)
        for _ in range(20):
            line.send(MALFORMED[what])
    reaches_the_menu(phones, "13800004001")
    ledger.wait_ended(ledger.wait_call("+8613800004001", since)["key"])
    assert len(ledger.calls(since=since)) == 1, "a call was booked from what is no call"


def test_an_unknown_did_is_refused_and_booked(ledger, phones, since):
    customer = phones.customer("13800004002", "4999")
    customer.wait_ended()
    assert customer.status == 404
    call = story.check_whole(ledger, ledger.wait_ended(ledger.wait_call("+8613800004002", since)["key"]))
    assert (call["result"], call["did_number"]) == ("refused", "4999")


def test_a_refused_number_is_turned_away_and_booked(stack, ledger, phones, since):
    rpc = stack.rpc("admin")
    node = rpc.call("callcenter.node", "search", [])
    rpc.call("callcenter.node", "write", node, {"refused_numbers": "+8613800004003"})
    try:
        stack.wait_configured()
        customer = phones.customer("13800004003", "4001")
        customer.wait_ended()
        assert not customer.answered.is_set()
        call = story.check_whole(ledger, ledger.wait_ended(ledger.wait_call("+8613800004003", since)["key"]))
        assert call["result"] == "refused"
    finally:
        rpc.call("callcenter.node", "write", node, {"refused_numbers": False})
    reaches_the_menu(phones, "13800004004")


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_caller_name_is_text_and_nothing_else(stack, ledger, phones, since, what):
    quoted = HOSTILE[what].replace("\\", "\\\\").replace('"', '\\"')
    customer = phones.customer("13800004005", "4001", name=quoted)
    customer.wait_answered(5)
    customer.hang_up()
    call = story.check_whole(ledger, ledger.wait_ended(ledger.wait_call("+8613800004005", since)["key"]))
    assert "\r" not in (call["caller_name"] or "") and "\n" not in (call["caller_name"] or "")
    if what in ("sql", "html", "four bytes", "csv"):
        # Asterisk keeps the backslashes that SIP writes before quotes
        assert call["caller_name"] in (HOSTILE[what], quoted), "the name is kept as it came"
    reaches_the_menu(phones, "13800004006")


@pytest.mark.parametrize(
    "user",
    ["1' OR '1'='1", "<script>alert(1)</script>", "138%0d%0aAction:%20Command", "${SHELL(id)}", "1&Dial(x)", "9" * 120],
)
def test_a_hostile_caller_number_is_no_number(stack, ledger, phones, since, user):
    address = quote(user, safe="%'()=&;+")
    customer = phones.dial(phones.phone("x"), "4001", from_header=f"<sip:{address}@127.0.0.1>")
    wait_until(lambda: customer.answered.is_set() or customer.ended.is_set(), 8, "an answer")
    customer.hang_up()
    for call in ledger.calls(since=since):
        number = call["number"] or ""
        assert not number.strip("+0123456789"), f"no number: {number!r}"
    reaches_the_menu(phones, "13800004007")


def test_the_pop_shows_a_hostile_name_as_text(stack, phones, desk, team):
    agent = desk("agent1")
    agent.sign_in("browser")
    agent.ready()
    customer = phones.customer("13977778888", "4002", name=HOSTILE["html"])
    agent.wait_pop()
    agent.cc("who").wait_for()
    agent.shot("bad-input-1-hostile-name")
    assert agent.page.evaluate("window.ccHacked") is None
    assert agent.page.locator("img[src=x]").count() == 0
    assert "onerror" in agent.page.inner_text("body"), "the name is shown as it came"
    customer.hang_up()


@pytest.mark.parametrize("extension", ["1001", "1001-web"])
def test_a_caller_who_claims_to_be_an_extension_is_asked_for_its_password(stack, ledger, phones, since, extension):
    claims = phones.dial(phones.phone(extension), "13800002001")
    claims.wait_ended()
    assert claims.status == 401
    assert not ledger.calls(since=since)
