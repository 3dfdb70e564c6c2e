"""What is wrong with a flow, before a caller finds out."""

from dataclasses import replace

import pytest
from callcenter_telephony.render.faults import SENTENCES, Known, faults
from callcenter_telephony.render.model import Choice, Flow, Step
from callcenter_telephony.render.steps import KINDS

KNOWN = Known(
    prompts=frozenset({"ask", "mute"}), silent=frozenset({"mute"}), queues=frozenset({"help"}),
    endpoints=frozenset({"1001"}), departments=frozenset({"7"}), calendars=frozenset({"3"}),
    lookups=frozenset({"order"}), flows={"f": ["inner"], "inner": ["deep"], "deep": ["f"], "free": []},
)  # fmt: skip
BYE = Step("bye", "hangup")
WHOLE = {  # of each kind: what it needs
    "play": {"prompt": "ask"},
    "menu": {"prompt": "ask", "keys": {"1": "bye"}},
    "digits": {"prompt": "ask", "variable": "x", "min_digits": 1, "max_digits": 5},
    "language": {"prompt": "ask", "language_keys": "1=zh,2=en"},
    "survey": {"prompt": "ask", "survey_keys": "123"},
    "hangup": {},
    "hours": {"calendar": "3"},
    "branch": {"variable": "x", "keys": {"1": "bye"}},
    "set": {"variable": "x", "value": "a {y}"},
    "blacklist": {},
    "subflow": {"flow": "free"},
    "return": {},
    "queue": {"queue": "help"},
    "voicemail": {"queue": "help"},
    "callback": {"queue": "help"},
    "agent": {"endpoint": "1001", "ring_s": 20},
    "department": {"department": "7", "ring_s": 20},
    "outside": {"number": "10086", "ring_s": 20},
    "member": {"prompt": "ask", "pin_prompt": "ask", "lock_after": 3, "lock_minutes": 30},
    "lookup": {"lookup": "order"},
    "web": {"url": "https://example.com/x?y={x}", "deadline_s": 3, "web_fields": "a=1\nb={x}", "json_path": "a.0"},
}


def step(kind: str, **more) -> Step:
    given = WHOLE[kind] | more
    keys = given.pop("keys", {}) if "keys" in given else {}
    exits = {key: "bye" for key in (*KINDS[kind].exits, *KINDS[kind].more)} | given.pop("exits", {})
    following = exits.pop("next", "")
    values = {name: given.pop(name) for name in list(given) if name not in Step.__dataclass_fields__}
    choices = tuple(Choice(key, target) for key, target in (exits | dict(keys)).items())
    return Step("it", kind, next=following, choices=choices, values=values, **given)


def found(*steps: Step, start: str = "it") -> list[tuple[str, str, str]]:
    return [(fault.step, fault.field, fault.key) for fault in faults(Flow("f", start, steps), KNOWN)]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_whole_step_has_no_fault(kind):
    own = step(kind)
    rest = () if not (own.next or own.choices) else (BYE,)
    assert found(own, *rest) == []


@pytest.mark.parametrize("kind", sorted(kind for kind in KINDS if KINDS[kind].exits))
def test_every_exit_leads_somewhere(kind):
    for key in KINDS[kind].exits:
        assert ("it", "exits", "dead_end") in found(step(kind, exits={key: ""}), BYE), key
        assert ("it", "exits", "no_step") in found(step(kind, exits={key: "gone"}), BYE), key


@pytest.mark.parametrize(
    ("kind", "more", "fault"),
    [
        ("play", {"prompt": ""}, ("prompt", "missing")),
        ("play", {"prompt": "gone"}, ("prompt", "unknown")),
        ("play", {"prompt": "mute"}, ("prompt", "no_sound")),
        ("hangup", {"prompt": "mute"}, ("prompt", "no_sound")),
        ("menu", {"keys": {}}, ("exits", "no_choices")),
        ("menu", {"keys": {"A": "bye"}}, ("exits", "no_key")),
        ("menu", {"keys": {"12": "bye"}}, ("exits", "no_key")),
        ("menu", {"timeout_s": 0}, ("timeout_s", "range")),
        ("menu", {"tries": 10}, ("tries", "range")),
        ("digits", {"variable": ""}, ("variable", "missing")),
        ("digits", {"variable": "X"}, ("variable", "bad_value")),
        ("digits", {"variable": "x)$(id"}, ("variable", "bad_value")),
        ("digits", {"min_digits": 6}, ("max_digits", "range")),
        ("digits", {"max_digits": 41}, ("max_digits", "range")),
        ("language", {"prompt": ""}, ("prompt_id", "missing")),
        ("language", {"language_keys": "1=xx"}, ("language_keys", "bad_value")),
        ("language", {"language_keys": ""}, ("language_keys", "bad_value")),
        ("survey", {"survey_keys": "11"}, ("survey_keys", "bad_value")),
        ("survey", {"survey_keys": "1a"}, ("survey_keys", "bad_value")),
        ("hours", {"calendar": "4"}, ("calendar", "unknown")),
        ("branch", {"keys": {'a"]?x': "bye"}}, ("exits", "no_key")),
        ("branch", {"keys": {"${X}": "bye"}}, ("exits", "no_key")),
        ("branch", {"variable": ""}, ("variable", "missing")),
        ("branch", {"subject": "moon"}, ("subject", "bad_value")),
        ("set", {"value": "${SHELL(id)}"}, ("value", "bad_value")),
        ("set", {"value": 'a"b'}, ("value", "bad_value")),
        ("set", {"value": "{X}"}, ("value", "bad_value")),
        ("subflow", {"flow": "gone"}, ("flow", "unknown")),
        ("subflow", {"flow": "inner"}, ("flow", "recursion")),
        ("subflow", {"flow": "f"}, ("flow", "recursion")),
        ("queue", {"queue": "old"}, ("queue", "unknown")),
        ("agent", {"endpoint": "1002"}, ("endpoint", "unknown")),
        ("agent", {"ring_s": 1}, ("ring_s", "range")),
        ("department", {"department": ""}, ("department", "missing")),
        ("outside", {"number": ""}, ("number", "missing")),
        ("outside", {"number": "1,2)"}, ("number", "bad_value")),
        ("member", {"pin_prompt": ""}, ("pin_prompt", "missing")),
        ("member", {"lock_after": 0}, ("lock_after", "range")),
        ("lookup", {"lookup": "x"}, ("lookup", "unknown")),
        ("web", {"url": ""}, ("url", "missing")),
        ("web", {"url": "file:///etc/passwd"}, ("url", "bad_value")),
        ("web", {"url": "https://a b"}, ("url", "bad_value")),
        ("web", {"web_fields": "no value"}, ("web_fields", "bad_value")),
        ("web", {"json_path": "a[0]"}, ("json_path", "bad_value")),
        ("web", {"deadline_s": 60}, ("deadline_s", "range")),
        ("web", {"variable": "A"}, ("variable", "bad_value")),
    ],
)
def test_a_fault_names_the_field(kind, more, fault):
    assert ("it", *fault) in found(step(kind, **more), BYE)


def test_start_codes_and_kinds():
    assert ("gone", "start", "no_start") in found(BYE, start="gone")
    assert ("bye", "code", "twice") in found(BYE, BYE, start="bye")
    assert ("it", "kind", "kind") in found(replace(BYE, code="it", kind="dance"))
    twice = replace(step("menu"), choices=(Choice("1", "bye"),) * 2)
    assert ("it", "exits", "key_twice") in found(twice, BYE)


def test_a_step_that_nobody_reaches():
    assert found(step("play"), BYE, Step("lost", "hangup")) == [("lost", "", "unreachable")]


@pytest.mark.parametrize(
    ("kind", "exits", "loops"),
    [
        ("play", {"next": "it"}, True),
        ("hours", {"closed": "it"}, True),
        ("outside", {"next": "it"}, True),
        ("web", {"failed": "it"}, True),
        ("lookup", {"none": "it"}, True),
        ("menu", {"next": "it"}, True),
        ("menu", {"1": "it"}, False),
        ("digits", {"next": "it"}, False),
        ("digits", {"failed": "it"}, True),
        ("member", {"locked": "it"}, False),
        ("branch", {"1": "it"}, True),
    ],
)
def test_only_what_a_caller_does_may_go_round(kind, exits, loops):
    keys = {key: exits[key] for key in exits if key == "1"}
    rest = {key: target for key, target in exits.items() if key != "1"}
    own = step(kind, exits=rest, **({"keys": keys} if keys else {}))
    assert (("it", "exits", "loop") in found(own, BYE)) is loops


def test_a_circle_of_many_steps():
    ring = [Step(f"s{n}", "play", "ask", f"s{(n + 1) % 50}") for n in range(50)]
    assert found(*ring, start="s0") == [(f"s{n}", "exits", "loop") for n in range(50)]


def test_every_fault_has_its_sentence():
    text = " ".join(SENTENCES)
    assert len(SENTENCES) == len(set(text.split()))
