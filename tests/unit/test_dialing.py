"""The dial rules: who may be called when, by which trunk, and how the number is sent."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from callcenter_telephony.dialing import Asked, decide, e164, is_open, kind, next_open, zones_of
from callcenter_telephony.render import dialing as rendered
from callcenter_telephony.render.checks import check
from callcenter_telephony.render.checks_dialing import faults
from callcenter_telephony.render.model import Calendar, CallerPool, Day, Dialing, DialRule, NodeConfig, Trunk

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # Monday, noon in Shanghai
DAILY = ((9 * 60, 20 * 60),)
OFFICE = Calendar("1", "Asia/Shanghai", (DAILY,) * 6 + ((),), (Day("20261124", (), True),))
NEVER = Calendar("2", "Asia/Shanghai", ((),) * 7)
TRUNK = Trunk("main", "192.0.2.1", form="national", area="755", home=("755", "1380013"), caller_id="0755")
CONFIG = NodeConfig("demo", outbound_trunk="main", trunks=(TRUNK, Trunk("second", "192.0.2.2")))


def config(**dialing) -> NodeConfig:
    return replace(CONFIG, dialing=Dialing(**dialing))


def asked(number: str, **more) -> Asked:
    return Asked(**{"number": number, "typed": number, "at": NOON, "agent": "1001", **more})


@pytest.mark.parametrize(
    ("number", "what"),
    [("110", "short"), ("+8613800130001", "mobile"), ("+8675582345678", "fixed"), ("+12125550100", "abroad")],
)
def test_kinds_of_numbers(number, what):
    assert kind(number, "86") == what


@pytest.mark.parametrize(
    ("digits", "number"),
    [
        ("+12125550100", "+12125550100"),
        ("0012125550100", "+12125550100"),
        ("075582345678", "+8675582345678"),
        ("8613800130001", "+8613800130001"),
        ("13800130001", "+8613800130001"),
        ("82345678", "82345678"),
        ("110", "110"),
    ],
)
def test_numbers_are_read_as_the_node_reads_them(digits, number):
    assert e164(digits, "86") == number


@pytest.mark.parametrize(
    ("number", "sent"),
    [
        ("+8613800130001", "13800130001"),
        ("+8613900130001", "013900130001"),
        ("+8675582345678", "82345678"),
        ("+862188887777", "02188887777"),
        ("+864008208820", "4008208820"),
        ("+12125550100", "0012125550100"),
        ("95588", "95588"),
    ],
)
def test_what_a_trunk_in_shenzhen_is_sent(number, sent):
    assert decide(CONFIG, asked(number)).tries == [("main", sent)]


def test_the_prefix_of_a_trunk_stands_before_all_but_short_numbers():
    own = replace(CONFIG, trunks=(replace(TRUNK, prefix="9"),))
    assert decide(own, asked("+8613800130001")).tries == [("main", "913800130001")]
    assert decide(own, asked("12345")).tries == [("main", "12345")]


def test_the_first_rule_that_holds_decides():
    rules = (
        DialRule("but", "allow", prefixes=("+861681",)),
        DialRule("premium", "forbid", prefixes=("+86168",)),
        DialRule("abroad", "forbid", kinds=("abroad",), departments=("7",)),
        DialRule("spring", "route", campaigns=("12",), trunks=("second", "main")),
    )
    own = config(rules=rules)
    assert decide(own, asked("+861682223333")).blocked.code == "premium"
    assert decide(own, asked("+861681223333")).blocked is None
    assert decide(own, asked("+12125550100")).blocked is None
    assert decide(own, asked("+12125550100", department="7")).blocked.code == "abroad"
    assert [trunk for trunk, _sent in decide(own, asked("+8613800130001", campaign="12")).tries] == ["second", "main"]


def test_a_do_not_call_entry_holds_to_its_last_day():
    own = config(
        forbidden=(("+861390", ""), ("+861391", "20261123"), ("+861392", "20261122")),
        forbidden_prefixes=(("+86170", ""),),
    )
    blocked = {number: bool(decide(own, asked(number)).blocked) for number in ("+861390", "+861391", "+861392")}
    assert blocked == {"+861390": True, "+861391": True, "+861392": False}
    assert decide(own, asked("+8617012345678")).blocked.what == "do_not_call"


def test_hours_are_those_of_the_party_called():
    own = config(
        hours=OFFICE, zones=(("1", ("America/New_York", "America/Los_Angeles")), ("1212", ("America/New_York",)))
    )
    assert decide(own, asked("+8613800130001")).blocked is None
    step = decide(own, asked("+12125550100")).blocked  # 23:00 there, the day before
    assert step.what == "hours"
    assert step.until.isoformat() == "2026-11-23T14:00:00+00:00"
    assert zones_of("+13105550100", own.dialing) == ("America/New_York", "America/Los_Angeles")
    assert zones_of("+8613800130001", own.dialing) == ("Asia/Shanghai",)


def test_a_number_of_several_zones_is_called_when_all_of_them_are_open():
    zones = ("America/New_York", "America/Los_Angeles")
    assert not is_open(OFFICE, zones, datetime(2026, 11, 23, 16, tzinfo=UTC))  # 11:00 and 08:00
    assert next_open(OFFICE, zones, NOON) == datetime(2026, 11, 23, 17, tzinfo=UTC)


def test_after_the_evening_comes_the_next_open_day():
    evening = datetime(2026, 11, 23, 12, tzinfo=UTC)  # 20:00, and Tuesday is closed
    assert not is_open(OFFICE, ("Asia/Shanghai",), evening)
    assert next_open(OFFICE, ("Asia/Shanghai",), evening) == datetime(2026, 11, 25, 1, tzinfo=UTC)
    assert next_open(NEVER, ("Asia/Shanghai",), evening) is None


def test_so_many_calls_a_day():
    own = config(per_day=2)
    assert decide(own, asked("+861390", dialled=1)).blocked is None
    assert decide(own, asked("+861390", dialled=2)).blocked.what == "per_day"


def test_whose_number_is_shown():
    pools = (CallerPool("a", ("1", "2"), in_turn=True), CallerPool("b", ("3", "4")))
    own = config(pools=pools, campaign_pools=(("12", "a"),))
    assert decide(own, asked("+861390")).callers == ("0755",)
    assert decide(own, asked("+861390", pool="b")).callers == ("3",)
    assert decide(own, asked("+861390", pool="b", campaign="12")).callers == ("1", "2")


def test_without_a_trunk_nothing_is_dialled():
    own = replace(CONFIG, outbound_trunk="")
    assert decide(own, asked("+861390")).blocked.what == "route"


@pytest.mark.parametrize(
    "dialing",
    [
        Dialing(rules=(DialRule("x\nSystem(id)", "forbid"),)),
        Dialing(rules=(DialRule("x", "forbid", prefixes=("${SHELL(id)}",)),)),
        Dialing(rules=(DialRule("x", "route", trunks=("nowhere",)),)),
        Dialing(rules=(DialRule("x", "route"),)),
        Dialing(rules=(DialRule("x", "drop"),)),
        Dialing(rules=(DialRule("x", "forbid", kinds=("moon",)),)),
        Dialing(pools=(CallerPool("p", ()),)),
        Dialing(pools=(CallerPool("p", ("1)\n",)),)),
        Dialing(campaign_pools=(("1", "p"),)),
        Dialing(campaign_pools=(("a", "p"),), pools=(CallerPool("p", ("1",)),)),
        Dialing(hours=replace(OFFICE, days=(Day("x)"),))),
        Dialing(zone="Europe/${X}"),
        Dialing(forbidden=(("+86\n", ""),)),
    ],
)
def test_what_is_no_digit_and_no_code_gets_into_no_dialplan(dialing):
    assert list(faults(replace(CONFIG, dialing=dialing)))


def test_trunks_are_looked_at_too():
    assert list(faults(replace(CONFIG, trunks=(replace(TRUNK, prefix="9,Hangup"),))))
    assert not list(faults(CONFIG))
    check(CONFIG)


def test_a_rule_as_dialplan():
    rule = DialRule("far", "forbid", prefixes=("+8617", "110"), campaigns=("12",), places=("755",))
    assert rendered._rules([rule]) == [
        'GotoIf($[(${REGEX("^([+]8617|110)" ${CC_NUMBER})}) = 0]?r1)',
        'GotoIf($[(${REGEX("^(12)$" ${CC_CAMPAIGN})}) = 0]?r1)',
        "Gosub(cc-place,s,1(cc-place-rule-far))",
        "GotoIf($[${GOSUB_RETVAL} = 0]?r1)",
        "Return(far)",
        "(r1),NoOp()",
    ]


def test_a_long_list_stands_in_several_expressions():
    rule = DialRule("many", "forbid", prefixes=tuple(f"+86{number}" for number in range(100)))
    line = rendered._rules([rule])[0]
    assert line.count("REGEX") == 3
    assert " | " in line
