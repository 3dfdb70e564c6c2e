"""Callers who wait, wish, leave a message or are sent on, on the node alone."""

from pathlib import Path

import pytest

from . import callers
from .company import OUTSIDE
from .journal import last_call, records
from .node import AST_ROOT
from .scenes import CUSTOMER


def marks(node, channels: str = "PJSIP/") -> list[tuple[str, dict]]:
    return [(one.kind, one.data) for one in records(node.journal, channels) if one.kind.startswith("CC_")]


def of_kind(node, *kinds: str) -> list[dict]:
    return [data for kind, data in marks(node) if kind in kinds]


def test_nobody_signed_in_leads_to_the_mailbox(node, office):
    callers.no_agents_voicemail(office)
    (ended,) = [r.data for r in last_call(node.journal) if r.kind == "CC_QUEUE_END"]
    assert ended == {"queue": "back", "status": "JOINEMPTY", "next": "voicemail"}
    assert of_kind(node, "CC_VOICEMAIL")[-1] == {"box": "night"}
    file = of_kind(node, "CC_MESSAGE")[-1]["file"]
    sound = (node.folder / "spool" / "monitor" / file).read_bytes()
    assert 3 * 32000 < len(sound) < 6 * 32000, "about four seconds, two channels"


def test_who_waits_too_long_is_put_through_to_a_mobile(node, office):
    callers.overflow_outside(office)
    assert of_kind(node, "CC_QUEUE_END")[-1] == {"queue": "away", "status": "TIMEOUT", "next": "overflow_outside"}
    assert of_kind(node, "CC_DIAL")[-1] == {"number": OUTSIDE, "trunk": "demo-carrier", "via": "overflow"}
    assert office.carrier.calls[-1].caller == "4001", "the company's number, not the caller's"


@pytest.mark.parametrize(("handling", "minutes"), [("180", "3"), ("182.375", "4"), ("7", "1")])
def test_who_has_to_wait_is_told_how_long(node, office, handling, minutes):
    assert callers.told_the_wait(office, handling) == minutes


def test_the_last_agent_is_offered_first_when_free(node, office):
    callers.last_agent(office)
    offers = of_kind(node, "CC_OFFER")[-2:]
    assert [(one["agent"], one["via"]) for one in offers] == [("1002", "last_agent"), ("1001", "queue")]
    assert of_kind(node, "CC_WANTED")[-2:] == [{"agent": "1002", "kind": "last_agent"}] * 2
    assert office.db(f"cc/last/{CUSTOMER}").startswith("1001:")


def test_a_vip_goes_ahead_of_an_earlier_caller(node, office):
    callers.vip_first(office)
    offers = [one.linkedid for one in records(node.journal) if one.kind == "CC_OFFER"][-2:]
    by_call = {one.linkedid: one.data["number"] for one in records(node.journal) if one.kind == "CC_IN"}
    assert [by_call[linkedid] for linkedid in offers] == [CUSTOMER, callers.EARLIER]


def test_a_call_back_keeps_the_place(node, office):
    callers.callback_kept_place(office)
    (wish,) = of_kind(node, "CC_CALLBACK")
    assert wish == {"number": callers.EARLIER, "queue": "back"}
    offers = of_kind(node, "CC_OFFER")[-2:]
    assert [one["via"] for one in offers] == ["callback", "queue"]
    out = of_kind(node, "CC_OUT")[-1]
    assert (out["agent"], out["number"], out["kind"]) == ("1001", callers.EARLIER, "callback")
    assert not office.db(f"cc/callback/{callers.EARLIER}")
    # place, wait and number are said in Chinese: each word is there
    words = Path(AST_ROOT, "usr/share/asterisk/sounds/zh")
    assert (words / "queue-thereare.wav").exists() and (words / "digits" / "2.wav").exists()
    assert "does not exist in any format" not in node.log


def test_who_is_not_reached_is_tried_as_often_as_set(node, office):
    callers.callback_not_reached(office)
    assert len(office.carrier.calls) == 2
    assert not office.db(f"cc/callback/{callers.EARLIER}")


NOW = "9999999999"


@pytest.mark.parametrize(
    ("entries", "number", "status"),
    [
        ({"refused/+8613800000071": NOW}, "13800000071", 403),
        ({"refused/+8613800000071": "1000"}, "13800000071", 0),  # its end is over
        ({"refused/+861380x": "1", "ranges/refused": "6&7"}, "13800000071", 403),
        ({"refused/+861380x": "1", "ranges/refused": "6&7", "allowed/+8613800000071": "1"}, "13800000071", 0),
        ({"refused/+8613800000071@4001": "1"}, "13800000071", 0),  # on another DID only
        ({"refused/+8613800000071@4002": "1"}, "13800000071", 403),
        ({"refused/withheld": "1"}, "anonymous", 403),
        ({"refused/withheld": "1"}, "13800000071", 0),
    ],
)
def test_who_is_turned_away(node, office, entries, number, status):
    for key, value in entries.items():
        office.db(f"cc/{key}", value)
    before = node.ami.mark()
    call = office.phones.customer(number, "4002")
    if status:
        call.wait_ended()
        assert call.status == status
        node.ami.wait(Event="CEL", EventName="CHAN_END", after=before)
        assert of_kind(node, "CC_REFUSED")[-1] == {"rule": "withheld" if number == "anonymous" else "list"}
    else:
        call.wait_answered()
        call.hang_up()
    node.ami.wait_quiet()
