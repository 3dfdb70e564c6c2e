"""What must hold of queues, mailboxes and music: see checks.py."""

from collections.abc import Iterator

from .model import NodeConfig, Overflow, Queue
from .names import CODE, E164, KEYS

STRATEGIES = {"ringall", "leastrecent", "fewestcalls", "random", "rrmemory", "linear", "wrandom"}
RULES = ("no_agents", "full", "late")


def check(config: NodeConfig) -> Iterator[str]:
    """One sentence a fault."""
    prompts = {prompt.code for prompt in config.prompts}
    queues = {queue.code: queue for queue in config.queues}
    for queue in config.queues:
        yield from _queue(queue, prompts)
        for rule in RULES:
            yield from _rule(queue, getattr(queue, rule), config)
            if _comes_back(queue, rule, queues):
                yield f'The queue "{queue.code}" overflows to itself by way of "{getattr(queue, rule).target}".'
    for music in config.music:
        if not music.sounds or not prompts.issuperset(music.sounds):
            yield f'The music "{music.code}" has no sound.'
    for box in config.mailboxes:
        yield from _missing(f'The mailbox "{box.code}"', (box.greeting, box.thanks), prompts)
        if box.max_s < 1:
            yield f'The mailbox "{box.code}" takes no message: give it some seconds.'


def _queue(queue: Queue, prompts: set[str]) -> Iterator[str]:
    name = f'The queue "{queue.code}"'
    if queue.strategy not in STRATEGIES:
        yield f'{name} has "{queue.strategy}" as its strategy, which does not exist.'
    if queue.ring_timeout_s < 1:
        yield f"{name} needs a ring time of at least one second."
    numbers = (queue.max_wait_s, queue.max_length, queue.wrap_s, queue.weight, queue.announce_every_s)
    if min(*numbers, queue.last_agent_s, queue.periodic_every_s) < 0:
        yield f"{name} has a negative number among its settings."
    if not CODE.fullmatch(queue.music):
        yield f'{name} has "{queue.music}" as its music, which is no name.'
    if queue.language and not CODE.fullmatch(queue.language):
        yield f'{name} has "{queue.language}" as its language, which is no name.'
    yield from _survey(name, queue, prompts)
    callback = queue.callback
    said = (queue.greeting, queue.periodic, callback.prompt, callback.type_prompt, callback.thanks)
    yield from _missing(name, said, prompts)
    if callback.key and callback.key not in KEYS:
        yield f'{name} has "{callback.key}" as the key for a call-back, which is no key.'


def _survey(name: str, queue: Queue, prompts: set[str]) -> Iterator[str]:
    for prompt in (*(question.prompt for question in queue.questions), queue.survey_thanks):
        if prompt and prompt not in prompts:
            yield f'{name} asks with the prompt "{prompt}", which does not exist.'
    for question in queue.questions:
        if not question.prompt:
            yield f"{name} has a survey without a prompt."
        if not (question.keys and KEYS.issuperset(question.keys)):
            yield f'{name} has "{question.keys}" as the keys of its survey.'


def _missing(name: str, said: tuple[str, ...], prompts: set[str]) -> Iterator[str]:
    for prompt in said:
        if prompt and prompt not in prompts:
            yield f'{name} says "{prompt}", which does not exist.'


def _rule(queue: Queue, rule: Overflow, config: NodeConfig) -> Iterator[str]:
    name = f'The queue "{queue.code}"'
    boxes = {box.code for box in config.mailboxes}
    if rule.kind == "queue" and rule.target not in {one.code for one in config.queues}:
        yield f'{name} overflows to "{rule.target}", which does not exist.'
    if rule.kind == "voicemail" and rule.target not in boxes or rule.mailbox and rule.mailbox not in boxes:
        yield f'{name} leads to the mailbox "{rule.mailbox or rule.target}", which does not exist.'
    if rule.kind == "outside" and not E164.fullmatch(rule.target):
        yield f'{name} overflows to "{rule.target}", which is not written like +8613800000001.'
    if queue.mailbox and queue.mailbox not in boxes:
        yield f'{name} has the mailbox "{queue.mailbox}", which does not exist.'
    yield from _missing(name, (rule.prompt,), {prompt.code for prompt in config.prompts})


def _comes_back(start: Queue, rule: str, queues: dict[str, Queue]) -> bool:
    """Going by the same reason from queue to queue comes back to ``start``."""
    seen, step = set(), getattr(start, rule)
    while step.kind == "queue" and step.target in queues and step.target not in seen:
        if step.target == start.code:
            return True
        seen.add(step.target)
        step = getattr(queues[step.target], rule)
    return False
