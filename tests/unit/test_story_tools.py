"""The tools that hold a ledger against a story: their clocks, and what they find."""

import copy

import pytest
from tools.stories import clock, compare
from tools.stories.book import STORIES, expected
from tools.stories.names import Names


def test_the_idle_is_left_out_and_put_back():
    told = clock.without_the_idle(STORIES["S28"])
    assert told.real(12) == 12
    assert told.real(2460) < 200
    for second in (0, 5, 12, 595, 606, 666, 696, 2412, 2442, 2460):
        assert told.story(told.real(second)) == pytest.approx(second)
    assert told.real(696) - told.real(666) == pytest.approx(30), "a wrap-up keeps its length"


def test_three_times_as_fast():
    told = clock.even(STORIES["S29"], 3)
    assert told.real(30) == pytest.approx(10)
    assert told.story(10.5) == pytest.approx(31.5)


def seen(name: str) -> tuple:
    return copy.deepcopy(expected(STORIES[name]))


def test_the_same_differs_in_nothing():
    for name, story in STORIES.items():
        assert compare.differences(expected(story), seen(name), 0) == []


def change_of_moment(rows):
    rows[0]["c1"]["end"] += 2.1


def another_end(rows):
    rows[1][-1]["ended_by"] = "system"


def missing_leg(rows):
    rows[1].pop()


def another_state(rows):
    rows[2]["agent1"][3]["state"] = "ready"


def more_in_the_line(rows):
    rows[2]["agent1"].append({"from": 110, "to": 120, "state": "offline"})


@pytest.mark.parametrize("fault", [change_of_moment, another_end, missing_leg, another_state, more_in_the_line])
def test_a_fault_is_found(fault):
    found = seen("S01")
    fault(found)
    assert len(compare.differences(expected(STORIES["S01"]), found, compare.TOLERANCE_S)) == 1


def test_moments_within_the_tolerance_are_the_same():
    calls, legs, states = seen("S01")
    legs[2]["wrap"] = [72.9, 102.9]
    assert compare.differences(expected(STORIES["S01"]), (calls, legs, states), compare.TOLERANCE_S) == []


def test_a_moment_of_ready_between_two_rings_is_no_row():
    calls, legs, states = seen("S01")
    states["agent1"][1:2] = [
        {"from": 5, "to": 7, "state": "ringing", "call": "c1"},
        {"from": 7, "to": 8, "state": "ready"},
        {"from": 8, "to": 11, "state": "ringing", "call": "c1"},
    ]
    assert compare.differences(expected(STORIES["S01"]), (calls, legs, states), compare.TOLERANCE_S) == []


def test_counts_are_exact_and_seconds_are_not():
    assert compare.counted({"offers": 1, "talk": 60}, {"offers": 1, "talk": 61.5}, 2) == []
    assert compare.counted({"offers": 1}, {"offers": 2}, 2) == ["kpi.offers: 1 expected, 2 found"]
    assert compare.counted({}, {"talk": 5}, 2) == ["kpi.talk: 0 expected, 5 found"]


def test_each_story_has_names_of_its_own():
    cast = [Names(story) for story in STORIES.values()]
    extensions = [extension for names in cast for extension in names.agents.values()]
    assert len(set(extensions)) == len(extensions)
    numbers = [number for names in cast for number in names.numbers]
    assert len(set(numbers)) == len(numbers)
    assert cast[0].back(cast[0].agent("agent1")) == "agent1"
    assert cast[0].back(cast[0].did("4002")) == "4002"
