"""The browser phone's endpoint: JsSIP in Chromium against the node, without Odoo."""

import shutil

import numpy as np
import pytest
from tools import sound
from tools.rtp import AGENT, CUSTOMER
from tools.waiting import wait_until

from . import scenes
from .journal import last_call
from .web import JSSIP, sign_in, told

CODEC = """async () => {
    const stats = [...(await peer.getStats()).values()];
    const inbound = stats.find((s) => s.type === 'inbound-rtp' && s.kind === 'audio');
    return [stats.find((s) => s.id === inbound.codecId).mimeType, inbound.packetsReceived];
}"""

pytestmark = pytest.mark.skipif(not (shutil.which("chromium") and JSSIP.exists()), reason="no Chromium or no JsSIP")


def test_a_queue_call_to_the_browser_is_heard_on_both_sides(node, office, page):
    sign_in(node)
    call = office.phones.customer(scenes.CUSTOMER, "4002").wait_answered()
    assert told(page, "call").split(" ")[1:] == [last_call(node.journal)[0].linkedid, "service"]
    page.evaluate("session.answer({mediaConstraints: {audio: true, video: false}})")
    told(page, "confirmed")
    wait_until(lambda: sound.seconds_of(sound.from_mulaw(call.stream.heard), AGENT, at_least=0.4) >= 1, 15, "the agent")
    codec, packets = page.evaluate(CODEC)
    assert codec == "audio/PCMU"  # the caller's: nothing is transcoded
    assert packets > 20
    call.hang_up()
    told(page, "ended remote")
    office.node.ami.wait(Event="QueueMemberPause", Interface="PJSIP/1001-web", PausedReason="wrap_up")
    office.node.ami.wait(Event="QueueMemberPause", Interface="PJSIP/1001-web", Paused="0")
    name = next(r.data["file"] for r in last_call(node.journal) if r.kind == "CC_RECORDING")
    samples = np.fromfile(node.folder / "spool" / "monitor" / name, "<i2").reshape(-1, 2) / 32768.0
    assert sound.seconds_of(samples[:, 0], CUSTOMER) >= 0.5
    assert sound.seconds_of(samples[:, 1], AGENT, at_least=0.4) >= 0.5
    assert sound.seconds_of(samples[:, 0], AGENT, at_least=0.4) == 0
    node.ami.action("QueueRemove", Queue="service", Interface="PJSIP/1001-web")


def test_a_browser_that_vanishes_is_known_to_be_gone(node, office, page, browser):
    sign_in(node)
    before = node.ami.mark()
    page.close()
    gone = node.ami.wait(15, Event="PeerStatus", Peer="PJSIP/1001-web", PeerStatus="Unreachable", after=before)
    assert gone
    node.ami.action("QueueRemove", Queue="service", Interface="PJSIP/1001-web")
