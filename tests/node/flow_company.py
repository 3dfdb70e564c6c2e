"""A flow for each kind of step, with short prompts, each behind a DID of its own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from callcenter_telephony.render.model import (
    Calendar,
    Choice,
    Day,
    Did,
    Flow,
    NodeConfig,
    Prompt,
    Sound,
    Step,
)

from .company import company, sound

ALWAYS = ((0, 24 * 60),)
BYE = Step("bye", "hangup")
YES, NO, LATE = (Step(code, "play", "short", "bye") for code in ("yes", "no", "late"))
DEADLINE = 1  # seconds of the web calls


def said(code: str) -> Step:
    """A step that is only passed, so that the journal says it was."""
    return Step(code, "play", "short", "bye")


def steps(*own: Step) -> tuple[Step, ...]:
    """``own`` with the ends that they lead to."""
    ends = {target for step in own for target in (step.next, *(choice.step for choice in step.choices))}
    ends -= {step.code for step in own}
    return (*own, *(said(code) for code in sorted(ends - {"bye", ""})), BYE)


def flow(code: str, *own: Step) -> Flow:
    return Flow(code, own[0].code, steps(*own))


def exits(**targets: str) -> tuple[Choice, ...]:
    return tuple(Choice(key, step) for key, step in targets.items())


def ask(kind: str, next_step: str = "yes", **values) -> Step:
    """A step that asks, twice at most."""
    failed = values.pop("failed", "no")
    return Step(
        "ask", kind, "short", next_step, choices=exits(failed=failed), timeout_s=1, tries=2, values=values
    )  # fmt: skip


def hours(code: str, calendar: str) -> Flow:
    choices = exits(open="opened", closed="shut", holiday="feast")
    return flow(code, Step("when", "hours", choices=choices, values={"calendar": calendar}))


def flows(web_port: int) -> tuple[Flow, ...]:
    digits = ask("digits", "which", variable="order", min_digits=3, max_digits=5, wrong_prompt="short")
    which = Step("which", "branch", next="other", choices=(Choice("123", "found"),), values={"variable": "order"})
    member = Step(
        "who", "member", "short", "known", choices=exits(failed="unknown", locked="locked"), timeout_s=1, tries=3,
        values={"pin_prompt": "short", "wrong_prompt": "short", "lock_after": 3, "lock_minutes": 5},
    )  # fmt: skip
    lookup = Step(
        "look", "lookup", next="told", choices=exits(none="nothing", failed="silent"),
        values={"lookup": "order", "variable": "order"},
    )  # fmt: skip
    give = Step("give", "set", next="look", values={"variable": "order", "value": "90017"})
    web = Step(
        "web", "web", next="state", choices=exits(failed="failed"),
        values={
            "url": f"http://127.0.0.1:{web_port}/orders/{{order}}", "method": "POST", "deadline_s": DEADLINE,
            "web_fields": "caller={caller}\nkey=x&y", "json_path": "data.0.state", "variable": "state",
        },
    )  # fmt: skip
    state = Step("state", "branch", next="odd", choices=(Choice("shipped", "shipped"),), values={"variable": "state"})
    return (
        flow("digits", digits, which),
        hours("open", "open"),
        hours("closed", "closed"),
        hours("holiday", "holiday"),
        flow("member", member),
        flow("lookup", give, lookup),
        flow("web", replace(give, next="web"), web, state),
        flow(
            "level",
            Step("vip", "branch", next="plain", choices=(Choice("3", "golden"),), values={"subject": "level"}),
        ),
        flow(
            "number",
            Step(
                "from",
                "branch",
                next="abroad",
                choices=(Choice("+86", "china"), Choice("+86138", "mobile")),
                values={"subject": "number"},
            ),
        ),
        flow(
            "region",
            Step("where", "branch", next="else", choices=(Choice("上海", "here"),), values={"subject": "region"}),
        ),
        flow(
            "language",
            Step("tongue", "language", "short", "which", timeout_s=1, tries=2, values={"language_keys": "1=zh,2=en"}),
            Step(
                "which",
                "branch",
                next="none",
                choices=(Choice("en", "english"), Choice("zh", "chinese")),
                values={"subject": "language"},
            ),
        ),
        flow(
            "survey",
            Step("rate", "survey", "short", "after", timeout_s=1, tries=2, values={"survey_keys": "123"}),
        ),
        flow(
            "blacklist",
            Step("test", "blacklist", next="put", choices=exits(listed="known"), values={"blacklist_act": "test"}),
            Step("put", "blacklist", next="again", values={"blacklist_act": "put"}),
            Step("again", "blacklist", next="free", choices=exits(listed="known"), values={"blacklist_act": "test"}),
        ),
        flow("outer", Step("in", "subflow", next="back", values={"flow": "inner"})),
        Flow("inner", "deep", (Step("deep", "play", "short", "out"), Step("out", "return"))),
        flow("agent", Step("ring", "agent", next="nobody", values={"endpoint": "1001", "ring_s": 3})),
        flow("department", Step("ring", "department", next="nobody", values={"department": "7", "ring_s": 3})),
        flow("outside", Step("ring", "outside", next="nobody", values={"number": "13900000001", "ring_s": 3})),
        Flow("queue", "wait", (Step("wait", "queue", queue="service"),)),
        Flow("message", "leave", (Step("leave", "voicemail", queue="service"),)),
        Flow("wish", "ask", (Step("ask", "callback", queue="service"),)),
        flow(
            "round",
            Step("main", "menu", "short", "bye", choices=(Choice("1", "again"),), timeout_s=1, tries=1),
            Step("again", "play", "short", "main"),
        ),
    )


def calendars() -> tuple[Calendar, ...]:
    """Open all day, closed all day, and a week that is open but for a holiday around today."""
    now = datetime.now(UTC)
    around = [f"{now + timedelta(days=n):%Y%m%d}" for n in (-1, 0, 1)]
    return (
        Calendar("open", "Asia/Shanghai", (ALWAYS,) * 7),
        Calendar("closed", "America/New_York", ((),) * 7),
        Calendar("holiday", "Asia/Shanghai", (ALWAYS,) * 7, tuple(Day(day, (), True) for day in around)),
    )


def flow_company(carrier_port: int, web_port: int) -> NodeConfig:
    base = company(carrier_port)
    short = Prompt("short", "r1", sound(0.2), (Sound("en", "r2", sound(0.2, 500)),))
    every = flows(web_port)
    return replace(
        base,
        flows=every,
        dids=tuple(Did(f"42{number:02d}", flow=flow.code) for number, flow in enumerate(every)),
        prompts=(*base.prompts, short),
        calendars=calendars(),
        departments={"7": ("1001", "1002")},
        lookups=("order",),
        speeches=(Prompt("s1", "aa", sound(0.2)), Prompt("s2", "bb", sound(0.2))),
    )
