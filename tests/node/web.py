"""A browser phone on a page of its own: JsSIP in Chromium, without Odoo."""

import http.server
import shutil
import threading
from contextlib import contextmanager
from functools import partial

from tools.waiting import wait_until

from .company import PASSWORD
from .node import ROOT

JSSIP = ROOT / "addons" / "callcenter_telephony" / "static" / "lib" / "jssip" / "jssip.min.js"
PAGE = "<!doctype html><title>phone</title><audio id='a' autoplay></audio><script src='jssip.min.js'></script>"
PHONE = """([url, password]) => {
    const ua = window.ua = new JsSIP.UA({
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


@contextmanager
def phone_page(browser, folder, node):
    """A page of 127.0.0.1 with a registered browser phone of 1001."""
    (folder / "index.html").write_text(PAGE)
    shutil.copy(JSSIP, folder)
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    handler.log_message = lambda *args: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/index.html")
        register(page, node)
        yield page
        server.shutdown()


def register(page, node) -> None:
    page.evaluate(PHONE, [f"ws://127.0.0.1:{node.ports['WS_PORT']}/ws", PASSWORD])
    told(page, "registered")


def told(page, what: str, seconds: float = 10) -> str:
    def found():
        return next((line for line in page.evaluate("told") if line.startswith(what)), None)

    return wait_until(found, seconds, f"{what} in the browser")


def sign_in(node) -> None:
    interface = "PJSIP/1001-web"
    node.ami.action("QueueAdd", Queue="service", Interface=interface, MemberName="1001", StateInterface=interface)
