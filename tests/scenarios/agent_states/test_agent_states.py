import time

import pytest
from tools import story
from tools.waiting import wait_until

EXTENSION = "1003"


@pytest.fixture
def agent(team):
    return team["agent3"]


@pytest.fixture
def telephone(stack, phones):
    return phones.desk_phone(EXTENSION, stack.secret_of(EXTENSION))


@pytest.fixture
def reasons(agent):
    codes = [reason["code"] for reason in agent.ask("desktop")["reasons"]]
    assert len(codes) >= 2
    return codes


@pytest.fixture
def short_times(stack):
    """Wrap-up of 3 s and 4 s of ringing in queue ``service``, live on the node, for this test only."""
    rpc = stack.rpc("admin")
    queue = rpc.call("callcenter.queue", "search", [["code", "=", "service"]])
    (before,) = rpc.call("callcenter.queue", "read", queue, ["wrap_s", "ring_timeout_s"])
    before.pop("id")

    def write(values):
        rpc.call("callcenter.queue", "write", queue, values)
        stack.wait_configured()

    write({"wrap_s": 3, "ring_timeout_s": 4})
    yield
    write(before)


def short(row: dict) -> tuple:
    return row["state"], row["sub_state"] or "", row["reason"] or ""


def test_a_day_in_short(stack, ledger, phones, agent, telephone, reasons, short_times, since):
    moments = {}
    agent.sign_in()
    agent.ask("not_ready", reasons[0])
    agent.wait_state("not_ready", reason=reasons[0])
    agent.ask("not_ready", reasons[1])
    agent.wait_state("not_ready", reason=reasons[1])
    agent.ask("ready")
    agent.wait_state("ready")
    customer = phones.customer("13800000005", "4002")
    call = telephone.wait_call()
    agent.wait_state("ringing")
    call.answer(telephone.sound)
    moments["answered"] = time.time()
    customer.wait_answered()
    agent.wait_state("on_call", sub_state="talk")
    wait_until(lambda: time.time() - moments["answered"] > 2, 5, "two seconds of talk")
    call.hang_up()
    moments["ended"] = time.time()
    agent.wait_state("ready", 15)
    agent.ask("sign_out")
    agent.wait_state("offline")

    rows = ledger.states(EXTENSION, since)
    told = [short(row) for row in rows]
    begin = told.index(("ready", "", ""))
    assert told[begin:] == [
        ("ready", "", ""),
        ("not_ready", "", reasons[0]),
        ("not_ready", "", reasons[1]),
        ("ready", "", ""),
        ("ringing", "", ""),
        ("on_call", "talk", ""),
        ("wrap_up", "", ""),
        ("ready", "", ""),
        ("offline", "", ""),
    ]
    on_call, wrap_up = rows[begin + 5], rows[begin + 6]
    assert on_call["started"] == pytest.approx(moments["answered"], abs=0.3)
    assert on_call["ended"] == pytest.approx(moments["ended"], abs=0.3)
    assert wrap_up["ended"] - wrap_up["started"] == pytest.approx(3, abs=0.5)
    assert on_call["call_key"] == wrap_up["call_key"] != ""
    assert not ledger.gaps()


def test_a_wish_during_the_call_comes_true_after_wrap_up(
    stack, ledger, phones, agent, telephone, reasons, since, short_times
):
    agent.sign_in()
    customer = phones.customer("13800000005", "4002")
    call = telephone.wait_call()
    call.answer(telephone.sound)
    agent.wait_state("on_call")
    agent.ask("not_ready", reasons[0])
    # a wish that comes after the call would end the wrap-up
    wait_until(lambda: f"paused:{reasons[0]}" in stack.asterisk("queue show service"), 10, "the node knows the wish")
    call.hang_up()
    customer.hang_up()
    agent.wait_state("not_ready", 15, reason=reasons[0])
    wrap_up, not_ready = ledger.states(EXTENSION, since)[-2:]
    assert (wrap_up["state"], not_ready["state"]) == ("wrap_up", "not_ready")
    assert wrap_up["ended"] - wrap_up["started"] == pytest.approx(3, abs=0.5)
    assert not ledger.gaps()


def test_who_misses_a_call_gets_no_more_and_the_caller_goes_to_the_next(
    stack, ledger, phones, team, telephone, since, short_times
):
    team["agent3"].sign_in()
    customer = phones.customer("13800000005", "4002")
    telephone.wait_call()  # and lets it ring
    row = team["agent3"].wait_state("not_ready", 15)
    assert row["reason"] == "missed"
    other = phones.desk_phone("1004", stack.secret_of("1004"), auto_answer=True)
    team["agent4"].sign_in()
    other.wait_call()
    story.wait_hears(customer, story.AGENT)
    assert len(telephone.calls) == 1
    customer.hang_up()
    call = story.check_whole(ledger, ledger.wait_ended(ledger.wait_call("+8613800000005", since)["key"]))
    legs = ledger.legs(call, "agent")
    assert [(leg["party"], bool(leg["answer"]), leg["ended_by"]) for leg in legs] == [
        ("1003", False, "timeout"),
        ("1004", True, "caller"),
    ]
    assert not ledger.gaps()


def test_a_phone_that_is_gone_makes_not_ready(ledger, agent, telephone):
    agent.sign_in()
    gone = time.time()
    telephone.unregister()
    row = agent.wait_state("not_ready", 20)
    assert row["reason"] == "unreachable"
    assert row["started"] == pytest.approx(gone, abs=2), "from the moment contact was lost"
    assert not ledger.gaps()
