import {expect, test} from "@odoo/hoot";
import {queryOne, waitFor} from "@odoo/hoot-dom";
import {advanceTime, Deferred} from "@odoo/hoot-mock";
import {contains, defineModels, fields, getService, makeServerError, models} from "@web/../tests/web_test_helpers";
import {aDeskSuite, cc, inWrapUp, startWorkspace} from "./call_center_starts";
import {aCard, aState, asked, server, settle, sip, tell} from "./call_center_test_helpers";

class Ticket extends models.Model {
    _name = "test.ticket";

    name = fields.Char();

    _records = [{id: 1, name: "old text"}];
    _views = {form: `<form><field name="name"/></form>`, search: `<search/>`};
}

aDeskSuite();
defineModels({Ticket});

const TICKET = {type: "ir.actions.act_window", res_model: "test.ticket", res_id: 1, views: [[false, "form"]]};

const start = (action) => startWorkspace({}, {}, action);

test("the customer is on screen while it rings, before anybody answers", async () => {
    await start(TICKET);
    tell("offer", aCard());
    await waitFor(cc("workspace"));
    expect(cc("person-name")).toHaveText("Wang Lei");
    expect(cc("call-path")).toHaveText(/4001 › 2 › Service/);
    expect(sip.log).not.toInclude("sip answer");
});

test("a call that reached the phone before its message pops as well", async () => {
    await start(TICKET);
    sip.ua.invite("1700.1");
    await waitFor(cc("person"));
    expect(asked("call_card")).toEqual([]);
    await advanceTime(1000);
    await settle();
    expect(asked("call_card")).toEqual([["1700.1"]]);
    expect(cc("person-name")).toHaveText("Wang Lei");
});

test("the message that follows fills the card: nothing is asked, and what one began to type stands", async () => {
    await startWorkspace();
    const today = asked("today").length;
    sip.ua.invite("1700.1");
    await waitFor(cc("unknown-name"));
    await contains(cc("unknown-name")).edit("Zhao", {confirm: false});
    const form = queryOne(cc("unknown-form"));
    tell("offer", aCard({partner: false}));
    await waitFor(`${cc("person-number")}:contains(138 1234 5678)`);
    await advanceTime(2000);
    expect(cc("person-number")).toHaveText("138 1234 5678");
    expect(cc("unknown-name")).toHaveValue("Zhao");
    expect(queryOne(cc("unknown-form"))).toBe(form);
    expect(asked("call_card")).toEqual([]);
    expect(asked("today").length).toBe(today);
});

test("a dialled number that is busy at once leaves no card, and says so with the customer's name", async () => {
    const refused = {key: "demo:1700.1", direction: "outbound", phase: "ended", result: "busy"};
    await startWorkspace({}, {call_card: null});
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
    await startWorkspace({}, {call_card: () => answer});
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
    await start(TICKET);
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

test("the notification gets the customer's name as soon as the server has told it", async () => {
    await start(TICKET);
    await contains(".o_field_widget[name=name] input").edit("new text");
    sip.ua.invite("1700.1");
    await waitFor(".o_cc_pop");
    expect(".o_cc_pop").toHaveText(/13812345678/);
    tell("offer", aCard());
    await waitFor(".o_cc_pop:contains(Wang Lei)");
    expect(".o_cc_pop").toHaveCount(1);
    tell("call", {key: "demo:1700.1", phase: "ended"});
    await settle();
    expect(".o_cc_pop").toHaveCount(0);
});

test("the notification goes when the caller is gone", async () => {
    await start(TICKET);
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
    await startWorkspace({state: aState("on_call"), calls: [last]}, {call_card: away, save_draft: away});
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
    await startWorkspace({state: aState("on_call"), calls: []}, {call_card: false});
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

test("the next call comes on screen, the unsaved one stays one click away", async () => {
    await startWorkspace(inWrapUp());
    tell(
        "offer",
        aCard({key: "demo:1700.2", offered_at: Date.now() + 1, partner: {id: 8, name: "Li Ting", numbers: []}})
    );
    await settle();
    expect(cc("person-name")).toHaveText("Li Ting");
    expect(".o_cc_others button").toHaveText(/not saved: Wang Lei/);
});
