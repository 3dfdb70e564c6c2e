"""What the dialplan is told of queues and mailboxes."""

from callcenter_telephony.render import music, queue_plan
from callcenter_telephony.render.model import Callback, Mailbox, Music, NodeConfig, Overflow, Prompt, Question, Queue

SERVICE = """\
[cc-queue-service]
exten => s,1,Set(CC_QUEUE=service)
 same => n,Set(CC_MAX_WAIT=300)
 same => n,Set(__CC_WRAP=30)
 same => n,Set(CC_RECORD=1)
 same => n,Set(CC_LANGUAGE=zh)
 same => n,Set(CC_GREETING=busy-r1)
 same => n,Set(CC_SAY_WAIT=1)
 same => n,Set(CC_MUSIC=default)
 same => n,Set(CC_RING=15)
 same => n,Set(CC_MISS_PAUSES=1)
 same => n,Set(CC_VIP=1)
 same => n,Set(CC_OWN=0)
 same => n,Set(CC_LAST=604800)
 same => n,Set(CC_SURVEY=2)
 same => n,Set(CC_SURVEY_THANKS=)
 same => n,Set(CC_SURVEY_1=ask-r2)
 same => n,Set(CC_SURVEY_KEYS_1=123)
 same => n,Set(CC_SURVEY_2=busy-r1)
 same => n,Set(CC_SURVEY_KEYS_2=12)
 same => n,Set(CC_ON_EMPTY=voicemail:night:)
 same => n,Set(CC_SAY_EMPTY=)
 same => n,Set(CC_ON_FULL=hangup::)
 same => n,Set(CC_SAY_FULL=busy-r1)
 same => n,Set(CC_ON_LATE=overflow_outside:+8613900000099:night)
 same => n,Set(CC_SAY_LATE=)
 same => n,Goto(cc-queue,s,1)

[cc-back-service]
exten => s,1,Set(CC_QUEUE=service)
 same => n,Set(__CC_WRAP=30)
 same => n,Set(CC_LANGUAGE=zh)
 same => n,Set(CC_BACK_PROMPT=ask-r2)
 same => n,Set(CC_BACK_TYPE=)
 same => n,Set(CC_BACK_THANKS=)
 same => n,Set(__CC_BACK_TRIES=3)
 same => n,Set(__CC_BACK_RETRY=600)
 same => n,Set(CC_BACK_HOURS=4)
 same => n,Goto(cc-callback,s,1)
"""
BOX = """\
[cc-box-night]
exten => s,1,Set(CC_BOX=night)
 same => n,Set(CC_BOX_GREETING=ask-r2)
 same => n,Set(CC_BOX_THANKS=)
 same => n,Set(CC_BOX_MAX=120)
 same => n,Set(CC_BOX_BEEP=1)
 same => n,Goto(cc-voicemail,s,1)
"""
PROMPTS = (Prompt("ask", "r2"), Prompt("busy", "r1"))
QUEUE = Queue(
    "service",
    max_wait_s=300,
    language="zh",
    greeting="busy",
    announce_wait=True,
    last_agent_s=7 * 86400,
    questions=(Question("ask", "123"), Question("busy", "12")),
    no_agents=Overflow("voicemail", "night"),
    full=Overflow(prompt="busy"),
    late=Overflow("outside", "+8613900000099", mailbox="night"),
    callback=Callback("1", "ask"),
)


def render(**changes) -> str:
    values = {"queues": (QUEUE,), "prompts": PROMPTS, "mailboxes": (Mailbox("night", "ask"),)} | changes
    return queue_plan.render(NodeConfig("demo", **values))


def test_a_queue_only_sets_variables():
    assert render().startswith(SERVICE)


def test_the_stand_in_of_a_queue_has_its_settings():
    text = render()
    assert "[cc-standin-service]" in text and "Goto(cc-standin-wait,s,1)" in text


def test_only_a_key_that_is_set_ends_the_wait():
    assert "[cc-keys-service]\nexten => 1,1,Goto(cc-key,s,1)\n" in render()
    assert "cc-keys" not in render(queues=(Queue("service"),))


def test_a_mailbox():
    assert BOX in render()


def test_music_plays_its_files_in_order_or_by_chance():
    given = (Music("calm", ("busy", "ask")), Music("lively", ("ask",), shuffle=True))
    assert music.render(NodeConfig("demo", prompts=PROMPTS, music=given), "/node") == (
        "[calm]\nmode = playlist\nentry = /node/sounds/busy-r1\nentry = /node/sounds/ask-r2\n\n"
        "[lively]\nmode = playlist\nentry = /node/sounds/ask-r2\nsort = random\n\n"
    )
