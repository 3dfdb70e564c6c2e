import {expect, test} from "@odoo/hoot";
import {press, waitFor} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {contains, getService, makeServerError} from "@web/../tests/web_test_helpers";
import {browser} from "@web/core/browser/browser";
import {aDeskSuite, cc, inWrapUp, startWorkspace} from "./call_center_starts";
import {aCard, aState, asked, server, settle} from "./call_center_test_helpers";

aDeskSuite();

test("what is typed goes to the server as a draft, and the form says when", async () => {
    await startWorkspace({state: aState("on_call"), calls: [aCard({phase: "talk", answered_at: 1})]});
    await contains(cc("note")).edit("asks about fees", {confirm: false});
    await press("Tab");
    await contains(cc("outcome-interested")).click();
    await settle();
    expect(asked("save_draft").at(-1)).toEqual(["demo:1700.1", {disposition_id: 12, note: "asks about fees"}]);
    expect(cc("draft-saved")).toHaveText(/Draft saved \d\d:\d\d:\d\d/);
    expect(cc("save-ready")).not.toBeEnabled();
});

test("a draft is there again after a reload", async () => {
    await startWorkspace(inWrapUp({draft: {disposition_id: 11, note: "half a sent"}}));
    expect(cc("note")).toHaveValue("half a sent");
    expect(cc("outcome-solved")).toHaveAttribute("aria-pressed", "true");
});

test("what the server never got is kept in the browser and sent after the reload", async () => {
    browser.localStorage.setItem("callcenter.draft.demo:1700.1", JSON.stringify({disposition_id: 12, note: "newer"}));
    await startWorkspace(inWrapUp({draft: {disposition_id: 11, note: "older"}}));
    expect(cc("note")).toHaveValue("newer");
    await settle();
    expect(asked("save_draft")).toEqual([["demo:1700.1", {disposition_id: 12, note: "newer"}]]);
    expect(browser.localStorage.getItem("callcenter.draft.demo:1700.1")).toBe(null);
});

test("a draft that the server refused stays in the browser", async () => {
    const refuse = () => {
        throw makeServerError({type: "UserError", message: "not now"});
    };
    await startWorkspace(
        {state: aState("on_call"), calls: [aCard({phase: "talk", answered_at: 1})]},
        {save_draft: refuse}
    );
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

test("what is typed before the server names the call goes with it, also where that comes with a reload", async () => {
    const talk = {phase: "talk", answered_at: 1};
    await startWorkspace({state: aState("on_call"), calls: [aCard({key: "1700.1", ...talk})]});
    await contains(cc("note")).edit("half a sen", {confirm: false});
    server.desktop = {...server.desktop, calls: [aCard(talk)]};
    getService("bus_service").trigger("BUS:RECONNECT");
    await settle();
    await settle();
    expect(cc("note")).toHaveValue("half a sen");
    expect(asked("save_draft").at(-1)).toEqual(["demo:1700.1", {disposition_id: false, note: "half a sen"}]);
});

test("number keys choose the outcome, Ctrl Enter saves and makes ready", async () => {
    await startWorkspace(inWrapUp());
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
    await startWorkspace(inWrapUp(), {save_wrap_up: refuse});
    await contains(cc("note")).edit("long story", {confirm: false});
    await contains(cc("save-not-ready")).click();
    await settle();
    await waitFor(".o_notification:contains('Choose an outcome.')");
    expect(cc("note")).toHaveValue("long story");
});
