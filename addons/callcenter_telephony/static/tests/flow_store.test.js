import {describe, expect, test} from "@odoo/hoot";
import {advanceTime} from "@odoo/hoot-mock";
import {differences} from "@callcenter_telephony/flow_editor/differences";
import * as graphs from "@callcenter_telephony/flow_editor/graph";
import {FlowStore} from "@callcenter_telephony/flow_editor/flow_store";
import {bounds, freePlace, heightOf, tidy, WIDTH} from "@callcenter_telephony/flow_editor/layout";
import {walk} from "@callcenter_telephony/flow_editor/walk";
import {KINDS, aHotline, aStep, fakeOrm, loaded} from "./flow_helpers";

describe.current.tags("headless");

const target = (graph, code, key) => graphs.exitOf(graphs.stepOf(graph, code), key).target;
const codes = (graph) => graph.steps.map((step) => step.code);

async function open(graph, values, answers = {}) {
    const orm = fakeOrm({editor_load: loaded(graph, values), editor_check: [], ...answers});
    const store = new FlowStore(orm, 5);
    await store.load();
    return {store, orm, asked: (name) => orm.asked.filter(([method]) => method === name).map(([, ...args]) => args)};
}

function overlaps(graph) {
    const covers = (one, other) =>
        one !== other &&
        one.x < other.x + WIDTH &&
        other.x < one.x + WIDTH &&
        one.y < other.y + heightOf(other) &&
        other.y < one.y + heightOf(one);
    return graph.steps.filter((one) => graph.steps.some((other) => covers(one, other)));
}

test("a step behind an exit is connected and selected; its code is free", async () => {
    const {store} = await open();
    store.edit((graph) => graphs.connect(graph, "hello", "next", false));
    store.add("play", {from: "hello", key: "next"});
    expect(target(store.graph, "hello", "next")).toBe("play");
    store.add("play", {from: "play", key: "next"});
    expect(codes(store.graph)).toEqual(["hello", "menu", "help", "bye", "play", "play_2"]);
    expect(store.selection).toEqual(["play_2"]);
    expect(store.selected.values).toEqual({prompt_id: false});
});

test("the first step of an empty flow is its start", async () => {
    const {store} = await open({start: "", steps: []});
    store.add("hours", {at: {x: 8, y: 8}});
    expect(store.graph.start).toBe("hours");
});

test("a deleted step takes the ways to it along, and both come back", async () => {
    const {store} = await open();
    const before = store.graph;
    store.select("help", "bye");
    store.remove();
    expect(codes(store.graph)).toEqual(["hello", "menu"]);
    expect(target(store.graph, "menu", "1")).toBe(false);
    expect(store.selection).toEqual([]);
    store.undo();
    expect(store.graph).toBe(before);
    expect(store.dirty).toBe(false);
    store.redo();
    expect(codes(store.graph)).toEqual(["hello", "menu"]);
    expect(store.dirty).toBe(true);
});

test("when the start goes, what it led to is the start", async () => {
    const {store} = await open();
    store.select("hello");
    store.remove();
    expect(store.graph.start).toBe("menu");
});

test("what is typed in a row is undone at once, other edits one by one", async () => {
    const {store} = await open();
    for (const tries of [1, 12, 123]) {
        store.edit((graph) => graphs.setValue(graph, "menu", "tries", tries), "value menu tries");
    }
    store.edit((graph) => graphs.setName(graph, "menu", "Main"), "name menu");
    store.undo();
    expect(graphs.stepOf(store.graph, "menu").values.tries).toBe(123);
    store.undo();
    expect(store.dirty).toBe(false);
});

test("an edit after undo forgets what was undone", async () => {
    const {store} = await open();
    store.edit((graph) => graphs.setStart(graph, "menu"));
    store.undo();
    store.edit((graph) => graphs.setStart(graph, "bye"));
    store.redo();
    expect(store.graph.start).toBe("bye");
});

test("copies lead to copies, and elsewhere to where the first one led", async () => {
    const {store} = await open();
    store.select("hello", "menu");
    store.copy();
    store.paste();
    expect(store.selection).toEqual(["hello_2", "menu_2"]);
    expect(target(store.graph, "hello_2", "next")).toBe("menu_2");
    expect(target(store.graph, "menu_2", "1")).toBe("help");
    const other = (await open({start: "", steps: []})).store;
    other.paste();
    expect(target(other.graph, "menu", "1")).toBe(false);
});

test("keys of a menu are added once, renamed, and taken away", async () => {
    const {store} = await open();
    store.edit((graph) => graphs.addExit(graph, "menu", "2"));
    store.edit((graph) => graphs.addExit(graph, "menu", "1"));
    store.edit((graph) => graphs.renameExit(graph, "menu", "1", "9"));
    store.edit((graph) => graphs.renameExit(graph, "menu", "2", "9"));
    expect(graphs.stepOf(store.graph, "menu").exits.map((exit) => exit.key)).toEqual(["next", "9", "2"]);
    expect(target(store.graph, "menu", "9")).toBe("help");
    store.edit((graph) => graphs.removeExit(graph, "menu", "2"));
    expect(graphs.stepOf(store.graph, "menu").exits.length).toBe(2);
});

test("what is saved is what is shown, with the rows it has; the draft is clean then", async () => {
    const answers = {editor_save: {faults: [], ids: {hello: 1, play: 2}, revision: "r2"}};
    const {store, asked} = await open({start: "hello", steps: [aStep("hello", "play", {}, {id: 1})]}, {}, answers);
    store.add("play", {from: "hello", key: "next"});
    expect(await store.save()).toBe(true);
    expect(asked("editor_save")[0][0].map(({code, id}) => [code, id])).toEqual([
        ["hello", 1],
        ["play", false],
    ]);
    expect(asked("editor_save")[0].slice(1)).toEqual(["hello", "r1"]);
    expect(store.dirty).toBe(false);
    store.edit((graph) => graphs.setStart(graph, "play"));
    await store.save();
    expect(asked("editor_save")[1][0][1].id).toBe(2);
    expect(asked("editor_save")[1][2]).toBe("r2");
});

test("an edit while saving stays unsaved", async () => {
    const {store} = await open(undefined, {}, {editor_save: {faults: [], ids: {}, revision: "r2"}});
    store.edit((graph) => graphs.setStart(graph, "menu"));
    const saved = store.save();
    store.edit((graph) => graphs.setStart(graph, "bye"));
    await saved;
    expect(store.dirty).toBe(true);
});

test("who saved in between is told, nothing is lost, and both ways out work", async () => {
    const conflict = {by: "Chen", at: 1};
    const answers = {editor_save: (steps, start, seen) => (seen ? {conflict} : {faults: [], ids: {}, revision: "r9"})};
    const {store} = await open(undefined, {}, answers);
    store.edit((graph) => graphs.setStart(graph, "menu"));
    expect(await store.save()).toBe(false);
    expect(store.conflict).toEqual(conflict);
    expect([store.dirty, store.graph.start]).toEqual([true, "menu"]);
    expect(await store.save({over: true})).toBe(true);
    expect([store.conflict, store.dirty, store.revision]).toEqual([false, false, "r9"]);
    store.edit((graph) => graphs.setStart(graph, "bye"));
    store.revision = "r1";
    await store.save();
    await store.load();
    expect([store.conflict, store.graph.start]).toEqual([false, "hello"]);
});

test("a conflict stops publishing", async () => {
    const {store, asked} = await open(undefined, {}, {editor_save: {conflict: {by: "Chen", at: 1}}});
    store.edit((graph) => graphs.setStart(graph, "menu"));
    expect(await store.publish("")).toBe(false);
    expect(asked("publish")).toEqual([]);
});

test("faults stop publishing and are shown", async () => {
    const fault = {step: "menu", field: "prompt_id", exit: false, message: "Prompt is missing."};
    const {store} = await open(undefined, {}, {publish: {published: false, faults: [fault]}});
    expect(await store.publish("")).toBe(false);
    expect([store.checkOpen, store.faultsOf("menu").length, store.faultsOf("bye").length]).toEqual([true, 1, 0]);
});

test("edits are checked a moment later, once", async () => {
    const {store, asked} = await open();
    store.edit((graph) => graphs.setStart(graph, "menu"));
    store.edit((graph) => graphs.setStart(graph, "bye"));
    await advanceTime(400);
    expect(asked("editor_check").map(([, start]) => start)).toEqual(["bye"]);
});

test("who may only look changes nothing, nor does who looks at an old version", async () => {
    const {store} = await open(undefined, {editable: false}, {editor_version: {start: "bye", steps: [aStep("bye")]}});
    store.edit((graph) => graphs.setStart(graph, "menu"));
    store.select("bye");
    store.remove();
    expect(store.dirty).toBe(false);
    store.editable = true;
    await store.look({id: 3, number: 1});
    expect([store.readonly, codes(store.shown)]).toEqual([true, ["bye"]]);
    store.edit((graph) => graphs.setStart(graph, "menu"));
    store.lookAway();
    expect([store.dirty, codes(store.shown).length]).toEqual([false, 4]);
});

test("callers notice values and ways, not names and places", () => {
    const live = aHotline();
    let graph = graphs.setPlaces(aHotline(), {bye: {x: 800, y: 8}});
    graph = graphs.setName(graph, "bye", "End");
    expect(graphs.changes(graph, live).count).toBe(0);
    graph = graphs.setValue(graph, "menu", "tries", 2);
    graph = graphs.removeSteps(graph, ["help"]);
    graph = graphs.addSteps(graph, [aStep("new")]);
    const {added, changed, gone, start, count} = graphs.changes(graph, live);
    expect([added, changed, gone].map((steps) => steps.map((step) => step.code))).toEqual([
        ["new"],
        ["menu"],
        ["help"],
    ]);
    expect([start, count]).toEqual([false, 3]);
});

test("a drawing without places is laid out from left to right, none upon another", async () => {
    const {store} = await open();
    const x = Object.fromEntries(store.graph.steps.map((step) => [step.code, step.x]));
    expect(x.hello < x.menu && x.menu < x.help && x.help === x.bye).toBe(true);
    expect(overlaps(store.graph)).toEqual([]);
    expect(store.dirty).toBe(false);
});

test("sixty steps with ways back are laid out, too", () => {
    const steps = Array.from({length: 60}, (_, n) =>
        aStep(`s${n}`, "menu", {1: `s${(n * 2 + 1) % 60}`, 2: `s${(n * 2 + 2) % 60}`, next: `s${Math.max(0, n - 3)}`})
    );
    const graph = {start: "s0", steps};
    const placed = graphs.setPlaces(graph, tidy(graph));
    expect(overlaps(placed)).toEqual([]);
    expect(Object.values(bounds(placed)).every(Number.isFinite)).toBe(true);
    expect(
        overlaps({...placed, steps: [...placed.steps, {...aStep("new"), ...freePlace(placed, placed.steps[7])}]})
    ).toEqual([]);
});

test("arrows go along the ways, and beside them", async () => {
    const {store} = await open();
    const {graph} = store;
    expect(walk(graph, undefined, "ArrowRight")).toBe("hello");
    expect(walk(graph, "hello", "ArrowRight")).toBe("menu");
    expect(walk(graph, "menu", "ArrowLeft")).toBe("hello");
    expect(walk(graph, "hello", "ArrowLeft")).toBe("hello");
    const [upper, lower] = ["help", "bye"].sort((a, b) => graphs.stepOf(graph, a).y - graphs.stepOf(graph, b).y);
    expect(walk(graph, upper, "ArrowDown")).toBe(lower);
    expect(walk(graph, lower, "ArrowUp")).toBe(upper);
});

test("a prompt that callers hear now is known", async () => {
    const live = {start: "a", steps: [aStep("a", "play", {}, {values: {prompt_id: {id: 7, display_name: "x"}}})]};
    const {store} = await open(undefined, {live, published: {id: 1, number: 1}});
    expect([store.isHeard(7), store.isHeard(8)]).toEqual([true, false]);
});

test("what publishing changes is told by names: values, ways, new and gone steps", () => {
    const live = aHotline();
    let graph = graphs.setValue(live, "menu", "tries", 2);
    graph = graphs.connect(graph, "menu", "1", "bye");
    graph = graphs.addExit(graph, "menu", "2");
    graph = graphs.connect(graph, "menu", "2", "help");
    graph = graphs.setName(graph, "bye", "Good-bye");
    graph = graphs.setValue(graph, "hello", "prompt_id", {id: 7, display_name: "<b>Hi</b>"});
    graph = graphs.addSteps(graphs.removeSteps(graph, []), [aStep("new")]);
    const told = differences(graph, live, KINDS);
    expect(told.map(({change, name}) => [change, name])).toEqual([
        ["new", "new"],
        ["changed", "hello"],
        ["changed", "menu"],
    ]);
    expect(told[1].lines).toEqual([{label: "Prompt", before: "", after: "<b>Hi</b>"}]);
    expect(told[2].lines).toEqual([
        {label: "Tries", before: "3", after: "2"},
        {label: "No or wrong key", before: "bye", after: "Good-bye"},
        {label: "1", before: "help", after: "Good-bye"},
        {label: "2", before: "", after: "help"},
    ]);
    expect(differences(graphs.removeSteps(live, ["help"]), live, KINDS).at(-1)).toEqual({
        code: "help",
        name: "help",
        change: "gone",
        lines: [],
    });
    expect(differences(live, live, KINDS)).toEqual([]);
});

test("a duplicate leaves what was copied to be pasted", async () => {
    const {store} = await open();
    store.select("bye");
    store.copy();
    store.select("menu", "help");
    store.duplicate();
    expect(store.selection).toEqual(["menu_2", "help_2"]);
    expect(target(store.graph, "menu_2", "1")).toBe("help_2");
    expect(overlaps(store.graph)).toEqual([]);
    store.paste();
    expect(store.selection).toEqual(["bye_2"]);
});

test("a field is shown where the choice has a use for it", () => {
    const [, field] = KINDS.find(({kind}) => kind === "branch").fields;
    const by = (subject) => graphs.hasUse(aStep("b", "branch", {}, {values: {subject}}), field);
    expect([by("variable"), by("region"), by(undefined)]).toEqual([true, false, true]);
    const any = {when: ["json_path", true]};
    expect(["a.b", "", false].map((json_path) => graphs.hasUse({values: {json_path}}, any))).toEqual([
        true,
        false,
        false,
    ]);
    expect(graphs.hasUse({values: {}}, {when: false})).toBe(true);
});
