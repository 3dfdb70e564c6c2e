import re

import pytest
from node.ami import Ami
from playwright.sync_api import expect
from tools import story
from tools.waiting import wait_until

NUMBER, E164, SHOWN = "13800000041", "+8613800000041", "138****0041"
DIGITS = NUMBER[1:]


@pytest.fixture
def admin(stack):
    return stack.rpc("admin")


@pytest.fixture
def masking(stack, admin):
    """The company masks numbers; agent 2 alone has the right to see them."""
    company = admin.call("res.company", "search", [])
    [right] = admin.call("ir.model.data", "search_read", [["name", "=", "group_numbers"]], ["res_id"])
    user = admin.call("res.users", "search", [["login", "=", "agent2"]])[0]

    def switch(on: bool) -> None:
        admin.call("res.company", "write", company, {"callcenter_mask_numbers": on})
        admin.call("res.groups", "write", [right["res_id"]], {"user_ids": [[4 if on else 3, user]]})
        stack.wait_configured()

    switch(True)
    yield switch
    switch(False)


@pytest.fixture
def carrier(stack, phones):
    return phones.carrier(stack.port("customer"))


def told(telephone) -> str:
    """All that the phone has been sent."""
    return "\n".join(telephone.phone.received)


def talked(customer, telephone, count: int = 1):
    """The call ``count`` at the telephone, answered and heard at both ends."""
    offer = telephone.wait_call(count)
    offer.answer(telephone.sound)
    story.wait_hears(customer, story.AGENT)
    story.wait_hears(offer, story.CUSTOMER)
    return offer


def ended(ledger, since, number: str = E164) -> dict:
    return story.check_whole(ledger, ledger.wait_ended(ledger.wait_call(number, since)["key"]))


def test_a_caller_at_the_phone_of_a_masked_agent(stack, ledger, phones, team, masking, since):
    telephone = phones.desk_phone("1003", stack.secret_of("1003"))
    agent = team["agent3"].sign_in()
    customer = phones.customer(NUMBER, "4002", name=NUMBER)
    offer = telephone.wait_call()
    assert offer.caller == SHOWN
    call = ledger.wait_call(E164, since)
    ledger.wait_leg(call, "agent")
    card = agent.ask("call_card", call["key"])
    assert (card["number"], card["display_number"]) == (SHOWN, SHOWN)
    talked(customer, telephone)
    customer.hang_up()
    offer.wait_ended()
    assert DIGITS not in told(telephone)
    assert ended(ledger, since)["number"] == E164


def test_a_colleague_with_the_right_and_a_caller_moved_on(stack, ledger, phones, team, masking, since):
    seeing = phones.desk_phone("1002", stack.secret_of("1002"))
    team["agent2"].sign_in()
    customer = phones.customer(NUMBER, "4002")
    offer = talked(customer, seeing)
    assert offer.caller.endswith(DIGITS)
    masked = phones.desk_phone("1003", stack.secret_of("1003"))
    team["agent3"].sign_in()
    team["agent2"].ask("not_ready", "lunch")
    channels = stack.asterisk("core show channels concise").splitlines()
    channel = next(line.split("!")[0] for line in channels if line.startswith("PJSIP/demo-carrier-"))
    secret = re.search(r"^secret = (\S+)", (stack.node / "etc" / "manager.conf").read_text(), re.MULTILINE)[1]
    ami = Ami(stack.port("ami"), secret)
    ami.action("Redirect", Channel=channel, Context="cc-queue-service", Exten="s", Priority="1")
    ami.close()
    talked(customer, masked)
    customer.hang_up()
    assert DIGITS not in told(masked)
    assert ended(ledger, since)["number"] == E164


def test_a_customer_dialled_by_record(stack, ledger, phones, admin, carrier, team, masking, since):
    customer = admin.call("res.partner", "create", {"name": "Masked Customer", "phone": NUMBER})
    telephone = phones.desk_phone("1003", stack.secret_of("1003"))
    agent = team["agent3"].sign_in()
    agent.ask("dial", "", customer)
    called = phones.watch(wait_until(lambda: carrier.calls and carrier.calls[-1], 10, "the customer's phone rings"))
    assert called.dialled.endswith(DIGITS)
    story.wait_hears(called, story.AGENT)
    assert telephone.calls[0].caller == SHOWN
    telephone.calls[0].hang_up()
    called.wait_ended()
    assert DIGITS not in told(telephone)
    call = ended(ledger, since)
    assert (call["number"], call["partner"]) == (E164, "Masked Customer")


def test_the_browser_phone_is_told_no_more(stack, ledger, phones, desk, team, masking, since):
    agent = desk("agent1")
    frames = []
    agent.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))))
    agent.sign_in("browser")
    agent.ready()
    customer = phones.customer(NUMBER, "4002")
    agent.wait_pop()
    expect(agent.cc("who")).to_contain_text(SHOWN)
    agent.shot("masked-numbers-1-ringing")
    agent.answer()
    agent.wait_heard(story.CUSTOMER)
    agent.shot("masked-numbers-2-talking")
    agent.hang_up()
    agent.wait_view("wrap_up")
    assert any("INVITE sip:" in frame and SHOWN in frame for frame in frames), "the browser phone's INVITE"
    assert not [frame for frame in frames if DIGITS in frame]
    assert DIGITS not in agent.page.content()
    customer.hang_up()
    assert ended(ledger, since)["number"] == E164
    assert not agent.errors, agent.errors


def test_the_switch_holds_for_the_next_call(stack, phones, team, masking):
    telephone = phones.desk_phone("1003", stack.secret_of("1003"))
    team["agent3"].sign_in()
    for count, (on, shown) in enumerate(((True, SHOWN), (False, NUMBER), (True, SHOWN)), 1):
        masking(on)
        customer = phones.customer(NUMBER, "4002", hertz=0)
        offer = telephone.wait_call(count)
        assert offer.caller == shown
        customer.hang_up()
        offer.wait_ended()
