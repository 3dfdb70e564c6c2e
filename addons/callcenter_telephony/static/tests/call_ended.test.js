import {expect, test} from "@odoo/hoot";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {contains, getService, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {sipLibrary} from "@callcenter_telephony/phone/sip_library";
import {aDeskSuite, cc, startBar} from "./call_center_starts";
import {aState, phoneLog, settle, sip} from "./call_center_test_helpers";

aDeskSuite();

const BAR = cc("phone-bar");
const PILL = `${cc("state-pill")} .fw-medium`;

/** In a talk of which the server has told; nothing more comes from it. */
async function talk(told = {}) {
    await startBar();
    const call = sip.ua.invite("1700.1");
    call.emit("confirmed");
    getService("callcenter.agent").onState(aState("on_call", {sub: "talk", ...told}));
    await settle();
    expect(BAR).not.toHaveAttribute("data-view", "ended");
    return call;
}

test("a call that has ended is not shown as running, and silence of the server is said", async () => {
    const call = await talk();
    await contains(cc("hang-up")).click();
    expect(BAR).toHaveAttribute("data-view", "ended");
    expect(PILL).toHaveText("Call ended");
    await advanceTime(3000);
    await animationFrame();
    expect(PILL).toHaveText("Call ended · server away");
    expect(cc("who")).toHaveText(/Wang Lei\s*calls still ring here/);
    expect(sip.session).toBe(call);
});

test("what the server says then is shown", async () => {
    const call = await talk({since: Date.now() - 5000});
    call.emit("ended");
    await settle();
    getService("callcenter.agent").onState(aState("wrap_up"));
    await animationFrame();
    expect(BAR).toHaveAttribute("data-view", "wrap_up");
});

test("a wish made before changes nothing of it", async () => {
    const since = Date.now() - 5000;
    const call = await talk({since});
    call.emit("ended");
    getService("callcenter.agent").onState(aState("on_call", {since, sub: "talk", wish: "not_ready:lunch"}));
    await settle();
    expect(BAR).toHaveAttribute("data-view", "ended");
});

test("the next call rings, is answered, held and ended while the server is away", async () => {
    const first = await talk({sub: "consult"});
    first.emit("ended");
    await settle();
    const next = sip.ua.invite("1700.2");
    await settle();
    expect(BAR).toHaveAttribute("data-view", "ringing");
    await contains(cc("answer")).click();
    next.emit("confirmed");
    await settle();
    expect(BAR).toHaveAttribute("data-view", "talk");
    await contains(cc("mute")).click();
    await contains(cc("hold")).click();
    expect(BAR).toHaveAttribute("data-view", "hold");
    await contains(cc("hang-up")).click();
    expect(BAR).toHaveAttribute("data-view", "ended");
    expect(phoneLog().slice(-4)).toEqual(["sip answer", "sip mute", "sip hold", "sip end"]);
});

test("a talk begun and ended while the server is away is not taken for ready", async () => {
    await startBar({state: aState("ready", {since: Date.now() - 60000})});
    const call = sip.ua.invite("1700.1");
    call.emit("confirmed");
    await settle();
    call.emit("ended");
    await settle();
    expect(BAR).toHaveAttribute("data-view", "ended");
});

test("a state that came before the phone heard of the end is the true one", async () => {
    const call = await talk();
    getService("callcenter.agent").onState(aState("ready", {since: Date.now() + 10}));
    call.emit("ended");
    await settle();
    expect(BAR).toHaveAttribute("data-view", "ready");
});

test("a call that went to another browser, or was lost with the network, has not ended", async () => {
    const call = await talk();
    getService("callcenter.agent").elsewhere = Date.now();
    call.emit("ended");
    await settle();
    expect(BAR).toHaveAttribute("data-view", "talk");
    getService("callcenter.agent").elsewhere = false;
    const lost = sip.ua.invite("1700.2");
    lost.emit("confirmed");
    sip.ua.emit("disconnected");
    lost.emit("ended");
    await settle();
    expect(BAR).toHaveAttribute("data-view", "talk");
});

test("a call that nobody answered leaves no trace in the bar", async () => {
    await startBar();
    sip.ua.invite("1700.1").emit("failed", {cause: "Canceled"});
    await settle();
    expect(BAR).toHaveAttribute("data-view", "ready");
});

test("a phone whose program does not load says so, tries again and moves to no other server", async () => {
    await startBar({state: aState("offline")});
    const library = await sipLibrary.load();
    let tries = 0;
    patchWithCleanup(sipLibrary, {
        load: async () => {
            if (++tries < 10) {
                throw new Error("404");
            }
            return library;
        },
    });
    getService("callcenter.agent").onState(aState("ready"));
    await settle();
    expect(cc("who")).toHaveText(/Browser phone not loaded/);
    await advanceTime(2000);
    expect(tries).toBe(2);
    tries = 10;
    await advanceTime(4000);
    await settle();
    expect(getService("callcenter.phone").status).toBe("registered");
});
