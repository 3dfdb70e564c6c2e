"""Recording rules as dialplan."""

import pytest
from callcenter_telephony.render import recording
from callcenter_telephony.render.checks import ConfigError, check
from callcenter_telephony.render.model import NodeConfig, RecordingRule

RULES = """\
[cc-record-rules]
exten => s,1,NoOp()
 same => n,GotoIf($["${CC_WAY}" != "outbound"]?:after3)
 same => n,GotoIf($["${CC_QUEUE}" = "service" | "${CC_QUEUE}" = "sales"]?:after3)
 same => n,ExecIf($["${CC_LUCK_3}" = ""]?Set(__CC_LUCK_3=${RAND(1,100)}))
 same => n,GotoIf($[${CC_LUCK_3} <= 10]?:after3)
 same => n,Return(yes:3)
 same => n(after3),NoOp()
 same => n,GotoIf($["${CC_WAY}" = "outbound"]?:after8)
 same => n,GotoIf($["${CC_CAMPAIGN}" = "5"]?:after8)
 same => n,GotoIf($["${ARG1}" = ""]?later8)
 same => n,GotoIf(${DIALPLAN_EXISTS(cc-record-8,${ARG1},1)}?:after8)
 same => n,Return(no:8)
 same => n(later8),Return(later:)
 same => n(after8),NoOp()
 same => n,Return(${IF($["${CC_RECORD}" = "1"]?yes:no)}:)

[cc-record-8]
exten => 1001,1,NoOp()
exten => 1002,1,NoOp()

"""


def node(*rules, **more):
    return NodeConfig("demo", recording_rules=rules, **more)


def test_the_first_rule_that_fits_decides():
    part = RecordingRule("3", direction="inbound", queues=("service", "sales"), percent=10)
    agents = RecordingRule("8", record=False, direction="outbound", campaigns=("5",), agents=("1002", "1001"))
    assert recording.rules(node(part, agents)) == RULES


def test_a_node_that_records_nothing_asks_no_rule():
    text = recording.rules(node(RecordingRule("3"), recording=False))
    assert text == "[cc-record-rules]\nexten => s,1,Return(no:)\n\n"


def test_a_rule_about_agents_of_whom_none_is_on_this_node_fits_nobody():
    assert "[cc-record-4]\nexten => none,1,NoOp()\n" in recording.rules(node(RecordingRule("4", agents=())))


def test_the_key_and_without_one_nothing():
    assert recording.features(node()) == '[applicationmap]\ncc-record => *2,peer,Gosub,"cc-record-key,s,1"\n\n'
    assert recording.features(node(record_key="")) == "[applicationmap]\n\n"
    assert dict(recording.settings(node(record_key="")))["CC_RECORD_FEATURE"] == ""


@pytest.mark.parametrize(
    "bad",
    [
        {"recording_rules": (RecordingRule("1)"),)},
        {"recording_rules": (RecordingRule("1", queues=('x"]?evil',)),)},
        {"recording_rules": (RecordingRule("1", agents=("1001,1,System(x)",)),)},
        {"recording_rules": (RecordingRule("1", campaigns=("${EVIL}",)),)},
        {"recording_rules": (RecordingRule("1", percent=0),)},
        {"recording_rules": (RecordingRule("1"), RecordingRule("1"))},
        {"recording_rules": (RecordingRule("1", direction="sideways"),)},
        {"record_key": "2"},
        {"record_key": "*2,self,System,x"},
    ],
)
def test_what_cannot_stand_in_a_dialplan_is_refused(bad):
    with pytest.raises(ConfigError):
        check(NodeConfig("demo", **bad))
