import {Reactive} from "@web/core/utils/reactive";
import {WIDTH, heightOf} from "./layout";

const NEAREST = 1.5;
const FARTHEST = 0.2;
const EDGE = 32;

/** How far what reaches from `low` to `high` must go to be between 0 and `size`. */
function moved(low, high, size) {
    if (low < 0 || high - low > size) {
        return EDGE - low;
    }
    return high > size ? size - EDGE - high : 0;
}

/** What part of the drawing is on screen: `x`, `y` in screen pixels from the canvas's corner, `zoom` 1 is life size. */
export class CanvasView extends Reactive {
    x = 0;
    y = 0;
    zoom = 1;
    width = 900;
    height = 500;

    get transform() {
        return `translate(${this.x}px, ${this.y}px) scale(${this.zoom})`;
    }

    resize(width, height) {
        Object.assign(this, {width, height});
    }

    /** @returns {{x: number, y: number}} the place in the drawing below a place on screen */
    toDrawing({x, y}) {
        return {x: (x - this.x) / this.zoom, y: (y - this.y) / this.zoom};
    }

    toScreen({x, y}) {
        return {x: x * this.zoom + this.x, y: y * this.zoom + this.y};
    }

    get centre() {
        return this.toDrawing({x: this.width / 2 - (WIDTH * this.zoom) / 2, y: this.height / 3});
    }

    pan(dx, dy) {
        Object.assign(this, {x: this.x + dx, y: this.y + dy});
    }

    /** Nearer or farther, with what is below `at` (on screen) kept there. */
    zoomBy(factor, at = {x: this.width / 2, y: this.height / 2}) {
        const fixed = this.toDrawing(at);
        this.zoom = Math.min(NEAREST, Math.max(FARTHEST, this.zoom * factor));
        Object.assign(this, {x: at.x - fixed.x * this.zoom, y: at.y - fixed.y * this.zoom});
    }

    /** Shows all of `bounds`, no larger than life. */
    fit(bounds) {
        const across = (this.width - 2 * EDGE) / Math.max(bounds.width, 1);
        const down = (this.height - 2 * EDGE) / Math.max(bounds.height, 1);
        this.zoom = Math.max(FARTHEST, Math.min(1, across, down));
        this.x = Math.max(EDGE, (this.width - bounds.width * this.zoom) / 2) - bounds.x * this.zoom;
        this.y = Math.max(EDGE, (this.height - bounds.height * this.zoom) / 2) - bounds.y * this.zoom;
    }

    /** Brings a step on screen when it is not there whole: no farther than it takes. */
    reveal(step) {
        const {x, y} = this.toScreen(step);
        this.x += moved(x, x + WIDTH * this.zoom, this.width);
        this.y += moved(y, y + heightOf(step) * this.zoom, this.height);
    }
}
