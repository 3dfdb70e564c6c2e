"""What was recorded of a call: spans, pauses, and what the rules said."""

import random
from dataclasses import replace

import pytest
import stories
from callcenter_telephony.connector import cel
from callcenter_telephony.connector.events import ChannelKind as K
from callcenter_telephony.connector.events import Source
from callcenter_telephony.connector.recorded import cut
from callcenter_telephony.connector.reducer import Reducer
from stories import NODE, STORIES
from test_reducer_stories import complete, feed, only

WITH = [
    (name, call)
    for name in stories.PASSING
    for call, wanted in STORIES[name]["expect"]["calls"].items()
    if wanted.get("recording")
]


def recordings(name: str, ledger) -> dict[str, list]:
    seen = stories.Seen(name, ledger)
    return {seen.names[key]: (call.recordings, seen) for key, call in ledger.calls.items()}


def told(name: str, ledger, call: str) -> dict:
    """The recording in the words of the story."""
    [recording], seen = recordings(name, ledger)[call]
    return {
        "from": seen._s(recording.spans[0][0]),
        "to": seen._s(recording.spans[-1][1]),
        "paused": [seen._span(span) for span in recording.paused],
        "seconds": recording.seconds,
    }


@pytest.mark.parametrize(("name", "call"), WITH)
@pytest.mark.parametrize("source", [None, Source.AMI, Source.JOURNAL])
def test_a_story_s_recording(name, call, source):
    tellings = only(source, complete(name)) if source else stories.tellings(name)
    wanted = {"paused": []} | STORIES[name]["expect"]["calls"][call]["recording"]
    assert told(name, feed(name, tellings), call) == wanted


def test_the_story_of_a_pause_is_there():
    assert ("S20", "c1") in WITH


@pytest.mark.parametrize("seed", range(5))
def test_shuffled_twice_and_restarted_it_is_the_same(seed):
    chance = random.Random(seed)
    ledger = feed(
        "S20",
        stories.tellings("S20"),
        step=30,
        change=lambda batch: chance.sample(batch * 2, len(batch) * 2),
        restart=True,
    )
    assert told("S20", ledger, "c1") == STORIES["S20"]["expect"]["calls"]["c1"]["recording"]


def test_on_paused_on_off_while_the_call_runs():
    reducer, states = Reducer(NODE, stories.rules("S20")), []
    for telling in stories.tellings("S20"):
        reducer.feed([telling.event], telling.now)
        for call in reducer.take(telling.now).calls:
            state = call.recordings[-1].state if call.recordings else ""
            if states[-1:] != [state]:
                states.append(state)
    assert states == ["", "on", "paused", "on", "off"]


def ruled(kind: K, when: float, **data):
    """The events of S20 with one mark more on the agent's channel, ``when`` seconds after its start."""
    tellings = stories.tellings("S20")
    agent = next(one for one in tellings if getattr(one.event, "kind", "") == K.OFFER)
    at = stories.start_of(STORIES["S20"]) + when
    mark = replace(agent, now=at, event=replace(agent.event, kind=kind, at=at, data=data))
    return sorted([*tellings, mark], key=lambda telling: telling.now)


def only_recording(ledger):
    return next(iter(ledger.calls.values())).recordings[0]


def test_a_rule_about_the_agent_says_no_before_anybody_is_connected():
    recording = only_recording(feed("S20", ruled(K.RECORDING_RULE, 9.9, rule="7", record="0")))
    assert (recording.wanted, recording.rule, recording.spans, recording.state) == (False, "7", [], "off")


def test_a_rule_that_comes_later_does_not_reach_back():
    recording = only_recording(feed("S20", ruled(K.RECORDING_RULE, 40, rule="7", record="0")))
    assert (recording.wanted, recording.seconds) == (True, 75)


def test_a_pause_that_lasts_to_the_end():
    told_so = [one for one in stories.tellings("S20") if getattr(one.event, "kind", "") != K.RECORDING_RESUME]
    recording = only_recording(feed("S20", told_so))
    assert (recording.seconds, recording.state) == (55, "off")
    assert recording.paused[0][1] - recording.paused[0][0] == 35


def test_a_message_on_a_mailbox_is_a_sound_of_the_call():
    ledger = feed("S06", stories.tellings("S06"))
    [call] = ledger.calls.values()
    [message] = [one for one in call.recordings if one.kind == "voicemail"]
    [leg] = [leg for leg in call.legs if leg.role == "voicemail"]
    assert (message.seconds, message.state) == (leg.message_s, "off")


def test_a_mark_about_another_channel_is_booked_there():
    more = '{"extra":"call=1700.1&channel=1700.2&by=1001&limit=60"}'
    row = ["CC_RECORDING_PAUSE", "1700000000.5", "", "", "s", "cc-record-mark", "Local/s@cc-record-mark-0001;2"]
    event = cel.from_cel_row([*row, "1700.9", "1700.8", more, "", "CC_RECORDING_PAUSE"])
    assert (event.linkedid, event.uniqueid, event.channel) == ("1700.1", "1700.2", "")
    assert event.data == {"by": "1001", "limit": "60"}


@pytest.mark.parametrize(
    ("holes", "left"),
    [
        ([], [(0, 10), (20, None)]),
        ([(2, 4)], [(0, 2), (4, 10), (20, None)]),
        ([(5, 25)], [(0, 5), (25, None)]),
        ([(5, None)], [(0, 5)]),
        ([(-5, 0), (10, 20)], [(0, 10), (20, None)]),
        ([(0, None)], []),
    ],
)
def test_cutting_holes(holes, left):
    assert cut([(0, 10), (20, None)], holes) == left
