"""Queues as app_queue has them."""

import pytest
from callcenter_telephony.render import queues
from callcenter_telephony.render.model import Callback, NodeConfig, Prompt, Queue

SERVICE = """\
[service](cc-queue)
strategy = leastrecent
timeout = 12
maxlen = 50
weight = 3
servicelevel = 15
musicclass = quiet
autopause = all
announce-position = yes
announce-frequency = 45

"""


def test_a_queue():
    queue = Queue(
        "service", "leastrecent", ring_timeout_s=12, max_length=50, weight=3, service_level_s=15, music="quiet",
        announce_position=True, announce_every_s=45,
    )  # fmt: skip
    assert queues.render(NodeConfig("n", queues=(queue,))) == SERVICE


@pytest.mark.parametrize(("limit", "autopause"), [(0, "no"), (1, "all"), (3, "no")])
def test_the_node_pauses_by_itself_only_after_a_single_miss(limit, autopause):
    text = queues.render(NodeConfig("n", queues=(Queue("service", missed_limit=limit),)))
    assert f"autopause = {autopause}\n" in text


def test_the_place_is_said_when_it_changes_though_no_interval_is_set():
    """app_queue says nothing at all with an interval of 0."""
    text = queues.render(NodeConfig("n", queues=(Queue("service", announce_position=True),)))
    assert "announce-frequency = 86400\n" in text


def test_keys_words_and_the_last_agent_who_leaves():
    queue = Queue("service", periodic="busy", periodic_every_s=40, leave_when_empty=True, callback=Callback("1"))
    text = queues.render(NodeConfig("n", queues=(queue,), prompts=(Prompt("busy", "r1"),)), "/node")
    assert "periodic-announce = /node/sounds/busy-r1\nperiodic-announce-frequency = 40\n" in text
    assert "leavewhenempty = invalid\n" in text
    assert "context = cc-keys-service\n" in text
