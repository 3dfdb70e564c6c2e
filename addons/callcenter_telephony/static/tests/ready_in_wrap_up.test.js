import {expect, test} from "@odoo/hoot";
import {press, queryOne} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {contains, getService, makeServerError} from "@web/../tests/web_test_helpers";
import {aDeskSuite, cc, inWrapUp, startBar, startWorkspace} from "./call_center_starts";
import {aState, asked, server, settle, tell} from "./call_center_test_helpers";

aDeskSuite();

const KEY = "demo:1700.1";
const choose = async () => {
    await contains(cc("state-pill")).click();
    await contains(cc("state-ready")).click();
    await settle();
};

for (const [how, act] of [
    ["Alt R", () => press(["alt", "r"])],
    ["the state menu", choose],
    ["the bar's button", () => contains(cc("ready-now")).click()],
]) {
    test(`Ready by ${how} saves what is typed and ends the wrap-up`, async () => {
        await startWorkspace(inWrapUp());
        await contains(cc("note")).edit("fees", {confirm: false});
        await act();
        await settle();
        expect(asked("save_wrap_up")).toEqual([[KEY, {disposition_id: false, note: "fees"}, "ready"]]);
        expect(asked("ready")).toEqual([]);
        expect(cc("no-call")).toHaveCount(1);
        expect(cc("phone-bar")).toHaveAttribute("data-pending", "save_wrap_up");
        expect(cc("phone-bar")).toHaveAttribute("data-view", "wrap_up");
        tell("state", aState("ready"));
        await settle();
        expect(cc("phone-bar")).toHaveAttribute("data-view", "ready");
    });
}

test("where the queue demands an outcome, the form says so, has the focus and keeps all; then Ready saves", async () => {
    await startWorkspace(inWrapUp({outcome_required: true}));
    await contains(cc("note")).edit("fees", {confirm: false});
    expect(cc("missing")).not.toHaveClass("o_cc_failed");
    await press(["alt", "r"]);
    await settle();
    expect(asked("save_wrap_up")).toEqual([]);
    expect(asked("ready")).toEqual([]);
    expect(cc("missing")).toHaveText("Choose an outcome first.");
    expect(cc("missing")).toHaveAttribute("role", "alert");
    expect(document.activeElement).toBe(queryOne(cc("outcome-solved")));
    expect(cc("note")).toHaveValue("fees");
    await press("1");
    await animationFrame();
    expect(cc("missing")).toHaveCount(0);
    await press(["alt", "r"]);
    await settle();
    expect(asked("save_wrap_up")).toEqual([[KEY, {disposition_id: 11, note: "fees"}, "ready"]]);
});

test("a required field of one's own is named and gets the cursor", async () => {
    const field = {name: "x_city", label: "City", kind: "char", required: true, campaigns: [], section: "", help: ""};
    await startWorkspace({...inWrapUp(), wrap_inputs: [field]});
    await contains(cc("note")).edit("fees", {confirm: false});
    await press(["ctrl", "Enter"]);
    await settle();
    expect(cc("missing")).toHaveText("“City” must be filled in.");
    expect(document.activeElement).toBe(queryOne("#o_ccf_x_city"));
    expect(asked("save_wrap_up")).toEqual([]);
});

test("with nothing typed here the server saves what it knows, and the form is done", async () => {
    await startWorkspace(inWrapUp(), {ready: {command: 4, saved: KEY}});
    await press(["alt", "r"]);
    await settle();
    expect(asked("ready")).toEqual([[]]);
    expect(asked("save_wrap_up")).toEqual([]);
    expect(cc("no-call")).toHaveCount(1);
});

test("what the server misses is shown in the form that is open", async () => {
    const answer = {command: 4, missing: "Choose an outcome first."};
    await startWorkspace(inWrapUp({outcome_required: true}), {ready: answer});
    await press(["alt", "r"]);
    await settle();
    expect(document.activeElement).toBe(queryOne(cc("outcome-solved")));
});

test("on another screen Ready stays a wish, and the bar says what it waits for", async () => {
    const answer = {command: 4, missing: "Choose an outcome first."};
    await startBar(inWrapUp({outcome_required: true}), {ready: answer});
    getService("callcenter.drafts").change(KEY, {note: "fees"});
    await contains(cc("ready-now")).click();
    await settle();
    expect(asked("save_draft")).toEqual([[KEY, {disposition_id: false, note: "fees"}]]);
    expect(asked("ready")).toEqual([[]]);
    expect(cc("who")).toHaveText(/Choose an outcome first\.\s*ready after that/);
    getService("callcenter.drafts").change(KEY, {disposition_id: 12});
    await animationFrame();
    expect(cc("who")).toHaveText(/Wang Lei\s*outcome noted/);
    getService("callcenter.agent").onState(aState("ready"));
    await animationFrame();
    expect(getService("callcenter.wrap_up").held).toBe(false);
});

test("a desk phone's wrap-up without a card here: the server decides, the bar says why not", async () => {
    await startBar({state: aState("wrap_up"), calls: []}, {ready: {command: 4, missing: "“City” must be filled in."}});
    await contains(cc("ready-now")).click();
    await settle();
    expect(cc("who")).toHaveText(/“City” must be filled in\.\s*ready after that/);
});

test("while the server is away nothing is lost", async () => {
    await startWorkspace(inWrapUp());
    await contains(cc("note")).edit("fees", {confirm: false});
    server.answers.save_wrap_up = server.answers.save_draft = () => {
        throw makeServerError({type: "UserError", message: "away"});
    };
    await press(["alt", "r"]);
    await settle();
    expect(cc("note")).toHaveValue("fees");
    expect(cc("phone-bar")).not.toHaveAttribute("data-pending");
});

test("outside of a wrap-up Ready is asked for as ever", async () => {
    await startBar({state: aState("not_ready", {reason: "lunch"})});
    await press(["alt", "r"]);
    await advanceTime(100);
    expect(asked("ready")).toEqual([[]]);
});
