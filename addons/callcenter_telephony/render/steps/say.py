"""Steps that speak and ask for keys: play, menu, digits, language, survey, hang up."""

import re

from ..model import Step
from .base import BYE, Build, Fault, Kind, Need, again, ask, equals, go, label, when

AT_ONCE = 0.001  # seconds Read waits behind a prompt; 0 would be its own default of some seconds
KEYS = frozenset("0123456789*#")
LANGUAGES = ("zh", "en")


def play(build: Build, step: Step) -> list[str]:
    """On the way to a menu a key ends the prompt and is kept for the menu in CC_AHEAD; otherwise keys do nothing."""
    stop = _next_stop(build, step)
    if stop and step.keys_interrupt:
        lines = [f"Read(CC_AHEAD,{build.sound(step.prompt)},1,e,1,{AT_ONCE})"]
    else:
        lines = build.playback(step.prompt)
    if stop not in ("", step.next):
        lines.append(f'GotoIf($["${{CC_AHEAD}}" != ""]?{label(stop)})')
    return [*lines, go(step.next)]


def _next_stop(build: Build, step: Step) -> str:
    """Where a caller goes on who has pressed a key: the menu behind the plays that follow, or the first of these that
    keys do not interrupt; nothing when they lead to no menu. ``faults`` has refused plays that go round in a circle."""
    steps = {one.code: one for one in build.flow.steps}
    stop, following, seen = "", steps.get(step.next), set()
    while following and following.kind == "play" and following.code not in seen:
        seen.add(following.code)
        stop = stop or ("" if following.keys_interrupt else following.code)
        following = steps.get(following.next)
    return (stop or following.code) if following and following.kind == "menu" else ""


def menu(build: Build, step: Step) -> list[str]:
    """Ask up to ``tries`` times, but not for a key that was pressed ahead; every key is marked, also one that leads
    nowhere."""
    read = f"Read(CC_KEY,{build.sound(step.prompt)},1,e,1,{step.timeout_s})"
    return [
        *ask(step),
        "Set(CC_KEY=${CC_AHEAD})",
        "Set(CC_AHEAD=)",
        f'ExecIf($["${{CC_KEY}}" = ""]?{read})',
        f'GotoIf($["${{CC_KEY}}" = ""]?again-{step.code})',
        *build.mark("CC_KEY", flow=build.flow.code, step=step.code, key="${CC_KEY}"),
        *(when(equals("CC_KEY", choice.key), choice.step) for choice in step.choices),
        f"(again-{step.code}),{again(step)}",
        go(step.next),
    ]


def digits(build: Build, step: Step) -> list[str]:
    """A number of so many digits into a variable. What is typed is never marked: it may be a card's number."""
    name = f"CCV_{step.value('variable')}"
    ends = step.value("terminator", "#")
    until = "t()" if ends == "none" else f"t({ends})"
    most = step.value("max_digits", 20)
    return [
        *ask(step),
        f"Read({name},{build.sound(step.prompt)},{most},{until},1,{step.timeout_s})",
        f"Set({name}=${{FILTER(0-9,${{{name}}})}})",
        f"GotoIf($[${{LEN(${{{name}}})}} >= {step.value('min_digits', 1)}]?got-{step.code})",
        *build.playback(step.value("wrong_prompt")),
        again(step),
        f"Set({name}=)",
        go(step.exit("failed")),
        f"(got-{step.code}),{go(step.next)}",
    ]


def digits_faults(step: Step):
    if int(step.value("min_digits", 1)) > int(step.value("max_digits", 20)):
        yield Fault(step.code, "max_digits", "range", {"low": step.value("min_digits", 1), "high": 40})


def languages(step: Step) -> list[tuple[str, str]]:
    """(key, language) of ``1=zh,2=en``; what is none is left out."""
    pairs = [part.partition("=")[::2] for part in str(step.value("language_keys")).split(",")]
    known = [(key.strip(), language.strip()) for key, language in pairs]
    return [(key, language) for key, language in known if key in KEYS and language in LANGUAGES]


def language(build: Build, step: Step) -> list[str]:
    """Ask which language the call goes on in; with one choice and no prompt just take it."""
    choices = languages(step)
    take = [[f"Set(CC_LANG={one})", f"Set(CHANNEL(language)={one})", go(step.next)] for _key, one in choices]
    if not step.prompt:
        return take[0]
    lines = [
        *ask(step),
        f"Read(CC_KEY,{build.sound(step.prompt)},1,e,1,{step.timeout_s})",
        f'GotoIf($["${{CC_KEY}}" = ""]?again-{step.code})',
        *build.mark("CC_KEY", flow=build.flow.code, step=step.code, key="${CC_KEY}"),
        *(f"GotoIf($[{equals('CC_KEY', key)}]?{one}-{step.code})" for key, one in choices),
        f"(again-{step.code}),{again(step)}",
        go(step.next),
    ]
    for (_key, one), (first, *rest) in zip(choices, take, strict=True):
        lines += [f"({one}-{step.code}),{first}", *rest]
    return lines


def language_faults(step: Step):
    given = [part for part in str(step.value("language_keys")).split(",") if part.strip()]
    found = languages(step)
    if not found or len(found) != len(given) or len(dict(found)) != len(found):
        yield Fault(step.code, "language_keys", "bad_value", {"value": step.value("language_keys")})
    elif len(found) > 1 and not step.prompt:
        yield Fault(step.code, "prompt_id", "missing")


def survey(build: Build, step: Step) -> list[str]:
    """A rating asked in the flow itself; afterwards the flow goes on."""
    keys = step.value("survey_keys", "12345")
    return [
        *build.mark("CC_SURVEY", flow="survey"),
        *ask(step),
        f"Read(CC_KEY,{build.sound(step.prompt)},1,e,1,{step.timeout_s})",
        f"Set(CC_KEY=${{FILTER({keys},${{CC_KEY}})}})",
        f'GotoIf($["${{CC_KEY}}" != ""]?rated-{step.code})',
        again(step),
        go(step.next),
        *_rated(build, step),
        *build.playback(step.value("thanks_prompt")),
        go(step.next),
    ]


def _rated(build: Build, step: Step) -> list[str]:
    first, *_rest = build.mark("CC_RATING", key="${CC_KEY}") or ["NoOp()"]
    return [f"(rated-{step.code}),{first}"]


def survey_faults(step: Step):
    keys = str(step.value("survey_keys", "12345"))
    if not (keys.isascii() and keys.isdecimal() and len(set(keys)) == len(keys)):
        yield Fault(step.code, "survey_keys", "bad_value", {"value": keys})


def hangup(build: Build, step: Step) -> list[str]:
    return [*build.playback(step.prompt), "Hangup(16)" if build.trial else BYE]


PROMPT = Need("prompt", "prompts")
MAYBE = Need("prompt", "prompts", required=False)
ASKING = (("timeout_s", 1, 60), ("tries", 1, 9))

KINDS = {
    "play": Kind(play, needs=(PROMPT,)),
    "menu": Kind(menu, free=re.compile(r"[0-9*#]"), asks=True, needs=(PROMPT,), ranges=ASKING),
    "digits": Kind(
        digits,
        exits=("next", "failed"),
        asks=True,
        acts=("next",),
        needs=(PROMPT, Need("wrong_prompt", "prompts", required=False)),
        variables=("variable",),
        ranges=(*ASKING, ("min_digits", 1, 40), ("max_digits", 1, 40)),
        faults=digits_faults,
    ),
    "language": Kind(language, asks=True, needs=(MAYBE,), ranges=ASKING, faults=language_faults),
    "survey": Kind(
        survey,
        asks=True,
        needs=(PROMPT, Need("thanks_prompt", "prompts", required=False)),
        ranges=ASKING,
        faults=survey_faults,
    ),
    "hangup": Kind(hangup, exits=(), needs=(MAYBE,)),
}
