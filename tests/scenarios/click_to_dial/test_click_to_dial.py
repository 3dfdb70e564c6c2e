import pytest
from playwright.sync_api import expect
from tools import story
from tools.waiting import wait_until


@pytest.fixture
def carrier(stack, phones):
    return phones.carrier(stack.port("customer"))


@pytest.fixture
def partner(stack):
    """Makes customers with a number, behind every check of the form."""
    rpc = stack.rpc("admin")

    def make(number: str) -> int:
        found = rpc.call("res.partner", "search", [["name", "=", f"Customer {number}"]])
        return found[0] if found else rpc.call("res.partner", "create", {"name": f"Customer {number}", "phone": number})

    return make


def test_from_the_customers_form_through_the_browser_phone(stack, ledger, phones, carrier, partner, desk, team, since):
    agent = desk("agent1")
    agent.sign_in("browser")
    agent.ready()
    customer = partner("13800002001")
    agent.go(f"/odoo/res.partner/{customer}")
    agent.page.locator(".o_field_widget[name=phone]").first.hover()
    agent.cc("click-to-dial").click()
    agent.wait_view("dialing", "talk")
    agent.wait_view("talk")
    called = phones.watch(wait_until(lambda: carrier.calls and carrier.calls[-1], 10, "the customer's phone rings"))
    agent.wait_heard(story.CUSTOMER)
    story.wait_hears(called, story.AGENT)
    agent.shot("click-to-dial-1-talk")
    wait_until(lambda: len(called.stream.heard) > 3 * 8000, 15, "three seconds of talk")
    agent.hang_up()
    agent.wait_view("wrap_up")
    called.wait_ended()
    agent.open_workspace()
    expect(agent.cc("wrap-up-form")).to_be_visible()
    agent.write_up("Offer sent", "interested")
    agent.save("ready")
    agent.wait_view("ready")

    call = story.check_whole(ledger, ledger.wait_ended(ledger.wait_call("+8613800002001", since)["key"]))
    assert (call["direction"], call["kind"], call["result"]) == ("outbound", "manual", "answered")
    assert (call["ended_by"], call["cause"], call["agent_code"]) == ("agent", 16, "1001")
    assert call["partner"] == "Customer 13800002001" and call["outcome"] == "interested"
    legs = {leg["role"]: leg for leg in ledger.legs(call)}
    assert set(legs) == {"agent", "outside"}
    assert legs["outside"]["party"] == "+8613800002001" and legs["outside"]["answer"]
    assert legs["agent"]["via"] == "manual" and legs["agent"]["dial_s"] > 0 and legs["agent"]["wrap_s"] > 0
    story.check_recording(stack, call, at_least=1)
    assert not ledger.gaps()
    assert not agent.errors, agent.errors


@pytest.fixture
def short_ring(stack):
    """Outbound calls ring 5 s instead of 30."""
    rpc = stack.rpc("admin")
    node = rpc.call("callcenter.node", "search", [])
    (before,) = rpc.call("callcenter.node", "read", node, ["dial_timeout_s"])
    rpc.call("callcenter.node", "write", node, {"dial_timeout_s": 5})
    stack.wait_configured()
    yield
    rpc.call("callcenter.node", "write", node, {"dial_timeout_s": before["dial_timeout_s"]})


@pytest.mark.parametrize(
    ("number", "result", "ended_by", "cause"),
    [
        ("13800002007", "busy", "busy", 17),
        ("13800002009", "invalid", "invalid", 1),
        ("13800002004", "rejected", "refused", 21),
        ("13800002008", "no_answer", "no_answer", 19),
    ],
)
def test_who_is_not_reached(stack, ledger, phones, carrier, team, since, short_ring, number, result, ended_by, cause):
    """Through the desk phone, which answers by itself when the agent has asked for the call."""
    phones.desk_phone("1003", stack.secret_of("1003"))
    agent = team["agent3"].sign_in()
    agent.ask("dial", number)
    call = ledger.wait_ended(ledger.wait_call("+86" + number, since)["key"], 45)
    story.check_whole(ledger, call)
    assert (call["direction"], call["kind"], call["result"]) == ("outbound", "manual", result)
    assert call["cause"] == cause and call["talk_s"] == 0 and call["wrap_s"] == 0
    assert {leg["role"] for leg in ledger.legs(call)} == {"agent", "outside"}
    assert {leg["ended_by"] for leg in ledger.legs(call)} == {ended_by}
    agent.wait_state("ready")  # no wrap-up after a call that nobody took
    assert not ledger.gaps()


def test_the_agent_gives_up_while_it_rings(stack, ledger, phones, carrier, team, since):
    telephone = phones.desk_phone("1003", stack.secret_of("1003"))
    agent = team["agent3"].sign_in()
    agent.ask("dial", "13800002018")
    called = wait_until(lambda: carrier.calls and carrier.calls[-1], 10, "the customer's phone rings")
    agent.wait_state("on_call", sub_state="dialing")
    telephone.wait_call().hang_up()
    phones.watch(called).wait_ended()
    call = ledger.wait_ended(ledger.wait_call("+8613800002018", since)["key"])
    assert call["result"] == "cancelled"
    agent.wait_state("ready")
