"""The queues of app_queue; the template with what all share is in config/asterisk/queues.conf."""

from .model import NodeConfig, Queue
from .text import section


def render(config: NodeConfig) -> str:
    """queues.conf of a node."""
    return "".join(_queue(queue) for queue in config.queues)


def _queue(queue: Queue) -> str:
    options = [
        ("strategy", queue.strategy),
        ("timeout", queue.ring_timeout_s),
        ("maxlen", queue.max_length),
        ("weight", queue.weight),
        ("servicelevel", queue.service_level_s),
        ("musicclass", queue.music),
        # With one miss the node itself pauses; a longer row of misses is counted by the connector.
        ("autopause", "all" if queue.missed_limit == 1 else "no"),
        ("announce-position", "yes" if queue.announce_position else "no"),
        ("announce-frequency", queue.announce_every_s),
    ]
    return section(queue.code, "cc-queue", options)
