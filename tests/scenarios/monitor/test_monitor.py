from datetime import UTC, datetime

from playwright.sync_api import expect
from tools import story
from tools.waiting import wait_until

NUMBER, E164 = "13800000021", "+8613800000021"
AGENT = 660  # Hz of the agent's desk phone; the leader's browser sings story.AGENT


def card(leader, extension):
    return leader.page.locator(f'[data-cc="monitor-board"] [data-extension="{extension}"]')


def in_state(leader, extension, state, seconds=10):
    expect(card(leader, extension)).to_have_attribute("data-state", state, timeout=seconds * 1000)


def test_a_leader_sees_gives_listens_and_sets_states(stack, ledger, phones, desk, team, since):
    phone = phones.desk_phone("1001", stack.secret_of("1001"), auto_answer=True, hertz=AGENT)
    other = phones.desk_phone("1002", stack.secret_of("1002"))
    agent = team["agent1"].sign_in("sip")
    team["agent2"].sign_in("sip")
    agent.ask("not_ready", "lunch")
    team["agent2"].ask("not_ready", "lunch")
    leader = desk("leader")
    leader.sign_in("browser")
    try:
        watched(leader, ledger, phones, phone, other, since)
    finally:
        leader.sign_out()
    assert not leader.errors, leader.errors


def watched(leader, ledger, phones, phone, other, since):
    leader.go("/odoo/monitor")
    leader.cc("monitor-live").wait_for()
    in_state(leader, "1001", "not_ready")

    customer = phones.customer(NUMBER, "4002")
    leader.page.locator('[data-cc="monitor-caller"]').wait_for()
    shown = datetime.now(UTC)
    call = ledger.wait_call(E164, since)
    waits = next(leg for leg in ledger.legs(call) if leg["role"] == "queue")["start"]
    waits = waits if waits.tzinfo else waits.replace(tzinfo=UTC)
    print(f"monitor: a waiting caller is on screen {(shown - waits).total_seconds():.2f} s after the wait began")
    expect(leader.cc("tile-waiting").locator(".o_cc_tile_value")).to_have_text("1")
    leader.shot("monitor-1-waiting")

    leader.cc("monitor-give").click()
    leader.shot("monitor-2-give")
    leader.cc("monitor-give-1001").click()
    phone.wait_call().wait_answered()
    in_state(leader, "1001", "on_call")
    expect(leader.cc("monitor-nobody-waits")).to_be_visible()

    card(leader, "1001").click()
    leader.cc("monitor-listen").click()
    leader.wait_heard(story.CUSTOMER)
    customer.play(None)
    leader.wait_heard(AGENT)
    ledger.wait_state("1007", "on_call", sub_state="monitor")
    leader.shot("monitor-3-listening")
    heard = len(customer.stream.heard)
    wait_until(lambda: len(customer.stream.heard) > heard + 16000, 10, "two seconds more at the customer's")
    story.wait_hears(customer, AGENT)
    leader.hang_up()
    customer.hang_up()
    leader.go("/odoo/monitor")
    in_state(leader, "1001", "wrap_up", 15)

    card(leader, "1002").click()
    leader.cc("monitor-set-state").click()
    leader.cc("monitor-state-training").click()
    expect(card(leader, "1002").locator('[data-cc="agent-state"]')).to_contain_text("Training")
    ledger.wait_state("1002", "not_ready", reason="training")
    assert not other.calls

    ended = story.check_whole(ledger, ledger.wait_ended(call["key"]))
    assert ("agent", "1001", "give") in [(leg["role"], leg["party"], leg["via"]) for leg in ledger.legs(ended)]
    assert [leg["mode"] for leg in ledger.legs(ended) if leg["role"] == "supervisor"] == ["listen"]

    leader.cc("monitor-wall").click()
    leader.cc("wall-page").wait_for()
    leader.shot("monitor-4-wall")
    leader.page.keyboard.press("Escape")
    leader.cc("monitor-board").wait_for()
