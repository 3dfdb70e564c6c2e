"""What is refused before it reaches a node, and in which words."""

from dataclasses import replace

import pytest
from callcenter_telephony.render import checks
from callcenter_telephony.render.model import (
    Callback,
    Choice,
    Did,
    Endpoint,
    Flow,
    Mailbox,
    Music,
    NodeConfig,
    Overflow,
    Prompt,
    Question,
    Queue,
    Step,
    Trunk,
)

WAV = (
    b"RIFF\x2c\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00"
    b"data\x08\x00\x00\x00" + b"\x00" * 8
)
MENU = Step("main", "menu", "ask", choices=(Choice("1", "wait"),))
WAIT = Step("wait", "queue", queue="service")
GOOD = NodeConfig(
    "demo",
    outbound_trunk="carrier",
    trunks=(Trunk("carrier", "192.0.2.1", allowed_ips=("192.0.2.1",)),),
    endpoints=(Endpoint("1001", "secret-1001"),),
    queues=(Queue("service"), Queue("sales", no_agents=Overflow("queue", "service"))),
    flows=(Flow("hotline", "main", (MENU, WAIT)),),
    dids=(Did("4001", flow="hotline"), Did("4002", queue="service")),
    prompts=(Prompt("ask", "r1", WAV),),
)


def with_steps(*steps: Step) -> dict:
    return {"flows": (Flow("hotline", "main", steps),)}


FAULTS = [
    ({"queues": (Queue("ser vice"), Queue("service"))}, 'queue "ser vice" has a code'),
    ({"queues": (Queue("service\n[general]"), Queue("service"))}, "has a code that is not made of"),
    ({"queues": (Queue("service"), Queue("service"))}, 'queue "service" exists 2 times'),
    ({"queues": (Queue("service", strategy="fair"),)}, '"fair" as its strategy'),
    ({"queues": (Queue("service", ring_timeout_s=0),)}, "ring time of at least one second"),
    ({"queues": (Queue("service", wrap_s=-1),)}, "negative number"),
    ({"queues": (Queue("service", music="a)b"),)}, '"a)b" as its music'),
    ({"queues": (Queue("service", late=Overflow("queue", "night")),)}, 'overflows to "night", which does not exist'),
    (
        {
            "queues": (
                Queue("service", full=Overflow("queue", "sales")),
                Queue("sales", full=Overflow("queue", "service")),
            )
        },
        'queue "sales" overflows to itself by way of "service"',
    ),
    ({"queues": (Queue("service", late=Overflow("queue", "service")),)}, 'overflows to itself by way of "service"'),
    ({"queues": (Queue("service", questions=(Question(""),)),)}, "survey without a prompt"),
    ({"queues": (Queue("service", questions=(Question("gone"),)),)}, 'the prompt "gone", which does not exist'),
    ({"queues": (Queue("service", questions=(Question("ask", "1a"),)),)}, '"1a" as the keys'),
    ({"queues": (Queue("service", callback=Callback("12")),)}, '"12" as the key for a call-back'),
    ({"queues": (Queue("service", greeting="gone"),)}, 'says "gone", which does not exist'),
    ({"queues": (Queue("service", late=Overflow("outside", "139")),)}, '"139", which is not written like'),
    ({"queues": (Queue("service", late=Overflow("voicemail", "box")),)}, 'mailbox "box", which does not exist'),
    ({"music": (Music("quiet"),)}, 'music "quiet" has no sound'),
    ({"mailboxes": (Mailbox("night", "gone"),)}, 'mailbox "night" says "gone"'),
    ({"mailboxes": (Mailbox("night", max_s=0),)}, "takes no message"),
    ({"dids": (Did("4001", queue="night"),)}, 'number "4001" leads to the queue "night"'),
    ({"dids": (Did("4001", flow="night"),)}, 'number "4001" leads to the flow "night"'),
    ({"dids": (Did("4001"),)}, 'number "4001" must lead to one flow or one queue'),
    ({"dids": (Did("4001", flow="hotline", queue="service"),)}, "one flow or one queue"),
    ({"dids": (Did("40 01", queue="service"),)}, 'number "40 01" is not made of digits'),
    ({"dids": (Did("_X.", queue="service"),)}, 'number "_X." is not made of digits'),
    ({"dids": (Did("4001", queue="service"), Did("4001", flow="hotline"))}, 'number "4001" exists 2 times'),
    ({"endpoints": (Endpoint("10a", "secret-1001"),)}, 'extension "10a" is not made of 2 to 10 digits'),
    ({"endpoints": (Endpoint("1001", "short"),)}, 'extension "1001" needs a password'),
    ({"endpoints": (Endpoint("1001", "secret\nmax_contacts=9"),)}, 'extension "1001" needs a password'),
    ({"endpoints": (Endpoint("1001", "secret-1001", codecs=("mp3",)),)}, "may use these codecs only"),
    ({"trunks": (Trunk("carrier", "bad host"),)}, '"bad host:5060" as its address'),
    ({"trunks": (Trunk("carrier", "192.0.2.1", register=True),)}, "is to register, but has no user name"),
    ({"trunks": (Trunk("carrier", "192.0.2.1", allowed_ips=("192.0.2",)),)}, '"192.0.2", which is no IP address'),
    ({"trunks": (Trunk("carrier", "192.0.2.1", caller_id="me"),)}, '"me" as its caller number'),
    (
        {"trunks": tuple(Trunk(code, "192.0.2.1", allowed_ips=("192.0.2.1",)) for code in ("carrier", "other"))},
        'trunks "carrier" and "other" both accept calls from 192.0.2.1',
    ),
    ({"outbound_trunk": "gone"}, 'outbound trunk "gone" does not exist'),
    ({"country_prefix": "+86"}, 'has "+86" as its country prefix'),
    ({"prompts": (Prompt("ask", "r1", b"<html>"),)}, 'prompt "ask" is no wav file'),
    ({"prompts": (Prompt("ask", "r1", WAV.replace(b"\x40\x1f", b"\x44\xac")),)}, 'prompt "ask" is no wav file'),
    ({"prompts": (Prompt("ask", "../r1", WAV),)}, 'prompt "ask" has no usable revision'),
    ({"extra": {"wrap_s": "30)"}}, '"30)" for wrap_s'),
    (with_steps(WAIT), "The flow has no start"),
    (with_steps(MENU), 'step "main": The exit “1” leads to “wait”, which is no step'),
    (with_steps(MENU, replace(WAIT, queue="night")), 'step "wait": queue: “night” does not exist any more'),
    (with_steps(MENU, WAIT, Step("lost", "hangup")), 'step "lost": No way leads to this step'),
    (with_steps(replace(MENU, prompt=""), WAIT), 'step "main": prompt is missing'),
    (with_steps(replace(MENU, prompt="gone"), WAIT), "prompt: “gone” does not exist"),
    (with_steps(replace(MENU, choices=()), WAIT), "No exit is set"),
    (with_steps(replace(MENU, choices=(Choice("12", "wait"),)), WAIT), "“12” cannot be an exit here"),
    (with_steps(replace(MENU, choices=(Choice("1", "wait"),) * 2), WAIT), "The exit “1” is given twice"),
    (with_steps(replace(MENU, tries=0), WAIT), "tries: 1 to 9"),
    (with_steps(MENU, WAIT, WAIT), 'step of the flow "hotline" "wait" exists 2 times'),
    (with_steps(MENU, replace(WAIT, kind="dance")), "There is no kind “dance”"),
    (with_steps(replace(MENU, next="again"), WAIT, Step("again", "play", "ask", "main")), "goes round in a circle"),
]


def test_a_good_configuration_passes():
    checks.check(GOOD)


@pytest.mark.parametrize(("change", "message"), FAULTS, ids=[message for _change, message in FAULTS])
def test_a_fault_is_named(change, message):
    with pytest.raises(checks.ConfigError, match=".") as error:
        checks.check(replace(GOOD, **change))
    assert any(message in line for line in error.value.messages), error.value.messages


def test_all_faults_are_told_at_once():
    with pytest.raises(checks.ConfigError, match=".") as error:
        checks.check(replace(GOOD, outbound_trunk="gone", country_prefix="x"))
    assert len(error.value.messages) == 2
