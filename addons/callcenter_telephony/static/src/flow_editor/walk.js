/** Moving the selection by arrow keys, along the ways. */
import {edges, stepOf} from "./graph";

const nearest = (steps, to) =>
    steps.reduce((best, step) => (!best || Math.abs(step.y - to.y) < Math.abs(best.y - to.y) ? step : best), null);

/** @returns {string} the code of the step that an arrow key leads to; the same one at an end */
export function walk(graph, code, key) {
    const step = stepOf(graph, code);
    if (!step) {
        return graph.start || graph.steps[0]?.code || "";
    }
    const found = {
        ArrowRight: () => ahead(graph, step),
        ArrowLeft: () => nearest(before(graph, code), step),
        ArrowDown: () => beside(graph, step, 1),
        ArrowUp: () => beside(graph, step, -1),
    }[key]();
    return found ? found.code : code;
}

function before(graph, code) {
    const ways = edges(graph).filter(({from, to}) => to === code && from !== code);
    return ways.map(({from}) => stepOf(graph, from));
}

function ahead(graph, step) {
    const exit = step.exits.find(({target}) => target && target !== step.code && stepOf(graph, target));
    return exit && stepOf(graph, exit.target);
}

/** The next one above or below that stands about as far right; else whichever stands there at all. */
function beside(graph, step, way) {
    const there = graph.steps.filter((other) => (other.y - step.y) * way > 0);
    const close = there.filter((other) => Math.abs(other.x - step.x) < 120);
    const far = (other) => Math.abs(other.y - step.y) + Math.abs(other.x - step.x) * 2;
    return (close.length ? close : there).reduce(
        (best, other) => (!best || far(other) < far(best) ? other : best),
        null
    );
}
