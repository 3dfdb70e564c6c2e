import {expect, test} from "@odoo/hoot";
import {click, edit, press, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {contains, getService} from "@web/../tests/web_test_helpers";
import {aDeskSuite, cc, startBar} from "./call_center_starts";
import {aCard, aState, asked, phoneLog, server, settle, sip} from "./call_center_test_helpers";

aDeskSuite();

const BAR = "[data-cc=phone-bar]";

async function start(desktop, answers) {
    await startBar(desktop, answers);
    return getService("callcenter.agent");
}

const VIEWS = [
    ["offline", "Signed out", {state: aState("offline", {since: false})}],
    ["ready", "Ready", {}],
    ["not_ready", "Lunch", {state: aState("not_ready", {reason: "lunch"})}],
    ["ringing", "Ringing", {state: aState("ringing"), calls: [aCard()]}],
    ["talk", "On call", {state: aState("on_call", {sub: "talk"}), calls: [aCard({phase: "talk"})]}],
    ["hold", "On hold", {state: aState("on_call", {sub: "hold"}), calls: [aCard({phase: "talk"})]}],
    ["dialing", "Dialling", {state: aState("on_call", {sub: "dialing"}), calls: [aCard({phase: "talk"})]}],
    ["wrap_up", "Wrap-up", {state: aState("wrap_up"), calls: [aCard({phase: "wrap_up"})]}],
];

for (const [view, word, desktop] of VIEWS) {
    test(`the pill says "${word}" with sign and word`, async () => {
        await start(desktop);
        expect(BAR).toHaveAttribute("data-view", view);
        expect(`${cc("state-pill")} .fw-medium`).toHaveText(word);
        expect(`${cc("state-pill")} i.fa:first-child`).toHaveCount(1);
    });
}

test("who listens to a call has no card of it, and hangs up in the bar", async () => {
    const agent = await start();
    sip.ua.invite("cmd-9-demo", {"Call-Info": "<sip:auto>;answer-after=0", "X-Watch-Id": "1700.1"}).emit("confirmed");
    agent.onState(aState("on_call", {sub: "monitor"}));
    await settle();
    expect(agent.calls).toEqual([]);
    expect(asked("call_card")).toEqual([]);
    await contains(cc("hang-up")).click();
    expect(phoneLog().at(-1)).toMatch("sip end");
});

test("who is signed in changes between browser and desk phone in the state menu", async () => {
    await start();
    await contains(cc("state-pill")).click();
    expect(cc("use-phone-browser")).toHaveCount(0);
    await contains(cc("use-phone-sip")).click();
    await settle();
    expect(asked("sign_in").map(([kind]) => kind)).toEqual(["sip"]);
});

test("the bar is as wide in every state, so that the pill never moves", async () => {
    const agent = await start();
    const place = () =>
        queryOne(cc("state-pill")).getBoundingClientRect().left - queryOne(BAR).getBoundingClientRect().left;
    const first = place();
    for (const state of ["ringing", "on_call", "wrap_up", "not_ready", "offline"]) {
        agent.onState(aState(state));
        await animationFrame();
        expect(place()).toBe(first);
    }
});

test("state and reasons are chosen in the menu, and pending shows until the node confirms", async () => {
    const agent = await start({}, {not_ready: {command: 3}});
    await contains(cc("state-pill")).click();
    expect(queryAllTexts("[data-cc^=state-reason]")).toEqual(["Lunch", "Training"]);
    await contains(cc("state-reason-training")).click();
    expect(asked("not_ready")).toEqual([["training"]]);
    expect(BAR).toHaveAttribute("data-pending", "not_ready");
    agent.onState(aState("not_ready", {reason: "training"}));
    await animationFrame();
    expect(BAR).not.toHaveAttribute("data-pending");
    expect(`${cc("state-pill")} .fw-medium`).toHaveText("Training");
});

test("a wish made during a call is named beside the state", async () => {
    await start({state: aState("on_call", {wish: "not_ready:lunch"}), calls: [aCard({phase: "talk"})]});
    expect(cc("wish")).toHaveText("then Lunch");
});

test("Alt R makes ready", async () => {
    await start({state: aState("not_ready", {reason: "lunch"})});
    await press(["alt", "r"]);
    await animationFrame();
    expect(asked("ready")).toHaveLength(1);
});

test("signing in asks which phone", async () => {
    await start({state: aState("offline", {since: false}), phone: false});
    await contains(cc("state-pill")).click();
    await contains(cc("sign-in-sip")).click();
    expect(asked("sign_in").map(([kind]) => kind)).toEqual(["sip"]);
});

test("space answers a ringing call, but not while one types", async () => {
    await start();
    sip.ua.invite("1700.1");
    await settle();
    await advanceTime(1000);
    await settle();
    expect(cc("who")).toHaveText(/Wang Lei\s*138 1234 5678 · Service/);
    await contains(".elsewhere").click();
    await press("space");
    expect(phoneLog()).toEqual(["sip register", "ring"]);
    await click(document.body);
    queryOne(".elsewhere").blur();
    await press("space");
    expect(phoneLog()).toEqual(["sip answer"]);
});

test("space answers also while the button clicked last has the focus", async () => {
    await start();
    await contains(cc("state-pill")).click();
    await contains(cc("state-pill")).click();
    queryOne(cc("state-pill")).focus();
    sip.ua.invite("1700.1");
    await settle();
    await press("space");
    expect(phoneLog()).toEqual(["sip register", "ring", "sip answer"]);
    expect(cc("state-menu")).toHaveCount(0);
});

test("a desk phone's call has no answer button here, but says where to answer", async () => {
    await start({phone: false, state: aState("ringing"), calls: [aCard()]});
    expect(cc("answer")).toHaveCount(0);
    expect(BAR).toHaveText(/Answer on your phone/);
});

test("in a call: mute, hold, keypad by mouse and key, then hang up", async () => {
    await start();
    const call = sip.ua.invite("1700.1");
    call.emit("confirmed");
    await settle();
    await press("m");
    await contains(cc("hold")).click();
    expect(cc("mute")).toHaveAttribute("aria-pressed", "true");
    expect(cc("hold")).toHaveAttribute("aria-pressed", "true");
    expect(BAR).toHaveAttribute("data-view", "hold");
    await contains(cc("keypad")).click();
    await contains("[data-cc='key-5']").click();
    await press("7");
    await animationFrame();
    expect(".o_cc_keypad_text").toHaveText("57");
    await contains(cc("hang-up")).click();
    expect(phoneLog().slice(2)).toEqual(["sip mute", "sip hold", "sip key 5 RFC2833", "sip key 7 RFC2833", "sip end"]);
});

test("wrap-up counts down and gives more time", async () => {
    const desktop = {
        state: aState("wrap_up", {until: Date.now() + 20300}),
        calls: [aCard({phase: "wrap_up", answered_at: 1, draft: {disposition_id: 12, note: "fees"}})],
    };
    await start(desktop);
    expect(cc("wrap-up-left")).toHaveText(/00:(19|20|21)$/);
    await advanceTime(5000);
    await animationFrame();
    expect(cc("wrap-up-left")).toHaveText(/00:(14|15|16)$/);
    await contains(cc("more-time")).click();
    expect(asked("more_time")).toHaveLength(1);
});

test("time in a state runs from its start by the server's clock", async () => {
    await start({now: Date.now() - 3600000, state: aState("ready", {since: Date.now() - 3600000 - 61000})});
    expect(`${cc("state-pill")} ${cc("running-time")}`).toHaveText("01:01");
    await advanceTime(2000);
    await animationFrame();
    expect(`${cc("state-pill")} ${cc("running-time")}`).toHaveText("01:03");
});

test("the number field looks customers up and dials the chosen one", async () => {
    const found = [{partner_id: 7, name: "Wang Lei", number: "+8613812345678", display_number: "138 1234 5678"}];
    await start({}, {lookup: found});
    await contains(`${cc("dial-input")} input`).edit("wang", {confirm: false});
    await advanceTime(500);
    await animationFrame();
    expect(asked("lookup")).toEqual([["wang"]]);
    await contains(cc("dial-option")).click();
    expect(asked("dial")).toEqual([["+8613812345678", 7]]);
});

test("Enter dials the number as it is typed", async () => {
    await start();
    await contains(`${cc("dial-input")} input`).click();
    await edit("4001");
    await press("enter");
    await settle();
    await settle();
    expect(asked("dial")).toEqual([["4001", false]]);
    expect(`${cc("dial-input")} input`).toHaveValue("");
});

test("an unreachable phone server is an alarm with a way out, yet never hides a call", async () => {
    const agent = await start();
    sip.ua.emit("disconnected");
    await animationFrame();
    expect(BAR).toHaveAttribute("data-view", "fault");
    expect(cc("who")).toHaveText(/Phone server not reached/);
    await contains(cc("reconnect")).click();
    await settle();
    expect(BAR).toHaveAttribute("data-view", "ready");
    sip.ua.emit("disconnected");
    agent.onState(aState("on_call"));
    await animationFrame();
    expect(BAR).toHaveAttribute("data-view", "talk");
});

test("a state that comes without a call card still shows", async () => {
    const agent = await start();
    server.answers.call_card = false;
    agent.onState(aState("ringing"));
    await animationFrame();
    expect(BAR).toHaveAttribute("data-view", "ringing");
});
