"""Who may do what, and what a hostile caller can do: nothing."""

import csv
import socket
from urllib.parse import quote

import pytest
from tools.waiting import wait_until

from .company import PASSWORD
from .journal import last_call, records
from .node import AST_ROOT

CUT_OFF = (
    b"INVITE sip:4001@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
    b"To: <sip:4001@b>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nContent-Type: application/sdp\r\n"
    b"Content-Length: 9999\r\n\r\nv=0"
)
NAMES = [
    'Robert"); DROP TABLE callcenter_call; --',
    "<img src=x onerror=alert(1)>",
    "王芳 😀 𠮷",
    "${SHELL(touch /tmp/cc-executed)}${CHANNEL(hangup_handler_push)=x}",
    "a,b;c|d&did=9999&number=+1",
    "x" * 300,
]


def quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <sip:+8613800000009@127.0.0.1>'


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_data(node, office, name):
    desk = office.sign_in("1001")
    call = office.phones.customer("x", "4002", from_header=quoted(name))
    offer = desk.wait_ringing()
    offer.answer(desk.sound)
    call.wait_answered()
    call.hang_up()
    office.node.ami.wait_quiet()
    begun = last_call(node.journal)
    told = next(r for r in begun if r.kind == "CC_IN")
    assert told.name.replace("\\", "").startswith(name[:60])
    assert next(r.data for r in begun if r.kind == "CC_IN") == {
        "did": "4002", "number": "+8613800000009", "trunk": "demo-carrier",
    }  # fmt: skip
    assert next(r.data for r in begun if r.kind == "CC_OFFER")["agent"] == "1001"
    with open(node.journal, newline="", encoding="utf-8") as file:
        assert {len(row) for row in csv.reader(file)} == {12}
    assert not (AST_ROOT / "tmp" / "cc-executed").exists()


@pytest.mark.parametrize(
    "number", ["1'; DROP TABLE x; --", "+86138\r\nVia: x", "${EXTEN}", "138&trunk=x", "*72", "王😀"]
)
def test_a_hostile_number_is_reduced_to_digits(node, office, number):
    office.phones.customer("x", "4999", from_header=f"<sip:{quote(number)}@127.0.0.1>").wait_ended()
    office.node.ami.wait_quiet()
    told = next(r.data for r in last_call(node.journal) if r.kind == "CC_IN")
    assert set(told) == {"did", "number", "trunk"}
    assert set(told["number"]) <= set("+0123456789")


FORGED = "\r\nEvent: Shutdown\r\n\r\nEvent: OriginateResponse\r\n"


def test_nobody_outside_can_forge_events_of_the_manager_interface(node, office):
    """A percent-escaped line end in a From or request URI is made real by Asterisk."""
    desk = office.sign_in("1001")
    call = office.phones.customer("x", "4002", from_header=f"<sip:138{quote(FORGED)}@127.0.0.1>")
    desk.wait_call().refuse()
    office.phones.customer("138", f"4002{quote(FORGED)}").wait_ended()
    office.phones.customer("138", f"4999{quote(FORGED)}").wait_ended()
    call.hang_up()
    diverted = [("Diversion", f"<sip:{quote(FORGED)}@127.0.0.1>"), ("P-Asserted-Identity", f"<sip:{quote(FORGED)}@x>")]
    office.phones.customer("138", "4999", headers=diverted).wait_ended()
    office.node.ami.wait_quiet()
    seen = {event.get("Event") for event in node.ami.events}
    assert "CEL" in seen
    assert not seen & {"Shutdown", "OriginateResponse"}


@pytest.mark.parametrize(
    ("header", "number", "name"),
    [
        ("sip:%2B8613900000001@127.0.0.1", "+8613900000001", ""),
        ('"Wang <a>, b; c" <sip:+8613900000002:pw@127.0.0.1>', "+8613900000002", "Wang <a>, b; c"),
        ("王芳 <sip:13900000003@127.0.0.1>", "+8613900000003", "王芳"),
        ("<sip:13900000004@127.0.0.1;user=phone>", "+8613900000004", ""),
        ("<tel:+8613900000005>", "", ""),
    ],
)
def test_number_and_name_of_the_caller(node, office, header, number, name):
    office.phones.customer("x", "4999", from_header=header).wait_ended()
    office.node.ami.wait_quiet()
    told = next(r for r in last_call(node.journal) if r.kind == "CC_IN")
    assert (told.data["number"], told.name) == (number, name)


@pytest.mark.parametrize("user", ["1001", "1001-web"])
def test_an_extensions_name_in_from_is_asked_for_its_password(node, office, user):
    before = len(records(node.journal))
    call = office.phones.customer("x", "+8613800000001", from_header=f"<sip:{user}@127.0.0.1>").wait_ended()
    assert call.status == 401
    assert len(records(node.journal)) == before


def test_the_trunks_own_name_in_from_opens_nothing(node, office):
    call = office.phones.customer("x", "1001", from_header="<sip:demo-carrier@127.0.0.1>").wait_ended()
    assert call.status == 404
    assert next(r.data for r in last_call(node.journal) if r.kind == "CC_REFUSED") == {"rule": "unknown_did"}


@pytest.mark.parametrize("did", ["s", "h", "t", "i", "cc-queue", "4002%40cc-queue-service", "%2A45", "*45"])
def test_a_caller_reaches_nothing_but_numbers(node, office, did):
    call = office.phones.customer("+8613800000001", did).wait_ended()
    assert call.status == 404


def test_a_phone_needs_its_password(node, phones):
    phone = phones.phone("1001", "wrong-password")
    assert phones.run(phone.register()) == 401
    assert phones.run(phones.phone("1001", PASSWORD).register()) == 200


@pytest.mark.parametrize(
    "packet",
    [
        b"INVITE sip:4001@127.0.0.1 SIP/2.0\r\n\r\n",
        b"INVITE " + b"A" * 20000 + b" SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=z\r\n\r\n",
        b"\x00\xff" * 700,
        CUT_OFF,
    ],
    ids=["bare", "long", "binary", "cut"],
)
def test_malformed_sip_is_survived(node, office, packet):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(packet, node.server)
    office.phones.customer("+8613800000001", "4999").wait_ended()
    wait_until(lambda: node.process.poll() is None, 1, "Asterisk lives")


def test_a_manager_with_a_wrong_secret_is_refused(node):
    with socket.create_connection(("127.0.0.1", node.ports["AMI_PORT"]), 5) as connection:
        connection.sendall(b"Action: Login\r\nUsername: connector\r\nSecret: x\r\n\r\n")
        answer = b""
        while b"Error" not in answer:
            answer += connection.recv(4096)
    assert b"Authentication failed" in answer
