"""What must hold before a configuration may go to a node. Odoo checks most of it on saving; here is the last gate."""

import ipaddress
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from . import check_queues, faults
from .checks_dialing import faults as _dialing
from .flows import called
from .model import NodeConfig, Trunk
from .names import CODE

EXTENSION = re.compile(r"[0-9]{2,10}")
NUMBER = re.compile(r"\+?[0-9]{2,20}")
HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,253}")
SECRET = re.compile(r"[!-~]{8,64}")
CODECS = {"alaw", "ulaw", "g722", "opus", "gsm"}
WAV = re.compile(rb"RIFF....WAVE", re.DOTALL)


class ConfigError(Exception):
    """``messages``: one sentence a fault, each naming the object it is about."""

    def __init__(self, messages: list[str]):
        super().__init__("\n".join(messages))
        self.messages = messages


def check(config: NodeConfig) -> None:
    """Raise ``ConfigError`` with every fault found."""
    faults = [
        *_names(config),
        *_endpoints(config),
        *_trunks(config),
        *_prompts(config),
        *check_queues.check(config),
        *_dids(config),
        *_flows(config),
        *_dialing(config),
        *_recording(config),
    ]
    if faults:
        raise ConfigError(faults)


def _names(config: NodeConfig) -> Iterator[str]:
    """Codes end up in dialplan and file names: only harmless characters, and no two alike."""
    kinds = {
        "trunk": [trunk.code for trunk in config.trunks],
        "queue": [queue.code for queue in config.queues],
        "flow": [flow.code for flow in config.flows],
        "prompt": [prompt.code for prompt in config.prompts],
        "music": [music.code for music in config.music],
        "mailbox": [box.code for box in config.mailboxes],
    }
    for kind, codes in kinds.items():
        yield from _duplicates(kind, codes)
        for code in codes:
            if not CODE.fullmatch(code):
                yield f'The {kind} "{code}" has a code that is not made of letters, digits, "-" and "_".'
    if not re.fullmatch(r"[1-9][0-9]{0,3}", config.country_prefix):
        yield f'The node "{config.code}" has "{config.country_prefix}" as its country prefix, which is no number.'
    for key in ("wrap_s", "dial_timeout_s"):
        if not config.extra.get(key, "0").isdigit():
            yield f'The node "{config.code}" has "{config.extra[key]}" for {key}, which is no number of seconds.'


def _recording(config: NodeConfig) -> Iterator[str]:
    """The rules become conditions of the dialplan: nothing but codes and digits may stand there."""
    yield from _duplicates("recording rule", [rule.code for rule in config.recording_rules])
    for rule in config.recording_rules:
        codes = [rule.code, *rule.queues, *rule.campaigns, *(rule.agents or ())]
        if not all(CODE.fullmatch(code) for code in codes) or not 1 <= rule.percent <= 100:
            yield f'The recording rule "{rule.code}" has a code or a percentage that the node cannot use.'
        if rule.direction not in ("", "inbound", "outbound"):
            yield f'The recording rule "{rule.code}" has "{rule.direction}" as its direction.'
    if config.record_key and not re.fullmatch(r"[*#][0-9*#]{1,3}", config.record_key):
        yield f'The key "{config.record_key}" for recordings is not written like *2.'


def _endpoints(config: NodeConfig) -> Iterator[str]:
    yield from _duplicates("extension", [endpoint.extension for endpoint in config.endpoints])
    trunks = {trunk.code for trunk in config.trunks}
    for endpoint in config.endpoints:
        if not EXTENSION.fullmatch(endpoint.extension):
            yield f'The extension "{endpoint.extension}" is not made of 2 to 10 digits.'
        if endpoint.extension in trunks:
            yield f'The extension "{endpoint.extension}" has the same name as a trunk.'
        if not SECRET.fullmatch(endpoint.password):
            yield f'The extension "{endpoint.extension}" needs a password of 8 to 64 letters, digits or signs.'
        yield from _codecs(f'extension "{endpoint.extension}"', endpoint.codecs)


def _trunks(config: NodeConfig) -> Iterator[str]:
    owners: dict[str, str] = {}
    for trunk in config.trunks:
        yield from _trunk(trunk)
        for address in trunk.allowed_ips:
            if owners.setdefault(address, trunk.code) != trunk.code:
                yield f'The trunks "{owners[address]}" and "{trunk.code}" both accept calls from {address}.'
    if config.outbound_trunk and config.outbound_trunk not in {trunk.code for trunk in config.trunks}:
        yield f'The outbound trunk "{config.outbound_trunk}" does not exist.'


def _trunk(trunk: Trunk) -> Iterator[str]:
    if not HOST.fullmatch(trunk.host) or not 0 < trunk.port < 65536:
        yield f'The trunk "{trunk.code}" has "{trunk.host}:{trunk.port}" as its address, which is none.'
    if trunk.register and not trunk.username:
        yield f'The trunk "{trunk.code}" is to register, but has no user name.'
    if not re.fullmatch(r"[!-~]{0,64}", trunk.username) or not re.fullmatch(r"[!-~]{0,64}", trunk.password):
        yield f'The trunk "{trunk.code}" has a user name or password with spaces or letters outside ASCII.'
    if trunk.caller_id and not NUMBER.fullmatch(trunk.caller_id):
        yield f'The trunk "{trunk.code}" has "{trunk.caller_id}" as its caller number, which is no number.'
    for address in trunk.allowed_ips:
        try:
            ipaddress.ip_network(address, strict=False)
        except ValueError:
            yield f'The trunk "{trunk.code}" accepts calls from "{address}", which is no IP address or network.'
    yield from _codecs(f'trunk "{trunk.code}"', trunk.codecs)


def _codecs(owner: str, codecs: tuple[str, ...]) -> Iterator[str]:
    if not codecs or not CODECS.issuperset(codecs):
        yield f"The {owner} may use these codecs only: {', '.join(sorted(CODECS))}."


def _prompts(config: NodeConfig) -> Iterator[str]:
    for prompt in (*config.prompts, *config.speeches):
        if not CODE.fullmatch(prompt.revision):
            yield f'The prompt "{prompt.code}" has no usable revision.'
        if prompt.wav and not (WAV.match(prompt.wav) and _is_telephone_wav(prompt.wav)):
            yield f'The prompt "{prompt.code}" is no wav file of 8 kHz, 16 bit, mono.'


def _is_telephone_wav(content: bytes) -> bool:
    """Format chunk first, as all common writers put it: PCM, 1 channel, 8000 Hz, 16 bit, and some sound."""
    wanted = (1).to_bytes(2, "little") * 2 + (8000).to_bytes(4, "little")
    return content[12:16] == b"fmt " and content[20:28] == wanted and content[34:36] == b"\x10\0" and len(content) > 44


def _dids(config: NodeConfig) -> Iterator[str]:
    yield from _duplicates("number", [did.number for did in config.dids])
    flows = {flow.code for flow in config.flows}
    queues = {queue.code for queue in config.queues}
    for did in config.dids:
        if not NUMBER.fullmatch(did.number):
            yield f'The number "{did.number}" is not made of digits.'
        if bool(did.flow) == bool(did.queue):
            yield f'The number "{did.number}" must lead to one flow or one queue.'
        elif did.flow and did.flow not in flows:
            yield f'The number "{did.number}" leads to the flow "{did.flow}", which does not exist.'
        elif did.queue and did.queue not in queues:
            yield f'The number "{did.number}" leads to the queue "{did.queue}", which does not exist.'


def _flows(config: NodeConfig) -> Iterator[str]:
    """A flow is published only without faults; here is seen to it that no later change makes it break the others."""
    known = known_names(config)
    for flow in config.flows:
        yield from _duplicates(f'step of the flow "{flow.code}"', [step.code for step in flow.steps])
        for step in flow.steps:
            if not CODE.fullmatch(step.code):
                wrong = 'the code is not made of letters, digits, "-" and "_"'
                yield f'The flow "{flow.code}", step "{step.code}": {wrong}.'
        for fault in faults.faults(flow, known):
            if fault.key != "dead_end":  # it hangs up there
                words = faults.SENTENCES[fault.key] % {"field": fault.field, **fault.args}
                yield f'The flow "{flow.code}", step "{fault.step}": {words}'


def known_names(config: NodeConfig) -> faults.Known:
    """What the steps of a flow may name."""
    return faults.Known(
        prompts=frozenset(prompt.code for prompt in config.prompts),
        silent=frozenset(prompt.code for prompt in config.prompts if not prompt.revision),
        queues=frozenset(queue.code for queue in config.queues),
        endpoints=frozenset(endpoint.extension for endpoint in config.endpoints),
        departments=frozenset(config.departments),
        calendars=frozenset(calendar.code for calendar in config.calendars),
        lookups=frozenset(config.lookups),
        flows={flow.code: called(flow) for flow in config.flows},
    )


def _duplicates(kind: str, names: Iterable[str]) -> Iterator[str]:
    for name, count in Counter(names).items():
        if count > 1:
            yield f'The {kind} "{name}" exists {count} times.'
