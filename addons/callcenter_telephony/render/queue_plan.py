"""What the dialplan must know of queues and mailboxes: variables, and where to go with them (see subroutines)."""

from .flows import sound
from .model import Mailbox, NodeConfig, Overflow, Queue
from .text import context

# what CC_QUEUE_END says comes next, by the kind of a rule
NEXT = {
    "queue": "overflow_queue",
    "outside": "overflow_outside",
    "voicemail": "voicemail",
    "callback": "callback",
    "hangup": "hangup",
}


def render(config: NodeConfig) -> str:
    """The contexts of all queues and mailboxes.

    ``cc-queue-<code>`` takes a caller who waits, ``cc-back-<code>`` one who wants to be called back,
    ``cc-message-<code>`` one who wants to leave a message; ``cc-standin-<code>`` is the way of the stand-in who waits
    instead of somebody, ``cc-keys-<code>`` holds the keys that count while waiting, ``cc-box-<code>`` takes a message.
    """
    sounds = {prompt.code: sound(prompt) for prompt in config.prompts}
    parts = []
    for queue in config.queues:
        parts.append(context(f"cc-queue-{queue.code}", [("s", _queue(queue, config, sounds))]))
        parts.append(context(f"cc-back-{queue.code}", [("s", _callback(queue, sounds, "cc-callback"))]))
        parts.append(context(f"cc-standin-{queue.code}", [("s", _callback(queue, sounds, "cc-standin-wait"))]))
        parts.append(context(f"cc-message-{queue.code}", [("s", _message(queue, sounds))]))
        if queue.callback.key:
            parts.append(context(f"cc-keys-{queue.code}", [(queue.callback.key, ["Goto(cc-key,s,1)"])]))
    parts += [context(f"cc-box-{box.code}", [("s", _mailbox(box, sounds))]) for box in config.mailboxes]
    return "".join(parts)


def _queue(queue: Queue, config: NodeConfig, sounds: dict[str, str]) -> list[str]:
    variables = {
        "CC_QUEUE": queue.code,
        "CC_MAX_WAIT": queue.max_wait_s or "",
        "__CC_WRAP": queue.wrap_s,
        "CC_RECORD": int(queue.record and config.recording),
        "CC_LANGUAGE": queue.language,
        "CC_GREETING": sounds[queue.greeting] if queue.greeting else "",
        "CC_SAY_WAIT": int(queue.announce_wait),
        "CC_MUSIC": queue.music,
        "CC_RING": queue.ring_timeout_s,
        "CC_MISS_PAUSES": int(queue.missed_limit == 1),
        "CC_VIP": int(queue.vip),
        "CC_OWN": int(queue.own_agent),
        "CC_LAST": queue.last_agent_s,
        **_survey(queue, sounds),
        **_rule("EMPTY", queue.no_agents, sounds),
        **_rule("FULL", queue.full, sounds),
        **_rule("LATE", queue.late, sounds),
    }
    return [*_set(variables), "Goto(cc-queue,s,1)"]


def _survey(queue: Queue, sounds: dict[str, str]) -> dict[str, object]:
    found = {
        "CC_SURVEY": len(queue.questions) or "",
        "CC_SURVEY_THANKS": sounds[queue.survey_thanks] if queue.survey_thanks else "",
    }
    for number, question in enumerate(queue.questions, 1):
        found[f"CC_SURVEY_{number}"] = sounds[question.prompt]
        found[f"CC_SURVEY_KEYS_{number}"] = question.keys
    return found


def _rule(reason: str, rule: Overflow, sounds: dict[str, str]) -> dict[str, str]:
    return {
        f"CC_ON_{reason}": f"{NEXT[rule.kind]}:{rule.target}:{rule.mailbox}",
        f"CC_SAY_{reason}": sounds[rule.prompt] if rule.prompt else "",
    }


def _callback(queue: Queue, sounds: dict[str, str], then: str) -> list[str]:
    callback = queue.callback
    variables = {
        "CC_QUEUE": queue.code,
        "__CC_WRAP": queue.wrap_s,
        "CC_LANGUAGE": queue.language,
        "CC_BACK_PROMPT": sounds[callback.prompt] if callback.prompt else "",
        "CC_BACK_TYPE": sounds[callback.type_prompt] if callback.type_prompt else "",
        "CC_BACK_THANKS": sounds[callback.thanks] if callback.thanks else "",
        "__CC_BACK_TRIES": callback.tries,
        "__CC_BACK_RETRY": callback.retry_s,
        "CC_BACK_HOURS": callback.hours,
    }
    return [*_set(variables), f"Goto({then},s,1)"]


def _message(queue: Queue, sounds: dict[str, str]) -> list[str]:
    return [f"Goto(cc-box-{queue.mailbox},s,1)"] if queue.mailbox else _mailbox(Mailbox(queue.code), sounds)


def _mailbox(box: Mailbox, sounds: dict[str, str]) -> list[str]:
    variables = {
        "CC_BOX": box.code,
        "CC_BOX_GREETING": sounds[box.greeting] if box.greeting else "",
        "CC_BOX_THANKS": sounds[box.thanks] if box.thanks else "",
        "CC_BOX_MAX": box.max_s,
        "CC_BOX_BEEP": int(box.beep),
    }
    return [*_set(variables), "Goto(cc-voicemail,s,1)"]


def _set(variables: dict[str, object]) -> list[str]:
    return [f"Set({name}={content})" for name, content in variables.items()]
