import {beforeEach, expect, test} from "@odoo/hoot";
import {press, waitFor} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {contains, getService, onRpc} from "@web/../tests/web_test_helpers";
import {browser} from "@web/core/browser/browser";
import {aDeskSuite, cc, inWrapUp, startWorkspace} from "./call_center_starts";
import {aCard, aState, asked, settle} from "./call_center_test_helpers";

aDeskSuite();

const ARTICLES = "callcenter.knowledge.article";
const ARTICLE = {
    id: 3,
    name: "Redemption",
    body: "<p>It costs.</p>",
    category: "Fees",
    tags: [],
    files: [],
    vote: null,
};
const onCall = (values) => ({state: aState("on_call"), calls: [aCard({phase: "talk", answered_at: 1, ...values})]});

beforeEach(() => {
    onRpc(ARTICLES, "search_articles", () => [
        {id: 3, name: [["Redemption", false]], category: "Fees", excerpt: [["It costs.", false]]},
    ]);
    onRpc(ARTICLES, "reader_categories", () => []);
    onRpc(ARTICLES, "open_article", ({args: [[id], count]}) => {
        expect.step([id, count]);
        return {...ARTICLE};
    });
});

async function key(name) {
    await press(name);
    await animationFrame();
    await animationFrame();
}

test("a key opens it beside the form; what was typed there stays, and Esc leads back to it", async () => {
    await startWorkspace(onCall());
    await contains(cc("note")).edit("asks for", {confirm: false});
    await key(["alt", "k"]);
    expect(cc("knowledge-toggle")).toHaveAttribute("aria-pressed", "true");
    expect(cc("knowledge-input")).toBeFocused();
    expect(cc("knowledge-input")).toHaveValue("");
    expect(cc("note")).toHaveValue("asks for");
    expect(cc("person")).toHaveCount(1);
    await key("Enter");
    expect(cc("knowledge-title")).toHaveText("Redemption");
    await key("Escape");
    await key("Escape");
    expect(cc("knowledge-panel")).toHaveCount(0);
    expect(cc("note")).toBeFocused();
    await settle();
    expect(asked("save_draft").at(-1)[1].note).toBe("asks for");
    expect.verifySteps([[3, true]]);
});

test("what was read in the call is still there when it is opened again, counted once", async () => {
    await startWorkspace(onCall());
    await contains(cc("knowledge-toggle")).click();
    await animationFrame();
    await contains(cc("knowledge-row")).click();
    await waitFor(cc("knowledge-title"));
    await contains(cc("knowledge-away")).click();
    await animationFrame();
    expect(cc("knowledge-panel")).toHaveCount(0);
    expect(cc("knowledge-toggle")).toHaveText(/Redemption/);
    await key(["alt", "k"]);
    expect(cc("knowledge-title")).toHaveText("Redemption");
    expect.verifySteps([[3, true]]);
});

test("another call begins with nothing", async () => {
    await startWorkspace(onCall());
    await key(["alt", "k"]);
    await key("Enter");
    expect.verifySteps([[3, true]]);
    const agent = getService("callcenter.agent");
    agent.onSaved("demo:1700.1");
    await animationFrame();
    expect(cc("knowledge-panel")).toHaveCount(0);
    await agent.onCall(aCard({key: "demo:1700.2"}));
    await animationFrame();
    expect(cc("knowledge-panel")).toHaveCount(0);
    expect(cc("knowledge-toggle")).toHaveText(/Search knowledge/);
});

test("it outlives a reload of the page, for the same call", async () => {
    const place = {text: "cost", category: false, id: 3};
    browser.sessionStorage.setItem("callcenter.knowledge", JSON.stringify({"demo:1700.1": {open: true, place}, x: {}}));
    await startWorkspace(inWrapUp());
    expect(cc("knowledge-title")).toHaveText("Redemption");
    expect(cc("knowledge-input")).toHaveValue("cost");
    const store = getService("callcenter.knowledge");
    expect(Object.keys(store.byCall)).toEqual(["demo:1700.1"]);
    store.keep();
    expect(JSON.parse(browser.sessionStorage.getItem("callcenter.knowledge"))).toEqual({
        "demo:1700.1": {open: true, place},
    });
    expect.verifySteps([[3, false]]);
});

test("a call that gets its real name keeps the panel with what is typed in it", async () => {
    await startWorkspace(onCall());
    await key(["alt", "k"]);
    await contains(cc("knowledge-input")).edit("cos", {confirm: false});
    const agent = getService("callcenter.agent");
    agent.calls = [{...agent.calls[0], key: "demo:real"}];
    agent.events.trigger("RENAMED", {from: "demo:1700.1", to: "demo:real"});
    await settle();
    expect(cc("knowledge-input")).toHaveValue("cos");
    expect(cc("knowledge-input")).toBeFocused();
});

test("control and Enter save the call from within the search", async () => {
    await startWorkspace(inWrapUp());
    await key(["alt", "k"]);
    await key(["control", "Enter"]);
    expect(asked("save_wrap_up")).toHaveLength(1);
});
