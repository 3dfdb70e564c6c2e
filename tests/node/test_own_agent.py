"""A customer's own agent first: free, busy, away, and a phone that nobody answers. What the ledger keeps of it."""

import time

import pytest
from tools.rtp import AGENT
from tools.story import wait_mixed
from tools.waiting import wait_until

from .scenes import CUSTOMER

OWN, OTHER = "1002", "1001"


@pytest.fixture
def own(office, linked):
    """The customer's own agent is 1002, who is the last one that the queue would ring; ``serve`` signs both in."""
    office.db(f"cc/own/{CUSTOMER}", OWN)
    return Own(office, linked)


class Own:
    def __init__(self, office, linked):
        self.office, self.linked, self.since = office, linked, time.time()

    def sign_in(self, extension: str, reason: str = ""):
        desk, queues = self.office.desk(extension), [["service", 5 if extension == OWN else 0]]
        args = {"agent": extension, "interface": f"PJSIP/{extension}", "queues": queues, "reason": reason}
        assert self.linked.order("sign_in", **args) == (True, "")
        return desk

    def call(self, number: str = CUSTOMER):
        return self.office.phones.customer(number, "4002").wait_answered()

    def key(self, number: str = CUSTOMER) -> str:
        def keys() -> list[str]:
            calls = self.linked.store.calls.values()
            return [call.key for call in calls if call.number == number and call.start > self.since]

        self.linked.until(keys, "the call is booked")
        return keys()[-1]

    def ended(self, number: str = CUSTOMER):
        """(the call, its agents' legs as (extension, via, ended by))"""
        calls, key = self.linked.store.calls, self.key(number)
        self.linked.until(lambda: calls[key].end, "the call is over", 30)
        return calls[key], [
            (leg.party, leg.via, leg.ended_by) for leg in calls[key].legs if leg.role == "agent"
        ]  # fmt: skip

    def waits(self, number: str) -> bool:
        return any(leg.role == "queue" and not leg.end for leg in self.linked.store.calls[self.key(number)].legs)


def talk(desk, customer, count: int = 1):
    offer = desk.wait_call(count)
    offer.answer(desk.sound)
    wait_mixed(customer, AGENT)
    return offer


def test_who_is_free_is_rung_first(own):
    other, agent = own.sign_in(OTHER), own.sign_in(OWN)
    customer = own.call()
    talk(agent, customer)
    customer.hang_up()
    call, legs = own.ended()
    assert legs == [(OWN, "own_agent", "caller")]
    assert (call.result, call.wanted, call.wanted_kind) == ("answered", OWN, "own_agent")
    assert not other.calls, "nobody else has heard of it"


@pytest.mark.parametrize("how", ["in a talk", "on a break", "signed out"])
def test_who_is_not_free_is_not_waited_for(own, how):
    other, agent = own.sign_in(OTHER, "lunch"), own.office.desk(OWN)
    own.sign_in(OWN, "lunch" if how == "on a break" else "")
    if how == "signed out":
        assert own.linked.order("sign_out", agent=OWN) == (True, "")
    if how == "in a talk":
        stranger = own.call("+8613800000031")
        talk(agent, stranger)
    heard = len(agent.calls)
    assert own.linked.order("ready", agent=OTHER) == (True, "")
    customer = own.call()
    talk(other, customer)
    customer.hang_up()
    call, legs = own.ended()
    assert legs == [(OTHER, "queue", "caller")]
    assert (call.wanted, call.wanted_kind) == (OWN, "own_agent")
    assert len(agent.calls) == heard


@pytest.mark.parametrize("refused", [False, True])
def test_who_does_not_answer_is_left_alone_and_the_caller_keeps_the_place(own, refused):
    other, agent = own.sign_in(OTHER, "lunch"), own.sign_in(OWN)
    customer = own.call()
    ringing = agent.wait_call()
    came = int(time.time())
    wait_until(lambda: int(time.time()) > came, 2, "another second: places are whole ones")
    second = "+8613800000032"
    later = own.call(second)
    own.linked.until(lambda: own.waits(second), "somebody came later and waits")
    if refused:
        ringing.refuse()
    ringing.wait_ended(10)
    own.linked.until(lambda: own.linked.state(OWN) == "not_ready:missed", "nobody is there")
    wish = "not_ready:missed"
    own.linked.until(lambda: own.office.db(f"cc/wish/{OWN}") == wish, "and that is what holds from now on")
    assert own.linked.order("ready", agent=OTHER) == (True, "")
    talk(other, customer)
    assert own.waits(second), "who came first goes first"
    customer.hang_up()
    call, legs = own.ended()
    assert legs == [(OWN, "own_agent", "refused" if refused else "timeout"), (OTHER, "queue", "caller")]
    assert [leg.outcome for leg in call.legs if leg.role == "queue"] == ["answered"], "one wait"
    assert len(agent.calls) == 1, "the phone that nobody answered does not ring again"
    later.hang_up()
    own.ended(second)
