"""Steps of flows that ask somebody else: look-ups in Odoo, calls of web addresses."""

import threading

import pytest

from .answering import Answering
from .flow_company import flow_company
from .flow_web import json_page
from .node import Node
from .scenes import CUSTOMER
from .walking import told


@pytest.fixture(scope="module")
def node(carrier_port, web):
    with Node(flow_company(carrier_port, web.server_port)) as node:
        yield node


# look-up


def test_an_answer_is_said_word_by_word(node, walk):
    with Answering(node) as connector:
        connector.answers["lookup"] = {"answer": "s1-aa&s2-bb&s1-aa"}
        assert walk("lookup") == ["give", "look", "told", "bye"]
        _question, values = connector.asked[0]
        assert (values["code"], values["typed"], values["number"]) == ("order", "90017", CUSTOMER)
    look, end = (record.at for record in told(node) if record.data.get("step") in ("look", "told")
                 and record.kind == "CC_IVR")  # fmt: skip
    assert end - look == pytest.approx(0.6, abs=0.4), "three words of 0.2 s"


@pytest.mark.parametrize(("answer", "end"), [("none", "nothing"), ("", "silent")])
def test_nothing_found_and_no_answer(node, walk, answer, end):
    with Answering(node) as connector:
        connector.answers["lookup"] = {"answer": answer}
        assert walk("lookup") == ["give", "look", end, "bye"]


def test_a_database_that_hangs_costs_half_a_second(node, walk):
    goes_on = threading.Event()
    with Answering(node) as connector:
        connector.answers["lookup"] = lambda values: goes_on.wait(30) and {"answer": "s1-aa"}
        assert walk("lookup") == ["give", "look", "silent", "bye"]
        goes_on.set()
    look, end = (r.at for r in told(node) if r.kind == "CC_IVR" and r.data["step"] in ("look", "silent"))
    assert end - look == pytest.approx(0.5, abs=0.3)


# web call


def test_a_web_address_answers(node, walk, web):
    web.reply = json_page(b'{"data": [{"state": "shipped"}]}')
    with Answering(node, "127.0.0.1"):
        assert walk("web") == ["give", "web", "state", "shipped", "bye"]
    assert web.seen[-1] == ("/orders/90017", "caller=%2B8613800000001&key=x%26y")


@pytest.mark.parametrize(
    "reply",
    [
        b"\x00\xff garbage",
        b"",
        json_page(b"{"),
        json_page(b'{"data": []}'),
        json_page(b'{"data": [{"state": {"a": 1}}]}'),
        json_page(b'{"data": [{"state": "shipped"}]}', b"500 Oh"),
        json_page(b'{"data": [{"state": "shipped"}]}', b"302 Found", b"Location: http://127.0.0.1:1/\r\n"),
        json_page(b"[" * 70000),
    ],
)
def test_garbage_of_the_web_takes_the_other_exit(node, walk, web, reply):
    web.reply = reply
    with Answering(node, "127.0.0.1"):
        assert walk("web") == ["give", "web", "failed", "bye"]


def test_a_hostile_answer_is_a_plain_text(node, walk, web):
    web.reply = json_page(b'{"data": [{"state": "shipped\\"]?cc-out,10086,1)${SHELL(id)}\\r\\nAction: x"}]}')
    with Answering(node, "127.0.0.1"):
        assert walk("web") == ["give", "web", "state", "odd", "bye"]


def test_a_web_server_that_hangs_costs_its_deadline(node, walk, web):
    web.hangs.set()
    with Answering(node, "127.0.0.1"):
        assert walk("web") == ["give", "web", "failed", "bye"]
    web.hangs.clear()
    web.goes_on.set()
    begin, end = (r.at for r in told(node) if r.kind == "CC_IVR" and r.data["step"] in ("web", "failed"))
    assert end - begin == pytest.approx(1.0, abs=0.4)


def test_a_flow_calls_no_address_inside(node, walk, web):
    seen = len(web.seen)
    web.reply = json_page(b'{"data": [{"state": "shipped"}]}')
    with Answering(node):
        assert walk("web") == ["give", "web", "failed", "bye"]
    assert len(web.seen) == seen
