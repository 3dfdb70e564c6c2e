import {expect, test} from "@odoo/hoot";
import {press, queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {contains, getService} from "@web/../tests/web_test_helpers";
import {aDeskSuite, cc, startBar} from "./call_center_starts";
import {aCard, aState, asked, settle} from "./call_center_test_helpers";

aDeskSuite();

const KEY = "demo:1700.1";
const TARGETS = {
    agents: [
        {extension: "1002", name: "Zhou Yang", state: "ready", since: 1, department: "Refunds", busy: false},
        {extension: "1003", name: "Wu Qian", state: "on_call", since: 1, department: "Refunds", busy: true},
    ],
    queues: [{code: "refund", name: "Refund desk", waiting: 2, ready: 1}],
    outside: true,
};
const COLLEAGUE = {role: "consult", party: "1002", name: "Zhou Yang", since: 1, answered: 2, away: false};

/** The phone server has carried the last act out. */
async function done() {
    await settle();
    getService("callcenter.agent").onCommand({id: 1, ok: true});
    await settle();
}

async function start(sub, card = {}, answers = {}) {
    const calls = [aCard({phase: "talk", role: "agent", answered_at: 1, ...card})];
    await startBar({state: aState("on_call", {sub}), calls}, {targets: TARGETS, ...answers});
}

test("the picker finds colleagues, queues and numbers; Enter asks first, Shift Enter sends at once", async () => {
    await start("talk");
    await contains(cc("transfer")).click();
    expect(asked("targets")).toEqual([[KEY]]);
    expect(queryAllTexts("[data-cc^=target-] .o_cc_ellipsis:first-of-type")).toEqual([
        "Zhou Yang",
        "Wu Qian",
        "Refund desk",
    ]);
    await contains(cc("transfer-text")).edit("refund d", {confirm: false});
    await press("Enter");
    await settle();
    expect(asked("consult")).toEqual([[KEY, "queue", "refund"]]);
    expect(cc("transfer-picker")).toHaveCount(0);
    await contains(cc("transfer")).click();
    await contains(cc("transfer-text")).edit("0755 1234 5678", {confirm: false});
    await press(["Shift", "Enter"]);
    await settle();
    expect(asked("transfer")).toEqual([[KEY, "outside", "0755 1234 5678"]]);
});

test("who is in a call cannot be chosen, arrows move, and what is refused leaves the picker open", async () => {
    await start("talk", {}, {transfer: false});
    await contains(cc("transfer")).click();
    await contains(cc("target-agent-1003")).click();
    expect(cc("ask-first")).toHaveAttribute("disabled");
    await contains(cc("transfer-text")).focus();
    await press("ArrowUp");
    await animationFrame();
    await contains(cc("at-once")).click();
    expect(asked("transfer")).toEqual([[KEY, "agent", "1002"]]);
});

test("while a colleague is asked: complete, join three once he has answered, or back", async () => {
    await start("consult", {parties: [{...COLLEAGUE, answered: false}]});
    expect(cc("phone-bar")).toHaveAttribute("data-view", "consult");
    expect(cc("who")).toHaveText(/Zhou Yang/);
    expect(cc("three-way")).toHaveAttribute("disabled");
    getService("callcenter.agent").onCall({key: KEY, phase: "talk", parties: [COLLEAGUE]});
    await animationFrame();
    await contains(cc("three-way")).click();
    expect(asked("three_way")).toEqual([[KEY]]);
    await done();
    await press("Enter");
    await done();
    expect(asked("consult_complete")).toEqual([[KEY]]);
    await contains(cc("back")).click();
    expect(asked("consult_cancel")).toEqual([[KEY]]);
});

test("in a three-way the third one is named, and the agent may leave", async () => {
    await start("talk", {parties: [{...COLLEAGUE, role: "conference"}]});
    expect(cc("who")).toHaveText(/Wang Lei \+ Zhou Yang/);
    expect(cc("transfer")).toHaveCount(0);
    await contains(cc("leave")).click();
    expect(asked("leave")).toEqual([[KEY]]);
});

test("who is asked for advice sees who asks, and has no call to send on", async () => {
    await start("consult", {role: "consult", from: {extension: "1002", name: "Zhou Yang"}});
    expect(cc("who")).toHaveText(/Zhou Yang\s*asks about Wang Lei/);
    expect(cc("transfer")).toHaveCount(0);
    expect(cc("complete")).toHaveCount(0);
    expect(cc("hang-up")).toHaveCount(1);
});

test("for a desk phone the phone server holds", async () => {
    await start("talk");
    await contains(cc("hold")).click();
    expect(asked("hold")).toEqual([[KEY]]);
    getService("callcenter.agent").onState(aState("on_call", {sub: "hold"}));
    await animationFrame();
    await contains(cc("hold")).click();
    expect(asked("resume")).toEqual([[KEY]]);
});

test("the recording is paused for card data and goes on, by button and by key", async () => {
    await start("talk", {recording: "on"});
    expect(cc("recording")).toHaveAttribute("title", "Recorded. Pause for card data (R)");
    await contains(cc("recording")).click();
    expect(asked("pause_recording")).toEqual([[KEY]]);
    await done();
    getService("callcenter.agent").onCall({key: KEY, phase: "talk", recording: "paused"});
    await animationFrame();
    expect(cc("recording")).toHaveAttribute("title", "Not recorded. Go on (R)");
    await press("r");
    await settle();
    expect(asked("resume_recording")).toEqual([[KEY]]);
});

test("what is not recorded has a button for those only who may begin", async () => {
    await start("talk", {recording: "off", may_record: false});
    expect(cc("recording")).toHaveCount(0);
    getService("callcenter.agent").onCall({key: KEY, phase: "talk", may_record: true});
    await animationFrame();
    await contains(cc("recording")).click();
    expect(asked("resume_recording")).toEqual([[KEY]]);
});
