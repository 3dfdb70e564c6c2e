import {_t} from "@web/core/l10n/translation";
import {Component, useEffect, useRef} from "@odoo/owl";
import {clockText} from "../phone/time";

const WIDTH = 1500;
const HEIGHT = 72;
const LOUDEST = 255;
const COLOURS = ["#343a40", "#71639e"];
const TICKS = 6;

/**
 * Two lanes, customer above agent, drawn from the picture that the server keeps; a click goes there. Hold is shaded;
 * a pause takes no time in the file and is a line. wavesurfer.js was weighed: it is made to decode the sound in the
 * browser, which this does without, and would bring a library for what are sixty lines.
 */
export class Waveform extends Component {
    static template = "callcenter_telephony.Waveform";
    static props = {wave: Object, at: Number, length: Number, onSeek: Function};

    setup() {
        this.root = useRef("root");
        this.names = [_t("Customer"), _t("Agent")];
        this.width = WIDTH;
        this.height = HEIGHT;
        useEffect(
            () => this.draw(),
            () => [this.props.wave]
        );
    }

    draw() {
        const canvases = this.root.el?.querySelectorAll("canvas") || [];
        canvases.forEach((canvas, lane) => {
            const pen = canvas.getContext("2d");
            const bars = this.props.wave.lanes[lane];
            const step = WIDTH / bars.length;
            pen.clearRect(0, 0, WIDTH, HEIGHT);
            pen.fillStyle = COLOURS[lane % COLOURS.length];
            bars.forEach((peak, bar) => {
                const size = Math.max(1, (peak / LOUDEST) * HEIGHT);
                pen.fillRect(bar * step, (HEIGHT - size) / 2, Math.max(1, step * 0.7), size);
            });
        });
    }

    left(seconds) {
        return this.props.length ? (100 * seconds) / this.props.length : 0;
    }

    get head() {
        return `left: ${this.left(this.props.at)}%`;
    }

    get rest() {
        return `left: ${this.left(this.props.at)}%; right: 0`;
    }

    get holds() {
        return this.props.wave.holds.map(([from, to]) => ({
            style: `left: ${this.left(from)}%; width: ${this.left(to - from)}%`,
            text: _t("Hold %s", clockText(to - from)),
        }));
    }

    get pauses() {
        return this.props.wave.pauses.map(([at, seconds]) => ({
            style: `left: ${this.left(at)}%`,
            text: _t("Not recorded: %s", clockText(seconds)),
        }));
    }

    get ticks() {
        return Array.from({length: TICKS}, (_, tick) => clockText((this.props.length * tick) / (TICKS - 1)));
    }

    onClick(event) {
        const box = event.currentTarget.getBoundingClientRect();
        this.props.onSeek(((event.clientX - box.left) / box.width) * this.props.length);
    }
}
