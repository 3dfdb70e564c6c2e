"""Each kind of step as dialplan."""

import json
from dataclasses import replace

import pytest
from callcenter_telephony.render import calendars, flows, tree
from callcenter_telephony.render.model import Calendar, Choice, Day, Flow, NodeConfig, Prompt, Sound, Step

PROMPTS = (Prompt("ask", "r1"), Prompt("pin", "r1"), Prompt("two", "zh1", others=(Sound("en", "en1"),)))
CONFIG = NodeConfig("demo", prompts=PROMPTS, departments={"7": ("1001", "1002")})
ASKED = ["Set(CC_TRIES=0)", "(ask-it),Set(CC_TRIES=$[${CC_TRIES} + 1])", "Gosub(cc-asked,s,1)"]
AGAIN = "GotoIf($[${CC_TRIES} < 2]?ask-it)"
MARK = "CELGenUserEvent(CC_%s,flow=f&step=it%s)"


def lines(kind: str, trial: bool = False, exits: dict | None = None, config: NodeConfig = CONFIG, **more) -> list[str]:
    """What a step runs behind its first mark."""
    choices = tuple(Choice(key, step) for key, step in (exits or {}).items())
    values = {name: more.pop(name) for name in list(more) if name not in Step.__dataclass_fields__}
    step = Step("it", kind, choices=choices, values=values, **{"next": "on", "timeout_s": 4, "tries": 2, **more})
    flow = Flow("f", "it", (step, Step("on", "hangup")))
    text = flows.render(flow, config, {"inner": "cc-flow-inner-1234"}, trial)[1]
    own = text.partition("n(step-it),")[2].partition(" same => n(step-on)")[0]
    first, *rest = [line.removeprefix(" same => n").removeprefix(",") for line in own.strip().splitlines()]
    assert ("CC_IVR" in first) is not trial
    return rest


def read(variable: str, prompt: str = "ask-r1", options: str = "1,e,1,4") -> str:
    return f"Read({variable},${{CC_SOUNDS}}/{prompt},{options})"


BLOCKS = {
    "digits": (
        {"prompt": "ask", "variable": "order", "min_digits": 3, "max_digits": 8, "exits": {"failed": "lost"},
         "wrong_prompt": "pin"},
        [
            *ASKED, read("CCV_order", options="8,t(#),1,4"), "Set(CCV_order=${FILTER(0-9,${CCV_order})})",
            "GotoIf($[${LEN(${CCV_order})} >= 3]?got-it)", "Playback(${CC_SOUNDS}/pin-r1)", AGAIN, "Set(CCV_order=)",
            "Goto(step-lost)", "(got-it),Goto(step-on)",
        ],
    ),
    "language": (
        {"prompt": "ask", "language_keys": "1=zh,2=en"},
        [
            *ASKED, read("CC_KEY"), 'GotoIf($["${CC_KEY}" = ""]?again-it)', MARK % ("KEY", "&key=${CC_KEY}"),
            'GotoIf($["${CC_KEY}" = "1"]?zh-it)', 'GotoIf($["${CC_KEY}" = "2"]?en-it)', f"(again-it),{AGAIN}",
            "Goto(step-on)", "(zh-it),Set(CC_LANG=zh)", "Set(CHANNEL(language)=zh)", "Goto(step-on)",
            "(en-it),Set(CC_LANG=en)", "Set(CHANNEL(language)=en)", "Goto(step-on)",
        ],
    ),
    "hours": (
        {"calendar": "3", "exits": {"open": "a", "closed": "b", "holiday": "c"}},
        [
            "Gosub(cc-hours-3,s,1)", 'GotoIf($["${GOSUB_RETVAL}" = "open"]?step-a)', MARK % ("CLOSED", ""),
            'GotoIf($["${GOSUB_RETVAL}" = "holiday"]?step-c)', "Goto(step-b)",
        ],
    ),
    "branch": (
        {"variable": "order", "exits": {"1": "a", "北京": "b"}},
        [
            "Set(CC_VALUE=${CCV_order})", 'GotoIf($["${CC_VALUE}" = "1"]?step-a)',
            'GotoIf($["${CC_VALUE}" = "北京"]?step-b)', "Goto(step-on)",
        ],
    ),
    "set": (
        {"variable": "note", "value": "order {order} of {name}"},
        ["Set(CCV_note=order ${CCV_order} of ${CCV_name})", "Goto(step-on)"],
    ),
    "member": (
        {"prompt": "ask", "pin_prompt": "pin", "lock_after": 3, "lock_minutes": 9,
         "exits": {"failed": "a", "locked": "b"}},
        [
            *ASKED, read("CC_MEMBER", options="20,,1,4"), "Set(CC_MEMBER=${FILTER(0-9,${CC_MEMBER})})",
            'GotoIf($["${CC_MEMBER}" = ""]?wrong-it)', read("CC_PIN", "pin-r1", "12,,1,4"), "Set(CC_LOCK=3:9)",
            "Gosub(cc-agi,s,1(member))", "Set(CC_PIN=)", 'GotoIf($["${GOSUB_RETVAL}" = "ok"]?step-on)',
            'GotoIf($["${GOSUB_RETVAL}" = "locked"]?step-b)', "(wrong-it),NoOp()", AGAIN, "Goto(step-a)",
        ],
    ),
    "lookup": (
        {"lookup": "order", "variable": "order", "exits": {"none": "a", "failed": "b"}},
        [
            "Set(CC_LOOKUP=order)", "Set(CC_ASKED_FOR=${CCV_order})", "Gosub(cc-agi,s,1(lookup))",
            MARK % ("LOOKUP", "&found=${IF($[${LEN(${GOSUB_RETVAL})} > 0]?1:0)}"), "Set(CC_SAID=${GOSUB_RETVAL})",
            'GotoIf($["${CC_SAID}" = ""]?step-b)', 'GotoIf($["${CC_SAID}" = "none"]?step-a)',
            "Gosub(cc-say,s,1(${CC_SAID}))", "Goto(step-on)",
        ],
    ),
    "queue": ({"queue": "vip", "prompt": "ask"}, ["Playback(${CC_SOUNDS}/ask-r1)", "Goto(cc-queue-vip,s,1)"]),
    "voicemail": ({"queue": "vip"}, ["Goto(cc-message-vip,s,1)"]),
    "callback": ({"queue": "vip"}, ["Goto(cc-back-vip,s,1)"]),
    "agent": ({"endpoint": "1001", "ring_s": 9}, ["Gosub(cc-ring,s,1(1001,9))", "Goto(step-on)"]),
    "department": ({"department": "7"}, ["Gosub(cc-ring,s,1(1001&1002,20))", "Goto(step-on)"]),
    "outside": ({"number": "10086"}, ["Gosub(cc-ring-outside,s,1(10086,20))", "Goto(step-on)"]),
    "survey": (
        {"prompt": "ask", "survey_keys": "123"},
        [
            "CELGenUserEvent(CC_SURVEY,flow=survey)", *ASKED, read("CC_KEY"),
            "Set(CC_KEY=${FILTER(123,${CC_KEY})})", 'GotoIf($["${CC_KEY}" != ""]?rated-it)', AGAIN, "Goto(step-on)",
            "(rated-it),CELGenUserEvent(CC_RATING,key=${CC_KEY})", "Goto(step-on)",
        ],
    ),
    "blacklist": (
        {"exits": {"listed": "a"}},
        [
            'Gosub(cc-on-list,s,1(refused,${IF($["${CC_NUMBER}" = ""]?withheld:${CC_NUMBER})},${CC_DID}))',
            'GotoIf($["${GOSUB_RETVAL}" = "1"]?step-a)',
            "Goto(step-on)",
        ],
    ),
    "subflow": (
        {"flow": "inner"},
        [
            "Set(CC_DEPTH=$[0${CC_DEPTH} + 1])", "Gosub(cc-flow-inner-1234,s,1)", "Set(CC_DEPTH=$[${CC_DEPTH} - 1])",
            "Goto(step-on)",
        ],
    ),
    "return": ({}, ["ExecIf($[0${CC_DEPTH} > 0]?Return())", "Goto(cc-bye,s,1)"]),
    "hangup": ({"prompt": "ask"}, ["Playback(${CC_SOUNDS}/ask-r1)", "Goto(cc-bye,s,1)"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_a_step_is_these_lines(kind):
    given, wanted = BLOCKS[kind]
    assert lines(kind, **given) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"subject": "level"}, "Set(CC_VALUE=${DB(cc/vip/${CC_NUMBER})})"),
        ({"subject": "language"}, "Set(CC_VALUE=${CC_LANG})"),
        ({"subject": "region"}, "Gosub(cc-ask,s,1(region))"),
        ({"subject": "number"}, "Set(CC_VALUE=${CC_NUMBER})"),
    ],
)
def test_what_a_branch_reads(given, wanted):
    assert lines("branch", exits={"x": "a"}, **given)[0] == wanted


def test_of_numbers_the_longest_beginning_is_tried_first():
    tests = lines("branch", exits={"+86": "a", "+86138": "b"}, subject="number")[1:3]
    assert [test.rpartition("?")[2] for test in tests] == ["step-b)", "step-a)"]


def test_a_prompt_is_heard_in_the_language_of_the_call():
    wanted = '${CC_SOUNDS}/${IF($["${CC_LANG}" = "en"]?two-en1:two-zh1)}'
    assert lines("play", prompt="two") == [f"Playback({wanted})", "Goto(step-on)"]


def test_a_language_without_a_question_is_just_taken():
    assert lines("language", language_keys="1=en")[0] == "Set(CC_LANG=en)"


def test_numbers_may_end_by_another_key_or_none():
    for ends, wanted in (("*", "t(*)"), ("none", "t()")):
        assert f"20,{wanted},1,4" in lines("digits", prompt="ask", variable="x", terminator=ends)[3]


@pytest.mark.parametrize("kind", ["queue", "voicemail", "callback", "agent", "department", "outside"])
def test_a_trial_reaches_nobody(kind):
    given, _wanted = BLOCKS[kind]
    assert lines(kind, trial=True, **given)[-2:] == ["Playback(beep)", "Hangup(16)"]


@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_a_trial_leaves_no_mark(kind):
    given, _wanted = BLOCKS[kind]
    assert "CELGenUserEvent" not in "".join(lines(kind, trial=True, **given))


def test_a_web_call_is_a_file_named_by_its_content():
    values = {"url": "https://example.com/{order}", "method": "GET", "json_path": "a.0", "variable": "state"}
    step = Step("it", "web", next="on", choices=(Choice("failed", "on"),), values={**values, "deadline_s": 2})
    flow = Flow("f", "it", (step, Step("on", "hangup")))
    ((path, content),) = flows.web_calls(flow).items()
    assert json.loads(content) == {**values, "web_fields": "", "deadline_s": 2}
    text = flows.render(flow, CONFIG)[1]
    assert f"Set(CC_WEB={path.removeprefix('flows/web-').removesuffix('.json')})" in text
    assert "example.com" not in text
    assert path in tree.render(replace(CONFIG, prompts=(), flows=(flow,)))


def test_a_flow_is_named_anew_when_one_that_it_calls_changes():
    outer = Flow("outer", "in", (Step("in", "subflow", next="bye", values={"flow": "inner"}), Step("bye", "hangup")))
    inner = Flow("inner", "out", (Step("out", "return"),))
    other = Flow("inner", "out", (Step("out", "return", goal=True),))
    names = [flows.render_all(replace(CONFIG, flows=(outer, one)))["outer"] for one in (inner, other)]
    assert names[0][0] != names[1][0]
    called = flows.render_all(replace(CONFIG, flows=(outer, inner)))["inner"][0]
    assert f"Gosub({called},s,1)" in names[0][1]


HOURS = """\
[cc-hours-3]
exten => s,1,Set(LOCAL(day)=${STRFTIME(${EPOCH},Asia/Shanghai,%Y%m%d)})
 same => n,Set(LOCAL(now)=${STRFTIME(${EPOCH},Asia/Shanghai,%H%M)})
 same => n,GotoIf(${DIALPLAN_EXISTS(cc-hours-3,${day},1)}?cc-hours-3,${day},1)
 same => n,Goto(cc-hours-3,w${STRFTIME(${EPOCH},Asia/Shanghai,%u)},1)
exten => w1,1,GotoIf($[${now} >= 830 & ${now} < 1200]?open)
 same => n,GotoIf($[${now} >= 1300 & ${now} < 2400]?open)
 same => n,Return(closed)
 same => n(open),Return(open)
exten => w2,1,Return(closed)
exten => 20261001,1,Return(holiday)
exten => 20261010,1,GotoIf($[${now} >= 0 & ${now} < 2400]?open)
 same => n,Return(closed)
 same => n(open),Return(open)

"""


def test_hours_are_a_context_that_the_node_asks():
    week = (((510, 720), (780, 1440)), ())
    days = (Day("20261001", (), True), Day("20261010", ((0, 1440),)))
    assert calendars.render(Calendar("3", "Asia/Shanghai", week, days)) == HOURS
