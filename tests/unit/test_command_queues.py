"""What the node knows of numbers, whom a signed-in agent serves, call-back wishes that nobody wants any more."""

import pytest
from callcenter_telephony.connector import numbers
from callcenter_telephony.connector.command_base import CommandRefused
from callcenter_telephony.connector.members import start_standins
from fake_ami import FakeAmi
from test_ami import linked
from test_commands import SIP, node, pauses, signed_in

NUMBER = "+8613800000001"


async def test_entries_of_numbers_come_and_go():
    async with node() as here:
        here.asterisk.db = {f"cc/vip/{NUMBER}": "2", "cc/wish/1001": "ready"}
        changes = {f"vip/{NUMBER}": None, f"own/{NUMBER}": "1002", "refused/+86170x": "1", "ranges/refused": "6&7"}
        await here.do("numbers", changes=changes)
        assert here.asterisk.db == {
            "cc/wish/1001": "ready",
            f"cc/own/{NUMBER}": "1002",
            "cc/refused/+86170x": "1",
            "cc/ranges/refused": "6&7",
        }


@pytest.mark.parametrize("changes", [{"wish/1001": "ready"}, {"vip/": "1"}, {f"own/{NUMBER}": "x)System(id"}])
async def test_nothing_else_can_be_written(changes):
    async with node() as here:
        with pytest.raises(CommandRefused):
            await here.do("numbers", changes=changes)
        assert here.asterisk.db == {}


async def test_all_numbers_are_made_just_what_is_wanted():
    async with FakeAmi() as ami, linked(ami) as link:
        ami.node.db = {"cc/vip/+861": "1", "cc/vip/+862": "2", "cc/last/+861": "1001:1", "cc/refused/+863": "1"}
        assert await numbers.bring_up(link, {"vip/+861": "1", "vip/+862": "3", "allowed/+864": "1"}) == 3
        assert ami.node.db == {
            "cc/vip/+861": "1",
            "cc/vip/+862": "3",
            "cc/allowed/+864": "1",
            "cc/last/+861": "1001:1",
        }
        assert await numbers.bring_up(link, {"vip/+861": "1", "vip/+862": "3", "allowed/+864": "1"}) == 0


async def test_who_is_signed_in_joins_and_leaves_at_once_and_stays_paused():
    async with node() as here:
        await here.do("sign_in", agent="1001", interface=SIP, queues=[["service", 0]], reason="lunch")
        await here.do("serve", agent="1001", queues=[["service", 3], ["sales", 1]])
        assert pauses(here) == {("service", True, "lunch"), ("sales", True, "lunch")}
        members = here.asterisk.members
        assert {queue: one["penalty"] for (queue, _phone), one in members.items()} == {"service": "3", "sales": "1"}
        assert {phone for _queue, phone in members} == {SIP}
        assert here.asterisk.db["cc/queues/1001"] == "service:3&sales:1"
        await here.do("serve", agent="1001", queues=[["sales", 1]])
        assert pauses(here) == {("sales", True, "lunch")}


async def test_nobody_is_signed_in_or_out_by_it():
    async with node() as here:
        await here.do("serve", agent="1001", queues=[["service", 0]])
        assert here.asterisk.members == {}
        await signed_in(here)
        await here.do("serve", agent="1001", queues=[])
        assert len(here.asterisk.members) == 2


async def test_a_wish_that_nobody_wants_any_more_goes_with_its_stand_in():
    async with node() as here:
        channel = "Local/s@cc-standin-00000001;2"
        here.asterisk.db = {f"cc/callback/{NUMBER}": "service:1.1:1:0:0", f"cc/standin/{NUMBER}": channel}
        await here.do("callback_cancel", number=NUMBER)
        assert here.asterisk.db == {}
        assert [action["Channel"] for action in here.ami.named("Hangup")] == [channel]


async def test_after_a_restart_the_stand_ins_wait_again():
    async with FakeAmi() as ami, linked(ami) as link:
        ami.node.db = {f"cc/callback/{NUMBER}": "service:1.1:1:0:0"}
        await start_standins(link)
        (action,) = ami.named("Originate")
        assert action["Channel"] == "Local/s@cc-standin/n" and f"CC_STANDIN={NUMBER}" in str(action["Variable"])
