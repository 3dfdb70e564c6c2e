import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {click, press, queryAll, queryAllTexts, queryOne, waitFor} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {contains, defineActions, defineModels, getService, mountWithCleanup} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";
import {tell} from "./call_center_test_helpers";
import {aStep, flowModels, loaded} from "./flow_helpers";

describe.current.tags("desktop");

const cc = (name) => `[data-cc=${name}]`;
const step = (code) => `.o_cc_step[data-code=${code}]`;
const ACTION = {
    id: 901,
    name: "Flow Editor",
    type: "ir.actions.client",
    tag: "callcenter_telephony.flow_editor",
    context: {active_id: 5},
};
const FAULT = {step: "menu", field: "prompt_id", exit: false, message: "Prompt is missing."};

async function open(values = {}, answers = {}) {
    const saved = [];
    const editor_save = (ids, steps) => {
        saved.push(steps);
        return {faults: [], ids: {}, revision: "r2"};
    };
    defineMailModels();
    defineModels(flowModels({editor_load: loaded(undefined, values), editor_check: [], editor_save, ...answers}));
    defineActions([ACTION]);
    await mountWithCleanup(WebClient);
    await getService("action").doAction(901);
    await waitFor(cc("flow-editor"));
    await animationFrame();
    return saved;
}

test("steps stand from left to right, with their exits and what leads to them", async () => {
    await open();
    expect(queryAllTexts(".o_cc_step_head")).toEqual(["hello", "menu", "help", "bye"]);
    expect(queryAllTexts(`${step("menu")} .o_cc_step_exit`)).toEqual(["1", "No or wrong key"]);
    expect(queryAll("[data-edge]").map((edge) => edge.dataset.edge)).toEqual(["hello next", "menu next", "menu 1"]);
    expect(queryOne(".o_cc_flow_start")).toHaveText("4001");
});

test("arrows go along the ways, Enter edits, Escape comes back", async () => {
    await open();
    await click(step("hello"));
    await animationFrame();
    queryOne(step("hello")).focus();
    await press("ArrowRight");
    await animationFrame();
    expect(step("menu")).toBeFocused();
    await press("Enter");
    await animationFrame();
    await animationFrame();
    expect(document.activeElement.closest(cc("flow-inspector"))).not.toBe(null);
    await press("Escape");
    await animationFrame();
    expect(step("menu")).toBeFocused();
});

test("Del deletes with the ways, Ctrl+Z brings back, Ctrl+S saves", async () => {
    const saved = await open();
    await click(step("help"));
    await animationFrame();
    queryOne(step("help")).focus();
    await press("Delete");
    await animationFrame();
    expect(step("help")).toHaveCount(0);
    expect("[data-edge]").toHaveCount(2);
    await press(["ctrl", "z"]);
    await animationFrame();
    expect("[data-edge]").toHaveCount(3);
    expect(cc("flow-status")).toHaveAttribute("data-dirty", "0");
    await press("Delete");
    await press(["ctrl", "s"]);
    await animationFrame();
    expect(saved.length).toBe(1);
});

test("everything is connected without the mouse: the next step by key, a way by its list", async () => {
    const steps = [aStep("hello", "play"), aStep("bye")];
    const saved = await open({steps, start: "hello"});
    queryOne(step("hello")).focus();
    await press("Enter");
    await animationFrame();
    await contains("[data-exit=next] select").select("bye");
    expect("[data-edge='hello next']").toHaveCount(1);
    await contains("[data-exit=next] select").select("");
    queryOne(step("hello")).focus();
    await press("a");
    await animationFrame();
    await contains(`${cc("flow-picker")} input`).edit("menu", {confirm: false});
    await press("Enter");
    await animationFrame();
    expect("[data-edge='hello next']").toHaveCount(1);
    expect(step("menu")).toHaveClass("o_cc_selected");
    await press(["ctrl", "s"]);
    await animationFrame();
    expect(saved[0].map(({code}) => code)).toEqual(["hello", "bye", "menu"]);
});

test("a fault is on its step with icon and word, and the list leads there", async () => {
    await open({faults: [FAULT]}, {editor_check: [FAULT]});
    expect(`${step("menu")} .o_cc_step_fault`).toHaveText("Prompt is missing.");
    expect(`${step("menu")} .o_cc_step_fault .fa-exclamation-triangle`).toHaveCount(1);
    await click(cc("flow-check-open"));
    await animationFrame();
    await contains(".o_cc_flow_fault").click();
    await animationFrame();
    expect(step("menu")).toBeFocused();
    expect("[data-field=prompt_id] .o_cc_flow_wrong").toHaveText("Prompt is missing.");
    await click(cc("flow-publish-open"));
    await animationFrame();
    expect(cc("flow-publish")).toHaveCount(0);
});

test("who saved in between is named, and one chooses whose drawing stays", async () => {
    const conflict = {by: "Chen", at: Date.now()};
    await open(
        {},
        {editor_save: (ids, steps, start, seen) => (seen ? {conflict} : {faults: [], ids: {}, revision: "r2"})}
    );
    await click(step("bye"));
    queryOne(step("bye")).focus();
    await press("Delete");
    await press(["ctrl", "s"]);
    await animationFrame();
    expect(queryOne(cc("flow-conflict")).textContent).toInclude("Chen saved this flow");
    await click(cc("flow-keep-mine"));
    await animationFrame();
    expect(cc("flow-conflict")).toHaveCount(0);
    expect(cc("flow-status")).toHaveAttribute("data-dirty", "0");
});

test("leaving with unsaved edits asks", async () => {
    const saved = await open();
    queryOne(step("bye")).focus();
    await click(step("bye"));
    await press("Delete");
    await animationFrame();
    getService("action").doAction(901);
    await waitFor(cc("flow-leave"));
    expect(cc("flow-editor")).toHaveCount(1);
    await click(cc("flow-leave-save"));
    await animationFrame();
    expect(saved.length).toBe(1);
});

test("counts are on steps, ways and in the inspector", async () => {
    const step_counts = {menu: {passed: 200, left: 30}, help: {passed: 150, left: 0}};
    await open({}, {step_counts, edge_counts: [{step: "menu", target: "help", passed: 150}]});
    await contains(cc("flow-period")).select("7");
    await animationFrame();
    expect(`${step("menu")} .o_cc_passed`).toHaveText("200");
    expect(`${step("menu")} .o_cc_leaves`).toHaveText("30 · 15.0 %");
    expect("[data-edge='menu 1'] text").toHaveText("150");
    await click(step("menu"));
    await animationFrame();
    expect(queryOne(cc("flow-callers")).textContent).toInclude("75 %");
});

test("an empty flow offers templates", async () => {
    const graph = {start: "bye", steps: [aStep("bye")]};
    const templates = [{id: 3, name: "Welcome", description: "A greeting."}];
    await open({start: "", steps: [], templates}, {editor_template: graph});
    await contains(cc("flow-template")).click();
    await advanceTime(500);
    expect(step("bye")).toHaveCount(1);
    expect(cc("flow-status")).toHaveAttribute("data-dirty", "1");
});

test("who may only look has neither palette nor buttons", async () => {
    await open({editable: false});
    expect(cc("flow-palette")).toHaveCount(0);
    expect(cc("flow-save")).toHaveCount(0);
    queryOne(step("menu")).focus();
    await click(step("menu"));
    await press("Delete");
    await animationFrame();
    expect(step("menu")).toHaveCount(1);
    expect("[data-exit=next] select").not.toBeEnabled();
});

test("fields that two kinds share are drawn anew for another step", async () => {
    await open();
    await click(step("hello"));
    await animationFrame();
    await click(step("menu"));
    await animationFrame();
    await click(cc("prompt-type"));
    await animationFrame();
    expect(cc("prompt-text")).toHaveCount(1);
});

test("a branch asks for a variable only where it goes by one", async () => {
    const branch = aStep("by", "branch", {}, {values: {subject: "region", variable: "order"}});
    await open({steps: [branch], start: "by"});
    await click(step("by"));
    await animationFrame();
    expect("[data-field=variable]").toHaveCount(0);
    await contains("[data-field=subject] select").select("variable");
    expect("[data-field=variable] input").toHaveValue("order");
});

test("a step is found by its name, kind or what it plays, and comes on screen", async () => {
    const steps = Array.from({length: 40}, (_, n) =>
        aStep(`s${n}`, "hangup", {}, {name: `Step <i>${n}</i>`, x: n * 300})
    );
    const play = aStep("far", "play", {}, {x: 20000, values: {prompt_id: {id: 7, display_name: "Night greeting"}}});
    await open(
        {steps: [...steps, play], start: "s0"},
        {editor_card: () => ({id: 7, text: "", language: "zh", revision: false})}
    );
    await press(["ctrl", "f"]);
    await animationFrame();
    expect(`${cc("flow-find")} input`).toBeFocused();
    await contains(`${cc("flow-find")} input`).edit("<i>3", {confirm: false});
    expect(queryAllTexts(".o_cc_flow_found .o_cc_flow_kind").length).toBe(11);
    await contains(`${cc("flow-find")} input`).edit("greet", {confirm: false});
    await press("Enter");
    await animationFrame();
    expect(step("far")).toBeFocused();
    expect(".o_cc_flow_found").toHaveCount(0);
    const {left, right} = queryOne(step("far")).getBoundingClientRect();
    const canvas = queryOne(cc("flow-canvas")).getBoundingClientRect();
    expect(left > canvas.left && right < canvas.right).toBe(true);
    await contains(`${cc("flow-find")} input`).edit("nothing such", {confirm: false});
    expect(".o_cc_flow_found .o_cc_empty").toHaveCount(1);
});

test("a frame drawn with Shift selects, and what is selected is moved as one", async () => {
    await open();
    const [first, last] = ["help", "bye"].map((code) => queryOne(step(code)).getBoundingClientRect());
    const canvas = queryOne(cc("flow-canvas")).getBoundingClientRect();
    const pointer = (type, target, x, y, values = {}) =>
        target.dispatchEvent(new PointerEvent(type, {clientX: x, clientY: y, button: 0, bubbles: true, ...values}));
    const corner = [Math.min(first.left, last.left) - 12, Math.min(first.top, last.top) - 12];
    pointer("pointerdown", queryOne(cc("flow-canvas")), ...corner, {shiftKey: true});
    pointer("pointermove", window, canvas.right - 2, canvas.bottom - 2);
    await animationFrame();
    expect(".o_cc_flow_frame").toHaveCount(1);
    pointer("pointerup", window, canvas.right - 2, canvas.bottom - 2);
    await animationFrame();
    expect(".o_cc_flow_frame").toHaveCount(0);
    expect(queryAll(".o_cc_step.o_cc_selected").map((el) => el.dataset.code)).toEqual(["help", "bye"]);
    pointer("pointerdown", queryOne(step("help")), first.left + 20, first.top + 8);
    pointer("pointermove", window, first.left + 20, first.top + 88);
    pointer("pointerup", window, first.left + 20, first.top + 88);
    await animationFrame();
    const moved = ["help", "bye"].map((code) => queryOne(step(code)).getBoundingClientRect());
    const far = [moved[0].top - first.top, moved[1].top - last.top];
    expect(far[0] > 24 && far[0] === far[1]).toBe(true);
    await press(["ctrl", "z"]);
    await animationFrame();
    expect(queryOne(step("bye")).getBoundingClientRect().top).toBe(last.top);
});

test("what is not published yet is told step by step", async () => {
    const live = {start: "bye", steps: [aStep("bye")]};
    await open({live, published: {id: 3, number: 1, at: 0, by: "X", differs: true}});
    await contains(cc("flow-compare")).click();
    await animationFrame();
    expect(queryOne(cc("flow-differences")).textContent).toInclude("hello");
    expect(queryOne(cc("flow-differences")).textContent).toInclude("Begins at another step");
    expect(cc("flow-publish-now")).toHaveCount(0);
});

test("a phone that was not answered is told at the prompt, one that was brings the new sound", async () => {
    let card = {id: 7, display_name: "Hi", text: "", language: "zh", seconds: 2, revision: "a"};
    const hello = aStep("hello", "play", {}, {values: {prompt_id: {id: 7, display_name: "Hi"}}});
    let command = 40;
    const record_prompt = () => ({command: ++command, others: ""});
    await open({steps: [hello], start: "hello"}, {editor_card: () => card, record_prompt});
    const told = (id, ok, message) => tell("command", {id, ok, message});
    await click(step("hello"));
    await animationFrame();
    await contains(cc("prompt-record")).click();
    await animationFrame();
    expect(cc("prompt-rings")).toHaveCount(1);
    told(41, false, "The phone <b>7009</b> was not answered.");
    await waitFor(cc("prompt-refused"));
    expect(cc("prompt-refused")).toHaveText("The phone <b>7009</b> was not answered.");
    expect(cc("prompt-rings")).toHaveCount(0);
    await contains(cc("prompt-record")).click();
    expect(cc("prompt-refused")).toHaveCount(0);
    told(42, true, "");
    await advanceTime(2500);
    expect(cc("prompt-rings")).toHaveCount(1);
    card = {...card, revision: "b", seconds: 5};
    await advanceTime(2500);
    await animationFrame();
    expect(cc("prompt-rings")).toHaveCount(0);
    expect(`${cc("prompt-play")} .o_cc_num`).toHaveText("0:05");
});
