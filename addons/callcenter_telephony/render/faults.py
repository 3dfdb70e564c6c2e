"""What is wrong with a flow: asked before it is published, and once more before it goes to a node."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from .model import Flow, Step
from .steps import KINDS
from .steps.base import FREE, VARIABLE, Fault


def _lt(text: str) -> str:
    """Marks ``text`` for translators, who are shown what stands in a call of this name; it stays English here."""
    return text


SENTENCES = {
    "no_start": _lt("The flow has no start: add a step."),
    "kind": _lt("There is no kind “%(kind)s”."),
    "twice": _lt("The code “%(code)s” is used by more than one step."),
    "missing": _lt("%(field)s is missing."),
    "unknown": _lt("%(field)s: “%(name)s” does not exist any more, or is archived."),
    "no_sound": _lt("The prompt “%(name)s” has no sound."),
    "bad_value": _lt("%(field)s: “%(value)s” cannot be used."),
    "range": _lt("%(field)s: %(low)s to %(high)s."),
    "no_choices": _lt("No exit is set: add a key or value that leads on."),
    "no_key": _lt("“%(key)s” cannot be an exit here."),
    "key_twice": _lt("The exit “%(key)s” is given twice."),
    "dead_end": _lt("The exit “%(exit)s” leads nowhere."),
    "no_step": _lt("The exit “%(exit)s” leads to “%(target)s”, which is no step of this flow."),
    "unreachable": _lt("No way leads to this step."),
    "loop": _lt("A caller who does nothing goes round in a circle from here."),
    "recursion": _lt("The flow “%(name)s” leads back to this one."),
}


@dataclass(frozen=True, slots=True)
class Known:
    """The names that steps may lead to, and which prompts have a sound. ``flows``: those that each flow calls."""

    prompts: frozenset = frozenset()
    silent: frozenset = frozenset()
    queues: frozenset = frozenset()
    endpoints: frozenset = frozenset()
    departments: frozenset = frozenset()
    calendars: frozenset = frozenset()
    lookups: frozenset = frozenset()
    flows: dict = field(default_factory=dict, hash=False)


def faults(flow: Flow, known: Known) -> list[Fault]:
    """All of them, in the order of the steps."""
    steps = {step.code: step for step in flow.steps}
    found = [] if flow.start in steps else [Fault(flow.start, "start", "no_start")]
    found += [Fault(code, "code", "twice", {"code": code}) for code, n in _counted(flow.steps) if n > 1]
    reached = _reached(flow.start, steps)
    for step in flow.steps:
        found += _step(step, steps, known)
        if step.code not in reached:
            found.append(Fault(step.code, "", "unreachable"))
        if _circles(step.code, steps):
            found.append(Fault(step.code, "exits", "loop"))
        if step.kind == "subflow" and _comes_back(flow.code, step.value("flow"), known.flows):
            found.append(Fault(step.code, "flow", "recursion", {"name": step.value("flow")}))
    return found


def targets(step: Step) -> list[str]:
    """All steps that can follow."""
    kind = KINDS.get(step.kind)
    if kind is None:
        return []
    keys = [*kind.fixed(), *(choice.key for choice in _free(step, kind))]
    return [step.exit(key) for key in keys if step.exit(key)]


def _counted(steps) -> list:
    return list(Counter(step.code for step in steps).items())


def _free(step: Step, kind) -> list:
    return [choice for choice in step.choices if kind.free and choice.key not in kind.fixed()]


def _step(step: Step, steps: dict, known: Known) -> Iterator[Fault]:
    kind = KINDS.get(step.kind)
    if kind is None:
        yield Fault(step.code, "kind", "kind", {"kind": step.kind})
        return
    yield from _needs(step, kind, known)
    yield from _values(step, kind)
    yield from _exits(step, kind, steps)
    yield from kind.faults(step)


def _given(step: Step, name: str):
    return getattr(step, name) if name in ("prompt", "queue", "timeout_s", "tries") else step.values.get(name)


def _needs(step: Step, kind, known: Known) -> Iterator[Fault]:
    for need in kind.needs:
        name = _given(step, need.name)
        if not name:
            if need.required:
                yield Fault(step.code, need.name, "missing")
        elif name not in getattr(known, need.among):
            yield Fault(step.code, need.name, "unknown", {"name": name})
        elif need.among == "prompts" and name in known.silent:
            yield Fault(step.code, need.name, "no_sound", {"name": name})


def _values(step: Step, kind) -> Iterator[Fault]:
    names = {*kind.variables} | ({"variable"} if step.values.get("variable") else set())
    for name in sorted(names):
        value = str(step.values.get(name) or "")
        if not VARIABLE.fullmatch(value):
            yield Fault(step.code, name, "bad_value" if value else "missing", {"value": value})
    for name, low, high in kind.ranges:
        value = _given(step, name)
        if value is not None and not (isinstance(value, int) and low <= value <= high):
            yield Fault(step.code, name, "range", {"low": low, "high": high})


def _exits(step: Step, kind, steps: dict) -> Iterator[Fault]:
    free = _free(step, kind)
    for key, count in Counter(choice.key for choice in step.choices).items():
        if count > 1:
            yield Fault(step.code, "exits", "key_twice", {"key": key})
    for choice in free:
        if not kind.free.fullmatch(choice.key) or not FREE.fullmatch(choice.key):
            yield Fault(step.code, "exits", "no_key", {"key": choice.key})
    if kind.free and not free:
        yield Fault(step.code, "exits", "no_choices")
    for key in (*kind.fixed(), *(choice.key for choice in free)):
        target = step.exit(key)
        if target and target not in steps:
            yield Fault(step.code, "exits", "no_step", {"exit": key, "target": target})
        elif not target and key not in kind.more:
            yield Fault(step.code, "exits", "dead_end", {"exit": key})


def _reached(start: str, steps: dict) -> set:
    reached, todo = set(), [start]
    while todo:
        code = todo.pop()
        if code in steps and code not in reached:
            reached.add(code)
            todo += targets(steps[code])
    return reached


def _circles(start: str, steps: dict) -> bool:
    """Exits that need nothing of the caller come back to ``start``."""
    seen, todo = set(), _idle(start, steps)
    while todo:
        code = todo.pop()
        if code == start:
            return True
        if code not in seen:
            seen.add(code)
            todo += _idle(code, steps)
    return False


def _idle(code: str, steps: dict) -> list[str]:
    step = steps.get(code)
    kind = step and KINDS.get(step.kind)
    return list(kind.idle_exits(step)) if kind else []


def _comes_back(start: str, name: str, flows: dict) -> bool:
    seen, todo = set(), [name]
    while todo:
        code = todo.pop()
        if code == start:
            return True
        if code not in seen:
            seen.add(code)
            todo += flows.get(code, ())
    return False
