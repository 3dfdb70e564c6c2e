"""Pick-up, giving, listening, whispering, barging in, taking over, ending: orders of a connector to a real Asterisk."""

import pytest
from tools.rtp import AGENT, CUSTOMER
from tools.story import wait_mixed
from tools.waiting import wait_until

from .company import PASSWORD

LEADER = 1320  # Hz
DESK = "cc-desk"


@pytest.fixture
def leader(office, linked):
    """1002, who serves no queue and sings another tone."""
    office.desks["1002"] = office.phones.desk_phone("1002", PASSWORD, hertz=LEADER)
    arguments = {"agent": "1002", "interface": "PJSIP/1002", "queues": [[DESK, 0]], "reason": "supervision"}
    assert linked.order("sign_in", **arguments) == (True, "")
    yield office.desks["1002"]
    assert linked.order("sign_out", agent="1002")[0]


def rung(office, linked, number="+8613800000035"):
    """(customer's end, end of the phone that rings at 1001, key of the call)"""
    desk, offers = office.desk("1001"), len(linked.store.offers)
    assert linked.order("sign_in", agent="1001", interface="PJSIP/1001", queues=[["service", 0]]) == (True, "")
    count = len(desk.calls) + 1
    customer = office.phones.customer(number, "4002")
    call = desk.wait_call(count)
    linked.until(lambda: len(linked.store.offers) > offers, "the offer is told")
    return customer, call, linked.store.offers[-1].call


def answered(office, linked):
    customer, call, key = rung(office, linked)
    call.answer(office.desk("1001").sound)
    linked.until(lambda: talker(linked, key, "1001"), "1001 talks")
    wait_mixed(customer, AGENT)
    return customer, call, key


def talker(linked, key, agent):
    legs = linked.store.calls[key].legs
    return next((leg for leg in legs if leg.party == agent and leg.answer and not leg.end), None)


def ended(linked, key):
    linked.until(lambda: linked.store.calls[key].end, f"{key} is over", 30)
    return linked.store.calls[key]


def legs_of(call, *roles):
    return [(leg.role, leg.party, leg.via or leg.mode, leg.ended_by) for leg in call.legs if leg.role in roles]


def watch(linked, key, mode="listen"):
    return linked.order("listen", agent="1002", call=key, interface="PJSIP/1002", of="1001", mode=mode)


def test_a_colleague_picks_up(office, linked, leader):
    customer, ringing, key = rung(office, linked)
    count = len(leader.calls) + 1
    order = {"agent": "1002", "call": key, "interface": "PJSIP/1002", "of": "1001"}
    assert linked.order("pick_up", **order) == (True, "")
    picked = leader.wait_call(count)
    assert picked.header("X-Call-Id") == key.partition(":")[2]
    wait_mixed(customer, LEADER)
    ringing.wait_ended()
    assert linked.order("pick_up", **order) == (False, "It does not ring there any more.")
    picked.hang_up()
    customer.press("5")
    call = ended(linked, key)
    assert legs_of(call, "queue", "agent") == [
        ("queue", "service", "", "answered"), ("agent", "1001", "queue", "pickup"),
        ("agent", "1002", "pickup", "agent"),
    ]  # fmt: skip
    assert (call.result, call.agent, call.rating) == ("answered", "1002", "5")
    assert [row.state for row in linked.store.states["1001"].values()][-1] == "ready"
    linked.until(lambda: linked.state("1002") == "not_ready:supervision", "wrap-up is over, supervision goes on")


def test_a_waiting_caller_is_given_to_an_agent(office, linked, leader):
    assert linked.order("sign_in", agent="1001", interface="PJSIP/1001", queues=[["service", 0]], reason="lunch")[0]
    customer = office.phones.customer("+8613800000036", "4002").wait_answered()
    linked.until(lambda: any(not call.end and call.queue for call in linked.store.calls.values()), "the caller waits")
    key = next(call.key for call in linked.store.calls.values() if not call.end)
    count = len(leader.calls) + 1
    assert linked.order("give", agent="1002", call=key, to="1002") == (True, "")
    leader.wait_call(count).refuse()
    linked.until(lambda: legs_of(linked.store.calls[key], "agent"), "the refused offer")
    assert legs_of(linked.store.calls[key], "queue") == [("queue", "service", "", "")], "the wait goes on"
    # An order in the moment between the refused phone and the queue is overtaken by Asterisk's own way back there.
    wait_until(lambda: "has 1 calls" in office.node.cli("queue show service"), 10, "back in the queue")
    desk, count = office.desk("1001"), len(office.desk("1001").calls) + 1
    linked.until(lambda: linked.order("give", agent="1002", call=key, to="1001")[0], "it is given on")
    given = desk.wait_call(count)
    given.answer(desk.sound)
    wait_mixed(customer, AGENT)
    customer.hang_up()
    call = ended(linked, key)
    assert legs_of(call, "queue", "agent") == [
        ("queue", "service", "", "answered"), ("agent", "1002", "give", "refused"), ("agent", "1001", "give", "caller"),
    ]  # fmt: skip
    given.wait_ended()


def test_listen_whisper_barge_take_over(office, linked, leader):
    customer, agent, key = answered(office, linked)
    count = len(leader.calls) + 1
    assert watch(linked, key) == (True, "")
    own = leader.wait_call(count)
    wait_mixed(own, CUSTOMER, AGENT)
    wait_mixed(customer, AGENT, never=(LEADER,))
    wait_mixed(agent, CUSTOMER, never=(LEADER,))
    assert watch(linked, key, "whisper") == (True, "")
    wait_mixed(agent, CUSTOMER, LEADER)
    wait_mixed(customer, AGENT, never=(LEADER,))
    assert watch(linked, key, "barge") == (True, "")
    wait_mixed(customer, AGENT, LEADER)
    wait_mixed(agent, CUSTOMER, LEADER)
    assert linked.order("take_over", agent="1002", call=key) == (True, "")
    agent.wait_ended()
    wait_mixed(customer, LEADER, never=(AGENT,))
    linked.until(lambda: linked.state("1001") == "wrap_up", "wrap-up of the agent")
    own.hang_up()
    customer.press("4")
    call = ended(linked, key)
    assert legs_of(call, "agent", "supervisor", "target") == [
        ("agent", "1001", "queue", "supervisor"), ("supervisor", "1002", "listen", "moved"),
        ("supervisor", "1002", "whisper", "moved"), ("supervisor", "1002", "barge", "joined"),
        ("target", "1002", "takeover", "target"),
    ]  # fmt: skip
    assert (call.last_handler, call.rating) == ("1002", "4")
    linked.until(lambda: linked.state("1002") == "not_ready:supervision", "wrap-up is over, supervision goes on")
    states = [(row.state, row.sub) for row in linked.store.states["1002"].values() if row.call == key]
    assert states == [("on_call", "monitor"), ("on_call", "talk"), ("wrap_up", "")]
    assert not any("cmd" in call or call.endswith(":") for call in linked.store.calls), "watching is no call of its own"


def test_who_stops_listening_leaves_the_others_alone(office, linked, leader):
    customer, agent, key = answered(office, linked)
    count = len(leader.calls) + 1
    assert watch(linked, key) == (True, "")
    own = leader.wait_call(count)
    wait_mixed(own, CUSTOMER)
    own.hang_up()
    linked.until(lambda: legs_of(linked.store.calls[key], "supervisor")[-1:] and
                 legs_of(linked.store.calls[key], "supervisor")[-1][3], "the watching is over")  # fmt: skip
    wait_mixed(customer, AGENT)
    wait_mixed(agent, CUSTOMER)
    assert legs_of(linked.store.calls[key], "supervisor") == [("supervisor", "1002", "listen", "supervisor")]
    assert linked.order("take_over", agent="1002", call=key)[1].startswith("Listen to the call first")
    customer.hang_up()
    ended(linked, key)


def test_a_supervisor_ends_a_call(office, linked, leader):
    customer, _agent, key = answered(office, linked)
    assert linked.order("end_call", agent="1002", call=key) == (True, "")
    customer.wait_ended()
    call = ended(linked, key)
    assert call.ended_by == "supervisor"
    assert legs_of(call, "agent") == [("agent", "1001", "queue", "supervisor")]


def test_what_is_refused(office, linked, leader):
    assert linked.order("listen", agent="1002", call="test:1.1", interface="PJSIP/1002", of="1001", mode="listen") == (
        False, "This call is over.",
    )  # fmt: skip
    customer, _agent, key = answered(office, linked)
    assert watch(linked, key, "shout")[0] is False
    assert linked.order("give", agent="1002", call=key, to="1002") == (False, "This caller does not wait any more.")
    customer.hang_up()
    ended(linked, key)
