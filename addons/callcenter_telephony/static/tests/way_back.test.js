import {beforeEach, expect, test} from "@odoo/hoot";
import {browser} from "@web/core/browser/browser";
import {user} from "@web/core/user";
import {getService} from "@web/../tests/web_test_helpers";
import {aDeskSuite, startServices} from "./call_center_starts";
import {aState, phoneLog, settle, sip} from "./call_center_test_helpers";

aDeskSuite();

const LOST = {
    state: {id: "1700.1", phase: "talk", own: false, name: "", number: "1", startedAt: 5, muted: true, held: false},
    dialog: {id: "sip-call-id", ours: "us", theirs: "them"},
};
const REJOIN = "sip call sip:rejoin@phone.test Replaces: sip-call-id;to-tag=them;from-tag=us";

const place = () => `callcenter.call.${user.userId}`;
const kept = () => JSON.parse(browser.localStorage.getItem(place()));

beforeEach(() => browser.localStorage.clear());

async function start(lost = false) {
    if (lost) {
        browser.localStorage.setItem(place(), JSON.stringify(LOST));
    }
    await startServices({state: aState("on_call")});
    return getService("callcenter.phone");
}

async function talk() {
    const phone = await start();
    const call = sip.ua.invite("1700.1");
    await settle();
    phone.answer();
    call.emit("confirmed");
    phoneLog();
    return {phone, call};
}

test("a call that runs is kept in this browser, and forgotten at its end", async () => {
    const {call} = await talk();
    expect(kept().dialog).toEqual(LOST.dialog);
    expect(kept().state.id).toBe("1700.1");
    call.emit("ended");
    expect(kept()).toBe(null);
});

test("a page that goes asks for music for the customer and ends nothing", async () => {
    const {call} = await talk();
    call.connection = {localDescription: {sdp: "a=sendrecv"}};
    window.dispatchEvent(new Event("pagehide"));
    expect(phoneLog()).toEqual(["sip INVITE a=sendonly"]);
    expect(kept().state.id).toBe("1700.1");
});

test("without a call a page that goes leaves the phone server", async () => {
    await start();
    phoneLog();
    window.dispatchEvent(new Event("pagehide"));
    expect(phoneLog()).toEqual(["sip stop"]);
});

test("after a reload the phone comes back to its call, muted as it was", async () => {
    const phone = await start(LOST);
    expect(phoneLog()).toEqual(["sip register", REJOIN]);
    expect(phone.call).toBe(null);
    const response = {call_id: "new", from_tag: "we", to_tag: "they"};
    sip.session.emit("accepted", {response});
    sip.session.emit("confirmed");
    expect(phoneLog()).toEqual(["sip mute"]);
    expect(phone.call).toEqual({...LOST.state, muted: true});
    expect(kept().dialog).toEqual({id: "new", ours: "we", theirs: "they"});
});

test("a call that ended meanwhile is forgotten", async () => {
    const phone = await start(LOST);
    sip.session.emit("failed", {cause: "Not Found"});
    await settle();
    expect(phone.call).toBe(null);
    expect(kept()).toBe(null);
    expect(".o_notification").toHaveCount(0); // no web client here; that nothing breaks is what counts
});

test("after a loss of the network the call goes on by a new channel, and the end of the old one is no end", async () => {
    const {phone, call} = await talk();
    sip.ua.emit("disconnected");
    sip.ua.emit("registered");
    expect(phoneLog()).toEqual([REJOIN]);
    const again = sip.session;
    again.emit("accepted", {response: {call_id: "new", from_tag: "we", to_tag: "they"}});
    again.emit("confirmed");
    call.emit("ended");
    expect(phone.call.id).toBe("1700.1");
    expect(kept().dialog.id).toBe("new");
    again.emit("ended");
    expect(phone.call).toBe(null);
    expect(kept()).toBe(null);
});

test("where there is no way back the call stays as it is", async () => {
    const {phone} = await talk();
    sip.ua.emit("disconnected");
    sip.ua.emit("registered");
    sip.session.emit("failed", {cause: "Not Found"});
    expect(phone.call.id).toBe("1700.1");
    expect(kept().state.id).toBe("1700.1");
});

test("a call that was over before the network came back is not taken up", async () => {
    const {phone, call} = await talk();
    sip.ua.emit("disconnected");
    call.emit("ended");
    sip.ua.emit("registered");
    expect(phoneLog()).toEqual([]);
    expect(phone.call).toBe(null);
});
