"""What the kinds of steps have in common: how a step is described, and the lines that most of them need."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..model import Flow, Prompt, Step
from ..text import mark

PLACE = "@FLOW@"  # stands for the version while the content is hashed
BYE = "Goto(cc-bye,s,1)"
VARIABLE = re.compile(r"[a-z][a-z0-9_]{0,19}")
TEXT = re.compile(r"[\w+.*#:@/-][\w+.*#:@/ -]{0,79}")  # nothing that a dialplan would take for its own
FREE = re.compile(r"[\w+.*#-][\w+.*# -]{0,39}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a step. ``key``: which sentence (faults.py); ``args`` fill it; ``field``: where to mend it."""

    step: str
    field: str
    key: str
    args: dict = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Need:
    """A value of a step that names something: ``among`` the known prompts, queues, …"""

    name: str
    among: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Build:
    """What a flow is rendered with. ``flows``: contexts by code. A trial leaves no marks and reaches nobody."""

    flow: Flow
    prompts: dict[str, Prompt]
    flows: dict[str, str]
    endpoints: dict[str, tuple[str, ...]]  # by department
    trial: bool = False

    def mark(self, name: str, **data) -> list[str]:
        return [] if self.trial else [mark(name, **data)]

    def sound(self, code: str) -> str:
        """What plays a prompt, in the call's language where the prompt has it."""
        prompt = self.prompts[code]
        name = file_of(prompt.code, prompt.revision)
        for other in prompt.others:
            name = f'${{IF($["${{CC_LANG}}" = "{other.language}"]?{file_of(prompt.code, other.revision)}:{name})}}'
        return f"${{CC_SOUNDS}}/{name}"

    def playback(self, code: str) -> list[str]:
        return [f"Playback({self.sound(code)})"] if code else []


def file_of(code: str, revision: str) -> str:
    """Name of a sound's file on the node, without its ending."""
    return f"{code}-{revision}"


Lines = Callable[[Build, Step], list[str]]


def _no_faults(step: Step) -> Iterator[Fault]:
    return iter(())


@dataclass(frozen=True, slots=True)
class Kind:
    """``exits`` must lead somewhere, ``more`` may; ``free``: pattern of exits that people name themselves (a menu's
    keys). ``acts``: exits that need something done by the caller; free ones always do where ``asks``."""

    lines: Lines
    exits: tuple[str, ...] = ("next",)
    more: tuple[str, ...] = ()
    free: re.Pattern | None = None
    asks: bool = False
    acts: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    texts: tuple[str, ...] = ()  # values that must match TEXT
    variables: tuple[str, ...] = ()  # values that name variables, needed
    ranges: tuple[tuple[str, int, int], ...] = ()
    faults: Callable[[Step], Iterator[Fault]] = _no_faults

    def fixed(self) -> tuple[str, ...]:
        return self.exits + self.more

    def idle_exits(self, step: Step) -> Iterator[str]:
        """Where a caller comes who does nothing."""
        for key in self.fixed():
            if key not in self.acts and step.exit(key):
                yield step.exit(key)
        if self.free and not self.asks:
            yield from (choice.step for choice in step.choices if choice.key not in self.fixed())


def go(step: str) -> str:
    return f"Goto(step-{step})" if step else BYE


def label(step: str) -> str:
    return f"step-{step}"


def when(condition: str, step: str) -> str:
    """Go to a step, or hang up where an exit leads nowhere."""
    return f"GotoIf($[{condition}]?{label(step) if step else 'cc-bye,s,1'})"


def equals(variable: str, text: str) -> str:
    return f'"${{{variable}}}" = "{text}"'


def ask(step: Step, again: str = "ask") -> list[str]:
    """The beginning of what is tried some times over; ``cc-asked`` ends calls that never stop pressing keys."""
    return ["Set(CC_TRIES=0)", f"({again}-{step.code}),Set(CC_TRIES=$[${{CC_TRIES}} + 1])", "Gosub(cc-asked,s,1)"]


def again(step: Step, name: str = "ask") -> str:
    return f"GotoIf($[${{CC_TRIES}} < {step.tries}]?{name}-{step.code})"


def filled(text: str) -> str:
    """A text with the values of variables: ``{order}`` → ``${CCV_order}``."""
    return re.sub(r"\{([a-z][a-z0-9_]{0,19})\}", r"${CCV_\1}", text)
