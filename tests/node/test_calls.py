"""Calls through IVR, queue and trunk, and what the journal says of them."""

import pytest

from . import scenes
from .company import REFUSED
from .journal import last_call


def marks(node) -> list[tuple[str, dict]]:
    return [(record.kind, record.data) for record in last_call(node.journal) if record.kind.startswith("CC_")]


def mark(node, kind: str) -> dict:
    return next(data for name, data in marks(node) if name == kind)


def end(node, channel: str) -> dict:
    """HANGUP of the last call's channel whose name begins so."""
    return next(r.data for r in last_call(node.journal) if r.kind == "HANGUP" and r.channel.startswith(channel))


def test_menu_queue_agent_and_the_caller_hangs_up(node, office):
    scenes.answered_caller(office)
    told = marks(node)
    assert [kind for kind, _data in told] == [
        "CC_IN", "CC_IVR", "CC_KEY", "CC_IVR", "CC_RECORDING", "CC_QUEUE", "CC_OFFER",
    ]  # fmt: skip
    assert mark(node, "CC_IN") == {"did": "4001", "number": scenes.CUSTOMER, "trunk": "demo-carrier"}
    assert mark(node, "CC_KEY")["key"] == "2"
    assert mark(node, "CC_QUEUE") == {"queue": "service", "via": "queue"}
    assert mark(node, "CC_OFFER") == {"agent": "1001", "queue": "service", "via": "queue"}
    assert end(node, "PJSIP/demo-carrier")["hangupsource"].startswith("PJSIP/demo-carrier")
    offer = office.desk("1001").calls[0]
    assert offer.header("X-Call-Id") == last_call(node.journal)[0].linkedid
    assert offer.header("X-Queue") == "service"


def test_the_caller_is_asked_for_a_rating_after_the_agent_has_hung_up(node, office):
    scenes.answered_agent_survey(office)
    assert mark(node, "CC_QUEUE_END") == {"queue": "service", "status": "CONTINUE", "next": "survey"}
    assert mark(node, "CC_RATING") == {"key": "5", "question": "1"}
    assert marks(node)[-1] == ("CC_BYE", {"by": "system"})


def test_who_leaves_the_survey_is_not_thrown_out(node, office):
    scenes.survey_hung_up(office)
    assert marks(node)[-1][0] == "CC_SURVEY"


def test_a_refusal_pauses_the_agent_and_the_next_one_is_tried(node, office):
    scenes.refused_by_agent(office)
    assert [data["agent"] for kind, data in marks(node) if kind == "CC_OFFER"] == ["1001", "1002"]
    pause = office.node.ami.wait(Event="QueueMemberPause", MemberName="1001", Paused="1")
    assert pause["PausedReason"] == "Auto-Pause"


def test_nobody_signed_in_overflows_and_ends(node, office):
    scenes.no_agents_overflow(office)
    ends = [data for kind, data in marks(node) if kind == "CC_QUEUE_END"]
    assert [(data["queue"], data["status"], data["next"]) for data in ends] == [
        ("sales", "JOINEMPTY", "overflow_queue"),
        ("service", "JOINEMPTY", "hangup"),
    ]


def test_callers_wait_for_agents_on_a_break(node, office):
    scenes.abandoned(office)
    assert marks(node)[-1][0] == "CC_QUEUE"


def test_a_key_without_a_choice_is_kept_and_the_menu_asks_again(node, office):
    scenes.ivr_no_choice(office)
    told = marks(node)
    assert [data["key"] for kind, data in told if kind == "CC_KEY"] == ["7"]
    assert [data["step"] for kind, data in told if kind == "CC_IVR"] == ["main", "bye"]
    assert told[-1] == ("CC_BYE", {"by": "system"})


def test_a_refused_number_never_rings(node, office):
    scenes.refused(office)
    assert [kind for kind, _data in marks(node)] == ["CC_IN", "CC_REFUSED", "CC_BYE"]
    assert mark(node, "CC_IN")["number"] == REFUSED
    assert end(node, "PJSIP/demo-carrier")["hangupcause"] == 21


def test_an_unknown_number_is_answered_with_404_and_is_on_record(node, office):
    scenes.unknown_did(office)
    assert mark(node, "CC_IN")["did"] == "4999"
    assert mark(node, "CC_REFUSED") == {"rule": "unknown_did"}
    assert "no such number: 4999" in node.log


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        ("13800000005", "+8613800000005"),
        ("008613800000005", "+8613800000005"),
        ("8613800000005", "+8613800000005"),
        ("02161234567", "+862161234567"),
        ("10086", "10086"),
        ("anonymous", ""),
    ],
)
def test_numbers_on_the_trunk_become_e164(node, office, sent, number):
    office.phones.customer(sent, "4999").wait_ended()
    office.node.ami.wait_quiet()
    assert mark(node, "CC_IN")["number"] == number


@pytest.mark.parametrize(
    ("scene", "cause"),
    [(scenes.out_busy, 17), (scenes.out_invalid, 1), (scenes.out_rejected, 21), (scenes.out_no_answer, 0)],
)
def test_a_failed_dialling_tells_the_networks_cause(node, office, scene, cause):
    scene(office)
    out, dial = mark(node, "CC_OUT"), mark(node, "CC_DIAL")
    assert out == {"agent": "1001", "number": "+8613800000037", "kind": "manual", "command": out["command"]}
    assert dial == {"number": "+8613800000037", "trunk": "demo-carrier", "via": "manual"}
    assert end(node, "PJSIP/demo-carrier")["hangupcause"] == cause
    assert end(node, "PJSIP/1001")["hangupcause"] == (cause or 19)
    assert last_call(node.journal)[0].linkedid == f"cmd-{out['command']}-test"
    assert not office.db("cc/wrap/1001")


def test_click_to_dial_reaches_the_customer_with_the_companys_number(node, office):
    scenes.out_answered(office)
    assert office.carrier.calls[-1].caller == "4001"
    assert "x-call-id" not in str(office.carrier.calls[-1].invite.headers).lower()
    own = office.desk("1001").calls[-1]
    assert "answer-after=0" in own.header("Call-Info")
    assert own.header("X-Call-Id") == last_call(node.journal)[0].linkedid


def test_a_desk_phone_dials_out_and_calls_colleagues(node, office):
    scenes.desk_dial(office)
    assert mark(node, "CC_OUT") == {"agent": "1001", "number": "+8613800000039", "kind": "manual", "command": ""}
    scenes.internal(office)
    assert mark(node, "CC_INTERNAL") == {"agent": "1001", "to": "1002"}
