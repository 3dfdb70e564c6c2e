import {describe, expect, test} from "@odoo/hoot";
import {press, queryAllTexts, queryOne, waitFor} from "@odoo/hoot-dom";
import {advanceTime, animationFrame, Deferred, runAllTimers} from "@odoo/hoot-mock";
import {
    contains,
    fields,
    getService,
    makeServerError,
    models,
    defineModels,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {browser} from "@web/core/browser/browser";
import {WebClient} from "@web/webclient/webclient";
import {
    aCard,
    aState,
    asked,
    connected,
    defineCallCenterModels,
    server,
    setUpCallCenter,
    sip,
    tell,
} from "./call_center_test_helpers";

class Ticket extends models.Model {
    _name = "test.ticket";

    name = fields.Char();

    _records = [{id: 1, name: "old text"}];
    _views = {form: `<form><field name="name"/></form>`, search: `<search/>`};
}

defineCallCenterModels();
defineModels({Ticket});
describe.current.tags("desktop");

const WORKSPACE = "callcenter_telephony.callcenter_workspace_action";
const TICKET = {type: "ir.actions.act_window", res_model: "test.ticket", res_id: 1, views: [[false, "form"]]};
const cc = (name) => `[data-cc=${name}]`;

async function settle() {
    await animationFrame();
    await advanceTime(800);
    await animationFrame();
}

async function start(desktop, answers, action = WORKSPACE) {
    setUpCallCenter(desktop, {call_card: aCard(), ...answers});
    await mountWithCleanup(WebClient);
    await connected();
    await settle();
    await getService("action").doAction(action);
    await settle();
}

const inWrapUp = (card = {}) => ({
    state: aState("wrap_up", {until: Date.now() + 30000}),
    calls: [aCard({phase: "wrap_up", answered_at: Date.now(), ...card})],
});

test("the customer is on screen while it rings, before anybody answers", async () => {
    await start({}, {}, TICKET);
    tell("offer", aCard());
    await waitFor(cc("workspace"));
    expect(cc("person-name")).toHaveText("Wang Lei");
    expect(cc("call-path")).toHaveText(/4001 › 2 › Service/);
    expect(sip.log).not.toInclude("sip answer");
});

test("a call that reached the phone before its message pops as well", async () => {
    await start({}, {}, TICKET);
    sip.ua.invite("1700.1");
    await waitFor(cc("person-name"));
    expect(cc("person-name")).toHaveText("Wang Lei");
});

test("a dialled number that is busy at once leaves no card, and says so with the customer's name", async () => {
    const refused = {key: "demo:1700.1", direction: "outbound", phase: "ended", result: "busy"};
    await start({}, {call_card: null});
    const leg = sip.ua.invite("1700.1", {"Call-Info": "<sip:pbx>;answer-after=0"});
    await settle();
    leg.emit("confirmed");
    await settle();
    expect(cc("person")).toHaveCount(1);
    leg.terminate();
    tell("call", aCard(refused));
    await settle();
    expect(cc("person")).toHaveCount(0);
    expect(".o_notification").toHaveText(/Wang Lei · 138 1234 5678\W+Not reached: busy/);
});

test("an answer about a call that ended meanwhile brings its card not back", async () => {
    const answer = new Deferred();
    await start({}, {call_card: () => answer});
    const leg = sip.ua.invite("1700.1");
    await settle();
    leg.terminate();
    tell("call", {key: "demo:1700.1", phase: "ended"});
    answer.resolve(aCard());
    await settle();
    expect(cc("person")).toHaveCount(0);
    expect(".o_notification").toHaveCount(0);
});

test("a changed form is not left: a notification offers the way", async () => {
    await start({}, {}, TICKET);
    await contains(".o_field_widget[name=name] input").edit("new text");
    tell("offer", aCard());
    await waitFor(".o_cc_pop");
    expect(cc("workspace")).toHaveCount(0);
    expect(".o_field_widget[name=name] input").toHaveValue("new text");
    expect(".o_cc_pop").toHaveText(/Wang Lei · 138 1234 5678/);
    await contains(".o_cc_pop button:contains(Open)").click();
    await waitFor(cc("workspace"));
    expect(".o_cc_pop").toHaveCount(0);
});

test("the notification goes when the caller is gone", async () => {
    await start({}, {}, TICKET);
    await contains(".o_field_widget[name=name] input").edit("new text");
    tell("offer", aCard());
    await waitFor(".o_cc_pop");
    tell("call", {key: "demo:1700.1", phase: "ended"});
    await settle();
    expect(".o_cc_pop").toHaveCount(0);
});

test("while the server is away, the next call shows its own number and keeps its own note", async () => {
    const away = () => {
        throw makeServerError({type: "UserError", message: "away"});
    };
    const last = aCard({
        key: "demo:1700.0",
        phase: "talk",
        answered_at: 1,
        partner: {id: 8, name: "Li Ting", numbers: []},
    });
    await start({state: aState("on_call"), calls: [last]}, {call_card: away, save_draft: away});
    const call = sip.ua.invite("1700.9");
    await settle();
    expect(cc("who")).toHaveText(/13812345678/);
    expect(cc("unknown-number")).toHaveValue("13812345678");
    call.emit("confirmed");
    await contains(cc("note")).edit("for the new one", {confirm: false});
    await settle();
    expect(getService("callcenter.drafts").of("1700.9").note).toBe("for the new one");
    expect(getService("callcenter.drafts").of("demo:1700.0").note).toBe("");
    server.answers.save_draft = {saved_at: Date.now()};
    tell("call", aCard({key: "demo:1700.9", phase: "talk", answered_at: Date.now()}));
    await settle();
    expect(cc("person-name")).toHaveText("Wang Lei");
    expect(cc("note")).toHaveValue("for the new one");
    expect(asked("save_draft").at(-1)).toEqual(["demo:1700.9", {disposition_id: false, note: "for the new one"}]);
});

test("what was typed and saved before the call got its real key stays with it", async () => {
    await start({state: aState("on_call"), calls: []}, {call_card: false});
    const call = sip.ua.invite("1700.9");
    await settle();
    call.emit("confirmed");
    const drafts = getService("callcenter.drafts");
    drafts.change("1700.9", {note: "half"});
    await settle();
    expect(drafts.of("1700.9").savedAt).not.toBe(false);
    tell("call", aCard({key: "demo:1700.9", phase: "talk", answered_at: Date.now()}));
    await settle();
    expect(cc("note")).toHaveValue("half");
    drafts.change("1700.9", {note: "half a sentence"}); // a key stroke on the form as it was
    await settle();
    expect(cc("note")).toHaveValue("half a sentence");
    expect(asked("save_draft").at(-1)).toEqual(["demo:1700.9", {disposition_id: false, note: "half a sentence"}]);
});

test("a caller without a number is said to withhold it", async () => {
    const card = aCard({partner: false, number: false, display_number: ""});
    await start({state: aState("ringing"), calls: [card]});
    expect(cc("person-number")).toHaveText("Withheld number");
});

test("an unknown number gives a blank customer with the number; saved, it is the person of the call", async () => {
    const found = aCard({partner: {id: 9, name: "Zhao Min", owner: false, numbers: []}});
    await start({state: aState("ringing"), calls: [aCard({partner: false})]}, {create_partner: found});
    expect(cc("unknown-number")).toHaveValue("138 1234 5678");
    await contains(cc("unknown-save")).click();
    expect("[role=alert]").toHaveText(/Give a name/);
    expect(asked("create_partner")).toHaveLength(0);
    await contains(cc("unknown-name")).edit("Zhao Min", {confirm: false});
    await contains(cc("unknown-save")).click();
    await settle();
    expect(asked("create_partner")).toEqual([["demo:1700.1", {name: "Zhao Min", email: "", comment: ""}]]);
    expect(cc("person-name")).toHaveText("Zhao Min");
});

test("those who share the number are named, and one click switches", async () => {
    const other = aCard({partner: {id: 8, name: "Li Ting", owner: false, numbers: []}});
    const shared = aCard({others: [{id: 8, name: "Li Ting"}]});
    await start({state: aState("ringing"), calls: [shared]}, {set_partner: other});
    await contains(cc("switch-8")).click();
    await settle();
    expect(asked("set_partner")).toEqual([["demo:1700.1", 8]]);
    expect(cc("person-name")).toHaveText("Li Ting");
});

test("earlier calls stand by day with outcome and note, and their recordings play in place", async () => {
    const history = [
        {
            key: "a",
            start: Date.now() - 1000,
            direction: "outbound",
            result: "answered",
            talk_s: 5,
            user: "Chen",
            disposition: "Solved",
            note: "fine",
            recording_id: 4,
            seconds: 5,
        },
        {
            key: "b",
            start: Date.now() - 9e8,
            direction: "inbound",
            result: "abandoned",
            talk_s: 0,
            user: false,
            disposition: false,
            note: "",
            recording_id: false,
            seconds: 0,
        },
    ];
    await start({state: aState("ringing"), calls: [aCard({history})]});
    expect(".o_cc_day").toHaveCount(2);
    expect(`${cc("history-row")}:first`).toHaveText(/Outgoing call · answered[\s\S]*Chen · Solved · fine/);
    expect(`${cc("history-row")} ${cc("player")}`).toHaveCount(1);
});

test("what is typed goes to the server as a draft, and the form says when", async () => {
    await start({state: aState("on_call"), calls: [aCard({phase: "talk", answered_at: 1})]});
    await contains(cc("note")).edit("asks about fees", {confirm: false});
    await press("Tab");
    await contains(cc("outcome-interested")).click();
    await settle();
    expect(asked("save_draft").at(-1)).toEqual(["demo:1700.1", {disposition_id: 12, note: "asks about fees"}]);
    expect(cc("draft-saved")).toHaveText(/Draft saved \d\d:\d\d:\d\d/);
    expect(cc("save-ready")).not.toBeEnabled();
});

test("a draft is there again after a reload", async () => {
    await start(inWrapUp({draft: {disposition_id: 11, note: "half a sent"}}));
    expect(cc("note")).toHaveValue("half a sent");
    expect(cc("outcome-solved")).toHaveAttribute("aria-pressed", "true");
});

test("what the server never got is kept in the browser and sent after the reload", async () => {
    browser.localStorage.setItem("callcenter.draft.demo:1700.1", JSON.stringify({disposition_id: 12, note: "newer"}));
    await start(inWrapUp({draft: {disposition_id: 11, note: "older"}}));
    expect(cc("note")).toHaveValue("newer");
    await settle();
    expect(asked("save_draft")).toEqual([["demo:1700.1", {disposition_id: 12, note: "newer"}]]);
    expect(browser.localStorage.getItem("callcenter.draft.demo:1700.1")).toBe(null);
});

test("a draft that the server refused stays in the browser", async () => {
    const refuse = () => {
        throw makeServerError({type: "UserError", message: "not now"});
    };
    await start({state: aState("on_call"), calls: [aCard({phase: "talk", answered_at: 1})]}, {save_draft: refuse});
    await contains(cc("note")).edit("keep me", {confirm: false});
    await settle();
    expect(browser.localStorage.getItem("callcenter.draft.demo:1700.1")).toInclude("keep me");
    expect(cc("draft-saved")).toHaveCount(0);
    expect(cc("draft-kept")).toHaveCount(1);
    server.answers.save_draft = {saved_at: Date.now()};
    await advanceTime(5000);
    await settle();
    expect(cc("draft-saved")).toHaveCount(1);
    expect(browser.localStorage.getItem("callcenter.draft.demo:1700.1")).toBe(null);
});

test("number keys choose the outcome, Ctrl Enter saves and makes ready", async () => {
    await start(inWrapUp());
    await press("2");
    await animationFrame();
    expect(cc("outcome-interested")).toHaveAttribute("aria-pressed", "true");
    await contains(cc("note")).edit("12", {confirm: false});
    await animationFrame();
    expect(cc("outcome-interested")).toHaveAttribute("aria-pressed", "true");
    await press(["ctrl", "Enter"]);
    await settle();
    expect(asked("save_wrap_up")).toEqual([["demo:1700.1", {disposition_id: 12, note: "12"}, "ready"]]);
    expect(cc("no-call")).toHaveCount(1);
});

test("saving is refused by the server: the form keeps all", async () => {
    const refuse = () => {
        throw makeServerError({type: "UserError", message: "Choose an outcome."});
    };
    await start(inWrapUp(), {save_wrap_up: refuse});
    await contains(cc("note")).edit("long story", {confirm: false});
    await contains(cc("save-not-ready")).click();
    await settle();
    await waitFor(".o_notification:contains('Choose an outcome.')");
    expect(cc("note")).toHaveValue("long story");
});

test("the next call comes on screen, the unsaved one stays one click away", async () => {
    await start(inWrapUp());
    tell(
        "offer",
        aCard({key: "demo:1700.2", offered_at: Date.now() + 1, partner: {id: 8, name: "Li Ting", numbers: []}})
    );
    await settle();
    expect(cc("person-name")).toHaveText("Li Ting");
    expect(".o_cc_others button").toHaveText(/not saved: Wang Lei/);
});

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
    await start({}, {today});
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
    await start({}, {today: {missed: none, recent: none, totals, numbers}});
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
    await start({}, {today, callback_done: true});
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
    await start();
    expect(cc("no-call")).toHaveText(/No call/);
    expect(cc("today")).toHaveText(/No missed calls today/);
});

test("hostile names are text, nothing else", async () => {
    const name = `<img src=x onerror="window.hacked = 1">`;
    await start({state: aState("ringing"), calls: [aCard({partner: {id: 7, name, numbers: []}})]});
    expect(cc("person-name")).toHaveText(name);
    expect(window.hacked).toBe(undefined);
});

test("the columns scroll for themselves, the page does not", async () => {
    await start({state: aState("ringing"), calls: [aCard()]});
    const page = queryOne(".o_action_manager");
    expect(page.scrollHeight).toBe(page.clientHeight);
    await runAllTimers();
    expect(server.asked.length).toBeGreaterThan(0);
});
