"""The dial rules on a real node: what the carrier is sent, what is refused, and what each SIP answer becomes."""

import socket
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from callcenter_telephony import dialing
from callcenter_telephony.connector.results import RESULT_BY_CAUSE
from callcenter_telephony.render.model import Calendar, CallerPool, Day, Dialing, DialRule, Trunk
from tools.baresip import free_port
from tools.phones import Phones
from tools.waiting import wait_until

from .company import company
from .journal import last_call
from .node import Node
from .office import Office

HOME = ("755", "1380013")
RULES = (
    DialRule("emergency", "forbid", prefixes=("110", "119")),
    DialRule("hotline", "allow", prefixes=("+861681",)),
    DialRule("premium", "forbid", prefixes=("+86168",)),
    DialRule("abroad", "forbid", kinds=("abroad",), departments=("7",)),
    DialRule("north", "route", places=("10",), trunks=("north",)),
    DialRule("away", "route", campaigns=("13",), trunks=("dead",)),
    DialRule("spring", "route", campaigns=("12",), trunks=("dead", "north", "demo-carrier")),
)


def settings(carrier_port: int, **more):
    """A company in Shenzhen with two carriers and one that is away."""
    plain = company(carrier_port)
    main = Trunk("demo-carrier", "127.0.0.1", carrier_port, allowed_ips=("127.0.0.1",), form="national", prefix="9",
                 area="755", home=HOME, caller_id="075588880000")  # fmt: skip
    north = Trunk("north", "127.0.0.1", carrier_port, form="e164", max_calls=1)
    dead = Trunk("dead", "127.0.0.1", free_port(socket.SOCK_DGRAM), form="e164", check_s=1)
    rules = Dialing(
        rules=RULES,
        pools=(CallerPool("turn", ("075511110001", "075511110002"), True), CallerPool("sales", ("075522220000",))),
        campaign_pools=(("12", "turn"),),
        forbidden=(("+8613800009999", ""), ("+8613800009998", "20200101")),
        forbidden_prefixes=(("+86170", ""),),
        **more,
    )
    phones = [replace(plain.endpoints[0], department="7"), replace(plain.endpoints[1], pool="sales")]
    return replace(plain, trunks=(main, north, dead), endpoints=tuple(phones), dialing=rules)


@pytest.fixture(scope="module")
def node(carrier_port):
    with Node(settings(carrier_port)) as node:
        wait_until(lambda: "Unavail" in node.cli("pjsip show contacts"), 15, "the node sees that one carrier is away")
        yield node


def marks(node, kind: str) -> list[dict]:
    return [record.data for record in last_call(node.journal) if record.kind == kind]


def dial(office, number: str, extension: str = "1001", **variables) -> list:
    """Click-to-dial; the calls that the carrier then got."""
    desk = office.sign_in(extension)
    before, count = len(office.carrier.calls), len(desk.calls) + 1
    office.dial(extension, number, **variables)
    desk.wait_call(count).wait_ended(20)
    quiet(office)
    return office.carrier.calls[before:]


def quiet(office) -> None:
    wait_until(lambda: "0 active channels" in office.node.cli("core show channels"), 15, "no channel left")
    office.node.ami.wait_quiet()


@pytest.mark.parametrize(
    ("number", "sent"),
    [
        ("13800130001", "913800130001"),  # a mobile of the own city
        ("+8613911110001", "9013911110001"),  # of another one
        ("0755 82345678".replace(" ", ""), "982345678"),  # a fixed number of the own city
        ("02188887777", "902188887777"),
        ("4008208820", "94008208820"),
        ("+12125550100", "90012125550100"),
        ("12345", "12345"),  # short numbers go as they are
        ("01088887777", "+861088887777"),  # by the north trunk, in its form
    ],
)
def test_the_carrier_is_sent_the_number_as_people_dial_it_there(node, office, number, sent):
    office.carrier.default = "486"
    extension = "1002"  # the other one's department may not call abroad
    got = dial(office, number, extension)
    assert [call.dialled for call in got] == [sent]
    asked = dialing.Asked(marks(node, "CC_OUT")[0]["number"], number, datetime.now(UTC), extension, pool="sales")
    decision = dialing.decide(node.config, asked)
    assert decision.tries[0][1] == sent, "Odoo's test page says something else"
    assert got[0].caller == decision.callers[0]


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        ("110", "emergency"),
        ("+861688880000", "premium"),
        ("+861681880000", ""),  # an exception before it
        ("+12125550100", "abroad"),
        ("+8613800009999", "do_not_call"),
        ("+8613800009998", ""),  # its last day is over
        ("17012345678", "do_not_call"),
    ],
)
def test_a_forbidden_number_is_not_dialled_and_counted_by_its_rule(node, office, number, rule):
    office.db("cc/forbidden/+8613800009999", "0")
    office.db("cc/forbidden/+8613800009998", "20200101")
    office.carrier.default = "486"
    got = dial(office, number)
    blocked = [mark["rule"] for mark in marks(node, "CC_BLOCKED")]
    assert blocked == ([rule] if rule else [])
    assert (not got) == bool(rule)
    assert (not marks(node, "CC_OUT")) == bool(rule)
    full = dialing.Asked(
        number if len(number) < 5 or number[0] == "+" else f"+86{number}", number, datetime.now(UTC), "1001", "7"
    )
    step = dialing.decide(node.config, full).blocked
    assert (step.code or step.what if step else "") == rule


def test_a_desk_phone_is_held_to_the_same(node, office):
    desk = office.sign_in("1001")
    call = office.phones.dial(desk.phone, "119", desk.sound).wait_ended()
    quiet(office)
    assert call.status >= 400
    assert [mark["rule"] for mark in marks(node, "CC_BLOCKED")] == ["emergency"]


def test_the_next_trunk_is_tried_and_it_is_one_call(node, office):
    office.carrier.default = "503"
    got = dial(office, "+8613900000001", campaign="12", contact="5")
    # no channel is made to "dead", which does not answer; the 503 of the next leads on to the last
    assert [call.dialled for call in got] == ["+8613900000001", "9013900000001"]
    assert len(marks(node, "CC_OUT")) == 1
    assert marks(node, "CC_OUT")[0]["campaign"] == "12"
    assert [mark["trunk"] for mark in marks(node, "CC_DIAL")] == ["north", "demo-carrier"]


def test_a_customer_is_reached_where_the_first_carrier_is_away(node, office):
    office.carrier.default = "answer"
    desk = office.sign_in("1001")
    count = len(desk.calls) + 1
    office.dial("1001", "+8613900000001", campaign="12", contact="5")
    call = desk.wait_call(count)
    wait_until(lambda: office.carrier.calls and office.carrier.calls[-1].answered.is_set(), 10, "an answer")
    wait_until(lambda: len(call.stream.heard) > 8000, 10, "sound at the agent")
    call.hang_up()
    quiet(office)
    assert [mark["trunk"] for mark in marks(node, "CC_DIAL")] == ["north"]


def test_without_any_carrier_it_is_congestion(node, office):
    assert not dial(office, "+8613900000001", campaign="13", contact="5")
    assert not marks(node, "CC_DIAL")
    near = next(record for record in last_call(node.journal) if record.kind == "HANGUP")
    assert RESULT_BY_CAUSE[int(near.data["hangupcause"])] == "congestion"


def test_a_busy_customer_is_not_called_by_another_trunk(node, office):
    office.carrier.default = "486"
    assert len(dial(office, "+8613900000001", campaign="12", contact="5")) == 1


def test_the_numbers_of_a_pool_are_shown_in_turn(node, office):
    office.carrier.default = "486"
    shown = [dial(office, "+8613900000001", campaign="12", contact="5")[-1].caller for _ in range(3)]
    assert sorted(set(shown)) == ["075511110001", "075511110002"]
    assert shown[0] != shown[1]
    assert shown[0] == shown[2]


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ("486", "busy"),
        ("600", "busy"),
        ("early:486", "busy"),
        ("480", "no_answer"),
        ("408", "no_answer"),
        ("404", "invalid"),
        ("484", "invalid"),
        ("603", "rejected"),
        ("403", "rejected"),
        ("503", "congestion"),
        ("500", "congestion"),
        ("502", "congestion"),
        ("504", "congestion"),
        ("488", "congestion"),
        ("no_answer", "no_answer"),
    ],
)
def test_each_answer_of_the_network_has_its_result(node, office, answer, result):
    office.carrier.default = answer
    dial(office, "+8613911110001")
    last = [record for record in last_call(node.journal) if record.kind == "HANGUP"]
    far = next(record for record in last if record.channel.startswith("PJSIP/demo-carrier"))
    near = next(record for record in last if record.channel.startswith("PJSIP/1001"))
    cause = int(far.data["hangupcause"])
    if answer == "no_answer":  # our own dial time ran out
        cause = int(near.data["hangupcause"])
    assert RESULT_BY_CAUSE.get(cause, "no_answer") == result, f"{answer} gave cause {cause}"


def test_calls_to_one_number_a_day_and_outside_hours(carrier_port):
    """A node of its own: with two calls a day, and then with hours that are not now."""
    with Node(settings(carrier_port, per_day=2)) as node, Phones(node.server) as phones:
        office = Office(node, phones, carrier_port)
        office.carrier.default = "486"
        got = [len(dial(office, "+8613911110001")) for _ in range(3)]
        assert got == [1, 1, 0]
        assert [mark["rule"] for mark in marks(node, "CC_BLOCKED")] == ["per_day"]
        assert len(dial(office, "+8613911110002")) == 1

        zones = (("44", ("Europe/London",)),)
        shut = datetime.now(dialing.ZoneInfo("Europe/London")).strftime("%Y%m%d")
        node.config = settings(
            carrier_port,
            hours=Calendar("1", "UTC", (((0, 24 * 60),),) * 7, (Day(shut),)),
            zone="Pacific/Kiritimati",
            zones=zones,
        )
        node.write_rendered()
        node.cli("dialplan reload")
        assert not dial(office, "+442071234567", "1002")
        assert [mark["rule"] for mark in marks(node, "CC_BLOCKED")] == ["hours"]
        asked = dialing.Asked("+442071234567", "+442071234567", datetime.now(UTC), "1002")
        assert dialing.decide(node.config, asked).blocked.what == "hours"
