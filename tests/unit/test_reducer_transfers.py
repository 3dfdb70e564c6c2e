"""Turns that transfers and consults may take beside those of the stories."""

from copy import deepcopy

import invariants
import stories
from callcenter_telephony.connector import talk
from callcenter_telephony.connector.channels import Channel
from callcenter_telephony.connector.reducer import Reducer
from story_node import StoryNode


def ledger_of(name: str, **moments) -> stories.Ledger:
    """The story with other moments for the last acts of their kind (``who_does``); None: it does not happen."""
    story = deepcopy(stories.STORIES[name])
    last = {f"{act['who']}_{act['does']}": act for act in story["acts"]}
    for kind, moment in moments.items():
        last[kind]["at"] = moment
    story["acts"] = [act for act in story["acts"] if act["at"] is not None]
    told = StoryNode(story, stories.DEFAULTS, stories.start_of(story)).run()
    reducer, ledger = Reducer(stories.NODE, stories.rules(name)), stories.Ledger()
    for telling in told:
        reducer.feed([telling.event], telling.now)
        ledger.write(reducer.take(telling.now))
    for later in (1, 5, 200, 2000):
        ledger.write(reducer.take(told[-1].now + later))
    invariants.check(ledger)
    return ledger


def legs(ledger: stories.Ledger) -> list[tuple]:
    (call,) = ledger.calls.values()
    return [(leg.role, leg.ended_by) for leg in call.legs if leg.role not in ("caller", "queue")]


def test_who_hangs_up_right_after_the_return_has_not_left_the_target():
    """The target's phone had fallen silent before: nobody else can have ended that ring."""
    assert legs(ledger_of("S17", agent1_answer=54.1, caller_hang_up=54.3)) == [
        ("agent", "transfer"),
        ("target", "timeout"),
        ("agent", "caller"),
    ]


def test_who_hangs_up_while_the_target_rings_was_not_missed():
    ledger = ledger_of("S12", agent2_answer=None, caller_hang_up=52)
    assert legs(ledger) == [("agent", "transfer"), ("target", "caller")]
    assert [row.state for row in ledger.line("agent2")] == ["ready", "ringing", "ready"]


def test_a_moment_alone_with_the_customer_is_a_takeover():
    assert legs(ledger_of("S18", caller_hang_up=80.05)) == [
        ("agent", "left"),
        ("consult", "joined"),
        ("conference", "joined"),
        ("target", "caller"),
    ]


def test_an_open_leg_names_its_channel():
    """That is what commands act on."""
    ledger = ledger_of("S12", caller_hang_up=None)
    (call,) = ledger.calls.values()
    assert call.end is None
    assert {leg.role: leg.channel.rpartition("-")[0] for leg in call.legs if leg.end is None} == {
        "caller": "PJSIP/carrier",
        "target": "PJSIP/agent2",
    }


def test_a_phone_that_is_taken_off_hold_by_its_own_transfer_was_not_held_unseen():
    """Asterisk tells of it, whether the phone was on hold or not."""
    for at, unseen in ((9.9, False), (5.0, True)):
        phone = Channel("1.1", "PJSIP/1001-1", 0.0, 10.0, holds=[(at, False)])
        assert talk.holds_within(phone, 1.0, 10.0, []) == ([], unseen)
