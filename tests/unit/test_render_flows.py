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
 same => n,Read(CC_KEY,${CC_SOUNDS}/menu-r1,1,e,1,4)
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
