"""Steps that bring the caller to somebody: queue, agent, department, outside number, voicemail, call-back wish.

In a trial the call ends where it would reach somebody.
"""

import re

from ..model import Step
from .base import Build, Fault, Kind, Need, go

OUTSIDE = re.compile(r"\+?[0-9]{3,20}")
TRIAL_END = ["Playback(beep)", "Hangup(16)"]


def queue(build: Build, step: Step) -> list[str]:
    return [*build.playback(step.prompt), *(TRIAL_END if build.trial else [f"Goto(cc-queue-{step.queue},s,1)"])]


def voicemail(build: Build, step: Step) -> list[str]:
    return _wish(build, step, "cc-message")


def callback(build: Build, step: Step) -> list[str]:
    return _wish(build, step, "cc-back")


def _wish(build: Build, step: Step, context: str) -> list[str]:
    leave = [f"Goto({context}-{step.queue},s,1)"]
    return [*build.playback(step.prompt), *(TRIAL_END if build.trial else leave)]


def agent(build: Build, step: Step) -> list[str]:
    return _ring(build, step, (step.value("endpoint"),))


def department(build: Build, step: Step) -> list[str]:
    return _ring(build, step, build.endpoints.get(step.value("department"), ()))


def _ring(build: Build, step: Step, extensions: tuple[str, ...]) -> list[str]:
    """Phones of those who are free; comes back when nobody answers."""
    if build.trial:
        return [*build.playback(step.prompt), *TRIAL_END]
    return [
        *build.playback(step.prompt),
        f"Gosub(cc-ring,s,1({'&'.join(extensions)},{step.value('ring_s', 20)}))",
        go(step.next),
    ]


def outside(build: Build, step: Step) -> list[str]:
    if build.trial:
        return [*build.playback(step.prompt), *TRIAL_END]
    return [
        *build.playback(step.prompt),
        f"Gosub(cc-ring-outside,s,1({step.value('number')},{step.value('ring_s', 20)}))",
        go(step.next),
    ]


def outside_faults(step: Step):
    if not OUTSIDE.fullmatch(str(step.value("number"))):
        yield Fault(
            step.code, "number", "bad_value" if step.value("number") else "missing", {"value": step.value("number")}
        )


MAYBE = Need("prompt", "prompts", required=False)
QUEUE = Need("queue", "queues")
RING = (("ring_s", 3, 300),)

KINDS = {
    "queue": Kind(queue, exits=(), needs=(MAYBE, QUEUE)),
    "agent": Kind(agent, needs=(MAYBE, Need("endpoint", "endpoints")), ranges=RING),
    "department": Kind(department, needs=(MAYBE, Need("department", "departments")), ranges=RING),
    "outside": Kind(outside, needs=(MAYBE,), ranges=RING, faults=outside_faults),
    "voicemail": Kind(voicemail, exits=(), needs=(MAYBE, QUEUE)),
    "callback": Kind(callback, exits=(), needs=(MAYBE, QUEUE)),
}
