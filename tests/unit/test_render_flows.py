"""A flow as dialplan."""

from dataclasses import replace

from callcenter_telephony.render import flows
from callcenter_telephony.render.model import Choice, Flow, NodeConfig, Prompt, Step

HOTLINE = """\
[cc-flow-hotline-VERSION]
exten => s,1,Answer()
 same => n,Goto(step-main)
 same => n(step-main),CELGenUserEvent(CC_IVR,flow=hotline&version=VERSION&step=main)
 same => n,Set(CC_TRIES=0)
 same => n(ask-main),Set(CC_TRIES=$[${CC_TRIES} + 1])
 same => n,Gosub(cc-asked,s,1)
 same => n,Set(CC_KEY=${CC_AHEAD})
 same => n,Set(CC_AHEAD=)
 same => n,ExecIf($["${CC_KEY}" = ""]?Read(CC_KEY,${CC_SOUNDS}/menu-r1,1,e,1,4))
 same => n,GotoIf($["${CC_KEY}" = ""]?again-main)
 same => n,CELGenUserEvent(CC_KEY,flow=hotline&step=main&key=${CC_KEY})
 same => n,GotoIf($["${CC_KEY}" = "1"]?step-sales)
 same => n,GotoIf($["${CC_KEY}" = "#"]?step-balance)
 same => n(again-main),GotoIf($[${CC_TRIES} < 2]?ask-main)
 same => n,Goto(step-sales)
 same => n(step-sales),CELGenUserEvent(CC_IVR,flow=hotline&version=VERSION&step=sales)
 same => n,Goto(cc-queue-sales,s,1)
 same => n(step-balance),CELGenUserEvent(CC_IVR,flow=hotline&version=VERSION&step=balance)
 same => n,CELGenUserEvent(CC_GOAL,flow=hotline&step=balance)
 same => n,Playback(${CC_SOUNDS}/balance-r1)
 same => n,Goto(step-end)
 same => n(step-end),CELGenUserEvent(CC_IVR,flow=hotline&version=VERSION&step=end)
 same => n,Goto(cc-bye,s,1)

"""

FLOW = Flow(
    "hotline",
    "main",
    (
        Step("main", "menu", "menu", "sales", "", (Choice("1", "sales"), Choice("#", "balance")), 4, 2),
        Step("sales", "queue", queue="sales"),
        Step("balance", "play", "balance", "end", goal=True),
        Step("end", "hangup"),
    ),
)
CONFIG = NodeConfig("demo", flows=(FLOW,), prompts=(Prompt("menu", "r1"), Prompt("balance", "r1")))


def version(flow: Flow, config: NodeConfig = CONFIG) -> str:
    return flows.render(flow, config)[0].rpartition("-")[2]


def test_a_flow_is_one_context_named_by_its_content():
    name, text = flows.render(FLOW, CONFIG)
    assert name == f"cc-flow-hotline-{version(FLOW)}"
    assert text == HOTLINE.replace("VERSION", version(FLOW))


def test_a_change_of_a_step_or_of_a_sound_is_a_new_version():
    slower = replace(FLOW, steps=(replace(FLOW.steps[0], timeout_s=5), *FLOW.steps[1:]))
    sound = replace(CONFIG, prompts=(Prompt("menu", "r2"), Prompt("balance", "r1")))
    assert len({version(FLOW), version(slower), version(FLOW, sound)}) == 3


def test_a_prompt_without_a_next_step_ends_the_call():
    flow = Flow("bye", "only", (Step("only", "play", "menu"),))
    assert flows.render(flow, CONFIG)[1].endswith("Playback(${CC_SOUNDS}/menu-r1)\n same => n,Goto(cc-bye,s,1)\n\n")


def says(flow: Flow, step: str) -> list[str]:
    """What the step runs behind its mark."""
    text = flows.render(flow, CONFIG)[1]
    part = text.partition(f"n(step-{step}),")[2].partition(" same => n(")[0]
    return [line.removeprefix(" same => n,") for line in part.strip().splitlines()[1:]]


def greeted(*greetings: Step) -> Flow:
    """``greetings`` one after the other before the hotline's menu."""
    return replace(FLOW, start=greetings[0].code, steps=(*greetings, *FLOW.steps))


INTERRUPTED = "Read(CC_AHEAD,${CC_SOUNDS}/balance-r1,1,e,1,0.001)"
TO_THE_END = "Playback(${CC_SOUNDS}/balance-r1)"
PRESSED = '$["${CC_AHEAD}" != ""]'


def test_a_key_interrupts_the_greeting_before_a_menu():
    flow = greeted(Step("hello", "play", "balance", "main"))
    assert says(flow, "hello") == [INTERRUPTED, "Goto(step-main)"]


def test_a_key_goes_by_all_greetings_to_the_menu():
    flow = greeted(Step("hello", "play", "balance", "news"), Step("news", "play", "balance", "main"))
    assert says(flow, "hello") == [INTERRUPTED, f"GotoIf({PRESSED}?step-main)", "Goto(step-news)"]
    assert says(flow, "news") == [INTERRUPTED, "Goto(step-main)"]


def test_what_leads_to_no_menu_is_played_to_its_end():
    assert says(FLOW, "balance")[-2:] == [TO_THE_END, "Goto(step-end)"]
    flow = greeted(Step("hello", "play", "balance", "news"), Step("news", "play", "balance", "sales"))
    assert says(flow, "hello") == [TO_THE_END, "Goto(step-news)"]


def test_a_notice_that_keys_do_not_interrupt_is_heard_by_everybody():
    flow = greeted(
        Step("hello", "play", "balance", "notice"),
        Step("notice", "play", "balance", "news", keys_interrupt=False),
        Step("news", "play", "balance", "main"),
    )
    assert says(flow, "hello") == [INTERRUPTED, "Goto(step-notice)"]
    assert says(flow, "notice") == [TO_THE_END, f"GotoIf({PRESSED}?step-main)", "Goto(step-news)"]
