/**
 * A flow as it is drawn: `{start, steps: [{id, code, kind, name, x, y, values, exits: [{key, label, target, fixed}]}]}`.
 * Nothing here changes a graph: each function returns a new one that shares what has not changed.
 */

export const EMPTY = Object.freeze({start: "", steps: Object.freeze([])});
const NUMBERED = /_\d+$/;

export const stepOf = (graph, code) => graph.steps.find((step) => step.code === code);
export const exitOf = (step, key) => step.exits.find((exit) => exit.key === key);

function mapSteps(graph, codes, change) {
    return {...graph, steps: graph.steps.map((step) => (codes.includes(step.code) ? change(step) : step))};
}

/** @returns {string} `wish`, or `wish_2`, `wish_3`… where it is taken */
export function freeCode(graph, wish) {
    const taken = new Set(graph.steps.map((step) => step.code));
    const base = wish.replace(NUMBERED, "").slice(0, 36);
    for (let number = 1, code = base; ; code = `${base}_${++number}`) {
        if (!taken.has(code)) {
            return code;
        }
    }
}

/** @returns {object} a new step of a kind (as the server describes it) that leads nowhere yet */
export function blankStep(graph, kind, {x, y}) {
    const values = Object.fromEntries(kind.fields.map((field) => [field.name, field.default]));
    const exits = kind.exits.map(({key, label, fixed}) => ({key, label, fixed, target: false}));
    return {id: false, code: freeCode(graph, kind.kind), kind: kind.kind, name: kind.label, x, y, values, exits};
}

/** The first step of a flow is its start. */
export function addSteps(graph, steps) {
    return {start: graph.start || steps[0]?.code || "", steps: [...graph.steps, ...steps]};
}

/** Takes steps out, and whatever led to them. */
export function removeSteps(graph, codes) {
    const open = (exit) => (codes.includes(exit.target) ? {...exit, target: false} : exit);
    const led = (step) => step.exits.some((exit) => codes.includes(exit.target));
    const left = graph.steps.filter((step) => !codes.includes(step.code));
    const steps = left.map((step) => (led(step) ? {...step, exits: step.exits.map(open)} : step));
    return {start: codes.includes(graph.start) ? heir(graph, left) : graph.start, steps};
}

/** The start after the start has gone: the step that it led to, else the first one. */
function heir(graph, left) {
    const codes = left.map((step) => step.code);
    const follows = stepOf(graph, graph.start)?.exits.find((exit) => codes.includes(exit.target));
    return follows?.target || codes[0] || "";
}

/** @returns {boolean} whether the choices made in a step have a use for a field of its kind */
export function hasUse(step, {when}) {
    const value = when && (step.values[when[0]] || false);
    return !when || (when[1] === true ? Boolean(value) : when[1].includes(value));
}

/** Leads the exit `key` of a step to another step, or nowhere (`target` false). */
export function connect(graph, code, key, target) {
    const changed = (exit) => (exit.key === key ? {...exit, target: target || false} : exit);
    return mapSteps(graph, [code], (step) => ({...step, exits: step.exits.map(changed)}));
}

export function setStart(graph, code) {
    return {...graph, start: code};
}

export function setValue(graph, code, name, value) {
    return mapSteps(graph, [code], (step) => ({...step, values: {...step.values, [name]: value}}));
}

export function setName(graph, code, name) {
    return mapSteps(graph, [code], (step) => ({...step, name}));
}

/** @param {Object<string, {x: number, y: number}>} places by code */
export function setPlaces(graph, places) {
    return mapSteps(graph, Object.keys(places), (step) => ({...step, ...places[step.code]}));
}

/** Adds an exit of one's own: a key of a menu, a value of a branch. One that is there already is left alone. */
export function addExit(graph, code, key) {
    const exit = {key, label: key, fixed: false, target: false};
    return mapSteps(graph, [code], (step) =>
        !key || exitOf(step, key) ? step : {...step, exits: [...step.exits, exit]}
    );
}

export function renameExit(graph, code, key, wish) {
    const changed = (exit) => (exit.key === key ? {...exit, key: wish, label: wish} : exit);
    return mapSteps(graph, [code], (step) =>
        !wish || exitOf(step, wish) ? step : {...step, exits: step.exits.map(changed)}
    );
}

export function removeExit(graph, code, key) {
    return mapSteps(graph, [code], (step) => ({...step, exits: step.exits.filter((exit) => exit.key !== key)}));
}

/**
 * Puts copies of steps in, `down` pixels below: ways among them stay among the copies, ways to others stay where those are.
 *
 * @returns {{graph: object, codes: string[]}} the new graph and the codes of the copies
 */
export function paste(graph, steps, down = 0) {
    const codes = {};
    let taken = graph;
    for (const step of steps) {
        codes[step.code] = freeCode(taken, step.code);
        taken = {...taken, steps: [...taken.steps, {code: codes[step.code]}]};
    }
    const lead = (exit) => ({
        ...exit,
        target: codes[exit.target] || (stepOf(graph, exit.target) && exit.target) || false,
    });
    const copies = steps.map((step) => ({
        ...step,
        id: false,
        code: codes[step.code],
        y: step.y + down,
        exits: step.exits.map(lead),
    }));
    return {graph: addSteps(graph, copies), codes: Object.values(codes)};
}

/** @returns {{from: string, key: string, to: string}[]} the ways between steps that are there */
export function edges(graph) {
    const codes = new Set(graph.steps.map((step) => step.code));
    return graph.steps.flatMap((step) =>
        step.exits
            .filter((exit) => codes.has(exit.target))
            .map((exit) => ({from: step.code, key: exit.key, to: exit.target}))
    );
}

const plain = (value) => (value && typeof value === "object" ? value.id : value || false);
const sorted = (rows) => JSON.stringify(rows.sort());

const told = new WeakMap(); // step -> what callers notice of it; steps are never changed

/** What callers notice of a step; names and places they do not. */
function heard(step) {
    if (!told.has(step)) {
        told.set(step, noticed(step));
    }
    return told.get(step);
}

function noticed(step) {
    const values = Object.entries(step.values).map(([name, value]) => [name, plain(value)]);
    const exits = step.exits.filter((exit) => exit.target).map((exit) => [exit.key, exit.target]);
    return [step.kind, sorted(values), sorted(exits)].join();
}

/** @returns {{added: object[], changed: object[], gone: object[], start: boolean, count: number}} against `live` */
export function changes(graph, live) {
    const before = Object.fromEntries((live?.steps || []).map((step) => [step.code, step]));
    const now = new Set(graph.steps.map((step) => step.code));
    const added = graph.steps.filter((step) => !before[step.code]);
    const changed = graph.steps.filter((step) => before[step.code] && heard(step) !== heard(before[step.code]));
    const gone = Object.values(before).filter((step) => !now.has(step.code));
    const start = Boolean(live) && live.start !== graph.start;
    return {added, changed, gone, start, count: added.length + changed.length + gone.length + Number(start)};
}
