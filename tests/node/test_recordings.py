"""Recordings: two sides, each party on its own, only while they are connected."""

import csv
from collections import defaultdict

import numpy as np
import pytest
from callcenter_telephony.connector.cel import from_cel_row
from callcenter_telephony.connector.ports import QueueRule
from callcenter_telephony.connector.reducer import Reducer
from tools import sound
from tools.rtp import AGENT, CUSTOMER

from . import scenes, scenes_control
from .journal import last_call


def sides(node) -> tuple[np.ndarray, np.ndarray]:
    """(left, right) of the last call's recording: raw, 16 bit, 8 kHz, two channels one after the other."""
    name = next(r.data["file"] for r in last_call(node.journal) if r.kind == "CC_RECORDING")
    samples = np.fromfile(node.folder / "spool" / "monitor" / name, "<i2").reshape(-1, 2) / 32768.0
    return samples[:, 0], samples[:, 1]


def connected(node) -> float:
    """Seconds both were in the bridge."""
    times = [r.at for r in last_call(node.journal) if r.kind in ("BRIDGE_ENTER", "BRIDGE_EXIT")]
    return max(times) - min(times)


def check_sides(node) -> None:
    left, right = sides(node)
    assert sound.seconds_of(left, CUSTOMER) >= 0.5
    assert sound.seconds_of(right, AGENT) >= 0.5
    assert sound.seconds_of(left, AGENT) == 0
    assert sound.seconds_of(right, CUSTOMER) == 0
    assert abs(len(left) / 8000 - connected(node)) < 0.3


def test_inbound_left_is_the_customer_and_right_the_agent(node, office):
    scenes.answered_caller(office)
    check_sides(node)


def test_the_survey_is_not_recorded(node, office):
    scenes.answered_agent_survey(office)
    check_sides(node)


def test_outbound_left_is_the_customer_and_right_the_agent(node, office):
    scenes.out_answered(office)
    check_sides(node)


@pytest.mark.parametrize(
    "scene", [scenes_control.transfer_agent, scenes_control.consult_completed], ids=lambda scene: scene.__name__
)
def test_who_gets_the_customer_later_is_recorded_too(node, office, scene):
    """By the node alone; the packets of the second phone begin before those of the first."""
    scene(office)
    _left, right = sides(node)
    assert sound.seconds_of(right[-4000:], AGENT) == 0.5, sound.share(right, AGENT)


def test_a_call_that_nobody_answers_has_no_sound(node, office):
    scenes.abandoned(office)
    left, _right = sides(node)
    assert len(left) == 0


def test_hold_plays_music_to_the_customer_and_the_sides_stay_together(node, office):
    scenes.hold(office)
    left, right = sides(node)
    agent = sound.share(right, AGENT) >= 0.9
    assert sound.seconds_of(left, CUSTOMER) >= len(left) / 8000 - 1
    assert agent[1]
    assert agent[-2]
    assert not agent[len(agent) // 2]
    assert abs(len(left) / 8000 - connected(node)) < 0.3


def folded(node) -> list:
    """The last call's recordings as the ledger has them, read off the journal alone."""
    key = last_call(node.journal)[0].linkedid
    with open(node.journal, newline="") as file:
        events = [event for row in csv.reader(file) if (event := from_cel_row(row)) and event.linkedid == key]
    reducer = Reducer("test", defaultdict(QueueRule))
    reducer.feed(events, events[-1].at)
    [call] = reducer.take(events[-1].at).calls
    return call.recordings


@pytest.mark.parametrize(
    "scene",
    [
        scenes_control.transfer_agent,
        scenes_control.transfer_queue,
        scenes_control.transfer_returns,
        scenes_control.consult_completed,
        scenes_control.three_way_left,
        scenes_control.hold_by_command,
        scenes_control.out_transfer,
        scenes_control.out_three_way,
    ],
)
def test_one_file_holds_all_of_a_call_that_is_passed_on(node, office, scene):
    scene(office)
    [recording] = folded(node)
    left, right = sides(node)
    assert abs(len(left) / 8000 - recording.seconds) < 0.5
    assert sound.seconds_of(left, CUSTOMER) >= len(left) / 8000 - 2
    assert sound.seconds_of(right, AGENT) >= 0.5
