import {expect, test} from "@odoo/hoot";
import {queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {runAllTimers} from "@odoo/hoot-mock";
import {contains, getService, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {aDeskSuite, cc, startWorkspace} from "./call_center_starts";
import {aCard, aState, asked, server} from "./call_center_test_helpers";

aDeskSuite();

test("today: missed calls can be called back, empty lists say so", async () => {
    const row = {
        key: "m",
        at: Date.now(),
        direction: "inbound",
        result: "abandoned",
        name: "Sun Hao",
        number: "+86150",
        display_number: "150",
        partner_id: 3,
        talk_s: 0,
    };
    const today = {missed: {count: 1, rows: [row]}, recent: {count: 0, rows: []}, totals: {calls: 31, talk_s: 6720}};
    await startWorkspace({}, {today});
    expect(queryAllTexts(".o_cc_count")).toEqual(["0", "1", "0"]);
    expect(cc("today")).toHaveText(/No calls of yours today/);
    expect(cc("totals")).toHaveText("Today 31 calls · talk 1 h 52");
    await contains(cc("call-back")).click();
    expect(asked("dial")).toEqual([["+86150", 3]]);
});

test("own numbers of today, each count with its calls", async () => {
    const numbers = {
        taken: [5, 6],
        made: [7],
        reached: [],
        talk_s: 6720,
        hold_s: 51,
        wrap_s: false,
        not_ready_s: 600,
        results: [{name: "Solved", calls: [5, 6]}],
    };
    const none = {count: 0, rows: []};
    const totals = {calls: 3, talk_s: 6720};
    await startWorkspace({}, {today: {missed: none, recent: none, totals, numbers}});
    patchWithCleanup(getService("action"), {doAction: ({domain}) => expect.step(domain)});
    await contains(cc("own-numbers")).click();
    expect(queryAllTexts(".o_cc_number_row .o_cc_num")).toEqual(["2", "1", "0", "1 h 52", "0:51", "–", "10:00", "2"]);
    expect(`${cc("number-reached")} a`).toHaveCount(0);
    await contains(`${cc("number-result")} a`).click();
    expect.verifySteps([[["id", "in", [5, 6]]]]);
});

test("whom to call back: play the message, dial, done", async () => {
    const row = {
        id: 4,
        kind: "voicemail",
        at: Date.now(),
        due: Date.now(),
        overdue: false,
        queue: "Service",
        name: false,
        partner_id: false,
        number: "+86150",
        display_number: "150",
        attempts: 0,
        source: {model: "callcenter.callback", id: 4, name: "number"},
        messages: [{id: 9, seconds: 12}],
    };
    const none = {count: 0, rows: []};
    const totals = {calls: 0, talk_s: 0};
    const today = {callbacks: {count: 1, rows: [row]}, missed: none, recent: none, totals};
    await startWorkspace({}, {today, callback_done: true});
    expect(cc("callback-row")).toHaveText(/150.*Service · left a message/s);
    expect(cc("callback-audio")).toHaveCount(0);
    await contains(cc("callback-play")).click();
    expect(cc("callback-audio")).toHaveAttribute("src", "/callcenter/recording/9");
    await contains(cc("callback-call")).click();
    expect(asked("dial")).toEqual([["+86150", false, row.source]]);
    await contains(cc("callback-done")).click();
    expect(asked("callback_done")).toEqual([[4]]);
});

test("without a call each column says what would be there", async () => {
    await startWorkspace();
    expect(cc("no-call")).toHaveText(/No call/);
    expect(cc("today")).toHaveText(/No missed calls today/);
});

test("the columns scroll for themselves, the page does not", async () => {
    await startWorkspace({state: aState("ringing"), calls: [aCard()]});
    const page = queryOne(".o_action_manager");
    expect(page.scrollHeight).toBe(page.clientHeight);
    await runAllTimers();
    expect(server.asked.length).toBeGreaterThan(0);
});
