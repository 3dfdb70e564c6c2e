import {expect, test} from "@odoo/hoot";
import {advanceTime, runAllTimers} from "@odoo/hoot-mock";
import {getService, makeMockEnv, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {microphone} from "@callcenter_telephony/phone/microphone";
import {OneTab} from "@callcenter_telephony/phone/one_tab";
import {whoIs} from "@callcenter_telephony/phone/who";
import {aDeskSuite, startServices} from "./call_center_starts";
import {aState, asked, phoneLog, settle, setUpCallCenter, sip} from "./call_center_test_helpers";

aDeskSuite();

async function start(desktop, answers) {
    await startServices(desktop, answers);
    return getService("callcenter.phone");
}

test("the browser phone registers once its agent is signed in, and leaves at sign-out", async () => {
    const phone = await start({state: aState("offline")});
    expect(phone.status).toBe("off");
    getService("callcenter.agent").onState(aState("ready"));
    await settle();
    expect(phone.status).toBe("registered");
    expect(sip.ua.settings.authorization_user).toBe("1001-web");
    getService("callcenter.agent").onState(aState("offline"));
    await settle();
    expect(phone.status).toBe("off");
    expect(phoneLog()).toEqual(["sip register", "sip stop"]);
});

for (const [masked, number, shown] of [
    [true, "+8613800000001", "+****0001"],
    [true, "138****0001", "138****0001"],
    [false, "+8613800000001", "+8613800000001"],
]) {
    test(`before the card is here, ${masked ? "a masked" : "an"} agent told ${number} reads ${shown}`, async () => {
        const agent = {id: 1, name: "Chen Jing", extension: "1001", phone_kind: "browser", masked};
        const phone = await start({agent}, {call_card: false});
        sip.ua.invite("1700.1", {}, number);
        await settle();
        const {title, line} = whoIs(getService("callcenter.agent").current, phone.call);
        expect([title, line]).toEqual([shown, ""]);
        expect(JSON.stringify([phone.call, getService("callcenter.agent").calls]).includes(shown)).toBe(true);
        expect(JSON.stringify([phone.call, getService("callcenter.agent").calls]).includes("13800000001")).toBe(
            !masked
        );
    });
}

test("a desk phone's agent registers nothing here", async () => {
    const phone = await start({phone: false});
    expect(phone.status).toBe("off");
    expect(phoneLog()).toEqual([]);
});

test("an incoming call rings, is joined with its card by X-Call-Id and answered once", async () => {
    const phone = await start();
    const call = sip.ua.invite("1700.1");
    await settle();
    expect(phone.call.phase).toBe("ringing");
    expect(asked("call_card")).toEqual([]);
    await advanceTime(1000);
    expect(asked("call_card")).toEqual([["1700.1"]]);
    await settle();
    expect(getService("callcenter.agent").current.key).toBe("demo:1700.1");
    phone.answer();
    phone.answer();
    call.emit("confirmed");
    expect(phone.call.phase).toBe("talk");
    await advanceTime(10000);
    call.emit("ended");
    expect(phone.call).toBe(null);
    expect(phoneLog()).toEqual(["sip register", "ring", "sip answer"]);
});

test("it rings again every four seconds until refused, and refusing declines", async () => {
    const phone = await start();
    sip.ua.invite("1700.1");
    await advanceTime(4000);
    phone.refuse();
    await advanceTime(8000);
    expect(phoneLog()).toEqual(["sip register", "ring", "ring", "sip end 603"]);
});

test("the own click-to-dial is answered by itself, without a ring", async () => {
    await start();
    sip.ua.invite("cmd-1-demo", {"Call-Info": "<sip:demo>;answer-after=0"});
    expect(phoneLog()).toEqual(["sip register", "sip answer"]);
});

test("a second call at the same time is told busy", async () => {
    const phone = await start();
    sip.ua.invite("1700.1");
    sip.ua.invite("1700.2");
    expect(phone.call.id).toBe("1700.1");
    phone.hangUp();
    expect(phoneLog()).toEqual(["sip register", "ring", "sip end 486", "sip end"]);
});

test("mute, hold and keys reach the call", async () => {
    const phone = await start();
    const call = sip.ua.invite("1700.1");
    call.emit("confirmed");
    phone.mute();
    phone.hold();
    expect(phone.call).toMatchObject({muted: true, held: true});
    phone.mute();
    phone.hold();
    phone.press("#");
    expect(phone.call).toMatchObject({muted: false, held: false});
    expect(phoneLog()).toEqual([
        "sip register",
        "ring",
        "sip mute",
        "sip hold",
        "sip unmute",
        "sip unhold",
        "sip key # RFC2833",
    ]);
});

test("a refused registration is tried again with growing pauses", async () => {
    const phone = await start();
    sip.ua.emit("registrationFailed", {response: {status_code: 403}});
    expect(phone.fault).toBe(true);
    await advanceTime(2000);
    sip.ua.emit("registrationFailed", {response: {status_code: 403}});
    await advanceTime(2000);
    expect(phoneLog()).toEqual(["sip register", "sip register"]);
    await advanceTime(2000);
    expect(phoneLog()).toEqual(["sip register"]);
    sip.ua.emit("registered");
    expect(phone.fault).toBe(false);
});

test("a lost socket is said, and over when registered again", async () => {
    const phone = await start();
    sip.ua.emit("disconnected");
    expect(phone.faultWords[0]).toBe("Phone server not reached");
    sip.ua.emit("registered");
    expect(phone.fault).toBe(false);
    expect(phoneLog()).toEqual(["sip register"]);
});

const NEXT = {ws_url: "ws://second.test/ws", uri: "sip:1001-web@second.test", authorization_user: "1001-web"};

test("a server that stays away for 8 s is left for the next one that Odoo names", async () => {
    const phone = await start({}, {next_server: NEXT});
    sip.ua.emit("disconnected");
    await advanceTime(7900);
    expect(asked("next_server")).toEqual([]);
    await advanceTime(200);
    await settle();
    expect(sip.ua.settings.uri).toBe("sip:1001-web@second.test");
    expect(phone.status).toBe("registered");
    expect(phoneLog()).toEqual(["sip register", "sip stop", "sip register"]);
});

test("a server that is back within 8 s is kept, and so is one that no other stands beside", async () => {
    const phone = await start({}, {next_server: false});
    sip.ua.emit("disconnected");
    await advanceTime(5000);
    sip.ua.emit("registered");
    await advanceTime(20000);
    expect(asked("next_server")).toEqual([]);
    sip.ua.emit("disconnected");
    for (const times of [1, 2]) {
        await advanceTime(8100);
        await settle();
        expect(asked("next_server").length).toBe(times);
    }
    expect(phone.status).toBe("unreachable");
    expect(phoneLog()).toEqual(["sip register"]);
});

test("a phone in a call does not move", async () => {
    const phone = await start({}, {next_server: NEXT});
    const call = sip.ua.invite("1700.1");
    phone.answer();
    call.emit("confirmed");
    sip.ua.emit("disconnected");
    await advanceTime(20000);
    expect(asked("next_server")).toEqual([]);
});

test("without a microphone nothing registers; testing again does", async () => {
    let answer = "blocked";
    setUpCallCenter();
    patchWithCleanup(microphone, {check: async () => answer});
    await makeMockEnv();
    await settle();
    const phone = getService("callcenter.phone");
    expect(phone.status).toBe("no_microphone");
    expect(phone.faultWords[0]).toInclude("lock icon");
    expect(phoneLog()).toEqual([]);
    answer = "ok";
    phone.retry();
    await settle();
    expect(phone.status).toBe("registered");
    expect(phoneLog()).toEqual(["sip register"]);
});

test("a tab that does not hold the phone passes acts to the one that does", async () => {
    setUpCallCenter();
    const sent = [];
    patchWithCleanup(OneTab.prototype, {claim: () => {}, send: (message) => sent.push(message)});
    await makeMockEnv();
    await runAllTimers();
    const phone = getService("callcenter.phone");
    phone.onMessage({type: "state", state: {status: "registered", call: {id: "1", phase: "ringing"}}});
    phone.answer();
    expect(phone.status).toBe("registered");
    expect(sent).toEqual([{type: "hello"}, {type: "act", act: "answer", args: []}]);
    expect(phoneLog()).toEqual([]);
});
