/**
 * How the ways between steps run: straight on as a curve where nothing stands between, else round the steps, up and
 * down in the gaps beside them and level in a lane between them. All in the canvas's own pixels.
 */
import {edges} from "./graph";
import {START_HEIGHT, START_WIDTH, WIDTH, heightOf, inPort, outPort, startPlace} from "./layout";
import * as lines from "./lines";

const CLEAR = 5; // so close to a step no way passes that goes round it
const STUB = 14; // from a port to the first bend
const LANE = 12; // from a step to the nearest lane
const TRACK = 7; // between two ways side by side
const TRACKS = 4;
const GAPS = 12; // so many places to go up or down are tried
const BEND = 16; // what a bend costs, in pixels
const UPON = 80; // what it costs to run upon a way that leads elsewhere

/**
 * @param {object} graph
 * @param {object} [before] what this function gave for the graph before: where no step has moved, ways stay as they are
 * @param {boolean} [moving] steps are being pulled about: what does not touch them stays, for now
 * @returns {{boxes: Map<string, object>, list: object[]}} boxes by code; ways `{id, from, key, to, points, curve, path,
 *     at}`: `points` are the bends with both ends (of a curve: what it passes), `at` is the place for a number
 */
export function routes(graph, before = false, moving = false) {
    const boxes = boxesOf(graph);
    const moved = before ? movedBoxes(boxes, before.boxes) : [];
    const still = before && !before.moving && !moved.length && boxes.size === before.boxes.size;
    const known = new Map(before && (moving || still) ? before.list.map((way) => [way.id, way]) : []);
    const steps = new Map(graph.steps.map((step) => [step.code, step]));
    const open = [];
    const list = edges(graph).map(({from, key, to}) => {
        const id = `${from} ${key}`;
        const way = {id, from, key, to, out: outPort(steps.get(from), key), into: inPort(steps.get(to))};
        if (stays(known.get(id), way, moved)) {
            return known.get(id);
        }
        open.push(way);
        return way;
    });
    draw(
        open,
        list.filter((way) => way.points),
        [...boxes.values()]
    );
    return {boxes, list};
}

function boxesOf(graph) {
    const {x, y} = startPlace(graph);
    const boxes = graph.steps.map((step) => [step.code, lines.box(step.x, step.y, WIDTH, heightOf(step))]);
    return new Map([["", lines.box(x, y, START_WIDTH, START_HEIGHT)], ...boxes]);
}

function movedBoxes(boxes, before) {
    const moved = [...boxes].filter(([code, box]) => !before.has(code) || !lines.sameBox(box, before.get(code)));
    return moved.map(([, box]) => box);
}

function stays(old, way, moved) {
    const at = (one, other) => one.x === other.x && one.y === other.y;
    const ends = old && old.to === way.to && at(old.out, way.out) && at(old.into, way.into);
    return ends && !moved.some((box) => lines.crosses(old.points, box));
}

/** Curves first: what goes round them comes last, and short ways before long ones. */
function draw(open, kept, boxes) {
    const taken = new Taken();
    kept.filter((way) => !way.curve).forEach((way) => taken.add(way));
    const rest = open.filter((way) => !goesStraight(way, boxes));
    if (rest.length) {
        const ground = {boxes, lanes: lanesOf(boxes), taken};
        const reach = ({out, into}) => Math.abs(into.x - out.x) + Math.abs(into.y - out.y);
        rest.sort((one, other) => reach(one) - reach(other));
        rest.forEach((way) => goesRound(way, ground));
    }
}

function goesStraight(way, boxes) {
    const {out, into} = way;
    const points = into.x > out.x + STUB && lines.passed(out, into);
    if (!points || boxes.some((box) => lines.crosses(points, box))) {
        return false;
    }
    const at = {x: (out.x + into.x) / 2, y: (out.y + into.y) / 2};
    Object.assign(way, {curve: true, points, path: lines.curve(out, into), at});
    return true;
}

function goesRound(way, ground) {
    const points = cheapest(way, ground) || over(way, ground.boxes);
    Object.assign(way, {curve: false, points, path: lines.rounded(points), at: lines.middle(points)});
    ground.taken.add(way);
}

function cheapest(way, {boxes, lanes, taken}) {
    const {out, into, to} = way;
    const firsts = gaps(out, boxes, 1);
    const lasts = gaps(into, boxes, -1);
    const far = (y) => Math.abs(y - out.y) + Math.abs(y - into.y) + Math.abs(into.x - out.x);
    let best = false;
    for (const lane of [laneAt(out.y, boxes), laneAt(into.y, boxes), ...outwards(lanes, (out.y + into.y) / 2)]) {
        if (best && far(lane.y) >= best.cost) {
            break;
        }
        const first = upright(firsts, lane.y, out, taken, to);
        const last = upright(lasts, lane.y, into, taken, to);
        if (first && last && isFree(lane, first.x, last.x)) {
            const points = lines.joined([
                out,
                {x: first.x, y: out.y},
                {x: first.x, y: lane.y},
                {x: last.x, y: lane.y},
                {x: last.x, y: into.y},
                into,
            ]);
            const upon = UPON * taken.count(true, lane.y, first.x, last.x, to);
            const cost = first.cost + last.cost + Math.abs(last.x - first.x) + BEND * points.length + upon;
            best = best && best.cost <= cost ? best : {points, cost};
        }
    }
    return best && best.points;
}

/** Lanes from the middle of two ports up and down: none takes less of a way than the one before. */
function* outwards(lanes, middle) {
    let below = lanes.findIndex((lane) => lane.y > middle);
    below = below < 0 ? lanes.length : below;
    for (let above = below - 1; above >= 0 || below < lanes.length;) {
        const up = above >= 0 ? middle - lanes[above].y : Infinity;
        const down = below < lanes.length ? lanes[below].y - middle : Infinity;
        yield up < down ? lanes[above--] : lanes[below++];
    }
}

/**
 * Where a way may go up or down beside a port, and how far: close to it, else beside the steps that stand further on.
 *
 * @returns {{x: number, top: number, bottom: number}[]}
 */
function gaps({x, y}, boxes, side) {
    const near = Array.from({length: TRACKS}, (_, n) => x + side * (STUB + n * TRACK));
    const beside = boxes.flatMap(({left, right}) => [left - STUB, right + STUB]);
    const further = beside.filter((one) => (one - x) * side > STUB).sort((one, other) => (one - other) * side);
    const places = [...new Set([...near, ...further])].slice(0, GAPS);
    const lane = laneAt(y, boxes);
    const port = x + side * (CLEAR + 1); // the own step begins at the port
    return places.filter((one) => isFree(lane, port, one)).map((one) => room(one, y, boxes));
}

/** How far up and down one can go at `x` from `y`. */
function room(x, y, boxes) {
    const there = boxes.filter(({left, right}) => x > left - CLEAR && x < right + CLEAR);
    const above = there.filter(({bottom}) => bottom <= y).map(({bottom}) => bottom + CLEAR);
    const below = there.filter(({top}) => top >= y).map(({top}) => top - CLEAR);
    return {x, top: Math.max(-Infinity, ...above), bottom: Math.min(Infinity, ...below)};
}

/** @returns {{y: number, blocked: number[][]}[]} level places above and below the steps, with what stands in them */
function lanesOf(boxes) {
    const tracks = Array.from({length: TRACKS}, (_, n) => LANE + n * TRACK);
    const places = boxes.flatMap(({top, bottom}) => tracks.flatMap((track) => [top - track, bottom + track]));
    return [...new Set(places)].sort((one, other) => one - other).map((y) => laneAt(y, boxes));
}

function laneAt(y, boxes) {
    const there = boxes.filter(({top, bottom}) => y > top - CLEAR && y < bottom + CLEAR);
    return {y, blocked: there.map(({left, right}) => [left - CLEAR, right + CLEAR])};
}

function isFree({blocked}, one, other) {
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    return !blocked.some(([left, right]) => high > left && low < right);
}

/** The best of the gaps to go from a port to a lane. */
function upright(places, y, port, taken, to) {
    let best = false;
    for (const {x, top, bottom} of places) {
        const cost = Math.abs(x - port.x) + Math.abs(y - port.y);
        if (y >= top && y <= bottom && !(best && best.cost <= cost)) {
            const whole = cost + UPON * taken.count(false, x, port.y, y, to);
            best = best && best.cost <= whole ? best : {x, cost: whole};
        }
    }
    return best;
}

/** Where steps stand so close that there is no gap: above all of them. */
function over({out, into}, boxes) {
    const y = Math.min(...boxes.map((box) => box.top)) - LANE;
    const [first, last] = [out.x + STUB, into.x - STUB];
    return [out, {x: first, y: out.y}, {x: first, y}, {x: last, y}, {x: last, y: into.y}, into];
}

/** The pieces of the ways that are drawn, by place. */
class Taken {
    constructor() {
        this.level = new Map();
        this.upright = new Map();
    }

    add({points, to}) {
        for (const {level, at, low, high} of lines.pieces(points)) {
            const by = level ? this.level : this.upright;
            const place = Math.round(at / TRACK);
            by.set(place, [...(by.get(place) || []), {at, low, high, to}]);
        }
    }

    /** How many ways to elsewhere run there already. */
    count(level, at, one, other, to) {
        const by = level ? this.level : this.upright;
        const place = Math.round(at / TRACK);
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const upon = (piece) =>
            piece.to !== to && Math.abs(piece.at - at) < TRACK - 1 && piece.high > low && piece.low < high;
        return [place - 1, place, place + 1].reduce((sum, n) => sum + (by.get(n) || []).filter(upon).length, 0);
    }
}
