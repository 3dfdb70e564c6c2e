"""The dialplan that depends on records: numbers, queues, extensions, outbound settings.

It only sets variables and goes to the subroutines (render/subroutines), whose lines never change with the records:
a call that waits in a queue during a reload comes back to where it was.
"""

from . import calendars, dialing, queue_plan, recording
from .model import Did, NodeConfig
from .text import context, section

WRAP_S = 30
DIAL_TIMEOUT_S = 30
TRANSFER_TIMEOUT_S = 15
LONGEST_NUMBER = 20  # digits


def render(config: NodeConfig, flows: dict[str, str]) -> str:
    """extensions.conf of a node; ``flows`` gives the context of each flow's code."""
    parts = [
        section("globals", "+", _globals(config)),
        context("cc-in", [*(_did(did, flows) for did in config.dids), *_unknown_dids()]),
        context("cc-agents", _agents(config)).replace("\n", "\ninclude => cc-features\ninclude => cc-rejoin\n", 1),
        context("cc-refer", _refer(config)),
        context("cc-e164", _e164(config.country_prefix)),
        recording.rules(config),
    ]
    parts.append(dialing.render(config))
    parts.append(queue_plan.render(config))
    return "".join([*parts, *(calendars.render(calendar) for calendar in config.calendars)])


def _globals(config: NodeConfig) -> list[tuple[str, object]]:
    trunk = next((trunk for trunk in config.trunks if trunk.code == config.outbound_trunk), None)
    first_did = config.dids[0].number if config.dids else ""
    return [
        ("CC_NODE", config.code),
        ("CC_PREFIX", config.country_prefix),
        ("CC_QUEUES", "&".join(queue.code for queue in config.queues)),
        ("CC_OUT_TRUNK", trunk.code if trunk else ""),
        ("CC_OUT_CALLER", (trunk.caller_id or first_did) if trunk else ""),
        ("CC_OUT_LIMIT", trunk.max_calls if trunk else 0),
        ("CC_OUT_TIMEOUT", int(config.extra.get("dial_timeout_s", DIAL_TIMEOUT_S))),
        ("CC_RING", TRANSFER_TIMEOUT_S),  # a queue says how long its own callers ring
        ("CC_TRANSFER_RING", int(config.extra.get("transfer_timeout_s", TRANSFER_TIMEOUT_S))),
        ("CC_OUT_WRAP", int(config.extra.get("wrap_s", WRAP_S))),
        *recording.settings(config),
        *dialing.variables(config),
    ]


def _did(did: Did, flows: dict[str, str]) -> tuple[str, list[str]]:
    target = flows[did.flow] if did.flow else f"cc-queue-{did.queue}"
    return did.number, [f"Set(CC_DID={did.number})", f"Set(CC_TARGET={target})", "Goto(cc-arrive,s,1)"]


def _unknown_dids() -> list[tuple[str, list[str]]]:
    return [(pattern, ["Set(CC_DID=${EXTEN})", "Set(CC_TARGET=)", "Goto(cc-arrive,s,1)"]) for pattern in _digits(1)]


def _agents(config: NodeConfig) -> list[tuple[str, list[str]]]:
    """What a signed-on phone may dial: colleagues, and any number by the outbound trunk."""
    colleagues = [
        (endpoint.extension, [f"Set(CC_TO={endpoint.extension})", "Goto(cc-internal,s,1)"])
        for endpoint in config.endpoints
    ]
    return colleagues + [(pattern, ["Goto(cc-out,${EXTEN},1)"]) for pattern in _digits(3)]


def _refer(config: NodeConfig) -> list[tuple[str, list[str]]]:
    """What the transfer key of a desk phone may send a customer to: a colleague, or any number."""
    kinds = [(endpoint.extension, "agent") for endpoint in config.endpoints]
    kinds += [(pattern, "outside") for pattern in _digits(3)]
    return [
        (number, ["Set(CC_TO=${EXTEN})", f"Set(CC_KIND={kind})", "Goto(cc-referred,s,1)"]) for number, kind in kinds
    ]


def _digits(shortest: int) -> list[str]:
    """Patterns for numbers of digits only.

    "_X!" or "_X." would let anything follow, CR and LF in percent signs too, and what is dialled stands in AMI events.
    """
    lengths = range(shortest, LONGEST_NUMBER + 1)
    return ["_" + plus + "X" * length for plus in ("", "+") for length in lengths]


def _e164(prefix: str) -> list[tuple[str, list[str]]]:
    """A number as it came on the trunk, to E.164 where that is certain; short numbers stay as they are."""
    rules = [
        ("_+X!", "${EXTEN}"),
        ("_00X!", "+${EXTEN:2}"),
        ("_0[1-9]X!", f"+{prefix}${{EXTEN:1}}"),
        (f"_{prefix}XXXXXXXXX!", "+${EXTEN}"),
        ("_XXXXXXXXX!", f"+{prefix}${{EXTEN}}"),
        ("_[+0-9]!", "${EXTEN}"),
    ]
    return [(pattern, [f"Return({result})"]) for pattern, result in rules]
