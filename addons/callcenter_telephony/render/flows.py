"""An IVR flow as one context whose name carries its content, so that a running call keeps the version it began with."""

import hashlib

from .model import Flow, NodeConfig, Prompt, Step
from .text import context, mark

PLACE = "@FLOW@"  # stands for the version while the content is hashed
AT_ONCE = 0.001  # seconds Read waits behind a prompt; 0 would be its own default of some seconds


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
    """On the way to a menu a key ends the prompt and is kept for the menu in CC_AHEAD; otherwise keys do nothing."""
    stop = _next_stop(flow, step)
    if stop and step.keys_interrupt:
        lines = [f"Read(CC_AHEAD,${{CC_SOUNDS}}/{prompts[step.prompt]},1,e,1,{AT_ONCE})"]
    else:
        lines = _playback(step, prompts)
    if stop not in ("", step.next):
        lines.append(f'GotoIf($["${{CC_AHEAD}}" != ""]?step-{stop})')
    return [*lines, _go(step.next)]


def _next_stop(flow: Flow, step: Step) -> str:
    """Where a caller goes on who has pressed a key: the menu behind the plays that follow, or the first of these that
    keys do not interrupt; nothing when they lead to no menu. ``check`` has refused plays that go round in a circle."""
    steps = {one.code: one for one in flow.steps}
    stop, following = "", steps.get(step.next)
    while following and following.kind == "play":
        stop = stop or ("" if following.keys_interrupt else following.code)
        following = steps.get(following.next)
    return (stop or following.code) if following and following.kind == "menu" else ""


def _queue(flow: Flow, step: Step, prompts: dict[str, str]) -> list[str]:
    return [*_playback(step, prompts), f"Goto(cc-queue-{step.queue},s,1)"]


def _hangup(flow: Flow, step: Step, prompts: dict[str, str]) -> list[str]:
    return [*_playback(step, prompts), "Goto(cc-bye,s,1)"]


def _menu(flow: Flow, step: Step, prompts: dict[str, str]) -> list[str]:
    """Ask up to ``tries`` times, but not for a key that was pressed ahead; every key is marked, also one that leads
    nowhere."""
    lines = [
        "Set(CC_TRIES=0)",
        f"(ask-{step.code}),Set(CC_TRIES=$[${{CC_TRIES}} + 1])",
        "Set(CC_KEY=${CC_AHEAD})",
        "Set(CC_AHEAD=)",
        f'ExecIf($["${{CC_KEY}}" = ""]?Read(CC_KEY,${{CC_SOUNDS}}/{prompts[step.prompt]},1,e,1,{step.timeout_s}))',
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
