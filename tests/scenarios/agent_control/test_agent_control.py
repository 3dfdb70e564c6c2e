from playwright.sync_api import expect
from tools import story

E164 = "+8613800000016"
NOTE = "Wants the refund today"


def ready(desk, login):
    agent = desk(login)
    agent.sign_in("browser")
    agent.ready()
    return agent


def test_ask_a_colleague_join_three_and_leave(ledger, phones, desk, team, since):
    first = ready(desk, "agent1")
    customer = phones.customer("13800000016", "4002")
    first.wait_pop()
    first.answer()
    customer.wait_answered()
    story.wait_hears(customer, story.AGENT)
    first.cc("note").fill(NOTE)
    expect(first.cc("draft-saved")).to_be_visible()
    second = ready(desk, "agent2")

    first.cc("transfer").click()
    first.cc("target-agent-1002").wait_for()
    first.shot("agent-control-1-picker")
    first.cc("target-agent-1002").click()
    first.cc("ask-first").click()
    first.wait_view("consult")
    second.wait_pop()
    second.shot("agent-control-2-asked")
    second.answer()
    expect(first.cc("three-way")).to_be_enabled()
    first.shot("agent-control-3-consulting")
    expect(second.cc("note")).to_have_value(NOTE)
    first.cc("three-way").click()
    expect(first.cc("leave")).to_be_visible()
    first.shot("agent-control-4-three-way")
    first.wait_heard(story.CUSTOMER)
    second.wait_heard(story.CUSTOMER)
    first.cc("leave").click()
    first.wait_view("wrap_up")
    second.wait_heard(story.CUSTOMER)
    second.wait_view("talk")
    second.shot("agent-control-5-has-the-call")
    customer.hang_up()
    second.wait_view("wrap_up")
    call = story.check_whole(ledger, ledger.wait_ended(ledger.wait_call(E164, since)["key"]))
    legs = [(leg["role"], leg["party"], leg["ended_by"]) for leg in ledger.legs(call)]
    for leg in (("agent", "1001", "left"), ("consult", "1002", "joined"), ("conference", "1002", "joined")):
        assert leg in legs, legs
    assert ("target", "1002", "caller") in legs
    assert not first.errors and not second.errors, (first.errors, second.errors)
