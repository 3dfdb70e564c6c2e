"""Steps that ask the connector: member number and PIN, look-up, web call. Each has a deadline and an exit for it."""

import hashlib
import json
import re

from ..model import Step
from .base import Build, Fault, Kind, Need, again, ask, go, when

URL = re.compile(r"https?://[^\s\x00-\x1f\x7f]{1,500}")
FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}=[^\r\n]{0,200}")
PATH = re.compile(r"[A-Za-z0-9_.-]{0,100}")
WEB_KEYS = ("url", "method", "web_fields", "json_path", "variable", "deadline_s")


def member(build: Build, step: Step) -> list[str]:
    """The PIN lives in CC_PIN while the connector reads it, and nowhere else."""
    return [
        *ask(step),
        f"Read(CC_MEMBER,{build.sound(step.prompt)},20,,1,{step.timeout_s})",
        "Set(CC_MEMBER=${FILTER(0-9,${CC_MEMBER})})",
        f'GotoIf($["${{CC_MEMBER}}" = ""]?wrong-{step.code})',
        f"Read(CC_PIN,{build.sound(step.value('pin_prompt'))},12,,1,{step.timeout_s})",
        f"Set(CC_LOCK={step.value('lock_after', 3)}:{step.value('lock_minutes', 30)})",
        "Gosub(cc-agi,s,1(member))",
        "Set(CC_PIN=)",
        when('"${GOSUB_RETVAL}" = "ok"', step.next),
        when('"${GOSUB_RETVAL}" = "locked"', step.exit("locked")),
        f"(wrong-{step.code}),NoOp()",
        *build.playback(step.value("wrong_prompt")),
        again(step),
        go(step.exit("failed")),
    ]


def lookup(build: Build, step: Step) -> list[str]:
    """The connector finds the record and says which sounds make the answer."""
    value = f"${{CCV_{step.value('variable')}}}" if step.value("variable") else ""
    return [
        f"Set(CC_LOOKUP={step.value('lookup')})",
        f"Set(CC_ASKED_FOR={value})",
        "Gosub(cc-agi,s,1(lookup))",
        *build.mark(
            "CC_LOOKUP", flow=build.flow.code, step=step.code, found="${IF($[${LEN(${GOSUB_RETVAL})} > 0]?1:0)}"
        ),
        "Set(CC_SAID=${GOSUB_RETVAL})",
        when('"${CC_SAID}" = ""', step.exit("failed")),
        when('"${CC_SAID}" = "none"', step.exit("none")),
        "Gosub(cc-say,s,1(${CC_SAID}))",
        go(step.next),
    ]


def web(build: Build, step: Step) -> list[str]:
    """What is called stands in a file of the node, named by its content: a running call keeps what it began with."""
    return [
        f"Set(CC_WEB={web_name(step)})",
        f"Gosub(cc-agi,s,1(web,{step.value('deadline_s', 3)}))",
        when('"${GOSUB_RETVAL}" = "ok"', step.next),
        go(step.exit("failed")),
    ]


def web_name(step: Step) -> str:
    return hashlib.sha256(web_file(step)).hexdigest()[:16]


def web_file(step: Step) -> bytes:
    """The web call as the connector reads it."""
    return json.dumps({key: step.value(key) for key in WEB_KEYS}, sort_keys=True, ensure_ascii=False).encode()


def web_faults(step: Step):
    if not URL.fullmatch(str(step.value("url"))):
        yield Fault(step.code, "url", "bad_value" if step.value("url") else "missing", {"value": step.value("url")})
    for line in str(step.value("web_fields")).splitlines():
        if line.strip() and not FIELD.fullmatch(line.strip()):
            yield Fault(step.code, "web_fields", "bad_value", {"value": line.strip()})
    if not PATH.fullmatch(str(step.value("json_path"))):
        yield Fault(step.code, "json_path", "bad_value", {"value": step.value("json_path")})


KINDS = {
    "member": Kind(
        member,
        exits=("next", "failed", "locked"),
        asks=True,
        acts=("next", "locked"),
        needs=(
            Need("prompt", "prompts"),
            Need("pin_prompt", "prompts"),
            Need("wrong_prompt", "prompts", required=False),
        ),
        ranges=(("timeout_s", 1, 60), ("tries", 1, 9), ("lock_after", 1, 20), ("lock_minutes", 1, 10080)),
    ),
    "lookup": Kind(lookup, exits=("next", "none", "failed"), needs=(Need("lookup", "lookups"),)),
    "web": Kind(web, exits=("next", "failed"), ranges=(("deadline_s", 1, 10),), faults=web_faults),
}
