"""Music on hold: a class for each music record, its files among the node's sounds."""

from .flows import sound
from .model import NodeConfig
from .text import section


def render(config: NodeConfig, folder: str) -> str:
    """musiconhold.conf of a node; ``folder`` is the node's, absolute."""
    files = {prompt.code: f"{folder}/sounds/{sound(prompt)}" for prompt in config.prompts}
    return "".join(
        section(
            music.code,
            "",
            [
                ("mode", "playlist"),
                *(("entry", files[code]) for code in music.sounds),
                *([("sort", "random")] if music.shuffle else []),
            ],
        )
        for music in config.music
    )
