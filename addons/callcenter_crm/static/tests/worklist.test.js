import {waitUntilSubscribe} from "@bus/../tests/bus_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {press, queryAllTexts, queryOne, waitFor} from "@odoo/hoot-dom";
import {animationFrame, mockDate} from "@odoo/hoot-mock";
import {
    contains,
    defineActions,
    defineModels,
    fields,
    getService,
    MockServer,
    models,
    mountWithCleanup,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";
import {browser} from "@web/core/browser/browser";
import {WebClient} from "@web/webclient/webclient";
import {quickChoices} from "@callcenter_crm/worklist/moments";

class Contact extends models.Model {
    _name = "callcenter.contact";

    number = fields.Char();
    partner_id = fields.Many2one({relation: "res.partner"});

    _records = [
        {id: 1, number: "+8613800139001"},
        {id: 2, number: "+8613800139002"},
    ];
}

class Worklist extends models.Model {
    _name = "callcenter.worklist";
}

describe.current.tags("desktop");
defineMailModels();
defineModels({Contact, Worklist});

const cc = (name) => `[data-cc=${name}]`;
const server = {};

const aCard = (values = {}) => ({
    kind: "contact",
    id: 1,
    model: "callcenter.contact",
    name: "Zhang San",
    phone: "number",
    campaign: "Spring",
    script: "<p>Good day!</p>",
    state: "new",
    attempts: 0,
    intent_id: false,
    partner: false,
    same: [],
    taken: [],
    sells: true,
    sales: [],
    promise: false,
    facts: [{name: "city", label: "City", value: "Shenzhen"}],
    history: [],
    calls: [],
    ...values,
});

const aDay = (values = {}) => ({
    due: {
        rows: [
            {
                kind: "contact",
                id: 2,
                name: "Li Si",
                at: "2026-11-22 03:30:00",
                promised: true,
                campaign: "Spring",
                line: "",
            },
        ],
        count: 1,
        more: false,
    },
    fresh: {rows: [{kind: "contact", id: 1, name: "Zhang San", at: false, promised: false}], count: 1000, more: true},
    shared: {rows: [{kind: "contact", id: 3, name: "Sun San", at: false, promised: false}], count: 1, more: false},
    calls: 5,
    done: 3,
    interested: 1,
    sold: 1,
    rank: {place: 2, of: 8},
    reached: 2,
    promised: 1,
    ...values,
});

function answer(method, reply) {
    onRpc("callcenter.worklist", method, ({args}) => {
        expect.step([method, ...args]);
        return typeof reply === "function" ? reply(...args) : reply;
    });
}

beforeEach(() => {
    mockDate("2026-11-22 04:00:00", 0);
    browser.localStorage.clear();
    onRpc("callcenter.worklist", "start", () => ({
        outcomes: [
            {id: 11, code: "solved", name: "Solved", category: "valid", next_required: false},
            {id: 12, code: "call_back", name: "Call back", category: "pending", next_required: true},
        ],
        intents: [{id: 21, code: "A", name: "A high", color: 1}],
        campaigns: [{id: 31, name: "Spring"}],
        today: aDay(server.today),
    }));
});

async function open(props = {}) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({type: "ir.actions.client", tag: "callcenter_crm.worklist"}, {props});
    await animationFrame();
}

test("the day shows who is due, marks the overdue, and counts", async () => {
    await open();
    expect(queryAllTexts(`${cc("day-row")} .o_ccw_who > :first-child`)).toEqual(["Li Si", "Zhang San", "Sun San"]);
    expect(cc("shared-count")).toHaveText("1");
    expect(cc("overdue")).toHaveCount(1);
    expect(cc("fresh-count")).toHaveText("1000+");
    expect(cc("count-done")).toHaveText("3");
    expect(cc("count-sold")).toHaveText("1");
    expect(cc("count-rank")).toHaveText("2 / 8");
    expect(cc("begin")).toHaveCount(1);
});

test("Next brings the person with the script, and the number as a phone field", async () => {
    answer("next", aCard());
    await open();
    await contains(cc("next")).click();
    await animationFrame();
    expect.verifySteps([["next", {campaign_id: false, intent_id: false}]]);
    expect(cc("person-name")).toHaveText("Zhang San");
    expect(cc("script")).toHaveText("Good day!");
    expect(`${cc("person-number")} a.o_form_uri`).toHaveAttribute("href", "tel:+8613800139001");
});

test("keys choose the outcome, Ctrl+Enter saves and takes the next", async () => {
    answer("next", aCard());
    answer("save", {followup_id: 1, card: aCard({id: 2, name: "Li Si"}), today: aDay({done: 4})});
    await open();
    await contains(cc("next")).click();
    await press("1");
    await animationFrame();
    expect(cc("outcome-solved")).toHaveAttribute("aria-pressed", "true");
    await contains(cc("intent-A")).click();
    await contains(cc("note")).edit("likes it", {confirm: false});
    expect.verifySteps([["next", {campaign_id: false, intent_id: false}]]);
    await press(["ctrl", "enter"]);
    await animationFrame();
    expect.verifySteps([
        [
            "save",
            {kind: "contact", id: 1},
            {disposition_id: 11, intent_id: 21, topic: "", note: "likes it", next_at: false},
            true,
            {campaign_id: false, intent_id: false},
        ],
    ]);
    expect(cc("person-name")).toHaveText("Li Si");
    expect(cc("count-done")).toHaveText("4");
    expect(cc("note")).toHaveValue("");
});

test("an outcome that needs a date waits for one", async () => {
    answer("next", aCard());
    await open();
    await contains(cc("next")).click();
    await press("2");
    await animationFrame();
    expect(cc("save-next")).not.toBeEnabled();
    expect(cc("missing")).toHaveText("This outcome needs a next date.");
    await contains(cc("next-hour")).click();
    expect(cc("save-next")).toBeEnabled();
    expect(cc("next-hour")).toHaveAttribute("aria-pressed", "true");
    expect.verifySteps([["next", {campaign_id: false, intent_id: false}]]);
});

test("what is typed outlives a reload", async () => {
    answer("card", ({id}) => aCard({id}));
    await open({target: {kind: "contact", id: 1}});
    await contains(cc("note")).edit("half a word", {confirm: false});
    await contains("[data-target=contact2]").click();
    await animationFrame();
    expect(cc("note")).toHaveValue("");
    await contains("[data-target=contact1]").click();
    await animationFrame();
    expect(cc("note")).toHaveValue("half a word");
    expect.verifySteps([
        ["card", {kind: "contact", id: 1}],
        ["card", {kind: "contact", id: 2}],
        ["card", {kind: "contact", id: 1}],
    ]);
});

test("a customer with the number is offered", async () => {
    answer("next", aCard({same: [{id: 7, name: "Wang Lei", city: ""}]}));
    answer("convert", aCard({partner: {id: 7, name: "Wang Lei"}}));
    await open();
    await contains(cc("next")).click();
    await contains(cc("link-7")).click();
    await animationFrame();
    expect.verifySteps([
        ["next", {campaign_id: false, intent_id: false}],
        ["convert", 1, 7, false],
    ]);
    expect(cc("open-customer")).toHaveCount(1);
    expect(cc("same")).toHaveCount(0);
});

test("a foreign customer is told by the owner's name, and nothing can be made", async () => {
    answer("next", aCard({taken: ["Xu Lei"]}));
    await open();
    await contains(cc("next")).click();
    await animationFrame();
    expect(cc("taken")).toHaveText("Already a customer of Xu Lei. Talk to them, or ask your team leader.");
    for (const name of ["convert", "sell-lead", "sell-order"]) {
        expect(cc(name)).not.toBeEnabled();
    }
    expect.verifySteps([["next", {campaign_id: false, intent_id: false}]]);
});

test("a quotation is confirmed on the card; who does not sell has no such buttons", async () => {
    const row = {model: "sale.order", id: 5, name: "S00005", amount: "100", at: "2026-11-22 03:00:00"};
    const draft = {...row, state: "draft", label: "Quotation", draft: true};
    const sold = {...row, state: "sale", label: "Sales Order", draft: false};
    answer("next", aCard({sales: [draft]}));
    answer("confirm", {card: aCard({sales: [sold], sells: false})});
    answer("today", aDay({sold: 2}));
    await open();
    await contains(cc("next")).click();
    await contains(cc("tab-sales")).click();
    await contains(cc("confirm-order")).click();
    await animationFrame();
    expect(cc("sale-state")).toHaveAttribute("data-state", "sale");
    expect(cc("confirm-order")).toHaveCount(0);
    expect(cc("sell-order")).toHaveCount(0);
    expect(cc("count-sold")).toHaveText("2");
    expect.verifySteps([
        ["next", {campaign_id: false, intent_id: false}],
        ["confirm", {kind: "contact", id: 1}, 5],
        ["today", {campaign_id: false, intent_id: false}],
    ]);
});

function told(message) {
    MockServer.env["bus.bus"]._sendone(serverState.partnerId, "callcenter.followup/due", message);
}

test("a promise and a missed call pop up wherever one works, and lead to the person", async () => {
    answer("card", ({id}) => aCard({id}));
    defineActions([
        {
            id: 1,
            xml_id: "callcenter_crm.callcenter_worklist_action",
            type: "ir.actions.client",
            tag: "callcenter_crm.worklist",
        },
    ]);
    const subscribed = waitUntilSubscribe();
    await mountWithCleanup(WebClient);
    await subscribed;
    const row = {kind: "contact", id: 1, name: "Zhang San", at: "2026-11-22 04:00:00", topic: "the offer", user: ""};
    told({count: 1, rows: [{...row, missed: false}]});
    await waitFor(".o_notification:contains(Promised contact):contains(Zhang San)", {timeout: 3000});
    await contains(".o_notification_buttons button").click();
    await waitFor(`${cc("person-name")}:contains(Zhang San)`, {timeout: 3000});
    told({count: 1, rows: [{...row, missed: true}]});
    await waitFor(".o_notification:contains(Missed call)", {timeout: 3000});
    expect.verifySteps([["card", {kind: "contact", id: 1}]]);
});

test("nobody left says so", async () => {
    answer("next", false);
    await open();
    await contains(cc("next")).click();
    await animationFrame();
    expect(cc("finished")).toHaveCount(1);
    expect.verifySteps([["next", {campaign_id: false, intent_id: false}]]);
});

test("the script is html of the server, a note is text", async () => {
    const history = [{id: 1, at: "2026-11-20 04:00:00", outcome: "Solved", note: "<b>bold</b>", user: "Chen Jing"}];
    answer("next", aCard({script: "", history}));
    await open();
    await contains(cc("next")).click();
    await animationFrame();
    expect(queryOne(`${cc("history-row")} .o_ccw_note`)).toHaveText("<b>bold</b>");
    expect.verifySteps([["next", {campaign_id: false, intent_id: false}]]);
});

test("quick choices are never over", () => {
    const at = (hour) => luxon.DateTime.fromObject({year: 2026, month: 11, day: 22, hour});
    const keys = (hour) => quickChoices(at(hour)).map(({key}) => key);
    expect(keys(10)).toEqual(["hour", "evening", "morning", "days"]);
    expect(keys(19)).toEqual(["hour", "morning", "days"]);
    expect(quickChoices(at(10))[2].at.toISO()).toBe(at(9).plus({days: 1}).toISO());
});
