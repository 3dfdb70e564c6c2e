from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect
from tools import story
from tools.waiting import wait_until

FIRST, SECOND, BUSY = "+8613800002041", "+8613800002042", "+8613800002047"
CALL_BACK = "call_back"


@pytest.fixture
def carrier(stack, phones):
    return phones.carrier(stack.port("customer"))


@pytest.fixture
def rpc(stack):
    return stack.rpc("admin")


@pytest.fixture
def campaign(rpc):
    """Makes a running campaign in preview mode with contacts of an agent's; it is closed afterwards."""
    made = []

    def make(login: str, *numbers: str, **settings) -> int:
        (user,) = rpc.call("res.users", "search", [["login", "=", login]])
        values = {"name": f"Preview {numbers[0]}", "dial_mode": "preview", "hour_from": 0, "hour_to": 24}
        script = "<p>Good day, a word about your savings?</p>"
        made.append(rpc.call("callcenter.campaign", "create", {**values, "script": script, **settings}))
        rpc.call("callcenter.campaign", "action_start", made[-1:])
        for place, number in enumerate(numbers):
            name = {"name": f"Contact {number[-4:]}", "priority": 100 - place, "user_id": user}
            rpc.call("callcenter.contact", "create", {**name, "campaign_id": made[-1], "number": number})
        return made[-1]

    yield make
    for campaign_id in made:
        rpc.call("callcenter.campaign", "action_close", [campaign_id])


def contact_of(rpc, number: str) -> dict:
    domain = [["number", "=", number], ["campaign_id.dial_mode", "=", "preview"]]
    found = rpc.call("callcenter.contact", "search_read", domain, ["state", "attempts", "next_at"], 0, 1, "id desc")
    return found[0]


def states(ledger, extension: str, since: float) -> list[str]:
    rows = ledger.states(extension, since)
    return [f"{row['state']}/{row['sub_state']}" if row["sub_state"] else row["state"] for row in rows]


def test_one_contact_after_the_other_by_keys(stack, ledger, phones, carrier, rpc, desk, team, since, campaign):
    campaign_id = campaign("agent1", FIRST, SECOND, blended=False)
    agent = desk("agent1")
    agent.sign_in("browser")
    agent.ready()
    agent.open_workspace()
    keys = agent.page.keyboard

    agent.cc("next-contact").wait_for()
    expect(agent.cc("next-contact")).to_be_enabled()
    if agent.cc("preview-campaign").is_visible():  # the demo company previews as well
        agent.page.select_option('[data-cc="preview-campaign"]', str(campaign_id))
    keys.press("n")
    agent.wait_view("preview")
    expect(agent.cc("person-name")).to_have_text("Contact 2041")
    expect(agent.cc("script")).to_contain_text("a word about your savings")
    ledger.wait_state("1001", "on_call", sub_state="preview")
    assert "paused:preview" in stack.asterisk("queue show")
    agent.page.reload()
    expect(agent.cc("person-name")).to_have_text("Contact 2041")
    agent.wait_registered()
    agent.shot("preview-1-contact")

    keys.press("d")
    called = phones.watch(wait_until(lambda: carrier.calls and carrier.calls[-1], 15, "the contact's phone rings"))
    agent.wait_view("talk")
    agent.wait_heard(story.CUSTOMER)
    expect(agent.cc("contact")).to_contain_text("Contact 2041")
    agent.shot("preview-2-talk")
    called.hang_up()
    agent.wait_view("wrap_up")
    agent.cc("note").fill("after lunch")
    expect(agent.cc("save-next")).to_be_disabled()
    agent.cc(f"outcome-{CALL_BACK}").click()
    agent.cc("next-days").click()
    agent.shot("preview-3-wrap-up")
    keys.press("Control+Enter")
    expect(agent.cc("preview-person")).to_contain_text("Contact 2042")
    agent.wait_view("preview")
    agent.shot("preview-4-next")

    call = ledger.wait_ended(ledger.wait_call(FIRST, since)["key"])
    story.check_whole(ledger, call)
    assert (call["direction"], call["kind"], call["result"]) == ("outbound", "preview", "answered")
    assert (call["ended_by"], call["outcome"]) == ("outside", CALL_BACK)
    assert call["campaign_id"] == campaign_id and call["contact_id"]
    assert call["right_party"] and call["promised_at"] > datetime.now() + timedelta(days=2)
    contact = contact_of(rpc, FIRST)
    assert (contact["state"], contact["attempts"]) == ("pending", 1)

    keys.press("s")
    keys.press("1")
    expect(agent.cc("finished")).to_be_visible()
    agent.wait_view("ready")
    assert contact_of(rpc, SECOND)["next_at"]
    line = states(ledger, "1001", since)
    assert line[-6:] == [
        "on_call/preview", "on_call/dialing", "on_call/talk", "wrap_up", "on_call/preview", "ready",
    ], line  # fmt: skip
    assert not ledger.gaps()
    assert not agent.errors, agent.errors


@pytest.fixture
def outcome_of_busy(rpc):
    """Busy means "nobody reached", and no other outcome of the demo company's."""
    (outcome,) = rpc.call("callcenter.disposition", "search", [["code", "=", "no_contact"]])
    known = rpc.call("callcenter.dial.outcome", "search", [["result", "=", "busy"], ["campaign_id", "=", False]])
    if not known:
        rpc.call("callcenter.dial.outcome", "create", {"result": "busy", "disposition_id": outcome})


def test_who_is_busy_gets_the_outcome_by_itself(
    stack, ledger, phones, carrier, rpc, team, since, campaign, outcome_of_busy
):
    campaign_id = campaign("agent3", BUSY, blended=False)
    phones.desk_phone("1003", stack.secret_of("1003"))
    agent = team["agent3"].sign_in()
    shown = agent.ask("preview_next", campaign_id)
    assert shown["card"]["name"] == "Contact 2047"
    agent.wait_state("on_call", sub_state="preview")
    agent.ask("preview_dial", 0)
    call = ledger.wait_ended(ledger.wait_call(BUSY, since, 20)["key"], 20)
    assert (call["kind"], call["result"], call["outcome"]) == ("preview", "busy", "no_contact")
    agent.wait_state("ready")
    contact = contact_of(rpc, BUSY)
    assert (contact["attempts"], bool(contact["next_at"])) == (1, True)
    assert not agent.ask("preview")["current"]
    wait_until(lambda: "paused:preview" not in stack.asterisk("queue show"), 5, "no pause is left")
    assert not ledger.gaps()


@pytest.fixture
def forbidden(stack, rpc):
    """Nobody dials 12110 while the test runs."""
    (node,) = rpc.call("callcenter.node", "search", [], 0, 1)
    rule = rpc.call("callcenter.dial.rule", "create", {"name": "Not 12110", "node_id": node, "prefixes": "12110"})
    stack.wait_configured()
    yield rule
    rpc.call("callcenter.dial.rule", "unlink", [rule])
    stack.wait_configured()


def test_a_forbidden_number_is_dialled_by_no_phone(stack, ledger, phones, carrier, rpc, team, since, forbidden):
    telephone = phones.desk_phone("1003", stack.secret_of("1003"))
    agent = team["agent3"].sign_in()
    with pytest.raises(Exception, match="Not 12110"):
        agent.ask("dial", "12110")
    call = phones.dial(telephone.phone, "12110", telephone.sound).wait_ended()
    assert call.status >= 400
    domain = [["rule_id", "=", forbidden]]
    blocked = wait_until(
        lambda: (
            (rows := rpc.call("callcenter.dial.block", "search_read", domain, ["key", "number", "what"]))
            and len(rows) == 2
            and rows
        ),
        10,
        "both are counted, the click and the phone",
    )
    assert {row["number"] for row in blocked} == {"12110"}
    assert sorted(bool(row["key"]) for row in blocked) == [False, True]
    assert not carrier.calls
    assert not ledger.calls("12110", since)
