"""Each command of the outbox, as the node sees it."""

from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from callcenter_telephony.connector import commands
from callcenter_telephony.connector.ami import Link
from callcenter_telephony.connector.ami_session import AmiError
from callcenter_telephony.connector.command_base import CommandRefused, Node
from fake_ami import FakeAmi
from test_ami import linked

SIP, WEB = "PJSIP/1001", "PJSIP/1001-web"


@asynccontextmanager
async def node():
    """``do(name, **args)`` carries a command out; ``asterisk`` is the fake node; ``fed`` what the ledger was told."""
    async with FakeAmi() as ami, linked(ami) as link:
        fed = []
        channels = {"1700.1": ("1699.9", "PJSIP/1001-00000001", 0.0)}
        parts = Node(link, "demo", _configured, fed.extend, lambda: channels)

        async def do(name, **args):
            return await commands.HANDLERS[name](parts, **args)

        yield SimpleNamespace(do=do, asterisk=ami.node, ami=ami, fed=fed)


async def _configured():
    return "abc123"


async def signed_in(node, interface=SIP, **more):
    await node.do("sign_in", agent="1001", interface=interface, queues=[["service", 0], ["sales", 5]], **more)


def pauses(node):
    return {(queue, m["paused"], m["reason"]) for (queue, _), m in node.asterisk.members.items()}


async def test_configure_gives_the_revision():
    async with node() as here:
        assert await here.do("configure") == "abc123"


async def test_sign_in_joins_the_queues_with_their_penalties():
    async with node() as here:
        await signed_in(here)
        assert {key: (m["name"], m["penalty"]) for key, m in here.asterisk.members.items()} == {
            ("service", SIP): ("1001", "0"),
            ("sales", SIP): ("1001", "5"),
        }
        assert here.asterisk.db == {
            "cc/wish/1001": "ready",
            "cc/queues/1001": "service:0&sales:5",
            "cc/phone/1001": SIP,
        }
        assert here.ami.named("QueueAdd")[0]["StateInterface"] == SIP


async def test_sign_in_with_a_reason_is_not_ready_from_the_start():
    async with node() as here:
        await signed_in(here, reason="lunch")
        assert pauses(here) == {("service", True, "lunch"), ("sales", True, "lunch")}
        assert here.asterisk.db["cc/wish/1001"] == "not_ready:lunch"


async def test_one_active_phone_the_other_one_leaves():
    async with node() as here:
        await signed_in(here, SIP)
        await signed_in(here, WEB)
        assert {interface for _, interface in here.asterisk.members} == {WEB}


async def test_sign_in_twice_changes_nothing_but_what_is_new():
    async with node() as here:
        await signed_in(here)
        await here.do("sign_in", agent="1001", interface=SIP, queues=[["sales", 1]])
        assert {key: m["penalty"] for key, m in here.asterisk.members.items()} == {("sales", SIP): "1"}
        assert len(here.ami.named("QueueAdd")) == 2


async def test_sign_in_needs_a_queue_that_is_there():
    async with node() as here:
        with pytest.raises(CommandRefused, match="no queue to sign in"):
            await here.do("sign_in", agent="1001", interface=SIP, queues=[])
        with pytest.raises(AmiError, match="No such queue"):
            await here.do("sign_in", agent="1001", interface=SIP, queues=[["gone", 0]])


async def test_sign_out_leaves_all_queues():
    async with node() as here:
        await signed_in(here)
        assert await here.do("sign_out", agent="1001") is None
        assert here.asterisk.members == {}
        assert here.asterisk.db["cc/wish/1001"] == "offline"
        await here.do("sign_out", agent="1001")  # again: nothing to do


async def test_sign_out_during_a_call_stops_offers_and_waits():
    async with node() as here:
        await signed_in(here)
        here.asterisk.members["service", SIP]["status"] = "2"
        assert await here.do("sign_out", agent="1001") == "when the call is over"
        assert pauses(here) == {("service", True, "offline"), ("sales", True, "offline")}
        assert here.asterisk.db["cc/wish/1001"] == "offline"


async def test_wishes_during_wrap_up_leave_its_pause_alone():
    """Its reason is what tells the ledger that wrap-up goes on."""
    async with node() as here:
        await signed_in(here)
        here.asterisk.db["cc/wrap/1001"] = "1700.1"
        for member in here.asterisk.members.values():
            member.update(paused=True, reason="wrap_up")
        before = pauses(here)
        assert await here.do("not_ready", agent="1001", reason="lunch") == "when wrap-up is over"
        assert here.asterisk.db["cc/wish/1001"] == "not_ready:lunch"
        assert await here.do("ready", agent="1001") == "when wrap-up is over"
        assert here.asterisk.db["cc/wish/1001"] == "ready"
        assert await here.do("sign_out", agent="1001") == "when the call is over"
        assert here.asterisk.db["cc/wish/1001"] == "offline"
        assert pauses(here) == before


@pytest.mark.parametrize(("name", "args"), [("ready", {}), ("not_ready", {"reason": "lunch"}), ("sign_out", {})])
async def test_a_wrap_up_that_begins_while_a_wish_is_carried_out_holds(name, args):
    async with node() as here:
        await signed_in(here)
        here.asterisk.members["service", SIP]["status"] = "2"
        carry_out = here.asterisk.on_queuepause

        def wrap_up_first(action):
            here.asterisk.on_queuepause = carry_out
            here.asterisk.db["cc/wrap/1001"] = "1700.1"
            carry_out({"Interface": SIP, "Paused": "true", "Reason": "wrap_up"})
            return carry_out(action)

        here.asterisk.on_queuepause = wrap_up_first
        await here.do(name, agent="1001", **args)
        assert pauses(here) == {("service", True, "wrap_up"), ("sales", True, "wrap_up")}


async def test_ready_and_not_ready_when_free():
    async with node() as here:
        await signed_in(here)
        assert await here.do("not_ready", agent="1001", reason="training") is None
        assert pauses(here) == {("service", True, "training"), ("sales", True, "training")}
        assert await here.do("ready", agent="1001") is None
        assert pauses(here) == {("service", False, ""), ("sales", False, "")}


async def test_who_is_not_signed_in_is_told_so():
    async with node() as here:
        for name, args in {"ready": {}, "not_ready": {"reason": "lunch"}, "more_time": {"seconds": 30}}.items():
            with pytest.raises(CommandRefused, match="1009 is not signed in"):
                await here.do(name, agent="1009", **args)


@pytest.mark.parametrize(
    "wish, expected",
    [
        ("ready", {("service", False, ""), ("sales", False, "")}),
        ("not_ready:lunch", {("service", True, "lunch"), ("sales", True, "lunch")}),
        ("offline", set()),
        (None, {("service", False, ""), ("sales", False, "")}),
    ],
)
async def test_the_end_of_wrap_up_puts_back_what_the_agent_wishes(wish, expected):
    async with node() as here:
        await signed_in(here, reason="wrap_up")
        here.asterisk.db["cc/wrap/1001"] = "1700.1"
        here.asterisk.db.pop("cc/wish/1001")
        if wish:
            here.asterisk.db["cc/wish/1001"] = wish
        await here.do("end_wrap_up", agent="1001")
        assert pauses(here) == expected
        assert "cc/wrap/1001" not in here.asterisk.db


async def test_more_time_starts_a_timer_with_a_token_of_its_own():
    async with node() as here:
        await signed_in(here, WEB)
        with pytest.raises(CommandRefused, match="wrap-up is over"):
            await here.do("more_time", agent="1001", seconds=30)
        here.asterisk.db["cc/wrap/1001"] = "1700.1"
        for token in ("1700.1~1", "1700.1~2"):
            await here.do("more_time", agent="1001", seconds=30)
            assert here.asterisk.db["cc/wrap/1001"] == token
            assert here.asterisk.originated[-1]["Variable"] == [
                "CC_TIMER_AGENT=1001",
                f"CC_TIMER_INTERFACE={WEB}",
                f"CC_TIMER_TOKEN={token}",
                "CC_TIMER_S=30",
            ]
        assert here.asterisk.originated[-1]["Channel"] == "Local/s@cc-wrap-timer/n"


async def test_dial_rings_the_phone_and_leaves_the_rest_to_the_dialplan():
    async with node() as here:
        await here.do("dial", agent="1001", interface=WEB, number="+8613800000001", kind="manual", command="77")
        [action] = here.asterisk.originated
        assert action["Channel"] == WEB
        assert (action["Context"], action["Exten"], action["Priority"]) == ("cc-out", "+8613800000001", "1")
        assert action["ChannelId"] == "cmd-77-demo"
        assert action["Async"] == "true"
        assert {"CC_AGENT=1001", "CC_KIND=manual", "CC_COMMAND=77"} < set(action["Variable"])
        assert "PJSIP_HEADER(add,X-Call-Id)=cmd-77-demo" in action["Variable"]


@pytest.mark.parametrize(("shown", "told"), [("", "+8613800000001"), ("138****0001", "138****0001")])
async def test_dial_tells_the_phone_the_number_or_what_is_shown_of_it(shown, told):
    async with node() as here:
        await here.do(
            "dial", agent="1001", interface=WEB, number="+8613800000001", kind="manual", command="77", shown=shown
        )
        [action] = here.asterisk.originated
        assert action["CallerID"] == f'"{told}" <{told}>'
        assert shown == "" or "13800000001" not in str({**action, "Exten": ""})


async def test_what_is_shown_is_a_number_too():
    async with node() as here:
        with pytest.raises(CommandRefused, match="cannot use the name"):
            await here.do(
                "dial", agent="1001", interface=SIP, number="4001", kind="manual", command="1", shown='1"\r\nAction: x'
            )


async def test_dial_says_why_the_phone_did_not_answer():
    async with node() as here:
        here.asterisk.originate_answer = {"Response": "Failure", "Reason": "5"}
        with pytest.raises(CommandRefused, match="1001 is busy"):
            await here.do("dial", agent="1001", interface=SIP, number="4001", kind="manual", command="1")


@pytest.mark.parametrize(
    "number", ["", "13800000001\r\nAction: Command", "1&Local/x@evil", "1,2", "${SHELL(reboot)}", "1@trunk", None, 5]
)
async def test_dial_takes_digits_and_nothing_else(number):
    async with node() as here:
        with pytest.raises(CommandRefused, match="cannot use the name"):
            await here.do("dial", agent="1001", interface=SIP, number=number, kind="manual", command="1")
        assert here.asterisk.originated == []


async def test_hang_up_ends_the_channel_in_the_name_of_the_agent():
    async with node() as here:
        here.asterisk.channels["PJSIP/1001-00000001"] = "1700.1"
        await here.do("hang_up", channel="PJSIP/1001-00000001", agent="1001")
        assert here.asterisk.channels == {}
        [event] = here.fed
        assert (event.kind, event.linkedid, event.uniqueid) == ("CC_BYE", "1699.9", "1700.1")
        assert event.data == {"by": "agent", "agent": "1001"}


async def test_hang_up_of_what_is_gone_is_fine():
    async with node() as here:
        await here.do("hang_up", channel="PJSIP/1005-00000009")
        assert here.fed == []
        with pytest.raises(CommandRefused):
            await here.do("hang_up", channel="/^PJSIP/.*$/")


async def test_nothing_is_done_without_a_link():
    link = Link("127.0.0.1", 1, "x", lambda: "x")
    with pytest.raises(AmiError):
        await commands.HANDLERS["ready"](Node(link, "demo", _configured), agent="1001")
