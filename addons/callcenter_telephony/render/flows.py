"""An IVR flow as one context whose name carries its content, so that a running call keeps the version it began with."""

import hashlib

from .model import Flow, NodeConfig, Prompt, Step
from .steps import KINDS
from .steps.ask import web_file, web_name
from .steps.base import PLACE, Build, file_of
from .text import context


def render(flow: Flow, config: NodeConfig, flows: dict[str, str] | None = None, trial: bool = False) -> tuple[str, str]:
    """(name of the context, its text). ``flows``: contexts of those it calls; a trial leaves no marks."""
    build = Build(flow, {prompt.code: prompt for prompt in config.prompts}, flows or {}, config.departments, trial)
    lines = ["Answer()", f"Goto(step-{flow.start})"]
    for step in flow.steps:
        lines += _step(build, step)
    text = context(f"cc-flow-{flow.code}-{PLACE}", [("s", lines)])
    version = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"cc-flow-{flow.code}-{version}", text.replace(PLACE, version)


def render_all(config: NodeConfig) -> dict[str, tuple[str, str]]:
    """All flows by code, those first that others call: a flow's name follows the flows it calls."""
    done: dict[str, tuple[str, str]] = {}
    waiting = list(config.flows)
    while waiting:
        codes = {flow.code for flow in waiting}
        ready = [flow for flow in waiting if not codes.intersection(called(flow))] or waiting
        for flow in ready:
            done[flow.code] = render(flow, config, {code: name for code, (name, _text) in done.items()})
        waiting = [flow for flow in waiting if flow.code not in done]
    return done


def called(flow: Flow) -> list[str]:
    """Codes of the flows that this one calls."""
    return [step.value("flow") for step in flow.steps if step.kind == "subflow"]


def web_calls(flow: Flow) -> dict[str, bytes]:
    """Files of the flow's web calls, for the connector."""
    return {f"flows/web-{web_name(step)}.json": web_file(step) for step in flow.steps if step.kind == "web"}


def sound(prompt: Prompt) -> str:
    """Name of a prompt's file on the node, without its ending."""
    return file_of(prompt.code, prompt.revision)


def _step(build: Build, step: Step) -> list[str]:
    marks = build.mark("CC_IVR", flow=build.flow.code, version=PLACE, step=step.code) or ["NoOp()"]
    if step.goal:
        marks += build.mark("CC_GOAL", flow=build.flow.code, step=step.code)
    first, *rest = marks
    return [f"(step-{step.code}),{first}", *rest, *KINDS[step.kind].lines(build, step)]
