import time

import pytest
from playwright.sync_api import expect
from tools import rtp, story
from tools.browser import Desk
from tools.waiting import wait_until

DID = "4091"
NUMBER, E164 = "13800009101", "+8613800009101"
OWN = "1093"


class Editor(Desk):
    """The flow editor, as a person uses it."""

    def step(self, code: str):
        return self.page.locator(f'.o_cc_step[data-code="{code}"]')

    def pick(self, text: str, code: str) -> None:
        """The kind of the next step, typed into the picker; the step is selected then."""
        self.cc("flow-picker").wait_for()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        expect(self.step(code)).to_have_attribute("aria-pressed", "true")

    def press_port(self, code: str, key: str) -> None:
        self.step(code).locator(f'[data-port="{key}"]').click()

    def pull(self, code: str, key: str, target: str) -> None:
        """An exit, pulled onto a step."""
        port = self.step(code).locator(f'[data-port="{key}"]').bounding_box()
        goal = self.step(target).bounding_box()
        self.page.mouse.move(port["x"] + port["width"] / 2, port["y"] + port["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(goal["x"] + 40, goal["y"] + 12, steps=6)
        self.page.mouse.up()
        port = self.step(code).locator(f'[data-port="{key}"]')
        expect(port).not_to_have_class("o_cc_port o_cc_open")

    def speak(self, text: str) -> None:
        self.cc("prompt-type").click()
        expect(self.cc("prompt-type")).to_have_attribute("aria-expanded", "true")
        self.cc("prompt-text").fill(text)
        self.cc("prompt-speak").click()
        self.cc("prompt-play").wait_for()

    def choose(self, field: str, name: str) -> None:
        self.page.locator(f'[data-field="{field}"] input').fill(name)
        self.page.locator(".o-autocomplete--dropdown-item", has_text=name).first.click()

    def add_key(self, key: str) -> None:
        self.cc("flow-new-key").fill(key)
        self.page.keyboard.press("Enter")

    def faults(self) -> list[str]:
        self.cc("flow-check-open").click()
        self.cc("flow-check").wait_for()
        return self.page.locator(".o_cc_flow_fault").all_inner_texts()

    def wait_faults(self, count: int) -> None:
        expect(self.page.locator(".o_cc_flow_fault")).to_have_count(count)

    def publish(self, note: str) -> float:
        """Publishes; gives the moment of the press (monotonic)."""
        self.cc("flow-publish-open").click()
        self.cc("flow-publish").locator("input").fill(note)
        pressed = time.monotonic()
        self.cc("flow-publish-now").click()
        return pressed


@pytest.fixture(scope="module")
def flow(stack):
    """An empty flow with a number of its own, and hours that are always open."""
    admin = stack.rpc("admin")
    node = admin.call("callcenter.node", "search", [["code", "=", "demo"]])[0]
    hours = [[0, 0, {"name": "All day", "dayofweek": str(n), "hour_from": 0, "hour_to": 24}] for n in range(7)]
    calendar = {"name": "Always open", "tz": "Asia/Shanghai", "attendance_ids": [[5, 0, 0], *hours]}
    admin.call("resource.calendar", "create", calendar)
    flow = admin.call("callcenter.ivr.flow", "create", {"node_id": node, "code": "drawn9", "name": "Drawn hotline"})
    values = {"node_id": node, "number": DID, "name": "Drawn", "target": "flow", "flow_id": flow}
    admin.call("callcenter.did", "create", values)
    return flow


@pytest.fixture(scope="module")
def editor(stack, chromium, shots, flow):
    editor = Editor(chromium, stack, "bizadmin", shots).log_in()
    editor.go(f"/odoo/{flow}/flow-editor")
    editor.cc("flow-empty").wait_for()
    editor.shot("flow-editor-empty")
    yield editor
    editor.shot("flow-editor-last")
    editor.close()
    assert not editor.errors, editor.errors


def steps_of(stack, call: dict) -> list[str]:
    linkedid = call["key"].partition(":")[2]
    journal = (stack.node / "log" / "cel-custom" / "cel.csv").read_text(errors="replace")
    lines = [line for line in journal.splitlines() if line.startswith('"CC_IVR"') and f'"{linkedid}"' in line]
    return [line.partition("step=")[2].partition('"')[0] for line in lines]


@pytest.fixture
def dial(phones, ledger):
    def dial():
        began = time.time() - 0.001
        customer = phones.customer(NUMBER, DID, hertz=0).wait_answered()
        return customer, ledger.wait_call(E164, began)

    return dial


def test_a_hotline_is_drawn_from_nothing(editor):
    page = editor.page
    page.drag_and_drop(
        '.o_cc_flow_kind[data-kind="play"]', '[data-cc="flow-canvas"]', target_position={"x": 240, "y": 180}
    )
    editor.step("play").wait_for()
    editor.cc("flow-step-name").fill("Greeting")
    editor.speak("您好，欢迎致电。")
    editor.press_port("play", "next")
    editor.pick("Time and", "hours")
    editor.choose("calendar_id", "Always open")
    editor.press_port("hours", "open")
    editor.pick("Menu", "menu")
    editor.add_key("1")
    editor.add_key("2")
    editor.press_port("menu", "1")
    editor.pick("Queue", "queue")
    editor.choose("queue_id", "Service")
    editor.press_port("hours", "closed")
    editor.pick("Voicemail", "voicemail")
    editor.choose("queue_id", "Service")
    editor.pull("menu", "2", "voicemail")
    editor.cc("flow-tidy").click()


def test_the_check_names_the_dead_end_and_the_missing_prompt(editor):
    found = editor.faults()
    editor.wait_faults(2)
    found = editor.page.locator(".o_cc_flow_fault").all_inner_texts()
    assert "Prompt is missing" in found[0] and "No or wrong key" in found[1], found
    editor.page.locator(".o_cc_flow_fault").first.click()
    expect(editor.step("menu")).to_be_focused()
    editor.shot("flow-editor-faults")
    with editor.page.expect_response("**/editor_check*"):
        editor.cc("flow-publish-open").click()
    expect(editor.cc("flow-publish"), "nothing is published while something is to be mended").to_have_count(0)


def test_mended_and_published_the_next_call_goes_through_it(editor, stack, phones, ledger):
    editor.speak("人工服务请按一，留言请按二。")
    editor.page.select_option('[data-exit="next"] select', "queue")
    editor.wait_faults(0)
    editor.page.keyboard.press("Control+s")
    expect(editor.cc("flow-status")).to_have_attribute("data-dirty", "0")
    began = editor.publish("first")
    customer, seconds, moment = story.wait_live(phones, NUMBER, DID, began)
    assert seconds < 2
    call = ledger.wait_call(E164, moment)
    story.choose(stack, call, customer, "menu", "2")
    wait_until(lambda: "voicemail" in steps_of(stack, call), 10, "the mailbox")
    assert steps_of(stack, call) == ["play", "hours", "menu", "voicemail"]
    customer.hang_up()
    ledger.wait_ended(call["key"])
    expect(editor.page.locator('[data-cc="flow-live"][data-state="live"]')).to_be_visible()


def test_a_running_call_keeps_its_version_and_one_goes_back(editor, stack, ledger, dial):
    customer, call = dial()
    wait_until(lambda: "menu" in steps_of(stack, call), 20, "the caller in the menu")
    editor.step("menu").click()
    key = editor.page.locator('[data-exit="2"] .o_cc_flow_key')
    key.fill("7")
    key.press("Tab")
    expect(editor.cc("flow-draft")).to_contain_text("1 changed")
    editor.publish("key 7")
    expect(editor.cc("flow-live")).to_contain_text("Version 2")
    stack.wait_configured()
    customer.press("2")
    wait_until(lambda: "voicemail" in steps_of(stack, call), 10, "the old key still leads on")
    customer.hang_up()
    ledger.wait_ended(call["key"])

    editor.cc("flow-history-open").click()
    editor.shot("flow-editor-history")
    editor.page.locator('[data-version="1"] [data-cc="flow-roll-back"]').click()
    editor.page.locator(".modal-footer .btn-primary").click()
    editor.page.locator('[data-version="3"]').wait_for()
    stack.wait_configured()
    customer, call = dial()
    story.choose(stack, call, customer, "menu", "2")
    wait_until(lambda: "voicemail" in steps_of(stack, call), 10, "the old key again")
    customer.hang_up()
    ledger.wait_ended(call["key"])


def test_the_overlay_shows_who_came_and_who_left(editor, dial, stack, ledger):
    customer, call = dial()
    wait_until(lambda: "menu" in steps_of(stack, call), 20, "the caller in the menu")
    customer.hang_up()
    ledger.wait_ended(call["key"])
    editor.cc("flow-history-open").click()
    editor.cc("flow-period").select_option("1")
    counts = editor.step("menu").locator('[data-cc="flow-counts"]')
    expect(counts).to_contain_text("4")
    expect(counts).to_contain_text("1 · 25.0 %")
    expect(editor.page.locator('[data-edge="menu 2"] text')).to_have_text("3")
    editor.step("menu").click()
    expect(editor.cc("flow-callers")).to_contain_text("75 %")
    editor.shot("flow-editor-counts")


@pytest.fixture(scope="module")
def own_phone(stack, editor, flow):
    """The admin becomes an agent with a desk phone only after having been told to."""
    editor.cc("flow-call-me").click()
    editor.page.locator(".modal", has_text="Make yourself an agent with an extension first.").wait_for()
    editor.page.locator(".modal-footer button", has_text="Close").click()
    admin = stack.rpc("admin")
    node = admin.call("callcenter.node", "search", [["code", "=", "demo"]])[0]
    endpoint = admin.call("callcenter.endpoint", "create", {"node_id": node, "extension": OWN})
    user = stack.rpc("bizadmin").uid
    admin.call("callcenter.agent", "create", {"user_id": user, "endpoint_id": endpoint, "phone_kind": "sip"})
    stack.wait_configured()
    return OWN


def test_the_own_phone_rings_with_the_draft(editor, stack, phones, own_phone):
    desk = phones.desk_phone(own_phone, stack.secret_of(own_phone))
    editor.step("hours").click()
    editor.page.select_option('[data-exit="open"] select', "voicemail")
    editor.cc("flow-call-me").click()
    call = desk.wait_ringing()
    call.answer(None)
    wait_until(lambda: "drawn9-" in stack.asterisk("core show channels verbose"), 10, "the phone in the draft")
    call.wait_ended(15)  # behind the greeting; in the published version the menu would ask three times
    expect(editor.cc("flow-status")).to_have_attribute("data-dirty", "0")


def test_a_prompt_is_spoken_into_the_own_phone_and_heard(editor, stack, phones, own_phone, dial, ledger):
    desk = phones.desk_phone(own_phone, stack.secret_of(own_phone))
    editor.step("play").click()
    read = editor.cc("prompt-play").inner_text()
    editor.cc("prompt-record").click()
    desk.wait_ringing().refuse()
    expect(editor.cc("prompt-refused")).to_contain_text(own_phone)
    expect(editor.cc("prompt-play")).to_have_text(read)

    editor.cc("prompt-record").click()
    expect(editor.cc("prompt-rings")).to_be_visible()
    call = desk.wait_ringing()
    call.answer(desk.sound)
    wait_until(lambda: len(call.stream.heard) > 5 * rtp.RATE, 10, "wait, tone and more than two seconds of speech")
    call.press("#")
    call.wait_ended(20)
    expect(editor.cc("prompt-rings")).to_have_count(0)
    expect(editor.cc("prompt-play")).not_to_have_text(read)
    editor.cc("prompt-play").click()
    played = (
        """() => [...document.querySelectorAll('[data-cc="flow-prompt"] audio')].some((one) => one.currentTime > 0.5)"""
    )
    editor.page.wait_for_function(played)
    editor.shot("flow-editor-spoken")
    stack.wait_configured()
    customer, call = dial()
    story.wait_hears(customer, rtp.AGENT)
    customer.hang_up()
    ledger.wait_ended(call["key"])


def test_a_leader_looks_and_draws_nothing(stack, chromium, shots, editor, flow):
    leader = Editor(chromium, stack, "leader", shots).log_in()
    leader.go(f"/odoo/{flow}/flow-editor")
    leader.step("menu").click()
    expect(leader.cc("flow-inspector")).to_contain_text("Asks for a key")
    assert not leader.cc("flow-save").is_visible() and not leader.cc("flow-palette").is_visible()
    leader.close()
    assert not leader.errors, leader.errors
