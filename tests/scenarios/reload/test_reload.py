from playwright.sync_api import expect
from tools import story

E164 = "+8613800000008"


def test_a_reload_loses_neither_state_nor_note(ledger, phones, desk, team, since):
    agent = desk("agent1")
    agent.sign_in("browser")
    agent.ready()
    agent.page.reload()
    agent.wait_view("ready")
    agent.wait_registered()
    customer = phones.customer("13800000008", "4002")
    agent.wait_pop()
    agent.answer()
    customer.wait_answered()
    agent.cc("note").fill("half a sen")
    expect(agent.cc("draft-saved")).to_be_visible()
    customer.hang_up()
    agent.wait_view("wrap_up")
    agent.page.reload()
    agent.wait_view("wrap_up")
    expect(agent.cc("note")).to_have_value("half a sen")
    agent.shot("reload-1-wrap-up-after-reload")
    agent.write_up("half a sentence, now whole", "solved")
    agent.save("ready")
    agent.wait_view("ready")
    call = ledger.wait_ended(ledger.wait_call(E164, since)["key"])
    assert call["note"] == "half a sentence, now whole"
    told = [row["state"] for row in ledger.states("1001", since)]
    assert told[told.index("ready") :] == ["ready", "ringing", "on_call", "wrap_up", "ready"]
    assert not ledger.gaps()
    assert not agent.errors, agent.errors


def test_a_reload_in_the_middle_of_a_call_drops_nobody(stack, ledger, phones, desk, team, since):
    agent = desk("agent1")
    agent.sign_in("browser")
    agent.ready()
    customer = phones.customer("13800000009", "4002")
    agent.wait_pop()
    agent.answer()
    customer.wait_answered()
    story.wait_hears(customer, story.AGENT)
    agent.page.on("dialog", lambda dialog: dialog.accept())  # "leave this page?"
    agent.page.reload()
    agent.wait_registered()
    story.wait_hears(customer, story.AGENT)
    agent.wait_heard(story.CUSTOMER)
    agent.wait_view("talk")
    agent.shot("reload-2-back-in-the-call")
    agent.hang_up()
    agent.wait_view("wrap_up")
    customer.press("5")
    customer.wait_ended()
    agent.save("ready")
    agent.wait_view("ready")
    call = story.check_whole(ledger, ledger.wait_ended(ledger.wait_call("+8613800000009", since)["key"]))
    assert call["result"] == "answered" and call["marks"] == "rejoined"
    (leg,) = [leg for leg in ledger.legs(call) if leg["role"] == "agent"]
    assert leg["party"] == "1001" and leg["ended_by"] == "agent"
    assert call["hold_s"] > 0 and call["talk_s"] > 0
    assert [row["state"] for row in ledger.states("1001", since)][-5:] == [
        "on_call", "on_call", "on_call", "wrap_up", "ready",
    ]  # fmt: skip
    assert not ledger.gaps()
    assert not agent.errors, agent.errors
