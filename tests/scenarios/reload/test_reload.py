from playwright.sync_api import expect

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
