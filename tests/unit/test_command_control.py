"""Transfers, consults and three-way as the node sees them; who may not is told why."""

from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from callcenter_telephony.connector import commands
from callcenter_telephony.connector.command_base import CommandRefused, Node
from callcenter_telephony.connector.ledger import Call, Leg
from fake_ami import FakeAmi
from test_ami import linked

CUSTOMER, AGENT, OTHER = "PJSIP/carrier-00000001", "PJSIP/1001-web-00000002", "PJSIP/1002-00000003"
KEY = "demo:1700.1"


def leg(key, role, party, channel, answer=2.0, **more):
    return Leg(key, role, party, 1.0, answer, channel=channel, **more)


def call(*more, **values) -> Call:
    legs = [leg("caller", "caller", "+8613800000001", CUSTOMER), leg("agent-1", "agent", "1001", AGENT), *more]
    return Call(KEY, start=1.0, legs=legs, **values)


def asked(role="consult", answer=3.0):
    return leg("consult-1", role, "1002", OTHER, answer, by="1001")


@asynccontextmanager
async def node(row):
    """``do(name, **args)`` as agent 1001 on the call ``row``; ``moved`` and ``told`` are what the node was asked."""
    async with FakeAmi() as ami, linked(ami) as link:
        ami.node.channels = {CUSTOMER: "1", AGENT: "2", OTHER: "3"}
        parts = Node(link, "demo", None, call=lambda key: row if key == KEY else None)

        async def do(name, agent="1001", call=KEY, **args):
            return await commands.HANDLERS[name](parts, agent=agent, call=call, **args)

        yield SimpleNamespace(do=do, moved=ami.node.redirected, told=ami.node.variables)


async def test_a_transfer_sends_the_customer_on():
    async with node(call()) as here:
        await here.do("transfer", to="1002", kind="agent")
        assert here.moved == [{CUSTOMER: "cc-transfer"}]
        assert here.told == {(CUSTOMER, "CC_BY"): "1001", (CUSTOMER, "CC_TO"): "1002", (CUSTOMER, "CC_KIND"): "agent"}


async def test_the_customer_of_an_outbound_call_is_who_was_dialled():
    dialled = leg("outside", "outside", "+8613800000036", CUSTOMER, via="manual")
    mine = leg("agent", "agent", "1001", AGENT)
    async with node(Call(KEY, direction="outbound", kind="manual", start=1.0, legs=[mine, dialled])) as here:
        await here.do("transfer", to="sales", kind="queue")
        assert here.moved == [{CUSTOMER: "cc-transfer"}]


async def test_a_consult_parks_the_customer_and_dials_for_the_agent():
    async with node(call()) as here:
        await here.do("consult", to="+8675512345678", kind="outside")
        assert here.moved == [{CUSTOMER: "cc-held", AGENT: "cc-consult"}]
        assert here.told[CUSTOMER, "CC_HOLDER"] == AGENT
        assert here.told[AGENT, "__CC_HELD"] == CUSTOMER


async def test_completing_is_leaving():
    async with node(call(asked())) as here:
        await here.do("consult_complete")
        assert here.moved == [{AGENT: "cc-quit"}]


async def test_cancelling_lets_the_one_asked_go():
    async with node(call(asked())) as here:
        here.told[AGENT, "CC_AWAY"] = "consult"
        await here.do("consult_cancel")
        assert here.moved == [{OTHER: "cc-quit"}]


async def test_cancelling_while_it_rings_goes_back():
    async with node(call(asked(answer=None))) as here:
        here.told[AGENT, "CC_AWAY"] = "consult"
        await here.do("consult_cancel")
        assert here.moved == [{AGENT: "cc-back"}]


async def test_three_way_fetches_the_customer_and_leaving_it_lets_the_others_go_on():
    async with node(call(asked())) as here:
        await here.do("three_way")
        assert here.moved == [{CUSTOMER: "cc-room"}]
    async with node(call(asked("conference"))) as here:
        await here.do("leave")
        assert here.moved == [{AGENT: "cc-quit"}]


async def test_hold_and_back():
    async with node(call()) as here:
        await here.do("hold")
        assert here.moved == [{CUSTOMER: "cc-held", AGENT: "cc-holding"}]
        here.told[AGENT, "CC_AWAY"] = "hold"
        await here.do("hold")  # again: nothing to do
        await here.do("resume")
        assert here.moved[1:] == [{AGENT: "cc-back"}]


REFUSED = [
    ("transfer", {"to": "1002", "kind": "agent"}, call(asked()), "Somebody else is in the call"),
    ("consult", {"to": "1002", "kind": "agent"}, call(asked("conference")), "Somebody else is in the call"),
    ("consult_complete", {}, call(), "Nobody is being asked"),
    ("consult_complete", {}, call(asked("conference")), "Nobody is being asked"),
    ("consult_cancel", {}, call(), "Nobody is being asked"),
    ("three_way", {}, call(asked(answer=None)), "Nobody has answered"),
    ("leave", {}, call(asked()), "no three-way"),
    ("resume", {}, call(), "not on hold"),
    ("transfer", {"to": "1002", "kind": "agent", "agent": "1009"}, call(), "do not talk to the customer"),
    ("transfer", {"to": "1002", "kind": "agent", "agent": "1002"}, call(asked()), "do not talk to the customer"),
    ("transfer", {"to": "1002", "kind": "agent", "call": "demo:1.1"}, call(), "is over"),
    ("transfer", {"to": "1002", "kind": "agent"}, call(end=9.0), "is over"),
    ("transfer", {"to": "1002", "kind": "whom"}, call(), "Choose a colleague"),
    ("transfer", {"to": "a,b", "kind": "queue"}, call(), "cannot use the name"),
    ("transfer", {"to": "${SHELL(reboot)}", "kind": "outside"}, call(), "cannot use the name"),
    ("consult", {"to": "1\r\nAction: x", "kind": "agent"}, call(), "cannot use the name"),
]


@pytest.mark.parametrize(("name", "args", "row", "why"), REFUSED)
async def test_refused_with_a_sentence(name, args, row, why):
    async with node(row) as here:
        with pytest.raises(CommandRefused, match=why):
            await here.do(name, **args)
        assert not here.moved


def test_what_comes_late_is_not_done():
    assert {"transfer", "consult", "three_way", "leave", "dial"} < commands.PROMPT
