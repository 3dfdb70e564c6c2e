"""Agents at their screens: Chromium with a microphone that sings, driven by the ``data-cc`` hooks of our pages."""

import shutil
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, Page, expect, sync_playwright

from . import rtp
from .waiting import wait_until

ARGUMENTS = (
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
)
SHOWS = """(views) => {
    const bar = document.querySelector('[data-cc="phone-bar"]');
    return bar && views.includes(bar.dataset.view) && bar.dataset.pending === undefined;
}"""
# Hertz of the loudest tone in what the phone plays; 0 while it is silent or not there.
HEARD = """async () => {
    const stream = odoo.__WOWL_DEBUG__.root.env.services["callcenter.phone"].audio.srcObject;
    if (!stream || !stream.getAudioTracks().length) { return 0; }
    const context = window.ccListen || (window.ccListen = new AudioContext());
    const analyser = context.createAnalyser();
    analyser.fftSize = 8192;
    context.createMediaStreamSource(stream).connect(analyser);
    await new Promise((done) => setTimeout(done, 400));
    const levels = new Uint8Array(analyser.frequencyBinCount);
    analyser.getByteFrequencyData(levels);
    const peak = levels.indexOf(Math.max(...levels));
    return levels[peak] < 60 ? 0 : peak * context.sampleRate / analyser.fftSize;
}"""
# What the network tells while a service is stopped on purpose, and what a browser without a profile lacks.
NOT_OURS = ("ERR_CONNECTION", "WebSocket", "Push API")


@contextmanager
def chromium(folder: Path, hertz: float = rtp.AGENT):
    """A Chromium whose microphone sings ``hertz``; ``folder`` takes its tone and the screenshots."""
    folder.mkdir(parents=True, exist_ok=True)
    tone = folder / f"microphone-{hertz:g}.wav"
    rtp.write_wav(tone, rtp.pulses(hertz))
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        arguments = [*ARGUMENTS, f"--use-file-for-fake-audio-capture={tone}"]
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


class Desk:
    """One person logged in, in a browser context of their own. ``errors`` are the console's."""

    def __init__(self, browser, stack, login: str, shots: Path, language: str = "en-US"):
        self.stack, self.login, self.shots = stack, login, shots
        self.context = browser.new_context(
            base_url=stack.url(), viewport={"width": 1366, "height": 768}, locale=language
        )
        self.context.grant_permissions(["microphone"])
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15000)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._on_console)

    def _on_console(self, message) -> None:
        if message.type == "error" and not any(text in message.text for text in NOT_OURS):
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def log_in(self, password: str | None = None) -> "Desk":
        self.page.goto("/web/login")
        self.page.fill("input[name=login]", self.login)
        self.page.fill("input[name=password]", password or self.login)
        self.page.click("button[type=submit]")
        self.page.wait_for_selector(".o_main_navbar", timeout=60000)
        return self

    def close(self) -> None:
        self.context.close()

    def shot(self, name: str) -> Path:
        path = self.shots / f"{name}.png"
        self.page.screenshot(path=path)
        return path

    def cc(self, name: str):
        return self.page.locator(f'[data-cc="{name}"]').first

    def go(self, path: str) -> None:
        """Another page of the same user. Tries again when the page was just on its way elsewhere."""
        try:
            self.page.goto(path)
        except Error:
            self.page.goto(path)


class AgentDesk(Desk):
    """The phone bar and the workspace."""

    # state

    @property
    def bar(self):
        return self.cc("phone-bar")

    def view(self) -> str:
        return self.bar.get_attribute("data-view")

    def wait_view(self, *views: str, seconds: float = 15) -> None:
        try:
            self.page.wait_for_function(SHOWS, arg=list(views), timeout=seconds * 1000)
        except Error:
            self.shot(f"missed-{self.login}-{views[0]}")
            pending = self.bar.get_attribute("data-pending")
            raise AssertionError(f"{self.login}: {views} not shown, but {self.view()} (pending {pending})") from None

    def choose(self, name: str) -> None:
        """An entry of the state menu: ``state-ready``, ``state-reason-lunch``, ``sign-in-browser``, ``sign-out``."""
        if not self.cc(name).is_visible():
            self.cc("state-pill").click()
        self.cc(name).click()

    def open_workspace(self) -> None:
        self.go("/odoo/workspace")
        self.cc("workspace").wait_for()

    def sign_in(self, kind: str = "browser") -> None:
        self.open_workspace()
        self.page.wait_for_selector('[data-cc="phone-bar"][data-view]')
        if self.view() == "offline":
            self.choose(f"sign-in-{kind}")
        self.wait_view("ready", "not_ready")
        if kind == "browser":
            self.wait_registered()

    def wait_registered(self, seconds: float = 15) -> None:
        expect(self.bar).to_have_attribute("data-registered", "1", timeout=seconds * 1000)

    def ready(self) -> None:
        if self.view() != "ready":
            self.choose("state-ready")
            self.wait_view("ready")

    def not_ready(self, reason: str) -> None:
        self.choose(f"state-reason-{reason}")

    def sign_out(self) -> None:
        self.choose("sign-out")

    # call

    def wait_pop(self, seconds: float = 15) -> None:
        """The phone rings and the person's card is there."""
        self.wait_view("ringing", seconds=seconds)
        self.cc("person").wait_for()

    def answer(self) -> None:
        self.cc("answer").click()
        self.wait_view("talk")

    def hang_up(self) -> None:
        self.cc("hang-up").click()

    def heard_hertz(self) -> float:
        return self.page.evaluate(HEARD)

    def wait_heard(self, hertz: float, seconds: float = 8) -> None:
        wait_until(lambda: abs(self.heard_hertz() - hertz) < 12, seconds, f"{self.login} hears {hertz} Hz")

    def write_up(self, note: str, outcome: str) -> None:
        self.cc("note").fill(note)
        self.cc(f"outcome-{outcome}").click()

    def save(self, then: str = "ready") -> None:
        self.cc(f"save-{then.replace('_', '-')}").click()
