"""Pauses that the node cannot keep alone."""

import time
from contextlib import asynccontextmanager
from types import SimpleNamespace

from callcenter_telephony.connector.keeper import Keeper
from fake_ami import FakeAmi
from test_ami import linked

PHONE = "PJSIP/1001"


def view(state="ready", paused=False, reason="", queues=("service",), wrap_until=None, state_reason=""):
    who = {"state": state, "paused": paused, "reason": reason, "state_reason": state_reason}
    return SimpleNamespace(**who, queues=set(queues), wrap_until=wrap_until)


@asynccontextmanager
async def node(view, status="1", paused=False, reason="", **db):
    """One member on the node, one agent in the ledger's eyes."""
    async with FakeAmi() as ami, linked(ami) as link:
        member = {"name": "1001", "penalty": "0", "paused": paused, "reason": reason, "status": status}
        ami.node.members["service", PHONE] = member
        ami.node.db.update({f"cc/{name}/1001": value for name, value in db.items()})
        keeper = Keeper(link, SimpleNamespace(agents=lambda: {"1001": view}))
        yield SimpleNamespace(keeper=keeper, member=member, asterisk=ami.node, ami=ami)


async def test_who_signed_out_during_a_call_leaves_when_it_is_over():
    leaving = view("not_ready", True, "offline")
    async with node(leaving, status="2", paused=True, reason="offline", wish="offline") as here:
        await here.keeper.look()
        assert here.asterisk.members  # still talking
        here.member["status"] = "1"
        here.asterisk.db["cc/wrap/1001"] = "1700.1"
        await here.keeper.look()
        assert here.asterisk.members  # wrap-up: the node's timer does it
        del here.asterisk.db["cc/wrap/1001"]
        await here.keeper.look()
        assert here.asterisk.members == {}


async def test_who_thought_better_of_it_stays():
    async with node(view("not_ready", True, "offline"), paused=True, reason="offline", wish="ready") as here:
        await here.keeper.look()
        assert here.asterisk.members


async def test_several_misses_in_a_row_are_counted_by_the_ledger_and_paused_here():
    async with node(view("not_ready", state_reason="missed")) as here:
        await here.keeper.look()
        assert (here.member["paused"], here.member["reason"]) == (True, "missed")
        assert here.asterisk.db["cc/wish/1001"] == "not_ready:missed"


async def test_nothing_is_asked_of_the_node_while_all_is_well():
    async with node(view()) as here:
        await here.keeper.look()
        assert here.ami.named("QueueStatus") == []


async def test_after_a_restart_wrap_up_gets_its_timer_again():
    wrapping = view("wrap_up", True, "wrap_up", wrap_until=time.time() + 20)
    async with node(wrapping, paused=True, reason="wrap_up", wrap="1700.1") as here:
        await here.keeper.after_start()
        assert here.asterisk.db["cc/wrap/1001"] == "1700.1~1"
        [action] = here.asterisk.originated
        assert "CC_TIMER_TOKEN=1700.1~1" in action["Variable"]
        assert {"CC_TIMER_S=19", "CC_TIMER_S=20"} & set(action["Variable"])


async def test_after_a_restart_who_was_cut_off_gets_a_wrap_up():
    async with node(view("wrap_up", wrap_until=None)) as here:
        await here.keeper.after_start()
        assert (here.member["paused"], here.member["reason"]) == (True, "wrap_up")
        assert "CC_TIMER_S=1" in here.asterisk.originated[0]["Variable"]


async def test_after_a_restart_everybody_else_is_left_alone():
    async with node(view("not_ready", True, "lunch"), paused=True, reason="lunch") as here:
        await here.keeper.after_start()
        assert here.asterisk.originated == []
