import time

import pytest
from playwright.sync_api import expect


@pytest.fixture
def number():
    """One that nobody has called from before, also when the tests run again on the same database."""
    return f"139{time.time_ns() // 1000 % 10**8:08}"


def test_a_blank_customer_with_the_number(stack, ledger, phones, desk, team, since, number):
    shown = f"{number[:3]} {number[3:7]} {number[7:]}"
    agent = desk("agent1")
    agent.sign_in("browser")
    agent.ready()
    customer = phones.customer(number, "4002")
    agent.wait_pop()
    expect(agent.cc("unknown-form")).to_be_visible()
    expect(agent.cc("person")).to_contain_text(shown)
    agent.shot("unknown-1-ringing")
    agent.answer()
    agent.cc("unknown-name").fill("Unknown Person's Shop")
    agent.cc("unknown-save").click()
    expect(agent.cc("person-name")).to_contain_text("Unknown Person's Shop")
    agent.shot("unknown-2-saved")
    customer.hang_up()
    agent.wait_view("wrap_up")
    call = ledger.wait_ended(ledger.wait_call("+86" + number, since)["key"])
    assert call["partner"] == "Unknown Person's Shop"
    assert call["ended_by"] == "caller" and call["result"] == "answered"
    assert not agent.errors, agent.errors


def test_a_withheld_number_pops_too(stack, ledger, phones, desk, team, since):
    agent = desk("agent1")
    agent.sign_in("browser")
    agent.ready()
    customer = phones.dial(phones.phone("anonymous"), "4002", from_header="<sip:anonymous@anonymous.invalid>")
    agent.wait_pop()
    agent.shot("unknown-3-withheld")
    agent.answer()
    customer.wait_answered()
    customer.hang_up()
    agent.wait_view("wrap_up")
    call = ledger.calls(since=since)[-1]
    assert call["number"] in ("", None)
