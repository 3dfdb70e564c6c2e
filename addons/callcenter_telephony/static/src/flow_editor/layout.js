/** Where steps stand and how the ways between them run; all in the canvas's own pixels. */
import {edges, stepOf} from "./graph";

export const GRID = 8;
export const WIDTH = 176;
export const HEAD = 52;
export const ROW = 24;
const GAP_X = 64;
const GAP_Y = 44;
export const START_WIDTH = 96;
export const START_HEIGHT = 32;
const START_GAP = 40;

export const snap = (value) => Math.round(value / GRID) * GRID;

/** Keys and values come before what follows without them. */
export const shownExits = (step) => [
    ...step.exits.filter((exit) => !exit.fixed),
    ...step.exits.filter((exit) => exit.fixed),
];

/** One exit is at the step's head; more have a row each. */
export const rowsOf = (step) => (step.exits.length > 1 ? step.exits.length : 0);
export const heightOf = (step) => HEAD + rowsOf(step) * ROW;

export function inPort(step) {
    return {x: step.x, y: step.y + HEAD / 2};
}

export function outPort(step, key) {
    const row = shownExits(step).findIndex((exit) => exit.key === key);
    const y = rowsOf(step) ? HEAD + row * ROW + ROW / 2 : HEAD / 2;
    return {x: step.x + WIDTH, y: step.y + y};
}

/** The numbers that lead here stand before the first step. */
export function startPlace(graph) {
    const first = stepOf(graph, graph.start);
    const x = first ? first.x : START_WIDTH + START_GAP;
    return {x: x - START_WIDTH - START_GAP, y: first ? first.y + (HEAD - START_HEIGHT) / 2 : 24};
}

export function startPort(graph) {
    const {x, y} = startPlace(graph);
    return {x: x + START_WIDTH, y: y + START_HEIGHT / 2};
}

/** @returns {{x: number, y: number, width: number, height: number}} what holds all steps and the start */
export function bounds(graph) {
    const start = startPlace(graph);
    const x = Math.min(start.x, ...graph.steps.map((step) => step.x));
    const y = Math.min(start.y, ...graph.steps.map((step) => step.y));
    const right = Math.max(start.x + START_WIDTH, ...graph.steps.map((step) => step.x + WIDTH));
    const bottom = Math.max(start.y + START_HEIGHT, ...graph.steps.map((step) => step.y + heightOf(step)));
    return {x, y, width: right - x, height: bottom - y};
}

/** Ways by their step, without those that lead back to where a caller has been. */
function forward(graph) {
    const next = {};
    for (const {from, to} of edges(graph)) {
        (next[from] ||= []).push(to);
    }
    const state = {};
    const kept = {};
    const visit = (code) => {
        state[code] = "open";
        kept[code] = [];
        for (const to of next[code] || []) {
            if (state[to] !== "open") {
                kept[code].push(to);
            }
            if (!state[to]) {
                visit(to);
            }
        }
        state[code] = "done";
    };
    for (const code of [graph.start, ...graph.steps.map((step) => step.code)]) {
        if (!state[code] && stepOf(graph, code)) {
            visit(code);
        }
    }
    return kept;
}

/** @returns {Object<string, number>} the column of each step: one behind the last that leads to it */
function columns(ways, codes) {
    const before = {};
    for (const [from, targets] of Object.entries(ways)) {
        targets.forEach((to) => (before[to] ||= []).push(from));
    }
    const column = {};
    const place = (code) => (column[code] ??= Math.max(-1, ...(before[code] || []).map(place)) + 1);
    codes.forEach(place);
    return column;
}

/** Beside what leads to them: the mean of where their ways come from, exit by exit. */
function wish(graph, code, placed) {
    const from = edges(graph).filter((edge) => edge.to === code && placed[edge.from]);
    const tops = from.map((edge) => {
        const step = {...stepOf(graph, edge.from), ...placed[edge.from]};
        return outPort(step, edge.key).y - HEAD / 2;
    });
    return tops.length ? tops.reduce((sum, top) => sum + top, 0) / tops.length : 0;
}

/** Down from `top` wherever the wishes would overlap, then up again by half of what that moved them on the whole. */
function stack(column, wishes) {
    let free = -Infinity;
    const tops = column.map((step) => {
        const top = Math.max(wishes[step.code], free);
        free = top + heightOf(step) + GAP_Y;
        return top;
    });
    const moved = tops.reduce((sum, top, n) => sum + top - wishes[column[n].code], 0) / (tops.length || 1);
    return tops.map((top) => snap(top - moved));
}

/** @returns {Object<string, {x: number, y: number}>} a tidy place for each step, from left to right as callers go */
export function tidy(graph) {
    const ways = forward(graph);
    const codes = graph.steps.map((step) => step.code);
    const column = columns(ways, codes);
    const placed = {};
    for (let n = 0; n <= Math.max(0, ...Object.values(column)); n++) {
        const steps = graph.steps.filter((step) => column[step.code] === n);
        const wishes = Object.fromEntries(steps.map((step) => [step.code, wish(graph, step.code, placed)]));
        steps.sort((one, other) => wishes[one.code] - wishes[other.code]);
        const tops = stack(steps, wishes);
        steps.forEach((step, row) => (placed[step.code] = {x: snap(n * (WIDTH + GAP_X)), y: tops[row]}));
    }
    const [left, up] = [160, 48 - Math.min(0, ...Object.values(placed).map((place) => place.y))];
    return Object.fromEntries(Object.entries(placed).map(([code, {x, y}]) => [code, {x: x + left, y: snap(y + up)}]));
}

/** Drawn by hand or not: where nothing was placed, all stands at 0. */
export const isPlaced = (graph) => graph.steps.some((step) => step.x || step.y);

/** @returns {{x: number, y: number}} the nearest place at or below the wished one that no step covers */
export function freePlace(graph, {x, y}) {
    const place = {x: snap(x), y: snap(y)};
    const covers = (step) =>
        Math.abs(step.x - place.x) < WIDTH + 16 &&
        step.y < place.y + HEAD + 16 &&
        place.y < step.y + heightOf(step) + 16;
    for (let step = graph.steps.find(covers); step; step = graph.steps.find(covers)) {
        place.y = snap(step.y + heightOf(step) + 24);
    }
    return place;
}

/** @returns {number} how far down copies of steps go so that none lies upon another step */
export function roomBelow(graph, steps) {
    const lies = (step, other, down) =>
        Math.abs(other.x - step.x) < WIDTH + 16 &&
        other.y < step.y + down + heightOf(step) + 16 &&
        step.y + down < other.y + heightOf(other) + 16;
    const covered = (down) => steps.some((step) => graph.steps.some((other) => lies(step, other, down)));
    let down = 0;
    while (covered(down)) {
        down += 3 * GRID;
    }
    return down;
}

/** @returns {{x: number, y: number}} where the step behind an exit goes */
export function placeAfter(graph, step, key) {
    const port = outPort(step, key);
    return freePlace(graph, {x: step.x + WIDTH + GAP_X, y: port.y - HEAD / 2});
}
