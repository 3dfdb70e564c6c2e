/** Lines of the drawing: pieces that run level or upright, curves, and what they run through. Places are `{x, y}`. */

const BEND = 8; // radius
const SAMPLES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

export const box = (x, y, width, height) => ({left: x, top: y, right: x + width, bottom: y + height});
export const sameBox = (one, other) => ["left", "top", "right", "bottom"].every((side) => one[side] === other[side]);

/** @returns {boolean} whether a line through `points` runs through a box; it may touch it */
export function crosses(points, {left, top, right, bottom}) {
    return points.slice(1).some((to, n) => {
        const from = points[n];
        const across = part(from.x, to.x, left, right);
        const down = part(from.y, to.y, top, bottom);
        return Math.min(across[1], down[1]) - Math.max(across[0], down[0]) > 1e-6;
    });
}

/** From where to where (0 to 1) on the way from `start` to `end` one is between `low` and `high`. */
function part(start, end, low, high) {
    if (start === end) {
        return start > low && start < high ? [0, 1] : [1, 0];
    }
    const parts = [(low - start) / (end - start), (high - start) / (end - start)];
    return [Math.max(0, Math.min(...parts)), Math.min(1, Math.max(...parts))];
}

/** @returns {{level: boolean, at: number, low: number, high: number}[]} the pieces of a line without slopes */
export function pieces(points) {
    return points.slice(1).map((end, n) => {
        const start = points[n];
        const level = start.y === end.y;
        const [at, one, other] = level ? [start.y, start.x, end.x] : [start.x, start.y, end.y];
        return {level, at, low: Math.min(one, other), high: Math.max(one, other)};
    });
}

/** Without points that are there twice or in the middle of a piece. */
export function joined(points) {
    const kept = points.filter((point, n) => !n || point.x !== points[n - 1].x || point.y !== points[n - 1].y);
    const inside = (a, b, c) => (a.x === b.x && b.x === c.x) || (a.y === b.y && b.y === c.y);
    return kept.filter((point, n) => !n || n === kept.length - 1 || !inside(kept[n - 1], point, kept[n + 1]));
}

/** @returns {string} an SVG path with round corners */
export function rounded(points) {
    const corners = points.slice(1, -1).map((point, n) => {
        const [before, after] = [towards(point, points[n]), towards(point, points[n + 2])];
        return `L${before.x},${before.y} Q${point.x},${point.y} ${after.x},${after.y}`;
    });
    const end = points.at(-1);
    return [`M${points[0].x},${points[0].y}`, ...corners, `L${end.x},${end.y}`].join(" ");
}

function towards(point, other) {
    const far = Math.max(Math.abs(other.x - point.x), Math.abs(other.y - point.y));
    const share = Math.min(BEND, far / 2) / far;
    return {x: point.x + (other.x - point.x) * share, y: point.y + (other.y - point.y) * share};
}

/** @returns {{x: number, y: number}} the middle of the longest level piece */
export function middle(points) {
    const level = pieces(points).filter((piece) => piece.level);
    const long = level.reduce((best, piece) => (piece.high - piece.low > best.high - best.low ? piece : best));
    return {x: (long.low + long.high) / 2, y: long.at};
}

/** @returns {string} an SVG path: the head of an arrow that comes from the left */
export const arrow = ({x, y}) => `M${x},${y} l-7,-4 v8 z`;

/** How far a curve keeps its direction at its ends. */
const hold = (out, into) => Math.min(Math.max(Math.abs(into.x - out.x) / 2, 24), 120);

/** @returns {string} an SVG path that leaves to the right and comes from the left */
export function curve(out, into) {
    const far = hold(out, into);
    return `M${out.x},${out.y} C${out.x + far},${out.y} ${into.x - far},${into.y} ${into.x},${into.y}`;
}

/** @returns {{x: number, y: number}[]} what such a curve passes */
export function passed(out, into) {
    const far = hold(out, into);
    const between = SAMPLES.map((share) => {
        const rest = 1 - share;
        const [first, second] = [3 * rest * rest * share, 3 * rest * share * share];
        const x = rest ** 3 * out.x + first * (out.x + far) + second * (into.x - far) + share ** 3 * into.x;
        return {x, y: (rest ** 3 + first) * out.y + (second + share ** 3) * into.y};
    });
    return [out, ...between, into];
}
