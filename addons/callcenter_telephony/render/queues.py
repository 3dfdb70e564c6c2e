"""The queues of app_queue; the template with what all share is in config/asterisk/queues.conf."""

from .flows import sound
from .model import NodeConfig, Queue
from .text import section

ONCE_S = 86400  # app_queue says nothing at all without an interval; the place is said anew when it has changed


def render(config: NodeConfig, folder: str = "") -> str:
    """queues.conf of a node; ``folder`` is the node's, absolute."""
    files = {prompt.code: f"{folder}/sounds/{sound(prompt)}" for prompt in config.prompts}
    return "".join(_queue(queue, files) for queue in config.queues)


def _queue(queue: Queue, files: dict[str, str]) -> str:
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
        ("announce-frequency", (queue.announce_every_s or ONCE_S) if queue.announce_position else 0),
    ]
    if queue.leave_when_empty:
        options.append(("leavewhenempty", "invalid"))
    if queue.periodic:
        options += [("periodic-announce", files[queue.periodic])]
        options += [("periodic-announce-frequency", queue.periodic_every_s)]
    if queue.callback.key:
        options.append(("context", f"cc-keys-{queue.code}"))
    return section(queue.code, "cc-queue", options)
