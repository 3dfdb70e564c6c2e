"""What holds for every ledger, whatever was told: metrics 1.2 to 1.4."""

from collections import defaultdict
from itertools import pairwise

_OWNERS = ("ivr", "wait", "ring", "talk", "hold", "outside", "voicemail", "survey")
_EXACT = 2e-6


def check(ledger) -> None:
    for call in ledger.calls.values():
        _durations_add_up(call)
        _legs_are_whole(call)
    for agent in ledger.states:
        _gapless(ledger.line(agent))
    _states_and_legs_agree(ledger)


def _durations_add_up(call) -> None:
    if call.end is not None:
        parts = sum(getattr(call, f"{owner}_s") for owner in _OWNERS)
        assert abs(parts - (call.end - call.start)) < _EXACT, call


def _legs_are_whole(call) -> None:
    keys = [leg.key for leg in call.legs]
    assert len(keys) == len(set(keys)), keys
    for leg in call.legs:
        moments = [at for at in (leg.start, leg.answer, leg.end) if at is not None]
        assert moments == sorted(moments), leg
        assert (leg.end is None) == (leg.ended_by == ""), leg
        if call.end is not None:
            assert leg.end is not None, leg


def _gapless(line) -> None:
    for row, following in pairwise(line):
        assert row.end == following.start, (row, following)
        assert row.start < row.end, row
        assert (row.state, row.sub, row.reason, row.call) != (
            following.state,
            following.sub,
            following.reason,
            following.call,
        ), row
    assert not line or line[-1].end is None, line[-1]


def _states_and_legs_agree(ledger) -> None:
    """Per agent, seconds of talk, hold, consult and wrap-up in the states are those of the legs."""
    legs, states = defaultdict(float), defaultdict(float)
    open_calls = {key for key, call in ledger.calls.items() if call.end is None}
    for call in ledger.calls.values():
        if call.key in open_calls:
            continue
        for leg in call.legs:
            if leg.role in ("agent", "target", "conference") and leg.party in ledger.states:
                held = sum(end - start for start, end in leg.hold)
                asking = sum(end - start for start, end in leg.consult)
                legs[leg.party, "hold"] += held
                legs[leg.party, "consult"] += asking
                legs[leg.party, "talk"] += (leg.end - leg.answer if leg.answer is not None else 0) - held - asking
            elif leg.role == "consult" and leg.party in ledger.states and leg.answer is not None:
                legs[leg.party, "consult"] += leg.end - leg.answer
    for agent in ledger.states:
        for row in ledger.line(agent):
            if row.state == "on_call" and row.sub in ("talk", "hold", "consult") and row.call not in open_calls:
                states[agent, row.sub] += row.end - row.start
    for key in legs.keys() | states.keys():
        assert abs(legs[key] - states[key]) < 1e-4, (key, legs[key], states[key])
    wrapped = sum(call.wrap_s for call in ledger.calls.values())
    lines = [row for agent in ledger.states for row in ledger.line(agent)]
    if not any(row.end is None and row.state == "wrap_up" for row in lines):
        booked = sum(row.end - row.start for row in lines if row.state == "wrap_up")
        assert abs(wrapped - booked) < 1e-4, (wrapped, booked)
