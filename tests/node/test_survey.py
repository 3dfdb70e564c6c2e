"""A survey of three questions, each with a scale of its own, once the agent has hung up; and what the ledger keeps."""

import time
from dataclasses import replace

import pytest
from callcenter_telephony.render.model import Did, Question, Queue

from .company import company
from .node import Node

QUESTIONS = (Question("survey", "12345"), Question("menu", "12"), Question("thanks", "0#"))


@pytest.fixture(scope="module")
def node(carrier_port):
    config = company(carrier_port)
    asking = Queue("asking", ring_timeout_s=3, wrap_s=0, questions=QUESTIONS, survey_thanks="thanks")
    dids = (*config.dids, Did("4006", queue="asking"))
    with Node(replace(config, queues=(*config.queues, asking), dids=dids)) as node:
        yield node


@pytest.fixture
def asked(office, linked):
    """A customer at the first question."""
    desk = office.desk("1001")
    assert linked.order("sign_in", agent="1001", interface="PJSIP/1001", queues=[["asking", 0]]) == (True, "")
    before, since = office.node.ami.mark(), time.time()
    customer = office.phones.customer("+8613800000041", "4006")
    offer = desk.wait_call()
    offer.answer(desk.sound)
    customer.wait_answered()
    linked.until(lambda: linked.state("1001") == "on_call", "they talk")
    offer.hang_up()
    office.node.ami.wait(Event="CEL", UserDefType="CC_SURVEY", after=before)
    (key,) = (call.key for call in linked.store.calls.values() if call.start > since)
    return customer, key


def survey(linked, key: str):
    """(the call, its leg of the survey) when the call is over"""
    linked.until(lambda: linked.store.calls[key].end, "the call is over", 30)
    call = linked.store.calls[key]
    (leg,) = [leg for leg in call.legs if leg.flow == "survey"]
    return call, leg


@pytest.mark.parametrize(
    ("pressed", "keys"),
    [
        ("52#", "52#"),
        ("94*170", "410"),  # a key that is no answer: the question is asked again
        ("578", "5"),  # and twice, but no more
        ("", ""),
    ],
)
def test_answers_are_kept_question_by_question(linked, asked, pressed, keys):
    customer, key = asked
    customer.press(pressed)
    customer.wait_ended(30)
    call, leg = survey(linked, key)
    assert (leg.role, leg.keys, leg.ended_by) == ("ivr", keys, "system")
    assert (call.rating, call.survey_offered, call.result) == (keys[:1], True, "answered")


def test_who_hangs_up_in_the_middle_has_answered_so_far(linked, asked):
    customer, key = asked
    customer.press("42")
    calls = linked.store.calls
    linked.until(lambda: any(leg.keys == "42" for leg in calls[key].legs), "two answers are in the ledger")
    customer.hang_up()
    call, leg = survey(linked, key)
    assert (leg.keys, leg.ended_by, call.ended_by, call.rating) == ("42", "caller", "caller", "4")
    assert call.survey_s == pytest.approx(leg.end - leg.start)
