"""A browser phone that is reloaded in a call: the customer stays, hears music, and the phone is put back."""

import shutil

import numpy as np
import pytest
from tools import sound
from tools.rtp import AGENT, RATE
from tools.story import wait_hears
from tools.waiting import wait_until

from . import scenes
from .journal import last_call
from .web import JSSIP, register, sign_in, told

ANSWER = "session.answer({mediaConstraints: {audio: true, video: false}})"
DIALOG = "[session._dialog.id.call_id, session._dialog.id.remote_tag, session._dialog.id.local_tag]"
HOLD_AS_IT_GOES = """() => window.addEventListener('pagehide', () => {
    const body = session.connection.localDescription.sdp.replace('a=sendrecv', 'a=sendonly');
    const extraHeaders = ['Content-Type: application/sdp', `Contact: ${session.contact}`];
    session.sendRequest(JsSIP.C.INVITE, {body, extraHeaders});
})"""
pytestmark = pytest.mark.skipif(not (shutil.which("chromium") and JSSIP.exists()), reason="no Chromium or no JsSIP")
COME_BACK = """([id, remote, local]) => ua.call('sip:rejoin@127.0.0.1', {
    extraHeaders: [`Replaces: ${id};to-tag=${remote};from-tag=${local}`],
    mediaConstraints: {audio: true, video: false}, pcConfig: {iceServers: []},
})"""


def talk(office, page):
    """A customer talks to the browser phone of 1001."""
    sign_in(office.node)
    call = office.phones.customer(scenes.CUSTOMER, "4002").wait_answered()
    told(page, "call")
    page.evaluate(ANSWER)
    told(page, "confirmed")
    wait_hears(call, AGENT)
    return call


def reload(office, page) -> list:
    """The page goes and is there again, its phone registered; what it needs to come back."""
    dialog = page.evaluate(DIALOG)
    page.evaluate(HOLD_AS_IT_GOES)
    before = office.node.ami.mark()
    page.reload()
    office.node.ami.wait(Event="Hold", after=before)
    register(page, office.node)
    return dialog


def hears_music(call) -> bool:
    heard = sound.from_mulaw(call.stream.heard[-RATE:])
    return len(heard) == RATE and np.abs(heard).mean() > 0.003 and not sound.seconds_of(heard, AGENT, at_least=0.4)


def test_the_customer_stays_hears_music_and_the_phone_is_put_back(node, office, page):
    call = talk(office, page)
    dialog = reload(office, page)
    wait_until(lambda: hears_music(call), 8, "music while the page is away")
    before = node.ami.mark()
    page.evaluate(COME_BACK, dialog)
    told(page, "confirmed")
    wait_hears(call, AGENT)
    office.node.ami.wait_quiet()
    assert not any(event.get("PausedReason") == "wrap_up" for event in node.ami.events[before:]), "the call goes on"
    call.hang_up()
    told(page, "ended remote")
    node.ami.wait(Event="QueueMemberPause", PausedReason="wrap_up", after=before)
    node.ami.wait(Event="QueueMemberPause", Paused="0", after=before)
    enters = [record for record in last_call(node.journal) if record.kind == "BRIDGE_ENTER"]
    assert sorted(record.channel.rpartition("-")[0] for record in enters) == [
        "PJSIP/1001-web", "PJSIP/1001-web", "PJSIP/demo-carrier",
    ]  # fmt: skip
    node.ami.action("QueueRemove", Queue="service", Interface="PJSIP/1001-web")


def test_there_is_no_way_back_into_a_call_that_is_over(node, office, page):
    call = talk(office, page)
    dialog = reload(office, page)
    call.hang_up()
    node.ami.wait(Event="QueueMemberPause", PausedReason="wrap_up")
    page.evaluate(COME_BACK, dialog)
    told(page, "failed")
    node.ami.wait(Event="QueueMemberPause", Paused="0")
    node.ami.action("QueueRemove", Queue="service", Interface="PJSIP/1001-web")


def test_nobody_comes_back_without_a_call(node, office, page):
    page.evaluate(COME_BACK.replace("Replaces", "X-None"), ["", "", ""])
    told(page, "failed")
