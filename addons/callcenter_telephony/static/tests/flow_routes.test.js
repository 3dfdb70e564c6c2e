import {describe, expect, test} from "@odoo/hoot";
import * as graphs from "@callcenter_telephony/flow_editor/graph";
import {WIDTH, heightOf, tidy} from "@callcenter_telephony/flow_editor/layout";
import {crosses, pieces} from "@callcenter_telephony/flow_editor/lines";
import {routes} from "@callcenter_telephony/flow_editor/routes";
import {aHotline, aStep} from "./flow_helpers";

describe.current.tags("headless");

const placed = (graph) => graphs.setPlaces(graph, tidy(graph));
const at = (code, x, y, targets = {}) => aStep(code, "play", targets, {x, y});
const way = (drawn, id) => drawn.list.find((one) => one.id === id);
const menu = (code, targets) => aStep(code, "menu", targets);

/** Ways that run through a step, any. */
function through({list, boxes}) {
    const hit = (points) => [...boxes].filter(([, box]) => crosses(points, box)).map(([code]) => code);
    return list.flatMap(({id, points}) => hit(points).map((code) => `${id} through ${code || "the start"}`));
}

/** A flow of `count` steps and `ways` ways, some of them back; the same one each time. */
function aLongFlow(count, ways, seed) {
    let last = seed;
    const chance = (below) => {
        last = (last * 1103515245 + 12345) % 2147483648;
        return Math.floor((last / 2147483648) * below);
    };
    const targets = Array.from({length: count}, () => []);
    for (let n = 1; n < count; n++) {
        targets[Math.max(0, n - 1 - chance(4))].push(n);
    }
    for (let made = count - 1; made < ways; made++) {
        const from = chance(count);
        targets[from].push(chance(7) ? Math.min(count - 1, from + 1 + chance(12)) : chance(count));
    }
    const steps = targets.map((list, n) => menu(`s${n}`, Object.fromEntries(list.map((to, key) => [key, `s${to}`]))));
    return {start: "s0", steps};
}

test("a way to the next column is a curve that ends at the step's head", () => {
    const drawn = routes(placed(aHotline()));
    const {curve, into, path} = way(drawn, "hello next");
    expect(curve).toBe(true);
    expect(path.endsWith(` ${into.x},${into.y}`)).toBe(true);
    expect(through(drawn)).toEqual([]);
});

test("a way that skips a column goes round the step that stands there", () => {
    const graph = {start: "a", steps: [at("a", 200, 100, {next: "c"}), at("b", 440, 100), at("c", 680, 100)]};
    const drawn = routes(graph);
    const {curve, points} = way(drawn, "a next");
    expect(curve).toBe(false);
    expect(through(drawn)).toEqual([]);
    expect(points.length).toBeLessThan(7);
    expect(Math.max(...points.map(({y}) => Math.abs(y - 126)))).toBeLessThan(60);
});

test("a way back runs round both steps, one to itself round the step, and comes from the left", () => {
    const back = {start: "a", steps: [at("a", 200, 100, {next: "b"}), at("b", 440, 100, {next: "a"})]};
    const itself = {start: "a", steps: [at("a", 200, 100, {next: "a"})]};
    for (const [graph, id] of [
        [back, "b next"],
        [itself, "a next"],
    ]) {
        const drawn = routes(graph);
        const {points, into} = way(drawn, id);
        expect(through(drawn)).toEqual([]);
        expect(points.at(-1)).toEqual(into);
        expect(points.at(-2).x < into.x && points.at(-2).y === into.y).toBe(true);
        expect(points[1].x > points[0].x && points[1].y === points[0].y).toBe(true);
    }
});

test("sixty steps with a hundred ways are laid out so that none runs through a step", () => {
    for (const seed of [1, 7, 42]) {
        const graph = placed(aLongFlow(60, 100, seed));
        const drawn = routes(graph);
        expect(drawn.list.length).toBeGreaterThan(90);
        expect(through(drawn)).toEqual([]);
    }
});

test("steps put anywhere by hand, with room between them, are gone round too", () => {
    const graph = aLongFlow(40, 80, 3);
    const anywhere = (n) => ({
        x: (n % 8) * (WIDTH + 48) + ((n * 37) % 24),
        y: Math.floor(n / 8) * 360 + ((n * 53) % 40),
    });
    const steps = graph.steps.map((step, n) => [step.code, anywhere(n)]);
    const drawn = routes(graphs.setPlaces(graph, Object.fromEntries(steps)));
    expect(through(drawn)).toEqual([]);
});

test("ways to different steps do not run upon each other; ways to the same step may", () => {
    const upon = (one, other) =>
        other.to !== one.to &&
        other.level === one.level &&
        Math.abs(other.at - one.at) < 5 &&
        Math.min(other.high, one.high) - Math.max(other.low, one.low) > 10;
    for (const seed of [1, 3, 7]) {
        const {list} = routes(placed(aLongFlow(60, 100, seed)));
        const bent = list.filter((one) => !one.curve);
        const all = bent.flatMap(({to, points}) => pieces(points).map((piece) => ({to, ...piece})));
        expect(bent.length).toBeGreaterThan(20);
        expect(all.filter((one) => all.some((other) => upon(one, other)))).toEqual([]);
    }
});

test("while a step is pulled about only what it touches is led anew; once it stands, all is", () => {
    const graph = placed(aLongFlow(30, 50, 5));
    const before = routes(graph);
    const moved = graphs.setPlaces(graph, {s9: {x: graphs.stepOf(graph, "s9").x + 8, y: graphs.stepOf(graph, "s9").y}});
    const pulled = routes(moved, before, true);
    const anew = pulled.list.filter((one, n) => one !== before.list[n]);
    expect(anew.length).toBeGreaterThan(0);
    expect(anew.length).toBeLessThan(10);
    expect(through(pulled)).toEqual([]);
    const stands = routes(moved, {...pulled, moving: true}, false);
    expect(stands.list.map(({path}) => path)).toEqual(routes(moved).list.map(({path}) => path));
});

test("an edit that moves nothing draws no way again, a step that goes gives its room free", () => {
    const graph = placed(aLongFlow(30, 50, 5));
    const before = routes(graph);
    const named = routes(graphs.setName(graph, "s3", "Other"), before);
    expect(named.list.every((one, n) => one === before.list[n])).toBe(true);
    const less = graphs.removeSteps(graph, ["s7"]);
    expect(routes(less, before).list.map(({path}) => path)).toEqual(routes(less).list.map(({path}) => path));
});

test("a step that lies upon another is no reason to draw nothing", () => {
    const graph = {start: "a", steps: [at("a", 200, 100, {next: "b"}), at("b", 200 + WIDTH - 8, 104, {next: "a"})]};
    const drawn = routes(graph);
    expect(drawn.list.every(({path}) => path.startsWith("M") && !path.includes("NaN"))).toBe(true);
    expect(heightOf(graph.steps[0])).toBeGreaterThan(0);
});
