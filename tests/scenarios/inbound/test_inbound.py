import time

import pytest
from playwright.sync_api import expect
from tools import story
from tools.browser import Desk
from tools.waiting import wait_until

NUMBER, E164 = "13800000001", "+8613800000001"
QUEUE_FIGURES = ["offered:sum", "answered:sum", "abandoned:sum", "wait_answered_s:sum"]
AGENT_FIGURES = ["offers_answered:sum", "handled:sum", "talk_s:sum"]
NOTE = "Asks for the new price list"


@pytest.fixture
def agent(desk, team):
    agent = desk("agent1")
    agent.sign_in("browser")
    agent.ready()
    return agent


def test_a_call_from_the_first_ring_to_the_report(stack, ledger, phones, agent, since, desk, team):
    customer = phones.customer(NUMBER, "4001")
    customer.wait_answered()
    call = ledger.wait_call(E164, since)
    ledger.wait_leg(call, "ivr", flow=True)
    story.choose(stack, call, customer, "main", "2")

    # the pop is there, with the customer, before anybody answers
    agent.wait_pop()
    name = ledger.value(
        "SELECT p.name FROM callcenter_number n JOIN res_partner p ON p.id = n.partner_id "
        "WHERE n.number = %s ORDER BY p.id LIMIT 1",
        E164,
    )
    expect(agent.cc("person-name")).to_contain_text(name)
    agent.shot("inbound-1-ringing")
    ringing = ledger.wait_leg(call, "agent")
    assert ringing["answer"] is None and ringing["party"] == "1001"
    ledger.wait_state("1001", "ringing")

    agent.answer()
    answered = time.time()
    agent.wait_heard(story.CUSTOMER)
    story.wait_hears(customer, story.AGENT)
    ledger.wait_state("1001", "on_call", sub_state="talk")
    agent.write_up(NOTE, "solved")
    agent.shot("inbound-2-talking")
    wait_until(lambda: time.time() - answered > 4, 10, "four seconds of talk")
    agent.hang_up()
    hung_up = time.time()

    agent.wait_view("wrap_up")
    ledger.wait_leg(call, "ivr", flow="survey")
    agent.shot("inbound-3-wrap-up")
    customer.press("5")
    customer.wait_ended()
    assert customer.ended_by == "them", "the survey ends the call, not the customer"
    agent.save("ready")
    agent.wait_view("ready")
    ledger.wait_state("1001", "ready")

    call = story.check_whole(ledger, ledger.wait_ended(call["key"]))
    wait_until(lambda: ledger.call(call["key"])["wrap_s"] > 0, 5, "wrap-up booked")
    call = ledger.call(call["key"])
    assert (call["direction"], call["kind"], call["result"]) == ("inbound", "inbound", "answered")
    assert call["did_number"] == "4001" and call["queue_code"] == "service" and call["agent_code"] == "1001"
    assert call["ended_by"] == "system" and call["cause"] == 16
    assert call["partner"] == name
    assert call["note"] == NOTE and call["outcome"] == "solved"
    assert call["rating_key"] == "5" and call["survey_offered"]
    assert call["ivr_s"] > 0 and call["wait_s"] > 0 and call["survey_s"] > 0
    assert call["talk_s"] == pytest.approx(hung_up - answered, abs=0.7)
    legs = {leg["role"]: leg for leg in ledger.legs(call) if leg["flow"] != "survey"}
    assert set(legs) == {"caller", "ivr", "queue", "agent"}
    assert legs["ivr"]["keys"] == "2"
    assert legs["queue"]["outcome"] == "answered" and legs["queue"]["party"] == "service"
    assert legs["agent"]["ended_by"] == "agent" and legs["agent"]["wrap_s"] == pytest.approx(call["wrap_s"], abs=0.01)
    assert not ledger.gaps()

    recording = story.check_recording(stack, call, at_least=2)
    assert float(recording["seconds"]) == pytest.approx(call["talk_s"], abs=1.5)
    plays_in_the_browser(agent, recording)
    reports_show_it(desk, stack, call)
    assert not agent.errors, agent.errors


def plays_in_the_browser(agent, recording) -> None:
    """The agent opens the call and plays it: the audio element moves on and knows its length."""
    action = "/odoo/calls/"
    agent.go(f"{action}{recording['call_id']}")
    agent.page.get_by_role("tab", name="Recording").click()
    agent.cc("player").wait_for()
    agent.cc("play").click()
    agent.page.wait_for_function("""() => [...document.querySelectorAll('[data-cc="player"] audio, audio')].some(
        (audio) => !audio.paused && audio.currentTime > 0.3 && audio.duration > 1)""")
    agent.shot("inbound-4-recording-plays")
    assert agent.cc("player-error").count() == 0


def reports_show_it(desk, stack, call) -> None:
    """The leader finds the call counted once under its queue and once under its agent, and the pages open."""
    leader = desk("leader", Desk)
    rpc = stack.rpc("leader")
    domain = [["call_id", "=", call["id"]]]
    (queue,) = rpc.call("callcenter.report.queue", "formatted_read_group", domain, ["queue_id"], QUEUE_FIGURES)
    assert queue["queue_id"][0] == call["queue_id"]
    assert [queue[name] for name in QUEUE_FIGURES[:3]] == [1, 1, 0]
    assert queue["wait_answered_s:sum"] == pytest.approx(call["wait_s"], abs=0.01)
    (agent,) = rpc.call("callcenter.report.agent", "formatted_read_group", domain, ["agent_id"], AGENT_FIGURES)
    assert agent["agent_id"][0] == call["agent_id"]
    assert agent["offers_answered:sum"] == 1 and agent["handled:sum"] == 1
    assert agent["talk_s:sum"] == pytest.approx(call["talk_s"], abs=0.01)
    for report in ("queue", "agent"):
        leader.go(f"/odoo/action-callcenter_kpi.callcenter_report_{report}_action")
        leader.page.locator(".o_pivot table").wait_for()
        leader.shot(f"inbound-5-report-by-{report}")
        expect(leader.page.locator(".o_pivot table")).to_contain_text("Service" if report == "queue" else "Chen Jing")
    assert not leader.errors, leader.errors
