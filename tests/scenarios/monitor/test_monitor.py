from datetime import UTC, datetime

from playwright.sync_api import expect
from tools import rtp, sound, story
from tools.waiting import wait_until

NUMBER, E164 = "13800000021", "+8613800000021"
SECOND, SECOND_E164 = "13800000022", "+8613800000022"
CUSTOMER, LEADER = story.CUSTOMER, story.AGENT  # Hz; the leader's browser sings as agents' do
AGENT = 660  # Hz of the agents' desk phones


def card(leader, extension):
    return leader.page.locator(f'[data-cc="monitor-board"] [data-extension="{extension}"]')


def in_state(leader, extension, state, seconds=10):
    expect(card(leader, extension)).to_have_attribute("data-state", state, timeout=seconds * 1000)


def test_a_leader_sees_gives_steps_in_and_sets_states(stack, ledger, phones, desk, team, since):
    phone = phones.desk_phone("1001", stack.secret_of("1001"), auto_answer=True, hertz=AGENT)
    other = phones.desk_phone("1002", stack.secret_of("1002"), auto_answer=True, hertz=AGENT)
    for login in ("agent1", "agent2"):
        team[login].sign_in("sip")
        team[login].ask("not_ready", "lunch")
    leader = desk("leader")
    leader.sign_in("browser")
    try:
        leader.go("/odoo/monitor")
        leader.cc("monitor-live").wait_for()
        in_state(leader, "1001", "not_ready")
        customer = phones.customer(NUMBER, "4002")
        call = waits_and_is_given(leader, ledger, since)
        agent = phone.wait_call().wait_answered()
        in_state(leader, "1001", "on_call")
        expect(leader.cc("monitor-nobody-waits")).to_be_visible()
        listens(leader, ledger, customer, agent)
        steps_in(leader, ledger, call, customer, agent)
        check_stepped_in(stack, ledger, call)
        team["agent1"].end_wrap_up("not_ready")

        sets(leader, "1002", "training")
        ledger.wait_state("1002", "not_ready", reason="training")
        assert not other.calls
        sets(leader, "1002", "ready")
        ledger.wait_state("1002", "ready")
        sets(leader, "1001", "offline")
        ledger.wait_state("1001", "offline")
        ends(leader, ledger, phones, other, since)
        wall(leader)
    finally:
        leader.shot("monitor-end")
        stack.rpc("leader").call("callcenter.agent", "sign_out")
    assert not leader.errors, leader.errors


def waits_and_is_given(leader, ledger, since):
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
    return call


def listens(leader, ledger, customer, agent):
    """Hears both, is heard by nobody, and stays at the monitor."""
    card(leader, "1001").click()
    leader.cc("monitor-listen").click()
    leader.wait_heard(CUSTOMER)
    customer.play(None)
    leader.wait_heard(AGENT)
    ledger.wait_state("1007", "on_call", sub_state="monitor")
    leader.shot("monitor-3-listening")
    expect(leader.cc("monitor-board")).to_be_visible()
    assert leader.page.locator('[data-cc="person"]').count() == 0, "who listens has no customer"
    customer.play(rtp.tone(CUSTOMER))
    story.wait_mixed(agent, CUSTOMER, never=(LEADER,))


def steps_in(leader, ledger, call, customer, agent):
    leader.cc("monitor-whisper").click()
    story.wait_mixed(agent, CUSTOMER, LEADER)
    ledger.wait_leg(call, "supervisor", mode="whisper")
    expect(leader.cc("monitor-whisper")).to_have_attribute("aria-pressed", "true")
    heard = len(customer.stream.heard)
    wait_until(lambda: len(customer.stream.heard) > heard + 2 * rtp.RATE, 10, "two seconds more at the customer's")
    story.wait_mixed(agent, CUSTOMER, LEADER)
    everything = sound.from_mulaw(customer.stream.heard)
    assert sound.seconds_of(everything, LEADER, at_least=0.02) == 0, "the customer has heard who listens or whispers"
    leader.shot("monitor-4-whispering")

    leader.page.keyboard.press("3")
    story.wait_mixed(customer, AGENT, LEADER)
    story.wait_mixed(agent, CUSTOMER, LEADER)

    leader.cc("monitor-take-over").click()
    agent.wait_ended()
    story.wait_mixed(customer, LEADER, never=(AGENT,))
    leader.wait_heard(CUSTOMER)
    leader.cc("person").wait_for()  # who has the customer has the card
    leader.shot("monitor-5-taken-over")
    leader.hang_up()
    customer.hang_up()
    leader.wait_view("wrap_up")
    leader.write_up("taken over", "solved")
    leader.save("not_ready")
    leader.wait_view("not_ready")
    leader.page.get_by_role("menuitem", name="Live Monitor").click()
    in_state(leader, "1001", "wrap_up", 15)


def check_stepped_in(stack, ledger, call):
    ended = story.check_whole(ledger, ledger.wait_ended(call["key"]))
    legs = [leg for leg in ledger.legs(ended) if leg["role"] in ("agent", "supervisor", "target")]
    assert [(leg["role"], leg["party"], leg["via"] or leg["mode"], leg["ended_by"]) for leg in legs] == [
        ("agent", "1001", "give", "supervisor"),
        ("supervisor", "1007", "listen", "moved"),
        ("supervisor", "1007", "whisper", "moved"),
        ("supervisor", "1007", "barge", "joined"),
        ("target", "1007", "takeover", "target"),
    ]
    row = wait_until(lambda: [one for one in ledger.recordings(ended) if one["sha256"]], 15, "the recording")[0]
    samples, rate = sound.read_wav(stack.recordings / row["path"])
    left, right = samples[:, 0], samples[:, 1]
    assert sound.seconds_of(left, CUSTOMER, rate, 0.4) >= 2, "the customer is not on the left"
    assert sound.seconds_of(left, LEADER, rate, 0.1) <= 0.5, "the leader is on the customer's side"
    assert sound.seconds_of(right, AGENT, rate, 0.4) >= 2, "the agent is not on the right"
    assert sound.seconds_of(right, LEADER, rate, 0.4) >= 1, "who took over is not on the right"


def sets(leader, extension, state):
    card(leader, extension).click()
    leader.cc("monitor-set-state").click()
    leader.cc(f"monitor-state-{state}").click()
    if state in ("ready", "offline"):
        in_state(leader, extension, state)
    else:
        expect(card(leader, extension).locator('[data-cc="agent-state"]')).to_contain_text(state.title())


def ends(leader, ledger, phones, phone, since):
    customer = phones.customer(SECOND, "4002")
    agent = phone.wait_call().wait_answered()
    in_state(leader, "1002", "on_call")
    card(leader, "1002").click()
    leader.cc("monitor-end-call").click()
    leader.shot("monitor-6-end")
    leader.page.locator(".modal .btn-primary").click()
    customer.wait_ended()
    agent.wait_ended()
    call = story.check_whole(ledger, ledger.wait_ended(ledger.wait_call(SECOND_E164, since)["key"]))
    assert call["ended_by"] == "supervisor"
    assert [leg["ended_by"] for leg in ledger.legs(call, "agent")] == ["supervisor"]


def wall(leader):
    leader.cc("monitor-wall").click()
    leader.cc("wall-page").wait_for()
    leader.shot("monitor-7-wall")
    leader.page.keyboard.press("Escape")
    leader.cc("monitor-board").wait_for()
