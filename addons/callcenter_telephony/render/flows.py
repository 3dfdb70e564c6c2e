"""An IVR flow as one context whose name carries its content, so that a running call keeps the version it began with."""

import hashlib

from .model import Flow, NodeConfig, Prompt, Step
from .text import context, mark

PLACE = "@FLOW@"  # stands for the version while the content is hashed


def render(flow: Flow, config: NodeConfig) -> tuple[str, str]:
    """(name of the context, its text)."""
    prompts = {prompt.code: sound(prompt) for prompt in config.prompts}
    lines = ["Answer()", f"Goto(step-{flow.start})"]
    for step in flow.steps:
        lines += _step(flow, step, prompts)
    text = context(f"cc-flow-{flow.code}-{PLACE}", [("s", lines)])
    version = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"cc-flow-{flow.code}-{version}", text.replace(PLACE, version)


def sound(prompt: Prompt) -> str:
    """Name of a prompt's file on the node, without its ending."""
    return f"{prompt.code}-{prompt.revision}"


def _step(flow: Flow, step: Step, prompts: dict[str, str]) -> list[str]:
    lines = [f"(step-{step.code}),{mark('CC_IVR', flow=flow.code, version=PLACE, step=step.code)}"]
    if step.goal:
        lines.append(mark("CC_GOAL", flow=flow.code, step=step.code))
    return lines + KINDS[step.kind](flow, step, prompts)


def _play(flow: Flow, step: Step, prompts: dict[str, str]) -> list[str]:
    return [*_playback(step, prompts), _go(step.next)]


def _queue(flow: Flow, step: Step, prompts: dict[str, str]) -> list[str]:
    return [*_playback(step, prompts), f"Goto(cc-queue-{step.queue},s,1)"]


def _hangup(flow: Flow, step: Step, prompts: dict[str, str]) -> list[str]:
    return [*_playback(step, prompts), "Goto(cc-bye,s,1)"]


def _menu(flow: Flow, step: Step, prompts: dict[str, str]) -> list[str]:
    """Ask up to ``tries`` times; every key pressed is marked, also one that leads nowhere."""
    lines = [
        "Set(CC_TRIES=0)",
        f"(ask-{step.code}),Set(CC_TRIES=$[${{CC_TRIES}} + 1])",
        f"Read(CC_KEY,${{CC_SOUNDS}}/{prompts[step.prompt]},1,e,1,{step.timeout_s})",
        f'GotoIf($["${{CC_KEY}}" = ""]?again-{step.code})',
        mark("CC_KEY", flow=flow.code, step=step.code, key="${CC_KEY}"),
    ]
    lines += [f'GotoIf($["${{CC_KEY}}" = "{choice.key}"]?step-{choice.step})' for choice in step.choices]
    lines += [
        f"(again-{step.code}),GotoIf($[${{CC_TRIES}} < {step.tries}]?ask-{step.code})",
        _go(step.next),
    ]
    return lines


def _playback(step: Step, prompts: dict[str, str]) -> list[str]:
    return [f"Playback(${{CC_SOUNDS}}/{prompts[step.prompt]})"] if step.prompt else []


def _go(step: str) -> str:
    return f"Goto(step-{step})" if step else "Goto(cc-bye,s,1)"


KINDS = {"play": _play, "menu": _menu, "queue": _queue, "hangup": _hangup}
