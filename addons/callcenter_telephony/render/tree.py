"""All files of a node: what a configuration is rendered to, and what Asterisk must know after loading it."""

import hashlib
from pathlib import Path

from . import dialing, dialplan, flows, music, pjsip, queues, recording
from .checks import check
from .model import NodeConfig
from .steps.base import file_of

SUBROUTINES = Path(__file__).with_name("subroutines")
HEADER = "; Rendered from the records in Odoo: changes made here are lost.\n\n"


def render(config: NodeConfig, folder: str = "") -> dict[str, bytes]:
    """Relative path -> content. Raises ``ConfigError`` when something in ``config`` cannot work.

    ``folder`` is the node's, absolute, for what Asterisk wants to be told so.

    ``flows/*`` and ``sounds/*`` carry their content in their names and are shared by revisions: written once, never
    changed. All others belong to one revision.
    """
    check(config)
    contexts = flows.render_all(config)
    texts = {
        "pjsip.conf": pjsip.render(config),
        "queues.conf": queues.render(config, folder),
        "musiconhold.conf": music.render(config, folder),
        "features.conf": recording.features(config),
        "extensions.conf": dialplan.render(config, {code: name for code, (name, _text) in contexts.items()}),
    }
    texts |= {f"flows/{name}.conf": text for name, text in contexts.values()}
    files = {path: (HEADER + text).encode() for path, text in texts.items()}
    files["subroutines.conf"] = _subroutines()
    for flow in config.flows:
        files |= flows.web_calls(flow)
    return files | _sounds(config)


def _sounds(config: NodeConfig) -> dict[str, bytes]:
    sounds = {flows.sound(prompt): prompt.wav for prompt in (*config.prompts, *config.speeches)}
    for prompt in config.prompts:
        sounds |= {file_of(prompt.code, other.revision): other.wav for other in prompt.others}
    return {f"sounds/{name}.wav": wav for name, wav in sounds.items() if wav}


def _subroutines() -> bytes:
    """The part of the dialplan that is the same for every node, a file for each matter."""
    return b"\n".join(path.read_bytes() for path in sorted(SUBROUTINES.glob("*.conf")))


def revision(files: dict[str, bytes]) -> str:
    """Twelve hex digits that change with any byte of any file."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path}\0{len(files[path])}\0".encode() + files[path])
    return digest.hexdigest()[:12]


def expected(config: NodeConfig) -> dict[str, set[str]]:
    """Names to find on the node after a reload: PJSIP endpoints, queues and dialplan contexts."""
    own = {"cc-in", "cc-agents", "cc-e164", "cc-arrive", "cc-queue", "cc-wrap-timer", "cc-out", "cc-asked"}
    own |= {"cc-dial-rules", "cc-dial-route", "cc-refer", "cc-record-rules"}
    return {
        "endpoints": pjsip.names(config),
        "queues": {queue.code for queue in config.queues},
        "contexts": own
        | {f"cc-queue-{queue.code}" for queue in config.queues}
        | {f"cc-hours-{calendar.code}" for calendar in config.calendars}
        | {f"cc-box-{box.code}" for box in config.mailboxes}
        | {name for name, _text in flows.render_all(config).values()},
    }


def astdb(config: NodeConfig) -> dict[str, str]:
    """Entries of AstDB that follow the records: key below ``/`` -> value."""
    entries = dialing.astdb(config.dialing)
    for key, memberships in config.extra.items():
        if key.startswith("queues/"):
            entries[f"cc/{key}"] = memberships.replace(",", "&")
    return entries
