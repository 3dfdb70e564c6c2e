"""The browser phone's endpoint: JsSIP in Chromium against the node, without Odoo."""

import http.server
import shutil
import threading
from functools import partial

import numpy as np
import pytest
from tools import sound
from tools.rtp import AGENT, CUSTOMER
from tools.waiting import wait_until

from . import scenes
from .company import PASSWORD
from .journal import last_call
from .node import ROOT

JSSIP = ROOT / "addons" / "callcenter_telephony" / "static" / "lib" / "jssip" / "jssip.min.js"
PAGE = "<!doctype html><title>phone</title><audio id='a' autoplay></audio><script src='jssip.min.js'></script>"
PHONE = """([url, password]) => {
    const ua = new JsSIP.UA({
        sockets: [new JsSIP.WebSocketInterface(url)], uri: 'sip:1001-web@127.0.0.1', password,
        authorization_user: '1001-web', session_timers: false, register_expires: 120,
    });
    window.told = [];
    ua.on('registered', () => told.push('registered'));
    ua.on('newRTCSession', ({session, request}) => {
        window.session = session;
        told.push('call ' + request.getHeader('X-Call-Id') + ' ' + request.getHeader('X-Queue'));
        session.on('peerconnection', ({peerconnection}) => {
            window.peer = peerconnection;
            peerconnection.ontrack = (event) => { document.getElementById('a').srcObject = event.streams[0]; };
        });
        session.on('confirmed', () => told.push('confirmed'));
        session.on('ended', ({originator}) => told.push('ended ' + originator));
        session.on('failed', ({originator}) => told.push('failed ' + originator));
    });
    ua.start();
}"""
CODEC = """async () => {
    const stats = [...(await peer.getStats()).values()];
    const inbound = stats.find((s) => s.type === 'inbound-rtp' && s.kind === 'audio');
    return [stats.find((s) => s.id === inbound.codecId).mimeType, inbound.packetsReceived];
}"""

pytestmark = pytest.mark.skipif(not (shutil.which("chromium") and JSSIP.exists()), reason="no Chromium or no JsSIP")


@pytest.fixture
def browser(tmp_path):
    from tools.browser import chromium

    with chromium(tmp_path, AGENT) as browser:
        yield browser


@pytest.fixture
def page(browser, tmp_path, node):
    """A page of 127.0.0.1 with a registered browser phone of 1001."""
    (tmp_path / "index.html").write_text(PAGE)
    shutil.copy(JSSIP, tmp_path)
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    handler.log_message = lambda *args: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/index.html")
        page.evaluate(PHONE, [f"ws://127.0.0.1:{node.ports['WS_PORT']}/ws", PASSWORD])
        told(page, "registered")
        yield page
        server.shutdown()


def told(page, what: str, seconds: float = 10) -> str:
    def found():
        return next((line for line in page.evaluate("told") if line.startswith(what)), None)

    return wait_until(found, seconds, f"{what} in the browser")


def sign_in(node) -> None:
    interface = "PJSIP/1001-web"
    node.ami.action("QueueAdd", Queue="service", Interface=interface, MemberName="1001", StateInterface=interface)


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
