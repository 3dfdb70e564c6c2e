"""Queues as app_queue has them."""

import pytest
from callcenter_telephony.render import queues
from callcenter_telephony.render.model import NodeConfig, Queue

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
