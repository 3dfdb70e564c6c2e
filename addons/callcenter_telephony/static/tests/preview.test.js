import {expect, test} from "@odoo/hoot";
import {press, queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame, Deferred} from "@odoo/hoot-mock";
import {contains, getService, makeServerError} from "@web/../tests/web_test_helpers";
import {aDeskSuite, cc, startWorkspace} from "./call_center_starts";
import {aCard, aState, asked, server, settle, tell} from "./call_center_test_helpers";

aDeskSuite();

const CAMPAIGNS = [{id: 5, name: "Spring"}];
const REASONS = [
    {id: 31, name: "Better at another time"},
    {id: 32, name: "Data looks wrong"},
];

function aContact(values = {}) {
    return {
        id: 77,
        state: "taken",
        until: Date.now() + 60000,
        card: {
            id: 9,
            kind: "contact",
            name: "Zhao Lei",
            campaign: "Spring",
            script: "<p>Good day</p>",
            attempts: 1,
            promise: false,
            partner: false,
            facts: [{name: "city", label: "City", value: "Guangzhou"}],
            custom: [],
            history: [],
            calls: [],
            outcome_ids: [],
        },
        numbers: [
            {display: "138 0013 0001", location: "Beijing", blocked: "On the do-not-call list."},
            {display: "139 0013 0002", location: "", blocked: false},
        ],
        ...values,
    };
}

const PREVIEW = {campaigns: CAMPAIGNS, reasons: REASONS, current: false};

async function start(preview = {}, answers = {}, desktop = {}) {
    await startWorkspace({preview: {...PREVIEW, ...preview}, ...desktop}, {preview: PREVIEW, ...answers});
}

test("a key takes the next contact, another dials the first number that may be dialled", async () => {
    await start({}, {preview_next: aContact()});
    await press("n");
    await settle();
    expect(cc("person-name")).toHaveText("Zhao Lei");
    expect(cc("script")).toHaveText(/Good day/);
    expect(cc("blocked-0")).toHaveText("On the do-not-call list.");
    expect(cc("dial-0")).toHaveAttribute("disabled");
    await press("d");
    await settle();
    expect(asked("preview_dial")).toEqual([[1]]);
    expect(cc("preview")).toHaveText(/Dialling/);
});

test("a contact on the screen is there again after a reload", async () => {
    await start({current: aContact()}, {}, {state: aState("on_call", {sub: "preview"})});
    expect(cc("person-name")).toHaveText("Zhao Lei");
    expect(cc("phone-bar")).toHaveAttribute("data-view", "preview");
    expect(cc("next-contact")).toHaveAttribute("disabled");
});

test("skipping asks why, by number keys, and goes on", async () => {
    await start({current: aContact()}, {preview_next: false});
    await press("s");
    await animationFrame();
    expect(queryAllTexts(".o_cc_outcomes button span")).toEqual(["Better at another time", "Data looks wrong"]);
    await press("2");
    await settle();
    expect(asked("preview_skip")).toEqual([[32]]);
    expect(cc("finished")).toHaveCount(1);
});

test("without a campaign in preview mode nothing of it is shown", async () => {
    await start({campaigns: []});
    expect(cc("next-contact")).toHaveCount(0);
    await press("n");
    await settle();
    expect(asked("preview_next")).toHaveLength(0);
});

test("who was not reached is done where the server has the outcome", async () => {
    await start({current: aContact()});
    await press("d");
    await settle();
    const contact = {id: 9, name: "Zhao Lei"};
    tell("call", aCard({direction: "outbound", phase: "ringing", contact, partner: false}));
    await settle();
    expect(cc("preview-person")).toHaveCount(1);
    tell("call", {key: "demo:1700.1", phase: "ended", result: "busy", answered_at: false});
    await settle();
    expect(cc("last-result")).toHaveText(/Zhao Lei: busy/);
    expect(cc("preview")).toHaveCount(0);
});

test("and otherwise the agent says what came of it, with a next date where the outcome wants one", async () => {
    await start(
        {current: aContact()},
        {preview: {...PREVIEW, current: aContact({state: "dialled", until: false})}, preview_next: false},
        {
            dispositions: [
                {id: 11, code: "solved", name: "Solved", category: "valid", next_required: false},
                {id: 12, code: "call_back", name: "Call back", category: "pending", next_required: true},
            ],
        }
    );
    await press("d");
    await settle();
    tell("call", aCard({direction: "outbound", phase: "ended", result: "busy", contact: {id: 9}}));
    await settle();
    await press("2");
    await animationFrame();
    expect(cc("preview-save")).toHaveAttribute("disabled");
    await contains(cc("next-hour")).click();
    await press(["control", "enter"]);
    await settle();
    expect(asked("preview_outcome")[0][0].disposition_id).toBe(12);
    expect(asked("preview_outcome")[0][0].next_at).not.toBe(false);
});

test("the form of a contact's call has a next date, saves and goes on by one key", async () => {
    const contact = {id: 9, name: "Zhao Lei", campaign: "Spring", script: "", outcome_ids: [], facts: []};
    await start(
        {},
        {save_and_next: {command: 1, preview: aContact()}},
        {
            state: aState("wrap_up", {until: Date.now() + 30000}),
            calls: [aCard({phase: "wrap_up", answered_at: Date.now(), direction: "outbound", contact, partner: false})],
        }
    );
    expect(cc("contact")).toHaveText(/Zhao Lei/);
    expect(cc("save-next")).toHaveAttribute("disabled");
    await press("1");
    await animationFrame();
    await press(["control", "enter"]);
    await settle();
    const [key, values] = asked("save_and_next")[0];
    expect(key).toBe("demo:1700.1");
    expect(values.disposition_id).toBe(11);
    expect(cc("preview-person")).toHaveCount(1);
});

test("an answer that something has overtaken does not take the contact off the screen", async () => {
    const late = new Deferred();
    await start(
        {current: aContact()},
        {preview_next: aContact({id: 78})},
        {state: aState("on_call", {sub: "preview"})}
    );
    server.answers.preview = () => late;
    tell("state", aState("ready"));
    await settle();
    getService("callcenter.preview").next();
    await settle();
    late.resolve(PREVIEW);
    await settle();
    expect(cc("preview-person")).toHaveCount(1);
});

test("a refusal is said and the contact stays", async () => {
    await start({current: aContact()});
    server.answers.preview_dial = () => {
        throw makeServerError({type: "UserError", message: "Not at this hour."});
    };
    await press("d");
    await settle();
    expect(".o_notification").toHaveText(/Not at this hour/);
    expect(cc("preview")).toHaveAttribute("data-state", "taken");
});
