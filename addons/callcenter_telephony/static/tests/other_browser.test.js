import {expect, test} from "@odoo/hoot";
import {click, waitFor} from "@odoo/hoot-dom";
import {contains, getService, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {browserId} from "@callcenter_telephony/phone/browser_id";
import {microphone} from "@callcenter_telephony/phone/microphone";
import {aDeskSuite, startBar} from "./call_center_starts";
import {aCard, aState, asked, phoneLog, server, settle, setUpCallCenter, sip, tell} from "./call_center_test_helpers";

aDeskSuite();

const OTHER = "0123456789abcdef";
const REJOIN = "sip call sip:rejoin@phone.test Replaces: sip-call-id;to-tag=them;from-tag=us";
const KEPT = {
    state: {id: "1700.1", phase: "talk", own: false, name: "", number: "1", startedAt: 5, muted: false, held: false},
    dialog: {id: "sip-call-id", ours: "us", theirs: "them"},
};
const use = "[data-cc=use-phone-here]";

async function start(desktop, answers) {
    await startBar(desktop, {hand_over: true, ...answers});
    return getService("callcenter.phone");
}

function elsewhere() {
    const {phone} = server.desktop;
    Object.assign(server.desktop, {phone: false, elsewhere: Date.now()});
    return phone;
}

test("a browser names itself to the server, always the same", async () => {
    await start();
    expect(new Set(asked("desktop").flat())).toEqual(new Set([browserId()]));
    expect(browserId()).toMatch(/^[0-9a-f]{32}$/);
});

test("where another browser has the phone, this one registers nothing and says so", async () => {
    setUpCallCenter();
    const settings = elsewhere();
    await start({phone: false, elsewhere: Date.now()}, {use_phone_here: {phone: settings}});
    expect(phoneLog()).toEqual([]);
    expect("[data-cc=phone-bar] [data-cc=who]").toHaveText(/^Your phone is active on another computer/);
    await contains(use).click();
    await settle();
    expect(asked("use_phone_here")).toEqual([[browserId()]]);
    expect(phoneLog()).toEqual(["sip register"]);
    expect(use).toHaveCount(0);
});

test("what a new page hears again of who had the phone before changes nothing", async () => {
    const phone = await start({phone_since: 5000});
    tell("phone", {browser: false, kind: "sip", since: 4000});
    await settle();
    expect(phone.status).toBe("registered");
    tell("phone", {browser: false, kind: "sip", since: 6000});
    await settle();
    expect(phone.status).toBe("off");
});

test("without a microphone the phone is not taken", async () => {
    await start({phone: false, elsewhere: Date.now()});
    patchWithCleanup(microphone, {check: async () => "missing"});
    await click(use);
    await waitFor(".o_notification");
    expect(asked("use_phone_here")).toEqual([]);
});

test("an idle phone that another browser took leaves at once", async () => {
    const phone = await start();
    tell("phone", {browser: OTHER, since: Date.now()});
    await settle();
    expect(phone.status).toBe("off");
    expect(phoneLog()).toEqual(["sip register", "sip stop"]);
    expect(use).toHaveCount(1);
});

test("what this browser took itself changes nothing here", async () => {
    await start();
    tell("phone", {browser: browserId(), since: Date.now()});
    await settle();
    expect(phoneLog()).toEqual(["sip register"]);
});

test("a talk is handed to the browser that took the phone, and ends here when that has it", async () => {
    const phone = await start({state: aState("on_call", {sub: "talk"})});
    const call = sip.ua.invite("1700.1");
    await settle();
    phone.answer();
    call.emit("confirmed");
    phoneLog();
    elsewhere();
    tell("phone", {browser: OTHER, since: Date.now()});
    await settle();
    const [[{dialog, state}]] = asked("hand_over");
    expect(dialog).toEqual(KEPT.dialog);
    expect(state.id).toBe("1700.1");
    expect(phoneLog()).toEqual(["sip unregister", "sip hold"]);
    call.emit("ended");
    await settle();
    expect(phoneLog()).toEqual(["sip stop"]);
    expect(phone.call).toBe(null);
});

test("without the server the talk stays where it is", async () => {
    const phone = await start(
        {state: aState("on_call", {sub: "talk"})},
        {
            hand_over: () => {
                throw new Error("away");
            },
        }
    );
    const call = sip.ua.invite("1700.1");
    await settle();
    phone.answer();
    call.emit("confirmed");
    phoneLog();
    tell("phone", {browser: OTHER, since: Date.now()});
    await settle();
    expect(phoneLog()).toEqual(["sip unregister"]);
    expect(phone.call.phase).toBe("talk");
});

test("a talk that is handed over is taken up as soon as the phone is registered", async () => {
    await start({state: aState("on_call", {sub: "talk"}), calls: [aCard({phase: "talk"})]});
    phoneLog();
    tell("phone_call", {browser: browserId(), kept: KEPT});
    await settle();
    expect(phoneLog()).toEqual([REJOIN]);
});

test("a talk that is handed to another browser is none of this one's", async () => {
    await start({state: aState("on_call", {sub: "talk"})});
    phoneLog();
    tell("phone_call", {browser: OTHER, kept: KEPT});
    await settle();
    expect(phoneLog()).toEqual([]);
});

test("whose phone comes back in the middle of the call talks on in it", async () => {
    const phone = await start({state: aState("on_call", {sub: "talk"})});
    const {phone: settings} = server.desktop;
    const call = sip.ua.invite("1700.1");
    await settle();
    phone.answer();
    call.emit("confirmed");
    tell("phone", {browser: OTHER, since: Date.now()});
    await settle();
    phoneLog();
    server.answers.use_phone_here = {phone: settings};
    await phone.others.useHere();
    await settle();
    expect(phoneLog()).toEqual(["sip register", "sip unhold"]);
    expect(phone.call.phase).toBe("talk");
});
