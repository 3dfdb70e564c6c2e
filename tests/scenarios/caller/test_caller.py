import time

import pytest
from tools import story
from tools.waiting import wait_until

DID = "4088"
OUTSIDE = "+8613900000099"


@pytest.fixture(scope="module")
def care(stack):
    """Queue ``care`` behind DID 4088 with agents 2 and 3: ids by what they are."""
    rpc = stack.rpc("admin")
    node = rpc.call("callcenter.node", "search", [])[0]
    known = rpc.call("callcenter.queue", "search", [["code", "=", "care"]])
    if known:
        (queue,) = known
    else:
        queue = rpc.call("callcenter.queue", "create", {"name": "Care", "code": "care", "node_id": node, "wrap_s": 1})
        rpc.call("callcenter.did", "create", {"number": DID, "node_id": node, "target": "queue", "queue_id": queue})
        for number, penalty in ((2, 0), (3, 1)):
            agent = rpc.call("callcenter.agent", "search", [["extension", "=", f"100{number}"]])[0]
            rpc.call("callcenter.queue.member", "create", {"queue_id": queue, "agent_id": agent, "penalty": penalty})
    stack.wait_configured()
    return {"queue": queue, "node": node, "rpc": rpc}


@pytest.fixture(scope="module")
def skilled(stack, care):
    """Queue ``skilled`` behind DID 4087 asks for level 4 of a skill: agent 3 has 5, agent 2 has 3."""
    rpc, node = care["rpc"], care["node"]
    skill = rpc.call("callcenter.skill", "create", {"name": f"Skill of {time.time()}"})
    rows = {
        number: rpc.call(
            "callcenter.agent.skill",
            "create",
            {
                "agent_id": rpc.call("callcenter.agent", "search", [["extension", "=", f"100{number}"]])[0],
                "skill_id": skill,
                "level": level,
            },
        )
        for number, level in ((2, 3), (3, 5))
    }
    known = rpc.call("callcenter.queue", "search", [["code", "=", "skilled"]])
    if not known:
        values = {"name": "Skilled", "code": "skilled", "node_id": node, "wrap_s": 1}
        known = [rpc.call("callcenter.queue", "create", values)]
        did = {"number": "4087", "node_id": node, "target": "queue", "queue_id": known[0]}
        rpc.call("callcenter.did", "create", did)
    asked = [[5, 0, 0], [0, 0, {"skill_id": skill, "level": 4}]]
    rule = [[5, 0, 0], [0, 0, {"reason": "late", "action": "queue", "target_queue_id": care["queue"]}]]
    rpc.call("callcenter.queue", "write", known, {"max_wait_s": 0, "skill_ids": asked, "rule_ids": rule})
    stack.wait_configured()
    return {"queue": known, "row": [rows[2]], "rpc": rpc}


@pytest.fixture
def setting(stack, care):
    """Sets values of the queue for one test, live on the node."""
    names, rpc, queue = set(), care["rpc"], [care["queue"]]
    before = rpc.call("callcenter.queue", "read", queue, ["max_wait_s", "callback_key", "last_agent_days"])[0]

    def write(**values):
        names.update(values)
        rpc.call("callcenter.queue", "write", queue, values)
        stack.wait_configured()

    yield write
    rules = rpc.call("callcenter.queue.rule", "search", [["queue_id", "=", care["queue"]]])
    rpc.call("callcenter.queue.rule", "unlink", rules)
    write(**{name: before[name] for name in names if name in before})


@pytest.fixture
def carrier(stack, phones):
    return phones.carrier(stack.port("customer"))


def rule(reason: str, **values) -> dict:
    return {"rule_ids": [[0, 0, {"reason": reason, **values}]]}


def ready(team, number: int) -> None:
    agent = team[f"agent{number}"]
    agent.sign_in()
    agent.ask("ready")
    agent.wait_state("ready")


def telephone(stack, phones, number: int):
    return phones.desk_phone(f"100{number}", stack.secret_of(f"100{number}"))


def ended(ledger, number: str, since: float) -> dict:
    return story.check_whole(ledger, ledger.wait_ended(ledger.wait_call(number, since)["key"]))


def waits(ledger, phones, number: str, since: float):
    call = phones.customer(number.removeprefix("+86"), DID).wait_answered()
    ledger.wait_leg(ledger.wait_call(number, since), "queue")
    return call


def takes(phone, seconds: float = 10):
    """The phone's next call, answered and heard for a second."""
    offer = phone.wait_ringing(seconds)
    offer.answer(phone.sound)
    wait_until(lambda: len(offer.stream.heard) > 8000, 10, "a second of talk")
    return offer


def test_a_message_at_night(stack, ledger, phones, team, care, setting, since):
    box = {"name": "Care at night", "code": "care-night", "node_id": care["node"], "queue_id": care["queue"]}
    known = care["rpc"].call("callcenter.mailbox", "search", [["code", "=", "care-night"]])
    mailbox = known[0] if known else care["rpc"].call("callcenter.mailbox", "create", box)
    stack.wait_configured()
    setting(**rule("no_agents", action="voicemail", mailbox_id=mailbox))
    caller = phones.customer("13800007001", DID).wait_answered()
    call = ledger.wait_call("+8613800007001", since)
    leg = ledger.wait_leg(call, "voicemail")
    assert leg["party"] == "care-night"
    wanted = len(caller.stream.heard) + 5 * 8000
    wait_until(lambda: len(caller.stream.heard) >= wanted, 15, "five seconds on the line")
    caller.hang_up()
    call = ended(ledger, "+8613800007001", since)
    assert (call["result"], call["queue_code"], call["service_level"]) == ("voicemail", "care", "no")
    (queue,) = ledger.legs(call, "queue")
    assert (queue["outcome"], queue["reason"], queue["ended_by"]) == ("voicemail", "no_agents", "system")
    assert ledger.legs(call, "voicemail")[0]["message_s"] > 2

    agent = team["agent2"]
    row = wait_until(lambda: of_number(agent, "+8613800007001", messages=True), 15, "the message on the agent's list")
    assert row["kind"] == "voicemail" and row["messages"][0]["seconds"] >= 2
    agent.ask("callback_done", row["id"])
    assert not of_number(agent, "+8613800007001")


def of_number(agent, number: str, messages: bool = False) -> dict | None:
    rows = agent.ask("today")["callbacks"]["rows"]
    return next((row for row in rows if row["number"] == number and (row["messages"] or not messages)), None)


def test_too_long_a_wait_leads_to_a_mobile(ledger, phones, team, carrier, setting, since):
    carrier.default = "answer"
    ready(team, 2)
    team["agent2"].ask("not_ready", team["agent2"].ask("desktop")["reasons"][0]["code"])
    setting(max_wait_s=2, **rule("late", action="outside", number=OUTSIDE))
    caller = phones.customer("13800007002", DID).wait_answered()
    wait_until(lambda: carrier.calls, 15, "the mobile rings")
    ledger.wait_leg(ledger.wait_call("+8613800007002", since), "outside", answer=True)
    caller.hang_up()
    call = ended(ledger, "+8613800007002", since)
    assert call["result"] == "overflowed" and call["outside_s"] > 0
    (outside,) = ledger.legs(call, "outside")
    assert (outside["party"], outside["via"]) == (OUTSIDE, "overflow")


def test_last_time_s_agent_first(stack, ledger, phones, team, setting, since):
    setting(last_agent_days=7)
    first, second = telephone(stack, phones, 2), telephone(stack, phones, 3)
    ready(team, 3)
    caller = phones.customer("13800007003", DID)
    takes(second)
    caller.hang_up()
    ended(ledger, "+8613800007003", since)
    ready(team, 2)
    team["agent3"].wait_state("ready", 15)
    caller = phones.customer("13800007003", DID)
    takes(second)
    caller.hang_up()
    wait_until(lambda: len(ledger.calls("+8613800007003", since)) == 2, 10, "the second call")
    call = max(ledger.calls("+8613800007003", since), key=lambda one: one["start"])
    call = ledger.wait_ended(call["key"])
    (leg,) = ledger.legs(call, "agent")
    assert (leg["party"], leg["via"]) == ("1003", "last_agent")
    assert (call["wanted_code"], call["wanted_kind"]) == ("1003", "last_agent")
    assert not first.calls, "the first in turn has heard nothing"


def test_an_important_customer_goes_first(stack, ledger, phones, team, care, since):
    rpc = care["rpc"]
    vip = rpc.call("callcenter.dictionary.item", "search", [["dictionary_id.code", "=", "customer_level"]])[0]
    rpc.call("callcenter.dictionary.item", "write", [vip], {"queue_priority": 3})
    known = rpc.call("res.partner", "search", [["name", "=", "VIP of care"]])
    partner = known[0] if known else rpc.call("res.partner", "create", {"name": "VIP of care", "phone": "13800007005"})
    rpc.call("res.partner", "write", [partner], {"callcenter_level_id": vip})
    stack.wait_configured()
    phone = telephone(stack, phones, 2)
    ready(team, 2)
    talking = phones.customer("13800007006", DID)
    takes(phone)
    earlier = waits(ledger, phones, "+8613800007004", since)
    important = waits(ledger, phones, "+8613800007005", since)
    talking.hang_up()
    takes(phone, 20)
    answered = ledger.wait_leg(ledger.wait_call("+8613800007005", since), "agent", answer=True)
    assert answered["party"] == "1002"
    assert not ledger.legs(ledger.wait_call("+8613800007004", since), "agent")
    important.hang_up()
    takes(phone, 20)
    earlier.hang_up()
    ended(ledger, "+8613800007004", since)


def test_a_call_back_keeps_the_place(stack, ledger, phones, team, carrier, setting, since):
    setting(callback_key="1")
    carrier.default = "answer"
    phone = telephone(stack, phones, 2)
    ready(team, 2)
    talking = phones.customer("13800007007", DID)
    takes(phone)
    wishing = waits(ledger, phones, "+8613800007008", since)
    later = waits(ledger, phones, "+8613800007009", since)
    wishing.press("1")
    wishing.wait_ended(30)
    wish = ended(ledger, "+8613800007008", since)
    assert (wish["result"], wish["ended_by"]) == ("callback", "system")
    talking.hang_up()
    offer = takes(phone, 20)
    wait_until(lambda: len(ledger.calls("+8613800007008", since)) == 2, 10, "the call-back is booked")
    offer.hang_up()
    back = max(ledger.calls("+8613800007008", since), key=lambda one: one["start"])
    back = story.check_whole(ledger, ledger.wait_ended(back["key"]))
    assert (back["kind"], back["result"], back["callback_of_key"]) == ("callback", "answered", wish["key"])
    (leg,) = ledger.legs(back, "agent")
    assert (leg["via"], leg["queue_code"]) == ("callback", "care") and leg["dial_s"] > 0
    takes(phone, 20)
    later.hang_up()
    ended(ledger, "+8613800007009", since)
    state = "SELECT state FROM callcenter_callback WHERE number = %s ORDER BY id DESC LIMIT 1"
    wait_until(lambda: ledger.value(state, "+8613800007008") == "done", 10, "the wish is fulfilled")


def test_who_learns_what_is_asked_for_serves_who_waits(stack, ledger, phones, team, skilled, since):
    rpc, number = skilled["rpc"], "13800007011"
    phone = telephone(stack, phones, 2)
    ready(team, 3)
    team["agent3"].ask("not_ready", team["agent3"].ask("desktop")["reasons"][0]["code"])
    team["agent3"].wait_state("not_ready")
    ready(team, 2)
    caller = phones.customer(number, "4087").wait_answered()
    call = ledger.wait_call(f"+86{number}", since)
    ledger.wait_leg(call, "queue", party="skilled")
    assert not phone.calls and "1002" not in stack.asterisk("queue show skilled")
    rpc.call("callcenter.agent.skill", "write", skilled["row"], {"level": 4})
    takes(phone)
    leg = ledger.wait_leg(call, "agent", party="1002", answer=True)
    caller.hang_up()
    assert (leg["via"], leg["queue_code"]) == ("queue", "skilled")

    # without the level again: not before the queue sends the caller on to those who serve the other one
    rpc.call("callcenter.agent.skill", "write", skilled["row"], {"level": 3})
    wait_until(lambda: "1002" not in stack.asterisk("queue show skilled"), 10, "no member any more")
    rpc.call("callcenter.queue", "write", skilled["queue"], {"max_wait_s": 2})
    stack.wait_configured()
    team["agent2"].wait_state("ready", 15)
    caller = phones.customer("13800007012", "4087").wait_answered()
    takes(phone)
    caller.hang_up()
    call = ended(ledger, "+8613800007012", since)
    assert [(leg["party"], leg["outcome"]) for leg in ledger.legs(call, "queue")] == [
        ("skilled", "overflow_queue"), ("care", "answered"),
    ]  # fmt: skip
    (leg,) = ledger.legs(call, "agent")
    assert (leg["party"], leg["queue_code"]) == ("1002", "care")


def test_who_is_turned_away(stack, ledger, phones, care, since):
    rpc = care["rpc"]
    did = rpc.call("callcenter.did", "search", [["number", "=", DID]])
    rows = [
        rpc.call("callcenter.blacklist", "create", {"number": "13800007010", "reason": "insults"}),
        rpc.call("callcenter.blacklist", "create", {"withheld": True, "did_ids": [[6, 0, did]]}),
    ]
    try:
        stack.wait_configured()
        for number in ("13800007010", "anonymous"):
            caller = phones.customer(number, DID)
            caller.wait_ended()
            assert caller.status == 403 and not caller.answered.is_set()
        assert ended(ledger, "+8613800007010", since)["result"] == "refused"
        on_another = phones.customer("anonymous", "4001").wait_answered()
        on_another.hang_up()
    finally:
        rpc.call("callcenter.blacklist", "unlink", rows)
    stack.wait_configured()
    phones.customer("13800007010", "4001").wait_answered().hang_up()
