"""The dialplan that depends on records."""

import re

import pytest
from callcenter_telephony.render import dialplan
from callcenter_telephony.render.model import Did, Endpoint, NodeConfig, Prompt, Queue, Trunk

GLOBALS = """\
[globals](+)
CC_NODE = demo
CC_PREFIX = 86
CC_QUEUES = service&sales
CC_OUT_TRUNK = carrier
CC_OUT_CALLER = 4001
CC_OUT_LIMIT = 30
CC_OUT_TIMEOUT = 30
CC_RING = 15
CC_TRANSFER_RING = 15
CC_OUT_WRAP = 20
CC_OUT_RECORD = 1
CC_RECORD_FEATURE = cc-record
CC_RECORD_PAUSE_S = 120
CC_RECORD_ON_DEMAND = 0
CC_DIAL_ZONE = Asia/Shanghai
CC_DIAL_PER_DAY = 0

[cc-in]
exten => 4001,1,Set(CC_DID=4001)
 same => n,Set(CC_TARGET=cc-flow-hotline-0badcafe)
 same => n,Goto(cc-arrive,s,1)
exten => 4002,1,Set(CC_DID=4002)
 same => n,Set(CC_TARGET=cc-queue-service)
 same => n,Goto(cc-arrive,s,1)
exten => _X,1,Set(CC_DID=${EXTEN})
 same => n,Set(CC_TARGET=)
 same => n,Goto(cc-arrive,s,1)
"""

AGENTS = """
[cc-agents]
include => cc-features
include => cc-rejoin
exten => 1001,1,Set(CC_TO=1001)
 same => n,Goto(cc-internal,s,1)
exten => _XXX,1,Goto(cc-out,${EXTEN},1)
"""


def company(**changes) -> NodeConfig:
    values = {
        "outbound_trunk": "carrier",
        "trunks": (Trunk("carrier", "192.0.2.1", max_calls=30),),
        "endpoints": (Endpoint("1001", "secret-1001"),),
        "queues": (Queue("service"), Queue("sales", wrap_s=0, record=False)),
        "dids": (Did("4001", flow="hotline"), Did("4002", queue="service")),
        "prompts": (Prompt("ask", "r2"),),
        "extra": {"wrap_s": "20"},
    }
    return NodeConfig("demo", **(values | changes))


def render(**changes) -> str:
    return dialplan.render(company(**changes), {"hotline": "cc-flow-hotline-0badcafe"})


def test_numbers_extensions_and_settings():
    assert render().startswith(GLOBALS)
    assert AGENTS in render()


def test_only_digits_can_be_dialled():
    text = render()
    own = text[text.index("[cc-in]") : text.index("[cc-e164]")]
    patterns = re.findall(r"exten => _([^,]+),1", own)
    assert len(patterns) == 2 * 20 + 2 * 18 + 2 * 18
    assert all(re.fullmatch(r"\+?X{1,20}", pattern) for pattern in patterns)


def test_no_recording_when_the_node_records_nothing():
    assert render(recording=False).count("Set(CC_RECORD=0)") == 2
    assert "CC_OUT_RECORD = 0" in render(recording=False)


def test_without_outbound_trunk_nothing_goes_out():
    assert "CC_OUT_TRUNK = \n" in render(outbound_trunk="")


@pytest.mark.parametrize(
    ("prefix", "dialled", "number"),
    [
        ("86", "+8613800000001", "+8613800000001"),
        ("86", "008613800000001", "+8613800000001"),
        ("86", "8613800000001", "+8613800000001"),
        ("86", "13800000001", "+8613800000001"),
        ("86", "013800000001", "+8613800000001"),
        ("86", "02161234567", "+862161234567"),
        ("86", "4008001234", "+864008001234"),
        ("86", "10086", "10086"),
        ("86", "61234567", "61234567"),
        ("49", "03012345678", "+493012345678"),
        ("1", "2125550100", "+12125550100"),
        ("1", "12125550100", "+12125550100"),
        ("86", "+", "+"),
    ],
)
def test_numbers_become_e164_where_that_is_certain(prefix, dialled, number):
    text = render(country_prefix=prefix)
    rules = re.findall(r"exten => (\S+),1,Return\((.*)\)", text[text.index("[cc-e164]") :])
    assert expand(best(rules, dialled), dialled) == number


def best(rules: list[tuple[str, str]], dialled: str) -> str:
    """What Asterisk does: the rule whose pattern is the most special, read from the left."""
    fitting = [(pattern, result) for pattern, result in rules if re.fullmatch(as_regex(pattern), dialled)]
    return min(fitting, key=lambda rule: [width(part) for part in parts(rule[0])])[1]


def parts(pattern: str) -> list[str]:
    return re.findall(r"\[[^]]*\]|.", pattern[1:])


def width(part: str) -> int:
    """How many characters a part of a pattern stands for; fewer win."""
    return {"X": 10, "!": 1000, "[1-9]": 9, "[3-9]": 7, "[+0-9]": 11}.get(part, 1)


def as_regex(pattern: str) -> str:
    return "".join({"X": "[0-9]", "!": ".*", "+": r"\+"}.get(part, part) for part in parts(pattern))


def expand(result: str, dialled: str) -> str:
    return re.sub(r"\$\{EXTEN(?::(\d))?\}", lambda found: dialled[int(found[1] or 0) :], result)
