import os
import time

import pytest
from playwright.sync_api import expect
from tools import story
from tools.waiting import wait_until
from witness import Witness

OUTAGE_S = float(os.environ.get("CALLCENTER_OUTAGE_S", "30"))
TYPED = "typed while Odoo is away"
DOWN = {
    "connector": ("kill", "killed with -9"),
    "odoo": ("stop", "stopped"),
    "postgres": ("stop", "stopped"),
}


@pytest.fixture(scope="module", autouse=True)
def short_wrap_up(stack):
    """Five seconds of wrap-up, so that a few agents take many calls."""
    rpc = stack.rpc("admin")
    queue = rpc.call("callcenter.queue", "search", [["code", "=", "service"]])
    (before,) = rpc.call("callcenter.queue", "read", queue, ["wrap_s", "survey"])
    rpc.call("callcenter.queue", "write", queue, {"wrap_s": 5, "survey": False})
    stack.wait_configured()
    yield
    stack.rpc("admin").call(
        "callcenter.queue", "write", queue, {"wrap_s": before["wrap_s"], "survey": before["survey"]}
    )


@pytest.fixture
def witness(stack, phones, team):
    return Witness(stack, phones)


@pytest.mark.parametrize("service", DOWN)
def test_nothing_is_lost_while_it_is_down(stack, ledger, team, witness, service):
    """{service} down for OUTAGE_S seconds, with calls before, during and across."""
    witness.desk_phones("1002", "1003", "1004", "1005")
    for login in ("agent2", "agent3", "agent4"):
        team[login].sign_in()
    team["agent5"].sign_in().sign_out()  # known to the node, signed out
    across = witness.talk("13800005001")

    getattr(stack, DOWN[service][0])(service)
    down = time.time()
    try:
        across.end("agent")
        within = witness.talk("13800005002")
        within.end("caller")
        witness.abandon("13800005003")
        signed_in = witness.dial("1005", "*45")
        still = witness.talk("13800005004")
        wait_until(lambda: time.time() - still.answered > 4, 10, "four seconds of talk")
        signed_out = witness.dial("1005", "*46") if still.extension != "1005" else 0
        left = OUTAGE_S - (time.time() - down)
        wait_until(lambda: time.time() - down > OUTAGE_S, left + 5, "the outage's end")
    finally:
        stack.start(service)
    stack.wait_ready()
    following = witness.talk("13800005005")  # the next caller reaches an agent
    still.end("agent")
    following.end("agent")

    for talk in witness.talks:
        witness.check(talk)
    wait_until(lambda: ledger.state(following.extension)["state"] == "ready", 15, "wrap-up over")
    witness.check_states()
    assert len(ledger.calls(since=witness.since)) == len(witness.talks), "more calls booked than made"
    check_signed_in_and_out(ledger, signed_in, signed_out)
    if service == "connector":
        late = ledger.calls(within.e164, witness.since)[0]
        assert "journal" in (late["marks"] or ""), "booked from the journal, and says so"


def check_signed_in_and_out(ledger, signed_in: float, signed_out: float) -> None:
    """What agent 5 did at the telephone while the record was away has its true times."""
    rows = [
        row for row in ledger.states("1005", signed_in - 1) if row["ended"] is None or row["ended"] > signed_in + 0.5
    ]
    before = [row for row in ledger.states("1005") if row["started"] < signed_in - 1]
    assert before[-1]["state"] == "offline"
    assert rows[0]["state"] != "offline" and rows[0]["started"] == pytest.approx(signed_in, abs=1.5)
    if signed_out:
        last = rows[-1]
        assert last["state"] == "offline" and last["started"] == pytest.approx(signed_out, abs=1.5)


def test_the_browser_phone_works_on_while_odoo_is_down(stack, ledger, phones, team, desk, witness):
    """A talk goes on, is hung up and the next one taken in a page whose server is away; nothing typed is lost."""
    agent = desk("agent1")
    agent.sign_in("browser")
    agent.ready()
    first = phones.customer("13800005011", "4002")
    agent.wait_pop()
    agent.answer()
    answered = time.time()
    agent.wait_heard(story.CUSTOMER)
    stack.stop("odoo")
    try:
        agent.cc("note").fill(TYPED)
        agent.wait_heard(story.CUSTOMER)
        agent.hang_up()
        first.wait_ended(20)
        talked = time.time() - answered
        agent.wait_view("ended")
        expect(agent.cc("state-pill")).to_contain_text("Call ended · server away")
        agent.shot("faults-1-odoo-away")
        second = phones.customer("13800005012", "4002")
        wait_until(lambda: agent.cc("answer").is_visible(), 45, "the next call rings in the page")
        agent.cc("answer").click()
        agent.wait_view("talk")
        agent.wait_heard(story.CUSTOMER)
        agent.shot("faults-2-next-call-while-odoo-is-away")
    finally:
        stack.start("odoo")
    stack.wait_ready()
    wait_until(lambda: agent.view() == "talk", 30, "the page is back")
    second.hang_up()
    agent.wait_view("wrap_up")  # five seconds of it
    call = ledger.wait_ended(ledger.wait_call("+8613800005011", witness.since)["key"])
    wait_until(lambda: TYPED in kept(ledger, call), 30, "what was typed is kept for the call it was typed for")
    assert call["talk_s"] == pytest.approx(talked, abs=1.5)
    assert ledger.wait_ended(ledger.wait_call("+8613800005012", witness.since)["key"])["result"] == "answered"
    assert not ledger.gaps()


def kept(ledger, call: dict) -> list[str]:
    """Notes of a call on the server, saved or still a draft."""
    drafts = ledger.rows("SELECT note FROM callcenter_call_draft WHERE call_key = %s", call["key"])
    return [ledger.call(call["key"])["note"], *(draft["note"] for draft in drafts)]


@pytest.mark.parametrize("how", ["kill", "stop"])
def test_asterisk_restarted(stack, ledger, team, witness, how):
    """Calls end with it and are booked as cut off; waiting callers are lost, not abandoned; agents stay signed in."""
    witness.desk_phones("1002", "1003")
    team["agent2"].sign_in()
    cut = witness.talk("13800005021")
    lost = witness.waiting("13800005022")
    wait_until(lambda: time.time() - cut.answered > 3, 10, "three seconds of talk")
    ledger.wait_leg(ledger.wait_call(lost.e164, witness.since), "queue")
    stopped = time.time()
    getattr(stack, how)("asterisk")
    stack.start("asterisk")
    wait_until(stack.linked, 60, "linked again")
    for telephone in witness.telephones.values():
        telephone.register()

    # an orderly stop hangs up first; what that was is known once the new start is
    call = ledger.wait_ended(ledger.wait_call(cut.e164, witness.since)["key"], 30, ended_by="fault")
    assert call["result"] == "answered" and "fault" in call["marks"]
    assert call["talk_s"] == pytest.approx(stopped - cut.answered, abs=6)
    ledger.wait_ended(ledger.wait_call(lost.e164, witness.since)["key"], 30, result="lost")
    ledger.wait_state("1002", "ready", 30)
    following = witness.talk("13800005023")
    wait_until(lambda: time.time() - following.answered > 3, 10, "three seconds of talk")
    following.end("caller")
    witness.check(following)
    assert not ledger.gaps()
