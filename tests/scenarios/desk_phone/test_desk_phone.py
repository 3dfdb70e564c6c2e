import pytest
from playwright.sync_api import expect
from tools import sound, story
from tools.baresip import Baresip
from tools.waiting import wait_until

NUMBER, E164 = "13800000004", "+8613800000004"


@pytest.fixture
def telephone(stack, tmp_path):
    with Baresip(tmp_path, stack.server, "1002", stack.secret_of("1002"), story.AGENT) as telephone:
        yield telephone


def test_the_desk_phone_takes_the_call(stack, ledger, phones, telephone, desk, team, since):
    agent = desk("agent2")
    agent.sign_in("sip")
    agent.ready()
    customer = phones.customer(NUMBER, "4002")
    telephone.wait("CALL_INCOMING")
    agent.wait_pop()
    agent.shot("desk-phone-1-ringing")
    telephone.answer()
    telephone.wait("CALL_ESTABLISHED")
    agent.wait_view("talk")
    story.wait_hears(customer, story.AGENT)
    wait_until(lambda: len(customer.stream.heard) > 4 * 8000, 15, "four seconds of talk")
    telephone.hang_up()
    agent.wait_view("wrap_up")
    expect(agent.cc("wrap-up-form")).to_be_visible()
    customer.wait_ended(30)  # the rating's question is not answered

    call = story.check_whole(ledger, ledger.wait_ended(ledger.wait_call(E164, since)["key"]))
    leg = ledger.wait_leg(call, "agent")
    assert (call["result"], leg["party"], leg["ended_by"]) == ("answered", "1002", "agent")
    assert call["rating_key"] in ("", None) and call["survey_offered"]
    story.check_recording(stack, call, at_least=2)
    heard, rate = sound.read_wav(telephone.heard)
    assert sound.seconds_of(heard[:, 0], story.CUSTOMER, rate) >= 2, "the telephone did not hear the customer"
    assert not ledger.gaps()
    assert not agent.errors, agent.errors


def test_signing_in_and_out_at_the_telephone_without_odoo(stack, ledger, phones, team):
    """*45 and *46 work on the node alone; the ledger and the screen follow."""
    secret = stack.secret_of("1003")
    team["agent3"].sign_in()  # once by the browser, so that the node knows the agent's queues
    team["agent3"].sign_out()
    telephone = phones.desk_phone("1003", secret)
    phones.dial(telephone.phone, "*45").wait_ended(10)
    team["agent3"].wait_state("ready")
    phones.dial(telephone.phone, "*46").wait_ended(10)
    team["agent3"].wait_state("offline")
    assert not ledger.gaps()
