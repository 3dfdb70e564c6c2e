from playwright.sync_api import expect
from tools import story

E164 = "+8613800000071"
# The page is told that another one is in front (a headless browser shows all of its pages); notices are written down.
BACKGROUND = """() => {
    Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
    window.ccNotices = [];
    window.Notification = class extends Notification {
        static permission = "granted";
        constructor(title, options) {
            super(title, options);
            window.ccNotices.push(`${title} | ${options.body}`);
        }
    };
}"""


def test_the_phone_moves_to_another_computer_with_the_talk(ledger, phones, desk, team, since):
    first = desk("agent1")
    first.sign_in("browser")
    first.ready()
    second = desk("agent1")
    second.open_workspace()
    expect(second.cc("use-phone-here")).to_be_visible()
    expect(second.bar).to_have_attribute("data-registered", "0")
    second.shot("agent-desktop-1-phone-elsewhere")
    customer = phones.customer("13800000071", "4002")
    first.wait_pop()
    second.wait_view("ringing")
    expect(second.cc("answer")).to_have_count(0)
    first.page.keyboard.press("Space")
    customer.wait_answered()
    story.wait_hears(customer, story.AGENT)
    second.wait_view("talk")
    second.shot("agent-desktop-2-talk-elsewhere")
    second.cc("use-phone-here").click()
    second.wait_registered()
    story.wait_hears(customer, story.AGENT)
    second.wait_heard(story.CUSTOMER)
    expect(first.bar).to_have_attribute("data-registered", "0")
    expect(first.cc("use-phone-here")).to_be_visible()
    first.shot("agent-desktop-3-stepped-back")
    assert first.heard_hertz() == 0
    second.page.locator('[data-cc^="script-option-"]').first.click()
    expect(second.cc("script-back")).to_be_visible()
    second.shot("agent-desktop-3-script")
    second.hang_up()
    second.wait_view("wrap_up")
    customer.press("5")
    customer.wait_ended()
    second.page.keyboard.press("e")
    second.page.keyboard.type("1 by keys alone")
    second.page.keyboard.press("Escape")
    second.page.keyboard.press("1")
    expect(second.page.locator('[data-cc^="outcome-"]').first).to_have_attribute("aria-pressed", "true")
    second.page.keyboard.press("Alt+r")
    second.wait_view("ready")
    expect(second.cc("no-call")).to_be_visible()
    first.cc("use-phone-here").click()
    first.wait_registered()
    expect(second.bar).to_have_attribute("data-registered", "0")
    call = story.check_whole(ledger, ledger.wait_ended(ledger.wait_call(E164, since)["key"]))
    assert call["result"] == "answered" and "rejoined" in call["marks"]
    assert call["note"] == "1 by keys alone" and call["outcome"]
    said = "SELECT value FROM callcenter_script_answer WHERE call_id = %s AND NOT COALESCE(void, FALSE)"
    assert len(ledger.rows(said, call["id"])) == 1
    (leg,) = [leg for leg in ledger.legs(call) if leg["role"] == "agent"]
    assert leg["party"] == "1001" and leg["ended_by"] == "agent"
    assert not ledger.gaps()
    assert not first.errors and not second.errors, (first.errors, second.errors)


def test_pick_up_a_call_and_write_to_a_colleague(ledger, phones, desk, team, since):
    first, second = desk("agent1"), desk("agent2")
    for agent in (first, second):
        agent.sign_in("browser")
        agent.ready()
    second.not_ready("lunch")
    second.wait_view("not_ready")
    first.page.evaluate(BACKGROUND)
    customer = phones.customer("13800000072", "4002")
    first.page.wait_for_function("window.ccNotices.length && document.title.startsWith('(1) Call: ')")
    *_before, notice = first.page.evaluate("window.ccNotices")  # of the number first, where the name comes later
    assert notice.startswith("Call: ") and " | " in notice
    first.wait_pop()
    expect(second.cc("pick-up")).to_be_visible()
    second.shot("agent-desktop-4-a-colleague-rings")
    second.page.keyboard.press("Alt+g")
    customer.wait_answered()
    second.wait_view("talk")
    story.wait_hears(customer, story.AGENT)
    first.wait_view("ready")
    first.page.wait_for_function("!document.title.includes('Call: ')")
    expect(second.cc("pick-up")).to_have_count(0)
    customer.hang_up()
    second.wait_view("wrap_up")
    second.write_up("", "solved")
    second.save("not_ready")
    second.wait_view("not_ready")
    call = story.check_whole(ledger, ledger.wait_ended(ledger.wait_call("+8613800000072", since)["key"]))
    answered = [leg["party"] for leg in ledger.legs(call) if leg["role"] in ("agent", "target") and leg["answer"]]
    assert answered == ["1002"]

    second.cc("colleagues").click()
    second.cc("target-agent-1001").wait_for()
    second.shot("agent-desktop-5-colleagues")
    second.cc("target-agent-1001").click()
    second.cc("message-colleague").click()
    box = second.page.locator(".o-mail-ChatWindow .o-mail-Composer-input").first
    box.fill(f"Lunch at {since}?")
    box.press("Enter")
    expect(first.cc("unread")).to_be_visible()
    first.shot("agent-desktop-6-unread")
    first.page.keyboard.press("Alt+l")
    first.cc("target-agent-1002").click()
    first.cc("message-colleague").click()
    expect(first.page.locator(".o-mail-ChatWindow").first).to_contain_text(f"Lunch at {since}?")

    assert not ledger.gaps()
    assert not first.errors and not second.errors, (first.errors, second.errors)
